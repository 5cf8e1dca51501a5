"""Addresses of tasks and caseloads."""

from django.urls import path

from arogi.casework import views

app_name = "casework"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("marked/", views.marked, name="marked"),
    path("people/<uuid:person_id>/new/", views.new_task, name="new_task"),
    path("acts/<uuid:act_id>/undo/", views.undo, name="undo"),
    path("forecast/", views.forecast, name="forecast"),
    path("caseloads/", views.caseloads, name="caseloads"),
    path("caseloads/<uuid:user_id>/hand-over/", views.hand_caseload_over, name="hand_caseload_over"),
    path("hand-overs/", views.hand_overs, name="hand_overs"),
    path("hand-overs/<uuid:hand_over_id>/undo/", views.undo_hand_over, name="undo_hand_over"),
    path("<uuid:task_id>/", views.task, name="task"),
    path("<uuid:task_id>/take/", views.take, name="take"),
    path("<uuid:task_id>/done/", views.finish, name="finish"),
    path("<uuid:task_id>/put-off/", views.snooze, name="snooze"),
    path("<uuid:task_id>/hand-over/", views.hand, name="hand"),
]
