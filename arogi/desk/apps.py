"""Django's entry for this module."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "arogi.desk"
    label = "desk"
