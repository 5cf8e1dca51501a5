"""Προσωπικός Αριθμός, the number that replaces the others step by step.

Twelve characters: two letters or digits that the citizen chose or got by lot, one letter that is computed, and the nine
digits of the person's AFM. How the letter is computed is not published in the sources seen, so it is not checked; that
the last nine characters are the person's AFM is the strong test.

Source: in.gr 18-11-2025, dnews.gr 06-11-2025, lifo.gr, tanea.gr, debater.gr [A: read].
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from arogi.core.values import afm
from arogi.core.values.checked import Checked, ValueWarning
from arogi.core.values.typed_text import compact_code, to_latin

LENGTH = ValueWarning("personal_number_length", _("A Personal Number has 12 characters; this one has %(count)s."))
SHAPE = ValueWarning(
    "personal_number_shape",
    _("A Personal Number is two letters or digits, one letter and the nine digits of the AFM; this one is not."),
)
AFM_PART = ValueWarning(
    "personal_number_afm_part",
    _("The last nine digits of a Personal Number are an AFM; here they are none, a digit is probably mistyped."),
)
OTHER_AFM = ValueWarning(
    "personal_number_other_afm",
    _("The last nine digits of the Personal Number are not the AFM of this person. Compare both with the papers."),
)

_CHARACTERS = 12
_SHAPE = re.compile(r"[0-9A-Z]{2}[A-Z][0-9]{9}")


def check(raw: str, *, afm_of_person: str = "") -> Checked[str]:
    """Read a Personal Number and compare it with the person's AFM.

    Args:
        raw: as typed; Greek letters that look like Latin ones are taken for them.
        afm_of_person: the AFM in normal form, or empty when it is not known.

    Raises:
        UnreadableValue: nothing that can be kept.
    """
    number = to_latin(compact_code(raw))
    if len(number) != _CHARACTERS:
        return Checked(number, (LENGTH.saying(count=str(len(number))),))
    if not _SHAPE.fullmatch(number):
        return Checked(number, (SHAPE,))
    return Checked(number, _afm_warnings(number[3:], afm_of_person))


def _afm_warnings(part: str, afm_of_person: str) -> tuple[ValueWarning, ...]:
    if afm_of_person and part != afm_of_person:
        return (OTHER_AFM,)
    return (AFM_PART,) if afm.check(part).needs_reason else ()
