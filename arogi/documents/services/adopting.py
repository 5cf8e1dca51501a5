"""Numbers of persons that have an end, such as a residence title's, become papers: one mechanism for every expiry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from uuid_utils.compat import uuid7

from arogi.core import audit
from arogi.documents.models import Document, DocumentEvent
from arogi.people.models import Identifier

# Which paper a number stands on.
PAPERS: Mapping[str, str] = {
    Identifier.Kind.IDENTITY_CARD: "identity_card",
    Identifier.Kind.PASSPORT: "passport",
    Identifier.Kind.ASYLUM_CARD: "asylum_card",
    Identifier.Kind.RESIDENCE_TITLE: "residence_title",
    Identifier.Kind.UNEMPLOYMENT_CARD: "unemployment_card",
}
AT_ONCE = 1_000


@transaction.atomic
def adopt_identifiers(*, at: dt.datetime) -> int:
    """Make a paper of each number whose end is known and of which there is none yet; safe to repeat.

    The number's id is the paper's `submission`: whoever withdraws such a paper does not find it back the next morning.
    The end of a paper that nobody has touched since follows its number.

    Returns:
        How many papers were made or followed.
    """
    changed = _follow(at)
    papers = [_paper(identifier, at) for identifier in _not_adopted()]
    Document.objects.bulk_create(papers, batch_size=AT_ONCE)
    kind = DocumentEvent.Kind.RECORDED
    events = [DocumentEvent(document=paper, kind=kind, at=at, by_id=paper.seen_by_id) for paper in papers]
    DocumentEvent.objects.bulk_create(events, batch_size=AT_ONCE)
    if papers or changed:
        audit.record("import", kind="document", rows=len(papers), changed=changed)
    return len(papers) + changed


def _not_adopted() -> list[Identifier]:
    """Give the numbers with an end of which no paper was made, and whose person showed no paper of that kind."""
    known = Identifier.objects.filter(kind__in=PAPERS, expires_on__isnull=False, value__isnull=False)
    known = known.filter(~Exists(Document.objects.filter(submission=OuterRef("pk"))), person__merged_into=None)
    papers = Document.objects.standing().filter(person__in=known.values("person"), kind__in=PAPERS.values())
    shown = set(papers.values_list("person_id", "kind"))
    return [one for one in known.order_by("pk") if (one.person_id, PAPERS[one.kind]) not in shown]


def _paper(identifier: Identifier, at: dt.datetime) -> Document:
    return Document(
        id=uuid7(),
        person_id=identifier.person_id,
        kind=PAPERS[identifier.kind],
        expires_on=identifier.expires_on,
        seen_on=min(identifier.recorded_at, at).date(),
        seen_by_id=identifier.recorded_by_id,
        submission=identifier.pk,
    )


def _follow(at: dt.datetime) -> int:
    ends = Identifier.objects.filter(pk=OuterRef("submission"), expires_on__isnull=False)
    untouched = Document.objects.standing().filter(version=1, submission__isnull=False)
    moved = untouched.annotate(end=ends.values("expires_on")[:1]).filter(end__isnull=False).exclude(end=F("expires_on"))
    changes = list(moved.values_list("pk", "end"))
    for paper, end in changes:
        Document.objects.filter(pk=paper).update(expires_on=end, changed_at=at)
    return len(changes)
