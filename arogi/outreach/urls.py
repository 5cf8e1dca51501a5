"""Addresses of those who seem entitled and have not applied."""

from django.urls import path

from arogi.outreach import views

app_name = "outreach"
urlpatterns = [
    path("", views.lines, name="list"),
    path("lines.csv", views.lines_file, name="file"),
    path("take-up/", views.figures, name="takeup"),
    path("lines/<uuid:line_id>/", views.line, name="line"),
    path("lines/<uuid:line_id>/take/", views.take, name="take"),
    path("lines/<uuid:line_id>/apply/", views.apply, name="apply"),
    path("lines/<uuid:line_id>/call/", views.call, name="call"),
    path("lines/<uuid:line_id>/postpone/", views.postpone, name="postpone"),
    path("lines/<uuid:line_id>/refuse/", views.refuse, name="refuse"),
    path("events/<uuid:event_id>/undo/", views.undo, name="undo"),
]
