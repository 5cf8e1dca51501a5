"""Django's entry for this module."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.notices"
    label = "notices"
