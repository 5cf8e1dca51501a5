"""Django's settings: safe for production unless the environment says otherwise."""

from __future__ import annotations

import secrets
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from arogi.config.database import DatabaseNotPrepared, read_address
from arogi.config.environment import read_environment
from arogi.config.mail import mail_settings

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).resolve().parents[1]
VAR = ENVIRONMENT.var


def _secret(name: str) -> str:
    """Give the installation's own random secret, made at its first start and readable by its user only."""
    file = VAR / name
    if not file.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text().strip()


DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key or _secret("secret.key")
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
DEMO = ENVIRONMENT.demo
# The field keys' master key (see core.crypto): beside the database, never in it.
MASTER_KEY_FILE = VAR / "master.key"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "axes",
    "procrastinate.contrib.django",
    "arogi.core",
    "arogi.centres",
    "arogi.accounts",
    "arogi.people",
    "arogi.entitlements",
    "arogi.documents",
    "arogi.notices",
    "arogi.reception",
    "arogi.casework",
    "arogi.applications",
    "arogi.outreach",
    "arogi.desk",
    "arogi.reports",
    "arogi.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "arogi.core.middleware.LargeRequests",
    "arogi.core.middleware.UnreadableRequests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "arogi.accounts.middleware.Language",
    "arogi.accounts.middleware.SessionLimits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "arogi.accounts.middleware.Workplace",
    "arogi.accounts.unsent.UnsentForms",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "arogi.config.urls"
WSGI_APPLICATION = "arogi.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("arogi.core.template_loading.Squeezing", ["django.template.loaders.app_directories.Loader"])],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "arogi.accounts.context.staff",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "arogi.core.templatetags.components",
            ],
        },
    }
]

try:
    _address = read_address(
        VAR,
        database_url=ENVIRONMENT.database_url,
        name=ENVIRONMENT.database_name,
        prefix=ENVIRONMENT.role_prefix,
    )
    # An address that names the application's role alone gives no owner, and counts with the application's rights.
    DATABASES = {"default": _address.django("app"), "report": _address.django("app")} | {
        kind: _address.django(kind) for kind in ("owner", "report") if kind in _address.passwords
    }
except DatabaseNotPrepared:
    # Commands that need no database (`arogi help`, `arogi db prepare`) work before there is one.
    DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}
AROGI_APPLICATION_WALL = ENVIRONMENT.application_wall
ROLE_PREFIX = ENVIRONMENT.role_prefix

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "arogi.accounts.backends.StaffBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:today"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

# Throttling: six wrong passwords for one account or twenty from one address, then fifteen minutes of rest.
AXES_HANDLER = "arogi.accounts.throttling.Throttle"
AXES_FAILURE_LIMIT = 6
AROGI_ADDRESS_FAILURE_LIMIT = 20
AXES_COOLOFF_TIME = 0.25
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_USERNAME_FORM_FIELD = "email"
AXES_LOCKOUT_CALLABLE = "arogi.accounts.views.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # our own access records say who signed in
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_ENGINE = "arogi.accounts.sessions"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_IDLE_SECONDS = 15 * 60
SESSION_ABSOLUTE_SECONDS = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_NAME = "__Host-arogi" if ENVIRONMENT.https else "arogi"
CSRF_COOKIE_NAME = "__Host-arogi-csrf" if ENVIRONMENT.https else "arogi-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "arogi.core.views.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31536000 if ENVIRONMENT.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 3
# Copies of papers: docs/decisions/0017-stored-files.md. Uploads stay in memory, a temporary file would lie unencrypted.
FILES_FOLDER = VAR / "files"
LARGEST_COPY = 20 * 2**20
FILES_QUOTA = ENVIRONMENT.files_quota_gb * 2**30
CLAMD = ENVIRONMENT.clamd
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_COPY + 2**20
AROGI_LARGEST_BODIES = {"/documents/": FILE_UPLOAD_MAX_MEMORY_SIZE, "/": DATA_UPLOAD_MAX_MEMORY_SIZE + 2**20}

LANGUAGE_CODE = "el"
LANGUAGES = [("el", "Ελληνικά"), ("en", "English")]  # each in its own words
LANGUAGE_COOKIE_NAME = "arogi-language"
LOCALE_PATHS = [PACKAGE / "core" / "values" / "locale"]
TIME_ZONE = "Europe/Athens"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["arogi.core.formats"]
FORM_RENDERER = "arogi.core.form_renderer.Direct"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder, and warnings fail the tests
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "arogi.core.static_names.HashedWhenCollected"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"arogi": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
# Messages: files in the data folder unless the operator names a server; a demonstration never reaches anybody.
AROGI_OUTBOX = EMAIL_FILE_PATH = VAR / "outbox"
_mail = mail_settings("" if DEMO else ENVIRONMENT.mail_url)
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _mail.backend, _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = _mail.ssl, _mail.starttls, 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
AROGI_SMS_URL, AROGI_SMS_KEY, AROGI_SMS_SENDER = ENVIRONMENT.sms_url, ENVIRONMENT.sms_key, ENVIRONMENT.sms_sender

# A machine that was off at night makes up for it when it is started, once.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 24 * 3600}

SILENCED_SYSTEM_CHECKS = [
    "fields.W342",  # composite foreign keys are made by the migrations
    "auth.W004",  # e-mail addresses are unique in any case, by a constraint on lower(email)
]
