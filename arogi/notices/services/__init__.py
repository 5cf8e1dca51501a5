"""What this module does: queue messages, keep what a person chose, carry messages away."""

from arogi.notices.services.choosing import choose
from arogi.notices.services.delivering import deliver_due
from arogi.notices.services.queueing import cancel, send

__all__ = ["cancel", "choose", "deliver_due", "send"]
