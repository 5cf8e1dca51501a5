"""Addresses of the entitlements of a household."""

from django.urls import path

from arogi.entitlements import views

app_name = "entitlements"
urlpatterns = [
    path("people/<uuid:person_id>/", views.check, name="check"),
    path("people/<uuid:person_id>/now/", views.check_now, name="check_now"),
    path("people/<uuid:person_id>/checks/<uuid:check_id>/", views.past_check, name="past_check"),
    path("people/<uuid:person_id>/facts/", views.facts, name="facts"),
]
