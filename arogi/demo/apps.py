"""Django's entry for this module."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "arogi.demo"
    label = "demo"
