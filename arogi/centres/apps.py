"""Django's entry for this module."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.centres"
    label = "centres"
