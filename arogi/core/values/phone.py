"""Phone numbers: read as people say them, kept in E.164, shown in groups of three.

Greek numbers: ten digits, 2 in front for a fixed line, 69 for a mobile; helplines are shorter [K: unverified]. Which
prefixes exist is taken from the library ``phonenumbers``.
"""

from __future__ import annotations

import re

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

from arogi.core.values.checked import Checked, ValueWarning
from arogi.core.values.labelled import load
from arogi.core.values.typed_text import is_digits, plain

CHARACTERS = ValueWarning(
    "phone_characters",
    _("A phone number has only digits; this one has letters or other signs. Write whose it is in its own field."),
)
SEVERAL = ValueWarning("phone_several", _("These are several phone numbers. Write each in its own field."))
LENGTH = ValueWarning("phone_length", _("A Greek phone number has 10 digits; this one has %(count)s."))
PREFIX = ValueWarning("phone_prefix", _("No Greek phone number begins like this one: a digit is probably mistyped."))
FOREIGN = ValueWarning("phone_foreign", _("This is no possible phone number of that country."))
UNKNOWN_COUNTRY = ValueWarning("phone_country", _("No country has the code that this phone number begins with."))

HELPLINES = load("helplines.yaml", "helplines")
"""The short lines of social work, by number."""

_GREECE = 30
_GREEK_DIGITS = 10
_SIGNS = re.compile(r"[^0-9+]")
_ALLOWED = re.compile(r"[0-9+()\-./,; ]+")
_PARTS_NUMBERS = re.compile(r"[/,;]")
_GREEK_CODE = re.compile(r"^(\+|00)30")
_EXTENSION = re.compile(r"(?i)[ ,]*(?:ext\.?|x|#|εσωτ?\.?|εσωτερικ[οό])[ .:]*([0-9]{1,6})$")


def check(raw: str) -> Checked[str]:
    """Read a phone number; one without a country code is Greek.

    Returns:
        E.164 (``+306971234567``), with ``;ext=12`` behind it for an extension; a short line as its digits
        (``197``); the digits of a Greek number of wrong length; what was typed when it is no number.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    typed = plain(raw)
    number, extension = _split_extension(typed)
    if not _ALLOWED.fullmatch(number):
        return Checked(typed, (CHARACTERS,))
    digits = _SIGNS.sub("", number)
    if _are_several(number, digits):
        return Checked(typed, (SEVERAL,))
    if "+" in digits[1:]:
        return Checked(typed, (CHARACTERS,))
    if is_short_line(digits):
        return Checked(digits)
    return _with_extension(_read(typed, digits), extension)


def display(value: str) -> str:
    """Show a kept number: ``697 123 4567``, ``244 101 2345``, ``+355 69 123 4567``, ``197``."""
    main, _semicolon, extension = value.partition(";ext=")
    shown = _display_main(main)
    return f"{shown} ({extension})" if extension else shown


def is_short_line(digits: str) -> bool:
    """Tell whether these are the digits of a helpline or an emergency line."""
    if digits in HELPLINES:
        return True
    if not (is_digits(digits) and digits.startswith("1")):
        return False
    line = PhoneNumber(country_code=_GREECE, national_number=int(digits))
    return phonenumbers.is_valid_short_number_for_region(line, "GR")


def is_mobile(value: str) -> bool:
    """Tell whether a kept number is a Greek mobile, so that it can get a text message."""
    return value.startswith("+3069")


def _read(typed: str, digits: str) -> Checked[str]:
    try:
        parsed = phonenumbers.parse(digits, "GR")
    except NumberParseException as error:
        unknown_country = error.error_type == NumberParseException.INVALID_COUNTRY_CODE
        if unknown_country:
            return Checked(typed, (UNKNOWN_COUNTRY,))
        return Checked(digits if is_digits(digits) else typed, (_length(digits),))
    national = phonenumbers.national_significant_number(parsed)
    if parsed.country_code == _GREECE and len(national) != _GREEK_DIGITS:
        # Not in E.164: a country code in front of half a number would make it look like one.
        return Checked(national, (_length(national),))
    return Checked(phonenumbers.format_number(parsed, PhoneNumberFormat.E164), _warnings(parsed))


def _warnings(parsed: PhoneNumber) -> tuple[ValueWarning, ...]:
    if phonenumbers.is_valid_number(parsed):
        return ()
    if parsed.country_code == _GREECE:
        return (PREFIX,)
    possible = phonenumbers.is_possible_number_with_reason(parsed) == ValidationResult.IS_POSSIBLE
    return () if possible else (FOREIGN,)


def _length(digits: str) -> ValueWarning:
    return LENGTH.saying(count=str(len(digits.lstrip("+"))))


def _split_extension(typed: str) -> tuple[str, str]:
    found = _EXTENSION.search(typed)
    return (typed[: found.start()], found[1]) if found else (typed, "")


def _with_extension(checked: Checked[str], extension: str) -> Checked[str]:
    if not extension or not checked.value.startswith("+"):
        return checked
    return Checked(f"{checked.value};ext={extension}", checked.warnings)


def _are_several(number: str, digits: str) -> bool:
    # Spaces and dashes part the groups of one number; a slash or a comma can part two (2441012345/6).
    national = _GREEK_CODE.sub("", digits)
    return (
        digits.count("+") > 1
        or len(national) >= 2 * _GREEK_DIGITS
        or (len(national) > _GREEK_DIGITS and bool(_PARTS_NUMBERS.search(number)))
    )


def _display_main(main: str) -> str:
    national = main.removeprefix(f"+{_GREECE}")
    if national != main and len(national) == _GREEK_DIGITS:
        return f"{national[:3]} {national[3:6]} {national[6:]}"
    if not main.startswith("+"):
        return main
    try:
        return phonenumbers.format_number(phonenumbers.parse(main), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return main
