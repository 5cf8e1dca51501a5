"""Whatever people type or paste: an answer, or the one declared refusal."""

import datetime as dt
import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from arogi.core.values import dates, iban, identifier_kinds, phone
from arogi.core.values.checked import Checked, UnreadableValue
from arogi.core.values.identifier_kinds import Declared
from arogi.core.values.partial_date import PartialDate
from arogi.core.values.typed_text import LONGEST, is_blank, plain_or_empty

TODAY = dt.date(2026, 11, 22)
DECLARED = Declared(born=PartialDate.of(1984, 5, 3), sex="F", afm="123456783", country="GR")
READERS = {
    **{kind: lambda raw, kind=kind: identifier_kinds.check(kind, raw, DECLARED) for kind in identifier_kinds.KINDS},
    "phone": phone.check,
    "iban": iban.check,
}
DATE_READERS = {
    "birth date": lambda raw: dates.read_birth_date(raw, on=TODAY),
    "other date": lambda raw: dates.read_date(raw, on=TODAY),
}

# Half of the texts are of the signs that the rules look at, so that they come past the first check.
TEXTS = st.text(st.characters(), max_size=120) | st.text(
    string.digits + string.ascii_letters + " -/.+,;?()'΄ΑΒΓΔΕΡΧαβγμΐ٣５", max_size=30
)


def answered(reader, text):
    try:
        return reader(text)
    except UnreadableValue as refusal:
        return refusal


def sentences_of(answer):
    return [str(answer)] if isinstance(answer, UnreadableValue) else [str(warning) for warning in answer.warnings]


@pytest.mark.parametrize("name", [*READERS, *DATE_READERS])
@settings(deadline=None)
@given(text=TEXTS)
@example(text="\ufdfa" * 100)
@example(text="\u0301")
@example(text="²³½Ⅻ①")
def test_no_text_makes_an_undeclared_error(name, text):
    reader = {**READERS, **DATE_READERS}[name]
    answer = answered(reader, text)

    assert isinstance(answer, Checked | UnreadableValue)
    assert all(sentence.strip() for sentence in sentences_of(answer))


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None)
@given(text=TEXTS)
@example(text="IBANIBANIBAN1")
@example(text="ELEL123456789")
@example(text="6971234567 x12 x13")
def test_the_normal_form_of_a_normal_form_is_itself(name, text):
    try:
        value = READERS[name](text).value
    except UnreadableValue:
        return
    if len(value) <= LONGEST:
        assert READERS[name](value).value == value


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None)
@given(text=TEXTS)
def test_a_kept_value_can_be_stored_and_is_never_empty(name, text):
    try:
        value = READERS[name](text).value
    except UnreadableValue:
        return
    assert value.strip()
    assert "\0" not in value
    assert value.encode()


@settings(deadline=None)
@given(text=TEXTS)
def test_blank_is_what_has_nothing_to_read(text):
    try:
        read = plain_or_empty(text)
    except UnreadableValue:
        return
    assert is_blank(text) is (read == "")


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=TODAY))
def test_every_birthday_is_read_in_every_order_of_writing(day):
    written = [
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        f"{day:%d%m%Y}",
        f"{day:%Y%m%d}",
    ]

    assert {dates.read_birth_date(text, on=TODAY).value.date for text in written} == {day}


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_mask_has_the_length_of_the_value_and_hides_at_least_half(value):
    masked = identifier_kinds.mask(value)

    assert len(masked) == len(value)
    assert masked.startswith("*" * ((len(value) + 1) // 2))
