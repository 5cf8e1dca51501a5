"""What happened to a paper, in words of the language of the screen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from arogi.documents.models import DocumentEvent


def event_words(event: DocumentEvent) -> str:
    """Say what happened, in one line."""
    if event.kind == DocumentEvent.Kind.UNDONE and event.undone:
        return _("Taken back: %(act)s") % {"act": event_words(event.undone)}
    words = str(event.get_kind_display())
    is_by_rule = event.by_id is None and event.reason == DocumentEvent.BY_RULE
    reason = _("by rule, 90 days after its purpose") if is_by_rule else event.reason
    return f"{words}: {reason}" if reason else words
