"""Django's entry for this module."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.core"
    label = "core"
