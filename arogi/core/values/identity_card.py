"""ΑΔΤ, the number of the identity card.

Old cards: one or two Greek capitals and six digits. New cards: digits and letters that look the same in both alphabets
(ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ), in an order that no source seen gives. Clerks type the letters on either keyboard, so all are kept in
Greek.

Source: a developer's note in a public repository, not official [A: read]. The order on new cards: unverified [K].
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from arogi.core.values.checked import Checked, ValueWarning, note
from arogi.core.values.typed_text import compact_code, to_greek

OLD_DIGITS = ValueWarning(
    "identity_card_digits",
    _("After its letters the number of an old identity card has 6 digits; this one has %(count)s."),
)
SHAPE = ValueWarning(
    "identity_card_shape",
    _(
        "This does not look like the number of a Greek identity card: "
        "old ones have one or two Greek capital letters and six digits."
    ),
)
NEW_SHAPE = note(
    "identity_card_new",
    _(
        "This can be the number of a new identity card. "
        "How those are made is unverified, so it is not checked: compare with the card."
    ),
)

_OLD = re.compile(r"[Α-Ω]{1,2}([0-9]+)")
_NEW = re.compile(r"(?=.*[0-9])(?=.*[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ])[0-9ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]{8,12}")
_OLD_DIGITS = 6


def check(raw: str) -> Checked[str]:
    """Read the number of an identity card; letters that both alphabets share are written in Greek.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = to_greek(compact_code(raw))
    old = _OLD.fullmatch(number)
    if old and len(old[1]) == _OLD_DIGITS:
        return Checked(number)
    if _NEW.fullmatch(number) and not (old and len(old[1]) < _OLD_DIGITS):
        return Checked(number, (NEW_SHAPE,))
    if old:
        return Checked(number, (OLD_DIGITS.saying(count=str(len(old[1]))),))
    return Checked(number, (SHAPE,))
