"""Addresses of papers: those of one person, and those of the register that end."""

from django.urls import include, path

from arogi.documents import views, views_of_copies

app_name = "documents"
of_one_person = [
    path("", views.papers, name="list"),
    path("record/", views.record, name="record"),
    path("<uuid:document_id>/", views.paper, name="paper"),
    path("<uuid:document_id>/change/", views.change, name="change"),
    path("<uuid:document_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:document_id>/number/", views.number, name="number"),
    path("<uuid:document_id>/copies/add/", views_of_copies.add_copy, name="add_copy"),
    path("<uuid:document_id>/copies/<uuid:file_id>/", views_of_copies.open_copy, name="open_copy"),
    path("<uuid:document_id>/copies/<uuid:file_id>/delete/", views_of_copies.delete_copy, name="delete_copy"),
]
urlpatterns = [
    path("", views.ending, name="ending"),
    path("events/<uuid:event_id>/undo/", views.undo, name="undo"),
    path("of/<uuid:person_id>/", include(of_one_person)),
]
