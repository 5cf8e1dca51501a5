"""Django's entry for this module."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "arogi.people"
    label = "people"
