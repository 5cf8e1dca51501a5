"""Addresses of applications."""

from django.urls import path

from arogi.applications import views, views_of_papers

app_name = "applications"
urlpatterns = [
    path("", views.applications, name="list"),
    path("applications.csv", views.applications_file, name="file"),
    path("people/<uuid:person_id>/new/", views.begin, name="begin"),
    path("<uuid:application_id>/", views.application, name="application"),
    path("<uuid:application_id>/change/", views.change, name="change"),
    path("<uuid:application_id>/renew/", views.renew, name="renew"),
    path("<uuid:application_id>/acts/<slug:act>/", views.act, name="act"),
    path("<uuid:application_id>/sheet/", views_of_papers.sheet, name="sheet"),
    path("<uuid:application_id>/papers/<uuid:paper_id>/seen/", views_of_papers.seen, name="seen"),
    path("<uuid:application_id>/papers/<uuid:paper_id>/needed/", views_of_papers.needed, name="needed"),
    path("<uuid:application_id>/papers/<uuid:paper_id>/not-needed/", views_of_papers.not_needed, name="not_needed"),
    path("events/<uuid:event_id>/undo/", views.undo, name="undo"),
]
