"""Which lines a member of staff may see."""

from __future__ import annotations

from uuid import UUID

from arogi.accounts.access import Member
from arogi.entitlements.sight import sight_of
from arogi.outreach.errors import NoSuchLine
from arogi.outreach.models import Line, LineQuerySet


def visible_lines(member: Member) -> LineQuerySet:
    """Give the lines that a member may see: none of programmes that tell of somebody's health without that right."""
    lines: LineQuerySet = Line.objects.all()
    if not member.may("entitlements.view"):
        return lines.none()
    hidden = sight_of(member).programmes
    return lines.exclude(programme__in=hidden) if hidden else lines


def get_line(member: Member, line_id: UUID) -> Line:
    """Give one line with its person, structure and staff.

    Raises:
        NoSuchLine: there is none, or none that the member may see.
    """
    rows = visible_lines(member).select_related("person", "structure", "worker", "taken_by", "run")
    line: Line | None = rows.filter(pk=line_id).first()
    if line is None:
        raise NoSuchLine
    return line
