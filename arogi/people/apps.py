"""Django's entry for this module."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.people"
    label = "people"
