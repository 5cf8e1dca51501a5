"""Django's entry for this module."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.casework"
    label = "casework"

    def ready(self) -> None:
        """Ask reception to say when a next step changes: each is a task of the inbox."""
        from arogi.casework.services.next_steps import keep_next_steps
        from arogi.reception.services.listening import tell_of_next_steps

        tell_of_next_steps(keep_next_steps)
