"""Addresses of this module."""

from django.urls import path

from arogi.reports import views

app_name = "reports"
urlpatterns = [
    path("activity/", views.activity, name="activity"),
    path("activity/<slug:form>/", views.activity_file, name="activity_file"),
]
