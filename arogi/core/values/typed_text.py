"""Turn typed text into plain characters before a rule looks at it.

People type on Greek, Latin and Arabic keyboards, paste from spreadsheets and PDF, and mix Α with A. The marks that do
not show (direction marks, zero-width spaces, BOM) are dropped; digits of every script become 0-9.
"""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext_lazy as _

from arogi.core.values.checked import UnreadableValue, ValueWarning

LONGEST = 100

NO_SIGN = ValueWarning("no_letter_or_digit", _("There is no letter and no digit in this number."))

_GREEK_TWINS = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_LATIN_TWINS = "ABEZHIKMNOPTYX"
_TO_GREEK = str.maketrans(_LATIN_TWINS, _GREEK_TWINS)
_TO_LATIN = str.maketrans(_GREEK_TWINS, _LATIN_TWINS)
_GREEK_WITHOUT_TWIN = frozenset("ΓΔΘΛΞΠΣΦΨΩ")
_SEPARATORS = frozenset(" -./_'’·")


def is_blank(raw: str) -> bool:
    """Tell whether there is nothing to read: spaces and marks that do not show. A blank value is a missing one."""
    return not any(_shows(char) for char in raw)


def plain(raw: str) -> str:
    """Give the text on one line, without hidden marks, in compatibility form (NFKC), with the digits 0-9.

    Raises:
        UnreadableValue: NUL, half a character (lone surrogate), more than 100 characters, or nothing at all.
    """
    return _not_blank(plain_or_empty(raw))


def plain_or_empty(raw: str) -> str:
    """Give the same as ``plain``, where nothing at all is an answer too.

    Raises:
        UnreadableValue: NUL, half a character (lone surrogate), or more than 100 characters.
    """
    _refuse_unusable(raw)
    if raw.isascii() and raw.isprintable():
        return " ".join(raw.split())
    composed = unicodedata.normalize("NFKC", raw)
    # One character can stand for eighteen (ligatures of Arabic words).
    _refuse_too_long(composed)
    shown = "".join(_plain_char(char) for char in composed)
    return " ".join(shown.split())


def compact_code(raw: str) -> str:
    """Give the text in capitals without accents, spaces and the separators between groups.

    Raises:
        UnreadableValue: as ``plain``; also when nothing but separators is left.
    """
    return _not_blank("".join(char for char in in_capitals(plain(raw)) if char not in _SEPARATORS))


def free_code(raw: str) -> str:
    """Give a number of free form: capitals without accents, single spaces, twins of one alphabet.

    ``ab 12`` typed on either keyboard gives the same text, so that it is found again: when a letter is only Greek
    (Δ) all are written in Greek, else all twins in Latin.

    Raises:
        UnreadableValue: as ``plain``.
    """
    capitals = _not_blank(" ".join(in_capitals(plain(raw)).split()))
    return to_greek(capitals) if _GREEK_WITHOUT_TWIN.intersection(capitals) else to_latin(capitals)


def in_capitals(text: str) -> str:
    """Write in capital letters without accents and other marks."""
    if text.isascii():
        return text.upper()
    decomposed = unicodedata.normalize("NFD", text.upper())
    kept = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", kept)


def to_greek(capitals: str) -> str:
    """Write the capital letters that both alphabets share (A, B, E ...) in Greek."""
    return capitals.translate(_TO_GREEK)


def to_latin(capitals: str) -> str:
    """Write the capital letters that both alphabets share (Α, Β, Ε ...) in Latin."""
    return capitals.translate(_TO_LATIN)


def is_digits(text: str) -> bool:
    """Tell whether the text is one or more of the digits 0-9."""
    return text.isascii() and text.isdigit()


def sign_warnings(text: str) -> tuple[ValueWarning, ...]:
    """Warn of a number without any letter or digit."""
    return () if any(char.isalnum() for char in text) else (NO_SIGN,)


def _refuse_too_long(text: str) -> None:
    if len(text) > LONGEST:
        raise UnreadableValue(
            "too_long",
            _("This value has %(count)s characters and at most %(limit)s are kept."),
            count=str(len(text)),
            limit=str(LONGEST),
        )


def _refuse_unusable(raw: str) -> None:
    _refuse_too_long(raw)
    if "\0" in raw or (not raw.isascii() and any("\ud800" <= char <= "\udfff" for char in raw)):
        raise UnreadableValue(
            "broken_characters", _("This value has broken characters that cannot be kept. Type it again.")
        )


def _not_blank(code: str) -> str:
    if not code:
        raise UnreadableValue("blank", _("There is nothing to read in this value. Leave it out and say why."))
    return code


def _shows(char: str) -> bool:
    return char == "\0" or not (char.isspace() or unicodedata.category(char) in {"Cc", "Cf"})


def _plain_char(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() or char.isspace() else ""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Pd":
        return "-"
    return "" if category in {"Cc", "Cf"} else char
