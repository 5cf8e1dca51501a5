"""Django's entry for this module."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.reports"
    label = "reports"
