import re
import unicodedata

import pytest
from openfisca_greece import catalogue

from arogi.documents.kinds import KINDS
from arogi.notices.texts import PLACES, TEMPLATES, filled, template_called

TEXTS = [(key, language) for key, one in TEMPLATES.items() for language in one.texts]
# What nobody who looks over a shoulder may read.
SENSITIVE = (
    "αναπηρ|ρομα|roma|προσφυγ|refugee|ασυλο|asylum|βια|violence|φυλακ|prison|αστεγ|homeless|εξαρτησ|addict|υγεια|health"
    "|disab|ψυχ|psych|επιδομα|benefit|κεα|εεε|α21|κοινοτητα|κοινωνικ|social|welfare|φτωχ|poor"
)


def bare(text):
    return "".join(sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))


@pytest.mark.parametrize(("key", "language"), TEXTS)
def test_no_subject_and_no_sms_tells_of_anything_sensitive(key, language):
    text = TEMPLATES[key].texts[language]
    shown = bare(f"{text.subject} {text.sms}")

    assert re.search(SENSITIVE, shown) is None
    names = [title for about in catalogue().values() for title in (about.title.el, about.title.en)]
    names += [label for kind in KINDS.values() for label in (kind.el, kind.en)]
    assert [name for name in names if bare(name) in shown] == []


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_message_is_there_in_greek_and_english_with_the_same_places(key):
    texts = TEMPLATES[key].texts
    places = [set(re.findall(r"\{(.*?)\}", one.subject + one.sms + one.email)) for one in (texts["el"], texts["en"])]

    assert places[0] == places[1] <= PLACES


@pytest.mark.parametrize(("key", "language"), TEXTS)
def test_an_sms_is_short(key, language):
    words = {"day": "Δευτέρα 23 Νοεμβρίου", "time": "10:30", "town": "Δήμος Καρδίτσας"}

    assert len(filled(TEMPLATES[key], language, words).sms) <= 134  # two parts of an SMS in Greek


def test_a_subject_stays_one_line_whatever_a_word_brings():
    told = filled(template_called("appointment_booked"), "el", {"day": "a\r\nBcc: x@y.gr", "town": "\n", "time": "1"})

    assert "\n" not in told.subject + told.sms
    assert "\r" not in told.subject + told.sms


def test_a_word_that_looks_like_a_place_is_left_as_it_is():
    told = filled(template_called("appointment_booked"), "el", {"day": "{time}", "time": "{town}", "town": "Δήμος"})

    assert told.sms == "Δήμος: ραντεβού στις {time}, ώρα {town}."
