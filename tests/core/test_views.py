"""Pages of the house itself, through the whole stack."""

from __future__ import annotations

import json
from pathlib import Path

import arogi
from arogi.core import views

ROOT = Path(arogi.__file__).parents[1]


def test_the_catalogue_of_components_is_for_members_of_staff_only(client, signed_in, karditsa):
    outside = client.get("/dev/components/")
    inside = signed_in("reception", karditsa).get("/dev/components/")

    assert outside.status_code == 302
    assert inside.status_code == 200
    assert views.components.rights == ()


def test_somebody_at_work_stays_signed_in_without_leaving_the_page(signed_in, karditsa):
    staff = signed_in("reception", karditsa)

    stayed = staff.post("/session/stay/")
    token = staff.get("/session/stay/")

    assert (stayed.status_code, stayed.content) == (204, b"")
    assert token.json()["token"]


def test_nobody_gets_a_form_token_by_being_signed_out(client, db):
    assert client.get("/session/stay/").status_code == 302


def test_the_locked_packages_name_no_registry():
    lock = json.loads((ROOT / "package-lock.json").read_text())

    assert lock["lockfileVersion"] == 3
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
