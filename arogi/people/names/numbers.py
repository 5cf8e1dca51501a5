"""The numbers in a typed line: which of AMKA, identity card, phone, date of birth each of them can be.

Nothing is refused here: a number that fails a check is looked for all the same, since the register holds such numbers
too.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import luhn

from arogi.core.values.partial_date import PartialDate
from arogi.people.names.folding import bare
from arogi.people.names.keyboard import to_greek_capitals, to_latin_capitals
from arogi.people.names.romanization import romanize

AMKA_DIGITS = 11
OLD_AFM_DIGITS = 8
GREEK_PHONE_DIGITS = 10
GREECE = "30"

_MONTHS = {
    "ian": 1, "gen": 1, "jan": 1, "fev": 2, "fle": 2, "feb": 2, "mar": 3, "apr": 4, "mai": 5, "mag": 5, "may": 5,
    "ioyn": 6, "ioun": 6, "jun": 6, "ioul": 7, "jul": 7, "avg": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "noe": 11,
    "nov": 11, "dek": 12, "dec": 12,
}  # fmt: skip
_MONTH_LETTERS = 3
_SEPARATOR = r"\s?[/.\-]\s?"
_ALONE = r"(?<![\w/.\-])%s(?![\w/\-]|\.\d)"
_DATES = tuple(
    re.compile(_ALONE % form)
    for form in (
        rf"(?P<d>\d{{1,2}}){_SEPARATOR}(?P<m>\d{{1,2}}){_SEPARATOR}(?P<y>\d{{4}}|\d{{2}})",
        rf"(?P<y>\d{{4}}){_SEPARATOR}(?P<m>\d{{1,2}}){_SEPARATOR}(?P<d>\d{{1,2}})",
        r"(?P<d>\d{1,2})\s(?P<m>\d{1,2})\s(?P<y>(?:19|20)\d\d)",
        r"(?P<m>\d{1,2})\s?[/.\-]\s?(?P<y>(?:19|20)\d\d)",
        r"(?P<y>(?:19|20)\d\d)-(?P<m>\d{2})",
        r"(?:(?P<d>\d{1,2})(?:η|ης|st|nd|rd|th)?\s?[\-/.]?\s?)?(?P<name>[^\W\d_]{3,12})\.?,?\s?[\-/]?\s?(?P<y>(?:19|20)\d\d)",
    )
)
_COMPACT = tuple(
    re.compile(form)
    for form in (
        r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20)\d\d)",
        r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)",
        r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d\d)",
    )
)
_LETTERS_THEN_DIGITS = re.compile(r"(?<!\w)([^\W\d_]{1,2})[\s.\-]{0,2}(\d{5,9})(?!\w)")
_LETTERS_AND_DIGITS = re.compile(r"(?<!\w)(?=\w*[^\W\d_])(?=(?:\w*\d){4})\w{6,20}(?!\w)")
_DIGIT_RUN = re.compile(r"(?<!\w)\+?\(?\d[\d\s().\-/]*(?![^\W\d_])")
_YEAR = re.compile("(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberClue:
    """One typed number and all that it can be; a person fits when one of them fits."""

    text: str
    amkas: tuple[str, ...] = ()
    """Eleven digits each; they can be a PAAYPA as well."""

    identifiers: tuple[str, ...] = ()
    """Capitals and digits without separators, to be compared with identifiers of every kind (AMKA among them)."""

    phones: tuple[str, ...] = ()
    """``+`` and country code in front, digits only (E.164)."""

    birth_dates: tuple[PartialDate, ...] = ()

    @property
    def is_year(self) -> bool:
        """Tell whether it is only a year of birth, which narrows a name down but finds nobody by itself."""
        return any(str(date) == self.text for date in self.birth_dates)


def read_numbers(text: str) -> tuple[tuple[NumberClue, ...], str]:
    """Take the numbers out of a line.

    Args:
        text: one kind of digits and hyphens (``folding.plain``).

    Returns:
        The clues in the order of the line, and the rest of the line.
    """
    found: list[tuple[int, NumberClue]] = []
    for reader in (_dates, _codes, _digit_runs):
        for start, end, clues in list(reader(text)):
            found += [(start, clue) for clue in clues]
            # As many spaces, so that the places of what is left do not change.
            text = text[:start] + " " * (end - start) + text[end:]
    found.sort(key=lambda place_and_clue: place_and_clue[0])
    return tuple(dict.fromkeys(clue for _, clue in found)), text


def phone_numbers(text: str) -> tuple[str, ...]:
    """Give the phones in international form that a written number can be; an empty tuple when it can be none."""
    digits = re.sub(r"\D", "", text)
    if text.strip().startswith("+"):
        return (f"+{digits}",) if 7 <= len(digits) <= 15 else ()
    if digits.startswith("00") and len(digits) > GREEK_PHONE_DIGITS:
        return (f"+{digits[2:17]}",)
    if len(digits) == GREEK_PHONE_DIGITS and digits[0] in "26":
        return (f"+{GREECE}{digits}",)
    if len(digits) == GREEK_PHONE_DIGITS + 2 and digits.startswith((GREECE + "2", GREECE + "6")):
        return (f"+{digits}",)
    return ()


def _dates(text: str) -> Iterator[tuple[int, int, tuple[NumberClue, ...]]]:
    taken = 0
    matches = sorted(itertools.chain.from_iterable(form.finditer(text) for form in _DATES), key=_longest_first)
    for match in matches:
        dates = _born(match)
        if dates and match.start() >= taken:
            taken = match.end()
            yield match.start(), match.end(), (NumberClue(text=match[0].strip(), birth_dates=dates),)


def _longest_first(match: re.Match[str]) -> tuple[int, int]:
    return match.start(), -match.end()


def _born(match: re.Match[str]) -> tuple[PartialDate, ...]:
    parts = match.groupdict()
    month = _month(parts["name"]) if parts.get("name") else int(parts["m"])
    if not month:
        return ()
    day = int(parts["d"]) if parts.get("d") else None
    if month > 12 and day and day <= 12:  # month before day, as in English
        day, month = month, day
    year = int(parts["y"])
    years = (year,) if len(parts["y"]) == 4 else (1900 + year, 2000 + year)
    return tuple(date for each in years for date in _date(each, month, day))


def _date(year: int, month: int, day: int | None) -> tuple[PartialDate, ...]:
    try:
        return (PartialDate.of(year, month, day),)
    except ValueError:
        return ()


def _month(name: str) -> int | None:
    latin = romanize(bare(name))
    return _MONTHS.get(latin[:4]) or _MONTHS.get(latin[:_MONTH_LETTERS])


def _codes(text: str) -> Iterator[tuple[int, int, tuple[NumberClue, ...]]]:
    taken = 0
    found = itertools.chain(_LETTERS_THEN_DIGITS.finditer(text), _LETTERS_AND_DIGITS.finditer(text))
    for match in sorted(found, key=_longest_first):
        if match.start() >= taken:
            taken = match.end()
            code = re.sub(r"\W", "", match[0])
            yield match.start(), match.end(), (NumberClue(text=match[0], identifiers=_spellings(code)),)


def _spellings(code: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((code.upper(), to_greek_capitals(code), to_latin_capitals(code))))


def _digit_runs(text: str) -> Iterator[tuple[int, int, tuple[NumberClue, ...]]]:
    for match in _DIGIT_RUN.finditer(text):
        yield match.start(), match.end(), tuple(_clues(match[0]))


def _clues(run: str) -> Iterator[NumberClue]:
    """Read a run of groups of digits: groups that make a number known by its length belong together."""
    groups = [group for group in re.split(r"[^\d+]+", run) if group.strip("+")]
    while groups:
        for count in range(len(groups), 1, -1):
            together = "".join(groups[:count])
            if _is_of_known_length(together) and not _begins_with_year(groups[:count]):
                break
        else:
            count, together = 1, groups[0]
        yield _clue(together)
        groups = groups[count:]


def _begins_with_year(groups: list[str]) -> bool:
    rest = "".join(groups[1:])
    return bool(_YEAR.fullmatch(groups[0])) and _is_of_known_length(rest)


def _is_of_known_length(number: str) -> bool:
    digits = number.removeprefix("+")
    return len(digits) in {9, AMKA_DIGITS} or bool(phone_numbers(number))


def _clue(number: str) -> NumberClue:
    digits = number.replace("+", "")
    amkas = _amkas(digits)
    old_afm = ("0" + digits,) if len(digits) == OLD_AFM_DIGITS else ()
    return NumberClue(
        text=digits,
        amkas=amkas,
        identifiers=tuple(dict.fromkeys((digits, *old_afm, *amkas))),
        phones=phone_numbers(number),
        birth_dates=_dates_without_separators(digits),
    )


def _amkas(digits: str) -> tuple[str, ...]:
    if len(digits) == AMKA_DIGITS:
        return (digits,)
    # Spreadsheets drop leading zeros. Ten digits are a phone as well, so only a number without a fault is an AMKA.
    with_zero = "0" + digits
    is_amka = len(with_zero) == AMKA_DIGITS and luhn.is_valid(with_zero) and _dates_without_separators(with_zero[:6])
    return (with_zero,) if is_amka else ()


def _dates_without_separators(digits: str) -> tuple[PartialDate, ...]:
    if _YEAR.fullmatch(digits):
        return (PartialDate.of(int(digits)),)
    matches = (form.fullmatch(digits) for form in _COMPACT)
    return tuple(dict.fromkeys(date for match in matches if match for date in _born(match)))
