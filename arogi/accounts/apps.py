"""Django's entry for this module."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "arogi.accounts"
    label = "accounts"
