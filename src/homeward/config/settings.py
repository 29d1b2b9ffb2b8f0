"""Django's settings: everything that varies comes from the environment (see ground/env.py)."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from homeward.config.logs import configuration
from homeward.ground.env import read_env
from homeward.ground.scope_key import scope_key
from homeward.ground.secrets import secret

ENV = read_env()
PACKAGE = Path(__file__).resolve().parents[1]

DEBUG = False
REHEARSAL = ENV.rehearsal
SECRET_KEY = ENV.secret_key or secret(ENV.var, "signing-key")
#: Signs who looks, for the policies (access/scope.py); the database keeps what checks it.
SCOPE_KEY = scope_key(SECRET_KEY)
FACTOR_KEY = ENV.factor_key
METRICS_TOKEN = ENV.metrics_token
ALLOWED_HOSTS = list(ENV.hosts)
VAR = ENV.var
#: Where the virus scanner listens ("" for none), and the largest document in bytes.
SCANNER = ENV.scanner
LARGEST_DOCUMENT = ENV.document_mb * 1024 * 1024

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "homeward.ledger",
    "homeward.agencies",
    "homeward.access",
    "homeward.lists",
    "homeward.children",
    "homeward.intake",
    "homeward.linkage",
    "homeward.chronology",
    "homeward.documents",
    "homeward.episodes",
    "homeward.protocol",
    "homeward.retention",
    "homeward.copies",
]

MIDDLEWARE = [
    "homeward.config.request_log.LogMiddleware",
    "homeward.config.metrics.MeasureMiddleware",
    "homeward.config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "homeward.web.scope.ScopeMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "homeward.config.urls"
WSGI_APPLICATION = "homeward.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "homeward.web.environment.environment",
            "context_processors": ["homeward.web.context.page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# The record. Each process signs in as the role it was started for; persistent
# connections, checked before use; a web request may not hold the database for long.
_address = ENV.address(ENV.role)
_limits = "" if ENV.role != "app" else "-c statement_timeout=30s -c lock_timeout=10s"
_parts = dict((_address.with_options(_limits) if _limits else _address).parts)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _parts.pop("dbname"),
        "USER": _parts.pop("user", ""),
        "PASSWORD": _parts.pop("password", ""),
        "HOST": _parts.pop("host", ""),
        "PORT": _parts.pop("port", ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**_parts, "application_name": f"homeward-{ENV.role}"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Sign-in.
AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_ADAPTER = "homeward.config.accounts.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "homeward.web.sign_in.forms.SignInForm",
    "reauthenticate": "homeward.web.sign_in.forms.PasswordAgain",
    "change_password": "homeward.web.sign_in.forms.ChangedPassword",
    "reset_password": "homeward.web.sign_in.forms.Forgotten",
    "reset_password_from_key": "homeward.web.sign_in.forms.NewPassword",
}
# Axes locks out first, for all processes: these only slow a flood down.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "20/300s/key"}
MFA_FORMS = {
    "authenticate": "homeward.web.sign_in.forms.CodeForm",
    "reauthenticate": "homeward.web.sign_in.forms.CodeAgain",
    "activate_totp": "homeward.web.sign_in.forms.FirstCode",
    "add_webauthn": "homeward.web.sign_in.forms.NewKey",
    "authenticate_webauthn": "homeward.web.sign_in.forms.KeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "homeward"
MFA_ADAPTER = "homeward.config.accounts.SecondFactor"

# Sign-in services of agencies: from the environment, never from the database.
SIGN_IN_SERVICES = ENV.services
SOCIALACCOUNT_ADAPTER = "homeward.config.accounts.ServiceAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": each.id,
                "name": each.name,
                "client_id": each.client_id,
                "secret": each.secret,
                "settings": {"server_url": each.issuer, "issuer": each.issuer},
            }
            for each in SIGN_IN_SERVICES
        ],
    }
}

# A forgotten password: a link for one use within an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
SENDS_MAIL = ENV.mail is not None
if ENV.mail is not None:
    EMAIL_HOST, EMAIL_PORT = ENV.mail.host, ENV.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENV.mail.user, ENV.mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = ENV.mail.start_tls, ENV.mail.tls
    DEFAULT_FROM_EMAIL = ENV.mail.sender
EMAIL_TIMEOUT = 20

# Lock-out: five wrong passwords or codes for one person, or from one address for that person.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "username"]
AXES_RESET_ON_SUCCESS = True
# A try during the lock-out does not make it longer: the time we name is the time it ends.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "homeward.config.accounts.name_at_sign_in"
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "email"
AXES_LOCKOUT_CALLABLE = "homeward.web.pages.views.locked_out"

# Sessions end with the browser, and after an hour without a click.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "homeward"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not REHEARSAL
CSRF_COOKIE_SECURE = not REHEARSAL
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "homeward.web.pages.views.stale_form"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENV.hosts if not REHEARSAL]

# Transport and headers.
SECURE_SSL_REDIRECT = not REHEARSAL
SECURE_PROXY_SSL_HEADER = None if REHEARSAL else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if REHEARSAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not REHEARSAL
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *(each.origin for each in SIGN_IN_SERVICES)],
        "frame-ancestors": [NONE],
    }
}

# Static files: served by the application itself, with hashed names for ever.
STATIC_URL = "/static/"
STATIC_ROOT = ENV.var / "static"
STATICFILES_DIRS = [p for p in [PACKAGE / "web" / "static"] if p.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ENV.var / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Language and time: times are kept in UTC and shown in Europe/London.
LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"

# One JSON line a request, but not over a rehearsal that somebody watches in a terminal.
LOGGING = configuration(requests=not (REHEARSAL and sys.stderr.isatty()))
