"""Accounts and roles of the municipality's staff."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from arogi.accounts import selectors
from arogi.accounts.forms import InviteForm, RoleForm
from arogi.accounts.http import StaffRequest, allowed
from arogi.accounts.models import Membership, User
from arogi.accounts.selectors import StaffLine
from arogi.accounts.services import staff
from arogi.core.forms import carried_out
from arogi.core.typed import posted


@allowed()
@require_safe
def roles(request: StaffRequest) -> HttpResponse:
    """Show which role may do what: the rule book itself."""
    columns, lines = selectors.table_of_roles()
    return render(request, "accounts/roles.html", {"columns": columns, "lines": lines})


@allowed("staff.manage")
@require_safe
def staff_list(request: StaffRequest) -> HttpResponse:
    """Show who works here, and who did."""
    return render(request, "accounts/staff_list.html", {"lines": selectors.staff_on(timezone.localdate())})


@allowed("staff.manage")
@require_http_methods(["GET", "POST"])
def invite(request: StaffRequest) -> HttpResponse:
    """Let a new member of staff in."""
    form = InviteForm(posted(request), initial={"language": "el"})
    if request.method == "POST" and form.is_valid():
        try:
            invited = staff.invite(**form.cleaned_data, by=request.member, on=timezone.localdate(), at=timezone.now())
        except staff.StaffRefused as refusal:
            form.add_error(refusal.shown_at, str(refusal))
        else:
            return _hand_over(request, invited.user, invited.token)
    return render(request, "accounts/invite.html", {"form": form})


@allowed("staff.manage")
@require_http_methods(["GET", "POST"])
def invite_again(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Make a new link for an account that has no password yet."""
    return _new_link(request, user_id, staff.new_invitation)


@allowed("staff.manage")
@require_http_methods(["GET", "POST"])
def reset_password(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Make a link for somebody who has forgotten the password."""
    return _new_link(request, user_id, staff.reset_password)


def _hand_over(request: StaffRequest, user: User, token: str | None) -> HttpResponse:
    """Show the link once: only its digest is kept, so it cannot be shown again."""
    if token is None:
        messages.success(request, _("%(name)s has a password already and can sign in.") % {"name": user.name})
        return redirect("accounts:staff_member", user_id=user.pk)
    path = reverse("accounts:accept_invitation", args=[request.member.municipality.slug, token])
    context = {"account": user, "link": request.build_absolute_uri(path)}
    return render(request, "accounts/invited.html", context)


def _new_link(request: StaffRequest, user_id: UUID, make: Callable[..., str]) -> HttpResponse:
    """Answer a click with a link that is shown once; Back, or Reload, leads to the account and makes none."""
    line = _line(user_id)
    if request.method == "GET":
        return redirect("accounts:staff_member", user_id=user_id)
    try:
        token = make(user=line.user, by=request.member, at=timezone.now())
    except staff.StaffRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("accounts:staff_member", user_id=user_id)
    return _hand_over(request, line.user, token)


@allowed("staff.manage")
@require_safe
def staff_member(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Show one account with its roles."""
    return _staff_page(request, _line(user_id), RoleForm())


@allowed("staff.manage")
@require_http_methods(["GET", "POST"])
def grant_role(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Give an account a further role; opened by Back or Reload it is the account's page."""
    line = _line(user_id)
    form = RoleForm(posted(request))
    if request.method == "POST" and carried_out(
        form,
        lambda: staff.grant_role(user=line.user, **form.cleaned_data, by=request.member, on=timezone.localdate()),
    ):
        messages.success(request, _("The role was given."))
        return redirect("accounts:staff_member", user_id=user_id)
    return _staff_page(request, line, form)


@allowed("staff.manage")
@require_POST
def end_role(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    """Take a role away, from this moment on."""
    try:
        membership = staff.end_role(membership_id=membership_id, by=request.member, on=timezone.localdate())
    except Membership.DoesNotExist as missing:
        raise Http404 from missing
    except staff.OwnRole as refusal:
        messages.warning(request, str(refusal))
        return redirect("accounts:staff_list")
    messages.success(request, _("The role has ended."))
    return redirect("accounts:staff_member", user_id=membership.user_id)


def _line(user_id: UUID) -> StaffLine:
    line = selectors.staff_member(user_id, timezone.localdate())
    if line is None:
        raise Http404
    return line


def _staff_page(request: StaffRequest, line: StaffLine, form: RoleForm) -> HttpResponse:
    return render(request, "accounts/staff_member.html", {"line": line, "form": form})
