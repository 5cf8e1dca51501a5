"""What has to be done because of an application, and when: tasks that come and go with its state."""

from __future__ import annotations

import datetime as dt

from arogi.applications.models import Application


def keep_tasks(application: Application, today: dt.date) -> None:
    """Bring the tasks of an application up to date. The inbox of tasks is not there yet: nothing to do."""
