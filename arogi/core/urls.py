"""Addresses of the house itself."""

from django.urls import path

from arogi.core import views

app_name = "core"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("session/stay/", views.stay, name="stay"),
    path("dev/components/", views.components, name="components"),
]
