"""Addresses of papers: those of one person, and those of the register that end."""

from django.urls import include, path

from arogi.documents import views

app_name = "documents"
of_one_person = [
    path("", views.papers, name="list"),
    path("record/", views.record, name="record"),
    path("<uuid:document_id>/", views.paper, name="paper"),
    path("<uuid:document_id>/change/", views.change, name="change"),
    path("<uuid:document_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:document_id>/number/", views.number, name="number"),
]
urlpatterns = [
    path("", views.ending, name="ending"),
    path("events/<uuid:event_id>/undo/", views.undo, name="undo"),
    path("of/<uuid:person_id>/", include(of_one_person)),
]
