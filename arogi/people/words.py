"""Words of this module for codes that travel: fields, what a search matched, why two files may be one person's."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arogi.core.values.identifier_kinds import KINDS

FIELD_LABELS: Mapping[str, str | Promise] = {
    "surname": _("Surname"),
    "first_name": _("First name"),
    "father_name": _("Father's name"),
    "mother_name": _("Mother's name"),
    "latin_surname": _("Surname in Latin letters"),
    "latin_first_name": _("First name in Latin letters"),
    "called": _("Called"),
    "sex": _("Sex"),
    "born": _("Date of birth"),
    "birth_date": _("Date of birth"),
    "birth_precision": _("How exact the date of birth is"),
    "birth_place": _("Place of birth"),
    "citizenships": _("Citizenships"),
    "languages": _("Languages"),
    "needs_interpreter": _("Needs an interpreter"),
    "do_not_phone": _("Do not phone"),
    "do_not_write": _("Do not write"),
    "do_not_visit": _("Do not visit"),
    "hide_address": _("Do not disclose the address"),
    "alert": _("Alert"),
    "key_worker": _("Key worker"),
    "key_worker_id": _("Key worker"),
    "status": _("State of the file"),
    "status_reason": _("Reason"),
    "kind": _("Kind"),
    "value": _("Number"),
    "last_characters": _("Last characters"),
    "detail": _("Detail"),
    "expires_on": _("Expires on"),
    "missing_reason": _("Why it is missing"),
    "override_reason": _("Why it is kept although it fails its rule"),
    "warnings": _("Warnings"),
    "owner": _("Whose phone"),
    "owner_name": _("Name of the owner"),
    "safe_to_call": _("Safe to call"),
    "safe_to_text": _("Safe to send a message"),
    "settlement_id": _("Settlement"),
    "settlement_text": _("Settlement"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "no_fixed_abode": _("No fixed abode"),
    "from_date": _("From"),
    "until_date": _("Until"),
}

MATCHED_LABELS: Mapping[str, str | Promise] = {
    "surname": _("surname"),
    "first_name": _("first name"),
    "father_name": _("father's name"),
    "mother_name": _("mother's name"),
    "latin_surname": _("surname in Latin letters"),
    "latin_first_name": _("first name in Latin letters"),
    "called": _("what the person is called"),
    "nickname": _("another form of the name"),
    "spelling": _("spelled differently"),
    "birth_date": _("date of birth"),
    "card_number": _("card number"),
    "phone": _("phone"),
}

REASON_LABELS: Mapping[str, str | Promise] = {
    "name": _("name"),
    "similar_name": _("similar name"),
    "birth_date": _("date of birth"),
    "birth_year": _("year of birth"),
    "father_name": _("father's name"),
    "mother_name": _("mother's name"),
    "phone": _("phone"),
    "said_by_staff": _("said by a member of staff"),
}


def matched_label(code: str) -> str | Promise:
    """Say in words what of a person fitted a search."""
    return MATCHED_LABELS.get(code) or _kind(code)


def reason_label(code: str) -> str | Promise:
    """Say in words what two files have in common."""
    return REASON_LABELS.get(code) or _kind(code)


def field_label(code: str) -> str | Promise:
    """Say what a column is called."""
    return FIELD_LABELS.get(code, code)


def _kind(code: str) -> str:
    return KINDS[code].label if code in KINDS else code
