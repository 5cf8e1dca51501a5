"""Django's entry for this module."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The module as Django knows it."""

    name = "arogi.documents"
    label = "documents"
