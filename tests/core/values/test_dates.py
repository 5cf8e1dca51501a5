import datetime as dt

import pytest

from arogi.core.values import dates
from arogi.core.values.checked import UnreadableValue
from arogi.core.values.dates import ImpossibleDate, read_birth_date, read_date
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate, Precision

TODAY = dt.date(2026, 11, 22)


def born(typed):
    return read_birth_date(typed, on=TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "1984-05-03",
        "1984/5/3",
        "3/5/1984",
        "03/05/1984",
        "3-5-1984",
        "3.5.1984",
        "3 5 1984",
        " 3 / 5 / 1984 ",
        "3–5–1984",
        "03051984",
        "3051984",
        "19840503",
        "3 Μαΐου 1984",
        "3 μαιου 1984",
        "3 ΜΑΪΟΥ 1984",
        "3η Μαΐου 1984",
        "3 του Μάη του 1984",
        "3 Μαΐ. 1984",
        "3 MAIOY 1984",
        "3Μαΐου1984",
        "3 May 1984",
        "May 3, 1984",
        "3rd of May 1984",
        "1984 Μάιος 3",
        "٣/٥/١٩٨٤",
        "３/５/１９８４",
        "\u200f3/5/1984\u00a0",
        "1984-05-03T00:00:00",
        "1984-05-03 00:00:00.000",
    ],
)
def test_one_day_written_in_many_ways_is_one_day(typed):
    checked = born(typed)

    assert checked.value == PartialDate(dt.date(1984, 5, 3), Precision.DAY)
    assert checked.codes == ()


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("1984", "1984"),
        ("1984-05", "1984-05"),
        ("5/1984", "1984-05"),
        ("198405", "1984-05"),
        ("Μάιος 1984", "1984-05"),
        ("1984 Μάιος", "1984-05"),
        ("00/05/1984", "1984-05"),
        ("1984-05-00", "1984-05"),
        ("0/0/1984", "1984"),
        ("1984-00-00", "1984"),
        ("??/??/1984", "1984"),
        ("ΧΧ/05/1984", "1984-05"),
        ("xx/xx/1984", "1984"),
        ("29/02/2012", "2012-02-29"),
        ("29/2/2000", "2000-02-29"),
        ("31/12/2025", "2025-12-31"),
    ],
)
def test_only_what_is_known_is_kept(typed, date):
    checked = born(typed)

    assert (str(checked.value), checked.codes) == (date, ())


@pytest.mark.parametrize(
    "typed", ["", "  ", "\u200b", "?", "-", "--/--/----", "00/00/0000", "0000", "00000000", "άγνωστη", "Unknown", "N/A"]
)
def test_nothing_known_is_an_unknown_date(typed):
    assert born(typed).value == UNKNOWN_DATE


MONTH_NAMES = """
Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου
Γενάρη Φλεβάρη Μάρτη Απρίλη Μάη Ιούνη Ιούλη Αύγουστος Σεπτέμβρη Οκτώβρη Νοέμβρη Δεκέμβρη
Ιαν. Φεβ. Μαρ. Απρ. Μαΐ. Ιουν. Ιουλ. Αυγ. Σεπ. Οκτ. Νοε. Δεκ.
January February March April May June July August September October November December
"""


@pytest.mark.parametrize(("position", "name"), list(enumerate(MONTH_NAMES.split())))
def test_every_month_has_its_names(position, name):
    assert str(born(f"7 {name} 1990").value) == f"1990-{position % 12 + 1:02}-07"


@pytest.mark.parametrize(
    ("typed", "birth", "other"),
    [
        ("3-5-84", "1984-05-03", "1984-05-03"),
        ("3/3/27", "1927-03-03", "2027-03-03"),
        ("22/11/26", "2026-11-22", "2026-11-22"),
        ("23/11/26", "1926-11-23", "2026-11-23"),
        ("29/2/00", "2000-02-29", "2000-02-29"),
        ("29/2/28", "1928-02-29", "2028-02-29"),
        ("030584", "1984-05-03", "1984-05-03"),
        ("3 Μαΐου '84", "1984-05-03", "1984-05-03"),
        ("Μάιος 84", "1984-05", "1984-05"),
    ],
)
def test_a_year_of_two_digits_is_the_latest_for_a_birth_and_the_nearest_otherwise(typed, birth, other):
    read_as_birth, read_otherwise = born(typed), read_date(typed, on=TODAY)

    assert (str(read_as_birth.value), str(read_otherwise.value)) == (birth, other)
    assert read_as_birth.codes == read_otherwise.codes == ("date_two_digit_year",)
    assert birth[:4] in read_as_birth.warnings[0].message
    assert not read_as_birth.needs_reason


def test_six_digits_that_are_both_day_first_and_year_first_are_read_day_first_with_a_warning():
    checked = born("200512")

    assert str(checked.value) == "2012-05-20"
    assert checked.codes == ("date_ambiguous", "date_two_digit_year")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("30/2/2000", "date_no_such_day"),
        ("29/2/1900", "date_no_such_day"),
        ("29/2/01", "date_no_such_day"),
        ("31/4/1984", "date_no_such_day"),
        ("32/1/1984", "date_no_such_day"),
        ("31022000", "date_no_such_day"),
        ("5/13/1984", "date_no_such_month"),
        ("1984-13", "date_no_such_month"),
        ("1984-13-01", "date_no_such_month"),
        ("3/0/1984", "date_month_missing"),
        ("3/5/984", "date_year_digits"),
        ("3/5/19840", "date_year_digits"),
        ("5/84", "date_year_missing"),
        ("3/5", "date_year_missing"),
        ("3/5/0000", "date_year_missing"),
        ("3 Μαΐου", "date_year_missing"),
        ("84", "date_year_missing"),
        ("30805", "date_unreadable"),
        ("123456789", "date_unreadable"),
        ("Μαρία 1984", "date_unreadable"),
        ("Μάιος Ιούνιος 1984", "date_unreadable"),
        ("3 Μαΐου 1984 5", "date_unreadable"),
        ("1984-05-03 10:30", "date_unreadable"),
        ("1984-W18", "date_unreadable"),
        ("3/5/19/84", "date_unreadable"),
        ("=1+1", "date_unreadable"),
        ("😀", "date_unreadable"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(typed, code):
    with pytest.raises(ImpossibleDate) as refusal:
        born(typed)

    assert refusal.value.code == code
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize(
    "typed", ["3/5/\x001984", "\0", "3/5/1984\ud800", "1" * 101], ids=["NUL", "only NUL", "half", "long"]
)
def test_unusable_text_is_refused(typed):
    with pytest.raises(UnreadableValue):
        born(typed)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("23/11/2026", ("birth_in_future",)),
        ("22/11/2026", ()),
        ("2026", ()),
        ("2027", ("birth_in_future",)),
        ("12/2026", ("birth_in_future",)),
        ("22/11/1896", ("birth_too_old",)),
        ("23/11/1896", ()),
        ("1896", ()),
        ("1895", ("birth_too_old",)),
        ("1363", ("birth_too_old",)),
        ("01/01/1900", ("birth_first_of_january",)),
        ("01/01/1850", ("birth_too_old", "birth_first_of_january")),
        ("περίπου 1984", ("date_approximate",)),
        ("~3/5/1984", ("date_approximate",)),
        ("1984 περίπου", ("date_approximate",)),
    ],
)
def test_odd_births_are_kept_with_a_warning(typed, codes):
    assert born(typed).codes == codes


def test_an_approximate_date_keeps_its_year_only():
    assert str(born("περίπου 3/5/1984").value) == "1984"


def test_other_dates_may_lie_in_the_future():
    assert read_date("3/3/2040", on=TODAY).codes == ()


@pytest.mark.parametrize(
    ("born_on", "died_on", "codes"),
    [
        ("1984-05-03", "2020-01-01", []),
        ("1984-05-03", "1984-05-03", []),
        ("1984-05-03", "1984-05-02", ["death_before_birth"]),
        ("1984-05-03", "1984", []),
        ("1984", "1983", ["death_before_birth"]),
        ("1984", "", []),
        ("", "1984", []),
        ("", "2030", ["death_in_future"]),
    ],
)
def test_a_death_lies_between_birth_and_today(born_on, died_on, codes):
    warnings = dates.death_warnings(born=PartialDate.from_iso(born_on), died=PartialDate.from_iso(died_on), on=TODAY)

    assert [warning.code for warning in warnings] == codes


class TestPartialDate:
    @pytest.mark.parametrize("text", ["", "1984", "1984-05", "1984-05-03", "0984-01-01"])
    def test_it_is_written_and_read_again(self, text):
        assert str(PartialDate.from_iso(text)) == text

    @pytest.mark.parametrize(
        ("text", "display", "latest"),
        [
            ("1984-05-03", "03/05/1984", dt.date(1984, 5, 3)),
            ("1984-02", "02/1984", dt.date(1984, 2, 29)),
            ("1984", "1984", dt.date(1984, 12, 31)),
            ("", "", None),
        ],
    )
    def test_it_is_shown_by_its_known_parts_and_spans_them(self, text, display, latest):
        date = PartialDate.from_iso(text)

        assert (date.display, date.latest) == (display, latest)
        assert bool(date) is bool(text)

    @pytest.mark.parametrize(
        ("one", "other", "can"),
        [
            ("1984", "1984-05-03", True),
            ("1984-05", "1984-05-03", True),
            ("1984-06", "1984-05-03", False),
            ("1984-01-01", "1984", True),
            ("1984", "1985", False),
            ("", "1985", True),
        ],
    )
    def test_dates_that_can_be_one_day_are_known(self, one, other, can):
        first, second = PartialDate.from_iso(one), PartialDate.from_iso(other)

        assert first.can_be(second) is second.can_be(first) is can

    @pytest.mark.parametrize(
        ("text", "ages"),
        [
            ("2015-01-01", (11, 11)),
            ("2015-11-22", (11, 11)),
            ("2015-11-23", (10, 10)),
            ("2015-11", (10, 11)),
            ("2015", (10, 11)),
            ("2027", (0, 0)),
            ("", None),
        ],
    )
    def test_the_age_is_a_span_when_the_birthday_is_not_known(self, text, ages):
        assert PartialDate.from_iso(text).ages_on(TODAY) == ages

    @pytest.mark.parametrize(
        ("date", "precision"),
        [
            (None, Precision.DAY),
            (dt.date(1984, 5, 3), Precision.UNKNOWN),
            (dt.date(1984, 5, 3), Precision.MONTH),
            (dt.date(1984, 5, 1), Precision.YEAR),
        ],
    )
    def test_a_date_that_says_more_than_its_precision_is_refused(self, date, precision):
        with pytest.raises(ValueError, match="date"):
            PartialDate(date, precision)

    def test_a_day_without_a_month_is_refused(self):
        with pytest.raises(ValueError, match="month"):
            PartialDate.of(1984, None, 3)
