"""Slow down the guessing of passwords without locking colleagues out for longer than a quarter of an hour."""

from __future__ import annotations

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

Credentials = dict[str, Any]


class Throttle(AxesDatabaseHandler):  # type: ignore[misc]
    """Two limits at once: wrong passwords of one account from one address, and of one address over all accounts.

    Success clears the first count only: otherwise a member of staff could guess a colleague's password for ever, by
    signing in to the own account after every fifth guess. Attempts during a pause are neither counted nor kept, so the
    pause ends when it was said to end and the table stays small.
    """

    def get_failures(self, request: HttpRequest, credentials: Credentials | None = None) -> int:
        """Give the count that is nearer to its limit, in units of the account's limit."""
        account, address = (
            attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        of_address = address * settings.AXES_FAILURE_LIMIT // settings.AROGI_ADDRESS_FAILURE_LIMIT
        return int(max(account, of_address))

    def user_login_failed(
        self, sender: object, credentials: Credentials, request: Any = None, **options: object
    ) -> None:
        """Keep one row for an account and an address: no browser's name, nothing of what was typed."""
        if request is None:
            return
        request.axes_user_agent = request.axes_http_accept = ""
        super().user_login_failed(sender, credentials, request, **options)
        AccessAttempt.objects.filter(ip_address=request.axes_ip_address).exclude(post_data="").update(
            get_data="", post_data=""
        )

    def reset_user_attempts(self, request: HttpRequest, credentials: Credentials | None = None) -> int:
        """Forget the wrong passwords of this account from this address, and nobody else's."""
        of_account = self.filter_user_attempts(request, credentials)[0]
        count, _ = of_account.delete()
        return int(count)
