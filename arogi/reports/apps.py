"""Django's entry for this module."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "arogi.reports"
    label = "reports"
