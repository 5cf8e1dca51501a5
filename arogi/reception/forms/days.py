"""A day near today: whoever types another one has mistyped it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arogi.core.forms import DayField

NEAR = dt.timedelta(days=3660)


class NearDayField(DayField):
    """A day of the last or the coming ten years; so no reckoning with it leaves the calendar."""

    def to_python(self, value: str | dt.date | None) -> Any:
        """Read the day.

        Raises:
            ValidationError: it is no day, or one that cannot be meant.
        """
        day = super().to_python(value)
        if day is not None and abs(day - self.today) > NEAR:
            raise ValidationError(_("This day is too far from today."), code="far")
        return day
