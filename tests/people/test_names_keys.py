from collections import Counter

import pytest
import yaml

from arogi.people.names import NameField, PersonNames, elot, name_tokens, query_words, token_keys
from arogi.people.names.inflection import inflected
from arogi.people.names.short_forms import TABLE, formal_names_beginning, other_forms


@pytest.mark.parametrize(
    ("greek", "latin"),
    [
        ("Παπαδόπουλος", "Papadopoulos"),
        ("Ευάγγελος", "Evangelos"),
        ("Ευτυχία", "Eftychia"),
        ("ΑΥΓΕΡΙΝΟΣ", "AVGERINOS"),
        ("Σάββας", "Savvas"),
        ("Μπάμπης", "Bampis"),
        ("ΘΑΝΟΣ", "THANOS"),
        ("Θάνος Ψαράς", "Thanos Psaras"),
        ("Άγχος", "Anchos"),
        ("Σφίγξ", "Sfinx"),
        ("Γκίκας", "Gkikas"),
        ("Ταΰγετος", "Taygetos"),
        ("Μάιος", "Maios"),
        ("Χατζή-Ψάλτης", "Chatzi-Psaltis"),
        ("ΟΥΡΑΝΙΑ", "OURANIA"),
        ("Υιός", "Yios"),
        ("Ηύρα", "Ivra"),
        ("Smith", "Smith"),
    ],
)
def test_latin_forms_follow_elot_743(greek, latin):
    assert elot(greek) == latin


@pytest.mark.parametrize(
    "spellings",
    [
        "Γιάννης Giannis Yannis Yiannis ΓΙΆΝΝΗΣ γιανισ",
        "Κωνσταντίνος Konstantinos Constantinos Konstandinos Κονσταντινοσ",
        "Αγγελική Angeliki Aggeliki Αγκελική Agkeliki",
        "Ευτυχία Eftychia Eftihia Eftichia Εφτυχία Εβτιχία",
        "Παύλος Pavlos Paulos Πάβλος Παφλος",
        "Αντώνης Antonis Andonis Adonis Ανδόνης",
        "Χαράλαμπος Charalampos Haralambos Kharalabos",
        "Αλέξανδρος Alexandros Aleksandros Αλεκσαντροσ",
        "Φίλιππος Filippos Philippos Φιλιπος",
        "Παναγιώτης Panagiotis Panayiotis Panayotis Παναγιότις",
        "Μιχαήλ Michail Mihail Michael Mikhail",
        "Χουσεΐν Hussein Khoussein Χουσιν",
        "Αικατερίνη Aikaterini Ekaterini Εκατερίνι",
        "Τζανής Tzanis Τσανής Tsanis Djanis",
    ],
)
def test_spellings_that_sound_alike_have_one_sound(spellings):
    assert len({token_keys(word).sound for word in spellings.split()}) == 1


def test_a_name_and_its_passport_form_have_the_same_keys():
    assert token_keys("Ευαγγελόπουλος") == token_keys("EVANGELOPOULOS")


@pytest.mark.parametrize(
    ("written", "also_meant"),
    [
        ("Νίκου", "Νίκος"),
        ("Νίκο", "Νίκος"),
        ("Μαρίας", "Μαρία"),
        ("Μαρία", "Μαρίας"),
        ("Παπαδοπούλου", "Παπαδόπουλος"),
        ("Παπαδόπουλος", "Παπαδοπούλου"),
        ("Παπαδάκη", "Παπαδάκης"),
        ("Ιωαννίδου", "Ιωαννίδης"),
        ("Ανδρέα", "Ανδρέας"),
        ("Ανδρέου", "Ανδρέας"),
        ("Ιωάννου", "Ιωάννης"),
        ("Σοφοκλέους", "Σοφοκλής"),
        ("Σωκράτους", "Σωκράτης"),
        ("Ξενοφώντος", "Ξενοφών"),
        ("Πλάτωνος", "Πλάτων"),
        ("Πλάτωνα", "Πλάτωνας"),
        ("Ίριδος", "Ίριδα"),
        ("Κλειώς", "Κλειώ"),
        ("Ελένης", "Ελένη"),
        ("Ivanova", "Ivanov"),
        ("Kovalskaya", "Kovalsky"),
    ],
)
def test_cases_and_genders_are_looked_for_too(written, also_meant):
    assert token_keys(also_meant).sound in inflected(token_keys(written).sound)


@pytest.mark.parametrize(
    ("short", "formal"),
    [
        ("Γιώργος", "Γεώργιος"), ("Κώστας", "Κωνσταντίνος"), ("Γιάννης", "Ιωάννης"), ("Μαίρη", "Μαρία"),
        ("Μαρίκα", "Μαρία"), ("Μήτσος", "Δημήτριος"), ("Τάκης", "Παναγιώτης"), ("Τάκης", "Δημήτριος"),
        ("Λίτσα", "Ευαγγελία"), ("Βούλα", "Παρασκευή"), ("Κατερίνα", "Αικατερίνη"), ("Σάκης", "Αθανάσιος"),
        ("Mohammed", "Muhammad"), ("Mohamad", "Muhammad"), ("Ahmad", "Ahmed"), ("Αχμέτ", "Ahmed"), ("محمد", "Muhammad"),
        ("Νίκος", "Mykola"), ("Vladimir", "Volodymyr"), ("Γιώργος", "Giorgi"), ("Λευτέρης", "Ελευθέριος"),
        ("Ayşe", "Aisha"),
    ],
)  # fmt: skip
def test_short_and_foreign_forms_lead_to_the_formal_name_and_back(short, formal):
    short_sound, formal_sound = token_keys(short).sound, token_keys(formal).sound

    assert formal_sound in other_forms(short_sound)
    assert short_sound in other_forms(formal_sound)


def test_a_short_form_that_is_being_typed_leads_to_the_formal_name():
    assert token_keys("Εμμανουήλ").sound in formal_names_beginning(token_keys("Μανωλ").sound)
    assert formal_names_beginning(token_keys("Μ").sound) == ()


def test_the_table_of_short_forms_is_a_table_of_names():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("  ")]
    written = Counter(line.partition(":")[0].strip() for line in lines)
    table = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    forms = [form for section in table.values() for forms in section.values() for form in forms]

    assert [name for name, times in written.items() if times > 1] == []
    assert sum(len(section) for section in table.values()) >= 250
    assert all(isinstance(form, str) and form.replace(" ", "").isalpha() for form in forms)
    assert [name for section in table.values() for name, own in section.items() if len(set(own)) < len(own)] == []


def test_a_latin_form_costs_no_row_when_it_follows_the_greek_one():
    rows = name_tokens(
        PersonNames(
            surname="Παππάς", first_name="Νίκος", latin_surname="Pappas", latin_first_name="Nick", called="Νίκος"
        )
    )

    assert [(row.field, row.folded) for row in rows] == [
        (NameField.SURNAME, "pappas"),
        (NameField.FIRST_NAME, "nikos"),
        (NameField.LATIN_FIRST_NAME, "nick"),
    ]


def test_father_and_son_of_one_name_have_a_row_each():
    rows = name_tokens(PersonNames(first_name="Νίκος", father_name="Νίκος"))

    assert [row.field for row in rows] == [NameField.FIRST_NAME, NameField.FATHER_NAME]


def test_a_double_surname_is_found_by_each_part_and_by_both():
    rows = name_tokens(PersonNames(surname="Χατζη-Γεωργίου"))

    assert [row.folded for row in rows] == ["chatzi", "georgiou", "chatzigeorgiou"]


def test_rows_and_keys_of_endless_names_are_bounded():
    rows = name_tokens(PersonNames(surname="Α" * 10_000, first_name="Αβ " * 3_000, called="α-" * 5_000))

    assert len(rows) < 30
    assert max(len(row.folded) for row in rows) <= 60
    assert max(len(row.sound) for row in rows) <= 60


@pytest.mark.parametrize("name", ["Παπαδόπουλος", "Χατζηχριστοδουλοπούλου", "Muhammad", "Γιάννης"])
def test_what_is_looked_for_is_a_short_list(name):
    (word,) = query_words(name)

    assert len(word.prefixes) <= 16
    assert len(word.equal_sounds) <= 250
    assert len(word.near_sounds) <= 1_200


def test_a_likely_reading_comes_before_an_unlikely_one():
    (word,) = query_words("Papadopoulos")

    assert word.sounds[0] == token_keys("Παπαδόπουλος").sound
    assert word.prefixes[0] == word.sounds[0]
