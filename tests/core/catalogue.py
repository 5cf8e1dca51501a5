"""Questions to PostgreSQL's own catalogue about the walls."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import connections, transaction

from arogi.core.models import TenantModel

APP = f"{settings.ROLE_PREFIX}_app"
REPORT = f"{settings.ROLE_PREFIX}_report"

# Tables that belong to no municipality, each with the reason why that is right.
GLOBAL_TABLES = {
    "accounts_user": "one identity of staff for the country; no rights and no citizens hang on it",
    "accounts_municipalityaccess": "which doors an account may knock at, asked before any municipality is entered",
    "centres_municipality": "the list of tenants itself: public facts only",
    "centres_municipalitycode": "public codes of the municipalities",
    "django_session": "a session names its municipality; nobody lists sessions",
    "django_migrations": "which steps the schema has taken",
    "django_content_type": "names of tables, needed by Django's auth; nothing is attached to rows by it",
    "auth_permission": "made by Django's auth, unused: rights are in roles.yaml",
    "auth_group": "made by Django's auth, unused",
    "auth_group_permissions": "made by Django's auth, unused",
    "procrastinate_jobs": "the queue: names of jobs and of municipalities, nothing of people",
    "procrastinate_events": "the queue: when a job began and ended",
    "procrastinate_workers": "the queue: which workers are alive",
    "procrastinate_periodic_defers": "the queue: which night was asked for",
    "axes_accessattempt": "throttling of sign-in, before any municipality is entered",
    "axes_accessattemptexpiration": "throttling of sign-in",
    "axes_accessfailurelog": "throttling of sign-in, switched off",
    "axes_accesslog": "throttling of sign-in, switched off",
}


def ask(question: str, *values: object, using: str = "default") -> list[tuple]:
    """Run one query and give its rows."""
    with connections[using].cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def tenant_models() -> list[type[TenantModel]]:
    """Give every model whose rows belong to a municipality."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def tenant_tables() -> list[str]:
    """Give the tables that PostgreSQL has, less those that belong to no municipality."""
    rows = ask(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
        "ORDER BY 1"
    )
    return [name for (name,) in rows if name not in GLOBAL_TABLES]


def set_row_security(verb: str) -> None:
    """Switch row-level security of every tenant table (ENABLE or DISABLE) as the owner does."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        for model in tenant_models():
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {verb} ROW LEVEL SECURITY')
