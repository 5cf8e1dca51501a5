"""Django's entry for this module."""

from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "arogi.centres"
    label = "centres"
