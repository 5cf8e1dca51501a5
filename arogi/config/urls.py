"""The addresses of the product, module by module."""

from django.urls import include, path

from arogi.core import views as core

urlpatterns = [
    path("", include("arogi.desk.urls")),
    path("", include("arogi.accounts.urls")),
    path("people/", include("arogi.people.urls")),
    path("entitlements/", include("arogi.entitlements.urls")),
    path("documents/", include("arogi.documents.urls")),
    path("reception/", include("arogi.reception.urls")),
    path("centres/", include("arogi.centres.urls")),
    path("notices/", include("arogi.notices.urls")),
    path("tasks/", include("arogi.casework.urls")),
    path("applications/", include("arogi.applications.urls")),
    path("outreach/", include("arogi.outreach.urls")),
    path("reports/", include("arogi.reports.urls")),
    path("", include("arogi.core.urls")),
]

handler400 = core.bad_request
handler403 = core.forbidden
handler404 = core.not_found
handler500 = core.server_error
