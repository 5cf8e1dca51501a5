"""One row by its key, as every request reads who asks."""

from __future__ import annotations

import uuid

import pytest

from arogi.accounts.models import User
from arogi.centres.models import Municipality
from arogi.core.rows import row_by_key
from tests.factories import user

pytestmark = pytest.mark.django_db


def test_row_is_the_one_that_the_model_gives(karditsa):
    account = user()
    for model, row in ((User, account), (Municipality, karditsa)):
        read = row_by_key(model, row.pk)
        kept = model._base_manager.get(pk=row.pk)
        assert {field.attname: getattr(read, field.attname) for field in model._meta.concrete_fields} == {
            field.attname: getattr(kept, field.attname) for field in model._meta.concrete_fields
        }


def test_row_that_is_not_there_is_none(karditsa):
    assert row_by_key(Municipality, uuid.uuid4()) is None


def test_row_can_be_changed_and_saved(karditsa):
    account = user()
    read = row_by_key(User, account.pk)
    read.name = "Δοκιμή"
    read.save()
    assert User.objects.get(pk=account.pk).name == "Δοκιμή"
