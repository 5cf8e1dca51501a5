"""Django's entry for this module."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.desk"
    label = "desk"
