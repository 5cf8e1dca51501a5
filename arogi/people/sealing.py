"""Numbers of persons at rest: the ciphertext, the blind index they are found through, the last characters for showing.

All kinds of identifiers share one name space of the blind index: the AMKA that was typed as a PAAYPA is found too. What
is indexed is the bare number in capitals with Latin twins, so that spaces, dashes and the keyboard make no difference;
what is encrypted is the normal form of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from arogi.core import keys, tenancy
from arogi.core.crypto import Place
from arogi.core.values.identifier_kinds import mask
from arogi.core.values.typed_text import in_capitals, to_latin

IDENTIFIERS = "people_identifier"
PHONES = "people_phone"


@dataclass(frozen=True, slots=True)
class Sealed:
    """One number as three columns keep it."""

    value: bytes
    blind_index: bytes
    last_characters: str


def seal(table: str, row_id: UUID, number: str) -> Sealed:
    """Encrypt a number (in the normal form of its kind) for the column `value` of one row of a table."""
    place = Place(table, "value", row_id, tenancy.current_municipality_id())
    return Sealed(
        value=keys.identifier_cipher().encrypt(number, place),
        blind_index=keys.blind_index().of(table, bare_number(number)),
        last_characters=mask(number).lstrip("*"),
    )


def unseal(table: str, row_id: UUID, value: bytes | memoryview) -> str:
    """Give the number of one row.

    Raises:
        core.crypto.DecryptionRefused: it was changed or copied from another row.
    """
    place = Place(table, "value", row_id, tenancy.current_municipality_id())
    return keys.identifier_cipher().decrypt(value, place)


def clues(table: str, number: str) -> tuple[bytes, ...]:
    """Give the bytes to look for in the column `blind_index`."""
    bare = bare_number(number)
    return keys.blind_index().every(table, bare) if bare else ()


def bare_number(number: str) -> str:
    """Give letters and digits only, capital and Latin where the alphabets share a letter; an extension is dropped."""
    main = number.partition(";ext=")[0]
    digits = main.removeprefix("+")
    if digits.isascii() and digits.isdigit():
        return digits
    letters = "".join(sign for sign in in_capitals(main) if sign.isalnum())
    return to_latin(letters) or number
