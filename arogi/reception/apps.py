"""Django's entry for this module."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.reception"
    label = "reception"
