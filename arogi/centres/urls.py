"""Addresses of the structures."""

from django.urls import path

from arogi.centres import views

app_name = "centres"
urlpatterns = [
    path("", views.structure_list, name="list"),
    path("closures/", views.closures, name="closures"),
    path("closures/<uuid:closure_id>/remove/", views.remove_closure, name="remove_closure"),
    path("<uuid:structure_id>/", views.structure, name="structure"),
    path("<uuid:structure_id>/edit/", views.edit_structure, name="edit_structure"),
    path("<uuid:structure_id>/hours/", views.edit_hours, name="edit_hours"),
]
