"""Addresses of the desk."""

from django.urls import path

from arogi.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
    path("people/new/", views.new_person, name="new_person"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path("people/<uuid:person_id>/contact/", views.record_for_person, name="record_for_person"),
    path("people/<uuid:person_id>/access/", views.who_opened, name="who_opened"),
    path("contacts/anonymous/", views.anonymous_contact, name="anonymous_contact"),
    path("contacts/information/", views.quick_information, name="quick_information"),
    path("keyboard/", views.keyboard, name="keyboard"),
]
