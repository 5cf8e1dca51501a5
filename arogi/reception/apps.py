"""Django's entry for this module."""

from django.apps import AppConfig


class ReceptionConfig(AppConfig):
    name = "arogi.reception"
    label = "reception"
