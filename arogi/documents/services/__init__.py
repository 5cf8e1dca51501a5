"""What is done to papers. Every function is one transaction and leaves one access record."""

from arogi.documents.services.adopting import adopt_identifiers
from arogi.documents.services.files import (
    Opened,
    add_copy,
    delete_by_rule,
    delete_copy,
    is_held_back,
    keep_copies_until,
    open_copy,
    scan_waiting,
)
from arogi.documents.services.papers import (
    PaperFacts,
    change_paper,
    record_paper,
    reveal_number,
    undo,
    withdraw_paper,
)

__all__ = [
    "Opened",
    "PaperFacts",
    "add_copy",
    "adopt_identifiers",
    "change_paper",
    "delete_by_rule",
    "delete_copy",
    "is_held_back",
    "keep_copies_until",
    "open_copy",
    "record_paper",
    "reveal_number",
    "scan_waiting",
    "undo",
    "withdraw_paper",
]
