"""What this module does: applications are opened, things happen to them, their papers are seen, they are renewed."""

from arogi.applications.services.acts import Facts, Told, carry_out, change_facts, undo
from arogi.applications.services.checklist import mark_needed, mark_not_needed, mark_seen
from arogi.applications.services.nightly import follow_all
from arogi.applications.services.opening import Wish, open_application, renew

__all__ = [
    "Facts",
    "Told",
    "Wish",
    "carry_out",
    "change_facts",
    "follow_all",
    "mark_needed",
    "mark_not_needed",
    "mark_seen",
    "open_application",
    "renew",
    "undo",
]
