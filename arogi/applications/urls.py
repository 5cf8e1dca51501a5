"""Addresses of applications."""

from django.urls import path

from arogi.applications import views

app_name = "applications"
urlpatterns = [
    path("", views.applications, name="list"),
    path("applications.csv", views.applications_file, name="file"),
    path("people/<uuid:person_id>/new/", views.begin, name="begin"),
    path("<uuid:application_id>/", views.application, name="application"),
    path("<uuid:application_id>/change/", views.change, name="change"),
    path("<uuid:application_id>/renew/", views.renew, name="renew"),
    path("<uuid:application_id>/acts/<slug:act>/", views.act, name="act"),
    path("events/<uuid:event_id>/undo/", views.undo, name="undo"),
]
