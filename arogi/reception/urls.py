"""Addresses of the reception."""

from django.urls import path

from arogi.reception import views

app_name = "reception"
urlpatterns = [
    path("contacts/", views.contacts_of_day, name="contacts"),
    path("contacts/<uuid:contact_id>/", views.contact, name="contact"),
    path("contacts/<uuid:contact_id>/correct/", views.correct, name="correct_contact"),
    path("contacts/<uuid:contact_id>/cancel/", views.cancel, name="cancel_contact"),
    path("contacts/<uuid:contact_id>/undo/", views.undo, name="undo_contact"),
    path("requests/<uuid:request_id>/cancel/", views.cancel_request, name="cancel_request"),
    path("requests/<uuid:request_id>/done/", views.next_step_done, name="next_step_done"),
    path("requests/<uuid:request_id>/postpone/", views.postpone, name="postpone_next_step"),
    path("steps/", views.steps, name="steps"),
    path("networking/", views.networking, name="networking"),
    path("networking/<uuid:act_id>/cancel/", views.cancel_act, name="cancel_networking_act"),
    path("services/", views.catalogue, name="catalogue"),
]
