"""How a typed identifier is checked in a form: unreadable text is an error, a failed rule asks for a reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import DomainError
from arogi.core.values.identifier_kinds import Declared
from arogi.people.facts import IdentifierFacts
from arogi.people.forms.fields import DatedForm
from arogi.people.services.papers import check_identifier


def accepts_number(form: DatedForm, name: str, facts: IdentifierFacts, declared: Declared) -> bool:
    """Say whether a number may be saved; what is odd about it is shown beside its field.

    The form has a field `<name>_reason` in which somebody says why a number that fails its rule is kept.
    """
    try:
        checked = check_identifier(facts, declared)
    except DomainError as refusal:
        form.add_error(name, str(refusal.shown))
        return False
    form.warn(name, (warning.message for warning in checked.warnings))
    if checked.needs_reason and not facts.override_reason:
        form.add_error(f"{name}_reason", _("Correct the number, or say here why it is kept as it is."))
        return False
    return True
