"""The door for a WSGI server. It refuses to serve from a connection that the walls do not hold."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")
application = get_wsgi_application()

from arogi.core.connection import refuse_unsafe_role  # noqa: E402  (needs the settings above)

refuse_unsafe_role()
