"""Django's entry for this module."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "arogi.core"
    label = "core"
