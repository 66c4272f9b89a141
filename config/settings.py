"""All settings, from the environment. `docs/operators.md` lists what can be set."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config import env, headers, openapi, timetable

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / ".data"))

DEBUG = env.flag("DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text, or DEBUG=1 to try out.")
    SECRET_KEY = "for trying out on one's own machine, never for a site others can reach"  # nosec B105
# Those of before, with which what was sealed or signed can still be read.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", SITE_URL)

INSTALLED_APPS = [
    "demo",
    "organisation",
    "slack",
    "alerts",
    "learning",
    "postmortems",
    "incidents",
    "hints",
    "webhooks",
    "nudges",
    "people",
    "schedule",
    "people.emergency.apps.EmergencyPages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "people.middleware.ReaderTimeZone",
    "people.second_step.SecondStep",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.asgi.django"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
                "config.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "people.templatetags.goldseam",
                "incidents.templatetags.pills",
                "postmortems.templatetags.naming",
            ],
        },
    },
]

FORM_RENDERER = "people.widgets.Renderer"

DATABASES = {
    "default": dj_database_url.config(
        default="postgres:///goldseam",
        # A connection a thread, kept: the thread pool is bounded, and so are they.
        conn_max_age=600,
        conn_health_checks=True,
    )
}
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5

env.refuse_carelessness(
    debug=DEBUG,
    key=SECRET_KEY,
    older_keys=SECRET_KEY_FALLBACKS,
    site=SITE_URL,
    hosts=ALLOWED_HOSTS,
    database=str(DATABASES["default"].get("PASSWORD", "")),
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits of the sign-in live in Postgres, so that no page needs Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
    }
}

REDIS_URL = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# What cannot be queued at once is found by the sweep.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # Postgres knows what is due. Noting in Redis too what a worker has taken would only
    # end the worker when it loses Redis (kombu 5.7).
    "ack_emulation": False,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "connect_retries_timeout": 1,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "schedule.scheduler:OnceScheduler"
CELERY_BEAT_SCHEDULE = timetable.BEAT

MAILERS = {"default": env.mailer(os.environ.get("EMAIL_URL", f"file://{DATA_DIR / 'mail'}"))}
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Goldseam <goldseam@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What is called by an address that somebody typed, besides the public internet.
OUTBOUND_ALLOWED = env.reachable("OUTBOUND_ALLOWED")
# By which browsers' push services know this site; made once and kept where it is not given.
VAPID_PRIVATE_KEY = os.environ.get("VAPID_PRIVATE_KEY", "")
# What Slack signs its requests with, and by what it knows us. Without, it is not connected.
SLACK_SIGNING_SECRET = os.environ.get("SLACK_SIGNING_SECRET", "")
SLACK_BOT_TOKEN = os.environ.get("SLACK_BOT_TOKEN", "")

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "display_name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.sign_in_forms.SignIn",
    "reset_password": "people.sign_in_forms.AskForPassword",  # nosec B105
    "reset_password_from_key": "people.sign_in_forms.ChoosePassword",  # nosec B105
    "set_password": "people.sign_in_forms.SetPassword",  # nosec B105
    "change_password": "people.sign_in_forms.ChangePassword",  # nosec B105
    "reauthenticate": "people.sign_in_forms.SayPassword",  # nosec B105
}
# Whoever was invited is in once they have chosen a password; a second step is asked for still.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # nosec B105
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip,5/10m/key",  # nosec B105
    "change_password": "10/m/user",  # nosec B105
    "manage_email": "5/10m/user",
}
MFA_ADAPTER = "people.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "people.sign_in_forms.TurnOnSecondStep",
    "add_webauthn": "people.sign_in_forms.AddPasskey",
    "authenticate": "people.sign_in_forms.EnterCode",
    "reauthenticate": "people.sign_in_forms.SayCode",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Clocks of phones are some seconds off.
MFA_TOTP_TOLERANCE = 1
SESSION_ENGINE = "people.sessions"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition(":")[0]

# Single sign-on by OpenID Connect; without an issuer there is none.
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("OIDC_CLIENT_SECRET", "")
OIDC_NAME = os.environ.get("OIDC_NAME", "") or "single sign-on"
OIDC_SCOPES = os.environ.get("OIDC_SCOPES", "") or "openid profile email"
OIDC_GROUPS_CLAIM = os.environ.get("OIDC_GROUPS_CLAIM", "") or "groups"
OIDC_ROLES = env.pairs("OIDC_ROLES")
OIDC_TEAMS = env.pairs("OIDC_TEAMS")
OIDC_ROLE = env.one_of("OIDC_ROLE", ("reader", "member"), "member")
OIDC_MAKES_ACCOUNTS = env.flag("OIDC_MAKES_ACCOUNTS")
PASSWORDS_ALLOWED = env.flag("PASSWORDS_ALLOWED", default=True) or not OIDC_ISSUER
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise ImproperlyConfigured("OIDC_ISSUER also needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET.")
if wrong := set(OIDC_ROLES.values()) - {"reader", "member", "admin"}:
    raise ImproperlyConfigured(f"OIDC_ROLES: there is no role “{wrong.pop()}”.")

LANGUAGE_CODE = "en-gb"
# Every word can be translated; until a language is, half a page in it helps nobody.
LANGUAGES = [("en-gb", "English")]
# With one language each of a page's several hundred words would be looked up for nothing.
USE_I18N = len(LANGUAGES) > 1
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", DATA_DIR / "files"))
STORAGES = {
    "default": env.files(
        bucket=os.environ.get("S3_BUCKET", ""),
        endpoint=os.environ.get("S3_ENDPOINT", ""),
        region=os.environ.get("S3_REGION", ""),
        access_key=os.environ.get("S3_ACCESS_KEY", ""),
        secret_key=os.environ.get("S3_SECRET_KEY", ""),
    ),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.HashedStaticFiles"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# A text that is far too long still reaches its form, which says so and gives it back. Pictures go
# to a file from the first megabyte on.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "people.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Behind a proxy that ends TLS (deploy/Caddyfile does), cookies and links are https only.
SECURE = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = headers.ONE_YEAR if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_CSP = headers.POLICY
# A name that browsers let nobody set from another host, or without https.
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
X_FRAME_OPTIONS = "DENY"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "people.api.authentication.BearerToken",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "people.api.permissions.TokenOpensRoom",
        "people.api.permissions.ReadersRead",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["people.api.limits.PerAccount"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["people.api.parsing.PlainJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "people.api.paging.NewestFirst",
    "DEFAULT_SCHEMA_CLASS": "people.api.schema.Described",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "people.api.problems.explain",
}
SPECTACULAR_SETTINGS = openapi.SETTINGS
API_REQUESTS_A_MINUTE = int(os.environ.get("API_REQUESTS_A_MINUTE", "600"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"routes": {"()": "config.logs.RoutesAlone"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["routes"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Both quote addresses, and with them what opens somebody's chat.
        "apprise": {"handlers": ["nowhere"], "propagate": False},
        "urllib3": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# How many requests Django answers at once in one web process; each holds a connection.
WEB_THREADS = int(os.environ.get("WEB_THREADS", "8"))
