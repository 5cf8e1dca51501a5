"""Django's entry for this module."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.outreach"
    label = "outreach"
