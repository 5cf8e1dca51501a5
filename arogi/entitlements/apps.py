"""Django's entry for this module."""

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.entitlements"
    label = "entitlements"
