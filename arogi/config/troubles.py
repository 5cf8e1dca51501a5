"""Say in one sentence, with the remedy, what an operator can put right; everything else is a fault of the program."""

from __future__ import annotations

from typing import TypeGuard

import psycopg
from environs import EnvError

from arogi.config.database import DatabaseNotPrepared, ServerRefused
from arogi.config.embedded import EmbeddedServerFailed
from arogi.config.installation import InstallationRefused
from arogi.config.serving import CannotServe

# Their messages are such sentences already.
_OWN = (DatabaseNotPrepared, ServerRefused, EmbeddedServerFailed, InstallationRefused, CannotServe)


def sentence_for(trouble: BaseException) -> str | None:
    """Give the sentence to print, or None when only a traceback helps."""
    if isinstance(trouble, _OWN):
        return str(trouble)
    if isinstance(trouble, EnvError):
        said = str(trouble).replace("['", "").replace("']", "").rstrip(".")
        return f"{said}; docs/environment.md says what each variable takes."
    if isinstance(trouble, OSError) and trouble.filename:
        return _about_file(trouble)
    return _about_database(trouble) or _about_django(trouble)


def _about_file(trouble: OSError) -> str:
    remedy = (
        "choose a folder that you may write to with AROGI_VAR" if isinstance(trouble, PermissionError) else "see to it"
    )
    return f"{trouble.filename}: {(trouble.strerror or str(trouble)).lower()}; {remedy} and try again."


def _about_database(trouble: BaseException) -> str | None:
    from django.db import utils

    if not isinstance(trouble, psycopg.OperationalError | utils.OperationalError):
        return None
    said = str(trouble).strip().partition("\n")[0].rstrip(".")
    return (
        f"The database cannot be used: {said}. Check that the server runs and DATABASE_URL is right, "
        "or unset DATABASE_URL to use the built-in server."
    )


def _about_django(trouble: BaseException) -> str | None:
    from django.core.exceptions import ImproperlyConfigured

    from arogi.core.crypto import CryptoRefused

    return str(trouble) if isinstance(trouble, ImproperlyConfigured | CryptoRefused) else None


def is_refusal(trouble: BaseException) -> TypeGuard[Exception]:
    """Say whether a service refused what was asked: the words of a DomainError are meant for people."""
    from django.apps import apps

    if not apps.ready:
        return False
    from arogi.core.errors import DomainError

    return isinstance(trouble, DomainError)
