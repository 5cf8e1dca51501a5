"""Django's entry for this module."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.applications"
    label = "applications"
