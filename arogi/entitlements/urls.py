"""Addresses of the entitlements of a household."""

from django.urls import path

from arogi.entitlements import views, views_of_check, views_of_facts, views_of_law, views_open

app_name = "entitlements"
urlpatterns = [
    path("people/<uuid:person_id>/", views.check, name="check"),
    path("people/<uuid:person_id>/now/", views.check_now, name="check_now"),
    path("people/<uuid:person_id>/checks/<uuid:check_id>/", views.past_check, name="past_check"),
    path("people/<uuid:person_id>/facts/", views_of_facts.facts, name="facts"),
    path("people/<uuid:person_id>/checks/<uuid:check_id>/slip/", views_of_check.slip, name="slip"),
    path("people/<uuid:person_id>/what-if/", views_of_check.what_if_of_person, name="what_if"),
    path("law/", views_of_law.law, name="law"),
    path("anonymous/", views_open.anonymous, name="anonymous"),
]
