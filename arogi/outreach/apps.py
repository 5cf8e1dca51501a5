"""Django's entry for this module."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.outreach"
    label = "outreach"

    def ready(self) -> None:
        """Tell of this list in the inbox of tasks."""
        from arogi.casework.notes import tell_in_inbox
        from arogi.outreach.inbox import lines_to_call

        tell_in_inbox(lines_to_call)
