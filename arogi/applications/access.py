"""Which applications a member of staff may see: as the requests that they answer, and as the checks of before."""

from __future__ import annotations

from uuid import UUID

from arogi.accounts.access import Member
from arogi.applications.errors import NoSuchApplication
from arogi.applications.models import Application, ApplicationQuerySet
from arogi.entitlements.sight import sight_of
from arogi.reception.access import hidden_structure_ids


def visible_applications(member: Member) -> ApplicationQuerySet:
    """Give the applications that a member may see.

    Left out are those of confidential structures (being seen there tells of an origin) and of programmes to which a
    disability alone opens the door (docs/decisions/0013-who-sees-health-facts.md), each without its right.
    """
    applications: ApplicationQuerySet = Application.objects.all()
    if not member.may("applications.view"):
        return applications.none()
    if hidden := hidden_structure_ids(member):
        applications = applications.exclude(structure__in=hidden)
    programmes = sight_of(member).programmes
    return applications.exclude(programme__in=programmes) if programmes else applications


def get_application(member: Member, application_id: UUID) -> Application:
    """Give one application with its person, structure, worker and request.

    Raises:
        NoSuchApplication: there is none, or none that the member may see.
    """
    rows = visible_applications(member).select_related("person", "structure", "worker", "request", "former")
    found: Application | None = rows.filter(pk=application_id).first()
    if found is None:
        raise NoSuchApplication
    return found
