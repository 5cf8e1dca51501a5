"""Addresses of this module."""

from django.urls import URLPattern

app_name = "reports"
urlpatterns: list[URLPattern] = []
