"""What this module does: the run over the register, and what a member of staff does with a line."""

from arogi.outreach.services.acts import postpone, record_call, refuse, take, undo
from arogi.outreach.services.applying import apply_for
from arogi.outreach.services.nightly import search_register

__all__ = ["apply_for", "postpone", "record_call", "refuse", "search_register", "take", "undo"]
