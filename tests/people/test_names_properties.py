import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arogi.people.names import (
    PersonNames,
    display_clean,
    elot,
    name_tokens,
    query_words,
    rank,
    read_query,
    sort_key,
    token_keys,
)
from arogi.people.names.folding import bare, plain
from arogi.people.names.sound import sound, sounds
from tests.people.recall_people import MEN, STEMS, WOMEN

ANY_TEXT = st.text(max_size=60) | st.text("αβγδεζηθικλμνξοπρστυφχψως άέήίόύώϊϋΐΰ'-.;:/0123456789abhxPY", max_size=60)
GREEK = st.text("αβγδεζηθικλμνξοπρστυφχψω", min_size=2, max_size=14)
ACCENTED = st.text("αάβγδεέζηήθιίϊΐκλμνξοόπρστυύφχψωώ", min_size=2, max_size=14)


@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text):
    assert bare(bare(text)) == bare(text)
    assert plain(plain(text)) == plain(text)
    assert display_clean(display_clean(text)) == display_clean(text)


@given(ACCENTED)
def test_accents_capitals_and_the_final_sigma_never_matter(word):
    decomposed = unicodedata.normalize("NFD", word)
    without = "".join(char for char in decomposed if not unicodedata.combining(char))

    keys = token_keys(word)

    assert token_keys(decomposed) == keys
    assert token_keys(without) == keys
    assert token_keys(without.upper()) == keys
    assert token_keys(without + "ς") == token_keys(without + "σ") == token_keys(without.upper() + "Σ")


@given(GREEK)
def test_a_greek_name_and_its_passport_form_have_one_sound(word):
    assert token_keys(elot(word)).sound == token_keys(word).sound
    assert token_keys(elot(word.upper())).sound == token_keys(word).sound


@given(ANY_TEXT)
def test_hostile_text_is_read_by_every_door(text):
    words = query_words(text)
    query = read_query(text)
    rows = name_tokens(PersonNames(surname=text, first_name=text, called=text))

    assert len(words) <= 8
    assert all(word.prefixes and word.sounds and "\x00" not in "".join(word.prefixes) for word in words)
    assert all(row.sound and row.folded for row in rows)
    assert all(len(keys) <= 60 for row in rows for keys in row[1:])
    assert all(len(word.near_sounds) <= 1_200 for word in words)
    assert len(sort_key(text, text)) <= 120
    assert len(rank(query, [("key", rows)])) == bool(query.words)
    "".join((sort_key(text, text), *(row.sound + row.folded for row in rows), query.text)).encode()


@given(ANY_TEXT)
def test_a_person_is_found_by_the_name_as_it_stands(text):
    rows = name_tokens(PersonNames(surname=text))
    stored = {row.sound for row in rows}

    assert all(stored.intersection(word.sounds) for word in query_words(text)[: len(rows)])


@given(st.lists(GREEK, max_size=8))
def test_many_words_sound_together_as_they_do_alone(words):
    latin = [token_keys(word).folded for word in words]

    assert sounds(latin) == {sound(word) for word in latin}


@pytest.mark.parametrize(
    "name", [*MEN, *WOMEN, *(stem + "όπουλος" for stem in STEMS), *(stem + "ίδου" for stem in STEMS)]
)
@pytest.mark.parametrize("writing", [str, str.upper, elot])
def test_a_person_is_found_while_the_name_is_being_typed(name, writing):
    stored = token_keys(name).sound

    for length in range(2, len(writing(name)) + 1):
        (word,) = query_words(writing(name)[:length])
        assert stored.startswith(word.prefixes) or stored in word.equal_sounds, word
