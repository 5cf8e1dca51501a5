"""Registry numbers that pass every check and can belong to nobody.

* AMKA: date, four-digit serial, Luhn digit. Serials count the people registered under one birth date, so no real
  one comes near 9000; synthetic ones are 9000..9999, the last digit odd for a man and even for a woman.
* AFM: 5xxxxxxx plus its check digit. Tax numbers of people begin with 0, 1 or 2 as far as known (unverified).
* Phones: 6990 followed by six digits. No list of unused Greek ranges was found, so the numbers are merely
  uncommon: a demonstration must not send messages.
"""

from __future__ import annotations

from array import array
from collections import Counter
from datetime import date
from functools import lru_cache

AMKA_SERIAL_FROM = 9000
AMKA_SERIAL_TO = 9999
AFM_FIRST_DIGIT = "5"
MOBILE_PREFIX = "6990"

_PER_SEX = (AMKA_SERIAL_TO - AMKA_SERIAL_FROM + 1) // 2
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_AFM_NUMBERS = 10_000_000
_PHONES = 1_000_000
# Steps that share no factor with the number of phones, so that neighbours in a list do not have
# neighbouring numbers.
_PHONE_STEP = 617_533
_AFM_STEP = 6_180_339


def luhn_sum(ten_digits: str) -> int:
    """Return the Luhn sum of the first ten digits of an AMKA (every second digit doubled, from the right)."""
    return sum(int(d) for d in ten_digits[0::2]) + sum(_DOUBLED[int(d)] for d in ten_digits[1::2])


def amka(born: date, sex: str, number: int) -> str:
    """Return the synthetic AMKA with this number (0..499) among those of one birth date and sex.

    Raises:
        ValueError: the number lies outside the synthetic range.
    """
    if not 0 <= number < _PER_SEX:
        raise ValueError(number)
    serial = AMKA_SERIAL_FROM + 2 * number + (sex == "M")
    digits = f"{born:%d%m%y}{serial}"
    return digits + str(-luhn_sum(digits) % 10)


def afm(number: int) -> str:
    """Return the synthetic AFM with this number (0 up to ten million, then again from the start)."""
    digits = f"{AFM_FIRST_DIGIT}{number * _AFM_STEP % _AFM_NUMBERS:07d}"
    weighted = sum(int(digit) << (8 - place) for place, digit in enumerate(digits))
    return digits + str(weighted % 11 % 10)


def mobile(number: int) -> str:
    """Return the synthetic mobile phone with this number (0 up to a million, then again from the start)."""
    return f"{MOBILE_PREFIX}{number * _PHONE_STEP % _PHONES:06d}"


class AmkaSeries:
    """Gives every person of a register an AMKA of his own: from `start`, counted by birth date and sex."""

    def __init__(self, start: int = 0) -> None:
        self._start = start
        self._used: Counter[tuple[date, bool]] = Counter()

    def next(self, born: date, sex: str) -> str:
        """Return the next free number, or an empty text once the synthetic range of that day is used up."""
        key = (born, sex == "M")
        number = self._start + self._used[key]
        if number >= _PER_SEX:
            return ""
        self._used[key] += 1
        return amka(born, sex, number)


class BulkNumbers:
    """The same numbers from tables: one addition and one concatenation each, for registers of a million.

    Days are counted from `first_day`; `dates[i]` is the day with that index.
    """

    def __init__(self, first_day: date, days: int) -> None:
        self.dates, self._heads, self._remainders, self._tails = _tables(first_day, days)
        self._used = array("H", bytes(4 * days))

    def amka(self, day: int, male: int) -> str:
        """Return the next free AMKA of a day (index) and sex (1 man, 0 woman), or an empty text when none is left."""
        place = 2 * day + male
        number = self._used[place]
        if number >= _PER_SEX:
            return ""
        self._used[place] = number + 1
        return self._heads[day] + self._tails[2 * number + male][self._remainders[day]]


@lru_cache(maxsize=4)
def _tables(first_day: date, days: int) -> tuple[tuple[date, ...], tuple[str, ...], bytes, tuple[tuple[str, ...], ...]]:
    """Return days, their first six digits, the Luhn sums of these, and every tail by serial and sum."""
    first = first_day.toordinal()
    dates = tuple(date.fromordinal(first + index) for index in range(days))
    heads = tuple(f"{day:%d%m%y}" for day in dates)
    remainders = bytes(luhn_sum(head + "0000") % 10 for head in heads)
    tails = tuple(
        tuple(_tail(serial, remainder) for remainder in range(10))
        for serial in range(AMKA_SERIAL_FROM, AMKA_SERIAL_TO + 1)
    )
    return dates, heads, remainders, tails


def _tail(serial: int, remainder: int) -> str:
    return f"{serial}{-(remainder + luhn_sum(f'000000{serial}')) % 10}"
