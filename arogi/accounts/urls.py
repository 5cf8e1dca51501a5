"""Addresses of accounts."""

from django.urls import path

from arogi.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("typed/forget/", views.forget_typed, name="forget_typed"),
    path("language/", views.choose_language, name="language"),
    path("municipality/", views.choose_municipality, name="choose_municipality"),
    path("invitation/<slug:slug>/<str:token>/", views.accept_invitation, name="accept_invitation"),
    path("profile/", views.profile, name="profile"),
    path("profile/password/", views.change_password, name="change_password"),
    path("roles/", views.roles, name="roles"),
    path("staff/", views.staff_list, name="staff_list"),
    path("staff/invite/", views.invite, name="invite"),
    path("staff/<uuid:user_id>/", views.staff_member, name="staff_member"),
    path("staff/<uuid:user_id>/invitation/", views.invite_again, name="invite_again"),
    path("staff/<uuid:user_id>/password/", views.reset_password, name="reset_password"),
    path("staff/<uuid:user_id>/roles/", views.grant_role, name="grant_role"),
    path("staff/roles/<uuid:membership_id>/end/", views.end_role, name="end_role"),
    path("access-record/", views.access_record, name="access_record"),
]
