"""How often one machine may ask for what opens without signing in.

Counted in the memory of each process, so with several of them the limits are that many times as wide: they keep a
runaway program from costing much. Guessing an address of 256 bits is hopeless without them.
"""

from __future__ import annotations

from django.core.cache import cache

QUARTER = 15 * 60
MOST_WRONG = 20
ONCE_AN_HOUR = 60 * 60


def asks_too_often(what: str, machine: str, *, most: int, seconds: int) -> bool:
    """Count one more request of a machine and say whether it is one too many within so many seconds."""
    key = f"pace:{what}:{machine[:64]}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # it ended between the two
        return False


def has_guessed_too_often(machine: str) -> bool:
    """Say whether a machine has tried too many addresses that open nothing."""
    return int(cache.get(f"pace:wrong:{machine[:64]}", 0)) >= MOST_WRONG


def note_wrong_guess(machine: str) -> None:
    """Count an address that opens nothing."""
    asks_too_often("wrong", machine, most=MOST_WRONG, seconds=QUARTER)


def is_first_this_hour(what: str, machine: str) -> bool:
    """Say whether something is opened by a machine for the first time within the hour, so that one line tells of it."""
    return bool(cache.add(f"opened:{what}:{machine[:64]}", 1, ONCE_AN_HOUR))
