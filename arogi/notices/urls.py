"""Addresses of messages to persons."""

from django.urls import path

from arogi.notices import views

app_name = "notices"
urlpatterns = [
    path("people/<uuid:person_id>/", views.notices, name="person"),
    path("people/<uuid:person_id>/choice/", views.choose, name="choose"),
    path("people/<uuid:person_id>/send/", views.send, name="send"),
    path("<uuid:notice_id>/cancel/", views.cancel, name="cancel"),
]
