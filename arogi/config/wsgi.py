"""The door for a WSGI server. It refuses to serve from a connection that the walls do not hold."""

import os

from arogi.config.serving import die_with_parent, stop_while_loading

die_with_parent()
stop_while_loading()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402  (the lines above come before the long loading)

application = get_wsgi_application()

from django.db import connections  # noqa: E402  (needs the settings)
from django.urls import get_resolver  # noqa: E402

from arogi.core.connection import refuse_unsafe_role  # noqa: E402

refuse_unsafe_role()
_ = get_resolver().url_patterns  # every view is loaded before the first person asks; a fault stops the start
connections.close_all()
