"""Small bridges between PostgreSQL and the words of the product."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from django.db import IntegrityError, transaction

from arogi.core.errors import DomainError


@contextlib.contextmanager
def refusing(constraint: str, refusal: DomainError | type[DomainError]) -> Iterator[None]:
    """Turn the violation of one named constraint into a refusal; every other violation flies on.

    The savepoint keeps the surrounding transaction usable after PostgreSQL has refused the row.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as violation:
        diagnosis = getattr(violation.__cause__, "diag", None)
        if diagnosis is not None and diagnosis.constraint_name == constraint:
            raise refusal from violation
        raise
