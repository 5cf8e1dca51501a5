"""The views of a list, each with its count; `lists/views.html` draws them, `?view=` in the address chooses one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One view of a list.

    Attributes:
        count: how many rows it shows; None where nobody counts them.
        is_cut: there are that many at least.
    """

    view: str
    label: str
    count: int | None
    is_current: bool
    is_cut: bool = False


def tabs_of(
    labels: Mapping[str, str], counts: Mapping[str, int], current: str, *, cut_at: int | None = None
) -> tuple[Tab, ...]:
    """Give the views of a list with their counts.

    Args:
        labels: what each view is called, in their order.
        counts: by view; a view may be missing.
        cut_at: where counting stops; None where it goes to the end.
    """
    return tuple(
        Tab(
            view=view,
            label=label,
            count=counts.get(view),
            is_current=view == current,
            is_cut=cut_at is not None and counts.get(view) == cut_at,
        )
        for view, label in labels.items()
    )
