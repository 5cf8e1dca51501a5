"""Django's entry for this module."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.demo"
    label = "demo"
