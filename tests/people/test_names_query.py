import pytest

from arogi.people.names import phone_numbers, read_query

PHONE = "+306912345678"


def _clue(text):
    (clue,) = read_query(text).numbers
    return clue


@pytest.mark.parametrize(
    "text",
    [
        "01013099997",
        "010130 99997",
        "010130-99997",
        " 0101 3099 997 ",
        "٠١٠١٣٠٩٩٩٩٧",
        "０１０１３０９９９９７",
        "ΑΜΚΑ: 01013099997",
    ],
)
def test_an_amka_is_read_however_it_is_spaced(text):
    clue = _clue(text)

    assert clue.amkas == ("01013099997",)
    assert "01013099997" in clue.identifiers


def test_an_amka_that_a_spreadsheet_robbed_of_its_zero_is_read():
    assert _clue("1013099997").amkas == ("01013099997",)


@pytest.mark.parametrize(
    "text",
    ["6912345678", "691 234 5678", "69 1234 5678", "6912-345678", "+30 6912345678", "+306912345678", "0030 691 2345678",
     "00306912345678", "306912345678", "(+30) 691 234 5678", "691.234.56.78", "τηλ. 6912345678"],
)  # fmt: skip
def test_a_greek_phone_is_read_however_it_is_written(text):
    assert _clue(text).phones == (PHONE,)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("2431012345", ("+302431012345",)),
        ("(2431) 012345", ("+302431012345",)),
        ("+355 69 123 4567", ("+355691234567",)),
        ("00355691234567", ("+355691234567",)),
        ("12345", ()),
        ("", ()),
        ("αβγ", ()),
    ],
)
def test_phones_get_their_country(text, phones):
    assert phone_numbers(text) == phones


@pytest.mark.parametrize(
    "text",
    ["3/5/1984", "03/05/1984", "3-5-1984", "3.5.1984", "3 5 1984", "1984-05-03", "1984/5/3", "03051984", "19840503",
     "3 Μαΐου 1984", "3 μαιου 1984", "3 ΜΑΪΟΥ 1984", "3η Μαΐου 1984", "3 May 1984", "3-Μαι-1984", "٣/٥/١٩٨٤"],
)  # fmt: skip
def test_a_birth_date_is_read_however_it_is_written(text):
    assert "1984-05-03" in map(str, _clue(text).birth_dates)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("3/5/84", ["1984-05-03", "2084-05-03"]),
        ("3-5-15", ["1915-05-03", "2015-05-03"]),
        ("030515", ["1915-05-03", "2015-05-03"]),
        ("5/1984", ["1984-05"]),
        ("1984-05", ["1984-05"]),
        ("Μάιος 1984", ["1984-05"]),
        ("13/5/1984", ["1984-05-13"]),
        ("5/13/1984", ["1984-05-13"]),
        ("29/2/2000", ["2000-02-29"]),
        ("29/2/00", ["2000-02-29"]),
        ("Παπάς 1984", ["1984"]),
    ],
)
def test_what_is_not_told_of_a_date_stays_open(text, dates):
    assert list(map(str, _clue(text).birth_dates)) == dates


MONTHS = """
    Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου
"""


@pytest.mark.parametrize(("number", "month"), list(enumerate(MONTHS.split(), start=1)))
def test_every_month_is_known_by_name(number, month):
    assert str(_clue(f"7 {month} 1990").birth_dates[0]) == f"1990-{number:02d}-07"


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("ΑΒ 123456", "ΑΒ123456"),
        ("ab-123456", "ΑΒ123456"),
        ("AB123456", "AB123456"),
        ("ΑN1234567", "AN1234567"),
        ("Χ123456", "Χ123456"),
        ("1A2123456789", "1A2123456789"),
        ("123456789", "123456789"),
        ("12345678", "012345678"),
        ("123 456 789", "123456789"),
    ],
)
def test_identifiers_are_read_in_both_alphabets(text, identifier):
    assert identifier in _clue(text).identifiers


def test_a_name_and_numbers_are_told_apart():
    query = read_query("Παπαδόπουλος Γιώργος 3/5/1984 6912345678")

    assert [word.text for word in query.words] == ["Παπαδοπουλος", "Γιωργος"]
    assert str(query.numbers[0].birth_dates[0]) == "1984-05-03"
    assert query.numbers[1].phones == (PHONE,)


@pytest.mark.parametrize(
    "text", ["ΑΜΚΑ: 01013099997", "τηλ. 6912345678", "γεν. 3/5/1984", "Α.Φ.Μ. 123456789", "ΑΦΜ123456789"]
)
def test_a_label_before_a_number_is_no_name(text):
    query = read_query(text)

    assert query.numbers
    assert not query.words


def test_a_phone_is_not_taken_for_an_amka():
    assert _clue("2101234567").amkas == ()


def test_a_year_narrows_a_name_down():
    query = read_query("Παπαδόπουλος 1984")

    assert query.numbers[0].is_year
    assert not read_query("Παπαδόπουλος 3/5/1984").numbers[0].is_year


def test_a_year_before_a_phone_is_not_part_of_it():
    query = read_query("Παπάς 1984 6912345678")

    assert [clue.text for clue in query.numbers] == ["1984", "6912345678"]


def test_a_name_written_with_a_digit_stays_a_name():
    query = read_query("8anashs 3enakis")

    assert not query.numbers
    assert [word.text for word in query.words] == ["8anashs", "3enakis"]


def test_no_day_that_does_not_exist_is_made_up():
    assert all(not clue.birth_dates for clue in read_query("Παπάς 31/2/1984").numbers[:1])


@pytest.mark.parametrize(
    "text", ["", "   ", "%", "_", "*", "'", "😀", "\x00", "\u202e", ".*+$", "---", "()", "+", "\ud800"]
)
def test_a_line_that_says_nothing_finds_nobody(text):
    assert not read_query(text)


@pytest.mark.parametrize(
    "text",
    ["α" * 10_000, "1" * 10_000, "α " * 5_000, "1 " * 5_000, "1/" * 5_000, "h" * 10_000, "xhuwbvjc" * 1_000,
     "α\u0301" * 5_000, "'" * 10_000, "α' " * 3_000, "a-" * 5_000, "1-1-1" * 2_000, "ﷺ" * 10_000, ";" * 10_000,
     "(" * 10_000, "Α1" * 5_000, "1 Μαι" * 2_000, "van " * 2_500],
    ids=lambda text: ascii(text[:6]),
)  # fmt: skip
def test_no_line_gives_more_than_eight_words(text):
    assert len(read_query(text).words) <= 8
