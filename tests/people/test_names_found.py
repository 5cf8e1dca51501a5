from pathlib import Path

import pytest
import yaml

from arogi.people.names import PersonNames, QueryWord, is_enough, name_tokens, query_words, rank, read_query
from arogi.people.names.ranking import Fit, fit_of

CASES = yaml.safe_load(Path(__file__).with_name("names_found.yaml").read_text(encoding="utf-8"))


def _lines(kind):
    return [
        pytest.param(PersonNames(**case["person"]), line, id=f"{' '.join(case['person'].values())} - {line}")
        for case in CASES
        for line in case.get(kind, ())
    ]


def _fits(word: QueryWord, rows) -> bool:
    equal = set(word.equal_sounds)
    return any(row.sound in equal or row.sound.startswith(word.prefixes) for row in rows)


def _finds(line: str, names: PersonNames) -> bool:
    rows = name_tokens(names)
    query = read_query(line)
    return any(
        words and all(_fits(word, rows) for word in words if not word.is_particle)
        for words in (query.words, query.joined)
    )


@pytest.mark.parametrize(("names", "line"), _lines("typed"))
def test_a_person_is_found_by_what_is_typed(names, line):
    assert _finds(line, names)


@pytest.mark.parametrize(("names", "line"), _lines("mistyped"))
def test_one_wrong_letter_is_looked_for_where_the_word_itself_finds_nobody(names, line):
    sounds = {row.sound for row in name_tokens(names)}

    near = [word for word in query_words(line) if sounds & set(word.near_sounds)]

    assert not _finds(line, names)
    assert near


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Μαρία", PersonNames(surname="Παπάς", first_name="Νίκος")),
        ("Παπαδόπουλος Γιώργος", PersonNames(surname="Παπαδόπουλος", first_name="Νικόλαος")),
        ("Δημητρίου", PersonNames(surname="Δήμου")),
        ("Κώστας", PersonNames(first_name="Γεώργιος")),
        ("Khan", PersonNames(surname="Kapoor")),
    ],
)
def test_other_people_are_not_found(line, names):
    assert not _finds(line, names)


def test_the_name_as_typed_comes_before_names_that_sound_alike_or_begin_alike():
    people = {
        "near": PersonNames(surname="Παπαδόπολος", first_name="Γεώργιος"),
        "wife": PersonNames(surname="Παπαδοπούλου", first_name="Γεωργία"),
        "longer": PersonNames(surname="Παπαδοπουλόσκι", first_name="Γεώργιος"),
        "exact": PersonNames(surname="Παπαδόπουλος", first_name="Γεώργιος"),
        "formal": PersonNames(surname="Παπαδόπουλος", first_name="Γιώργος"),
    }

    found = rank(read_query("γεωργιος παπαδοπουλος"), [(key, name_tokens(names)) for key, names in people.items()])

    assert [match.key for match in found][:2] == ["exact", "formal"]
    assert found[0].cost == 0
    assert found[0].is_sure
    assert found[0].matched == ("first_name", "surname")
    assert "nickname" in found[1].matched


def test_a_name_of_the_person_comes_before_the_same_name_of_a_parent():
    son = name_tokens(PersonNames(surname="Δήμου", first_name="Ηλίας", father_name="Πέτρος"))
    father = name_tokens(PersonNames(surname="Δήμου", first_name="Πέτρος", father_name="Ηλίας"))

    found = rank(read_query("Πέτρος Δήμου"), [("son", son), ("father", father)])

    assert [match.key for match in found] == ["father", "son"]


def test_of_a_grandfather_and_a_grandson_the_one_whose_own_name_stands_first_comes_first():
    old = name_tokens(PersonNames(surname="Δήμου", first_name="Πέτρος", father_name="Ηλίας"))
    young = name_tokens(PersonNames(surname="Δήμου", first_name="Ηλίας", father_name="Πέτρος"))

    found = rank(read_query("Δήμου Πέτρος του Ηλία"), [("young", young), ("old", old)])

    assert [match.key for match in found] == ["old", "young"]


def test_two_typed_words_need_two_words_of_the_person():
    one = name_tokens(PersonNames(surname="Παππάς", first_name="Γεώργιος"))
    two = name_tokens(PersonNames(surname="Γεωργίου", first_name="Γεώργιος"))

    found = rank(read_query("Γιώργος Γεωργίου"), [("one", one), ("two", two)])

    assert [(match.key, match.is_complete) for match in found] == [("two", True), ("one", False)]


def test_misspellings_are_supposed_only_where_nobody_fits_well():
    sure = name_tokens(PersonNames(surname="Δήμου", first_name="Πέτρος"))
    doubtful = name_tokens(PersonNames(surname="Δήμας", first_name="Πετρούλα"))
    query = read_query("Δήμου Πέτρου")

    assert is_enough(rank(read_query("Δήμου Πέτρος"), [("sure", sure)]))
    assert not is_enough(rank(query, [("doubtful", doubtful)]))
    assert not is_enough(rank(query, []))
    assert is_enough(rank(read_query("Δημ"), [(number, sure) for number in range(5)]))


@pytest.mark.parametrize(
    ("typed", "fit"),
    [
        ("παπαδοπουλος", Fit.EXACT),
        ("Παπαδώπουλλος", Fit.SOUND),
        ("Παπαδοπούλου", Fit.INFLECTED),
        ("Παπαδ", Fit.BEGINNING),
        ("Παπαντόπο", Fit.BEGINNING_BY_SOUND),
        ("Παπαδόπολος", None),
        ("Δήμου", None),
    ],
)
def test_each_way_to_fit_has_its_name(typed, fit):
    (word,) = query_words(typed)
    (row,) = name_tokens(PersonNames(surname="Παπαδόπουλος"))

    assert fit_of(word, row) == fit


def test_people_who_fit_equally_keep_their_order():
    rows = name_tokens(PersonNames(surname="Δήμου", first_name="Πέτρος"))

    found = rank(read_query("Δήμου"), [("recent", rows), ("older", rows)])

    assert [match.key for match in found] == ["recent", "older"]
