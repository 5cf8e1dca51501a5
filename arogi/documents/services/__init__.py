"""What is done to papers. Every function is one transaction and leaves one access record."""

from arogi.documents.services.papers import (
    PaperFacts,
    change_paper,
    record_paper,
    reveal_number,
    undo,
    withdraw_paper,
)

__all__ = ["PaperFacts", "change_paper", "record_paper", "reveal_number", "undo", "withdraw_paper"]
