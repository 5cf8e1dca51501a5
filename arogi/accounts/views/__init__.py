"""Pages of accounts: entrances, profile, staff, roles, access record."""

from arogi.accounts.views.access_record import access_record
from arogi.accounts.views.entrances import (
    accept_invitation,
    choose_municipality,
    forget_typed,
    locked_out,
    sign_in,
    sign_out,
)
from arogi.accounts.views.profile import change_password, choose_language, profile
from arogi.accounts.views.staff import (
    end_role,
    grant_role,
    invite,
    invite_again,
    reset_password,
    roles,
    staff_list,
    staff_member,
)

__all__ = [
    "accept_invitation",
    "access_record",
    "change_password",
    "choose_language",
    "choose_municipality",
    "end_role",
    "forget_typed",
    "grant_role",
    "invite",
    "invite_again",
    "locked_out",
    "profile",
    "reset_password",
    "roles",
    "sign_in",
    "sign_out",
    "staff_list",
    "staff_member",
]
