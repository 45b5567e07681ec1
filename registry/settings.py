"""Settings of the registry: every value comes from the environment, every default is the safe one.

README.md lists the variables. Needed in production: SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL, and CACHE_URL too where
more than one process serves.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()


def secret_key() -> str:
    """Answer SECRET_KEY from the environment, else the key that `make run` keeps in VAR_DIR."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    if (kept := VAR_DIR / "secret_key").is_file() and (key := kept.read_text().strip()):
        return key
    raise ImproperlyConfigured("Set SECRET_KEY in the environment; `make run` makes one of its own in var/secret_key.")


def database() -> dict[str, Any]:
    """Answer the options of DATABASE_URL with connections that are kept, SQLite made fit for several writers."""
    # Not a default address: a path with a space or a percent sign in it is no valid one.
    own = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "registry.sqlite3")}
    options = env.db_url("DATABASE_URL") if env.str("DATABASE_URL", default="") else own
    if options["ENGINE"] == "django.db.backends.sqlite3":
        pragmas = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON;"
        )
        # IMMEDIATE: a transaction that reads first and writes later would else fail at once when another one writes.
        options.setdefault("OPTIONS", {}).update(transaction_mode="IMMEDIATE", init_command=pragmas)
    else:
        # Behind pgbouncer in transaction mode: CONN_MAX_AGE=0 and DISABLE_SERVER_SIDE_CURSORS=on.
        options.update(
            CONN_HEALTH_CHECKS=True,
            DISABLE_SERVER_SIDE_CURSORS=env.bool("DISABLE_SERVER_SIDE_CURSORS", default=False),
        )
    # Also on SQLite: to open the file and read its schema takes longer than most answers.
    return options | {"CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60)}


# The site
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).absolute()
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "registry.urls"
WSGI_APPLICATION = "registry.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "exchange.apps.ExchangeConfig",
    "projects.apps.ProjectsConfig",
    "registry.apps.RegistryConfig",  # behind projects, whose models it names
    "investors.apps.InvestorsConfig",
    "sources.apps.SourcesConfig",
    "regions.apps.RegionsConfig",
    "history.apps.HistoryConfig",
    "accounts.apps.AccountsConfig",
    "modeltranslation",  # before the admin, which it patches, behind exchange, whose loaddata is in its place
    "accounts.apps.RegistryAdminConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "js_lib_leaflet",
    "django_htmx",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "registry.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "registry.past.PastMiddleware",  # after those that read people and sessions, which have no past
    "axes.middleware.AxesMiddleware",  # last: it turns the refusal of a locked-out log-in into its answer
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "registry.languages.language_links",
            ],
        },
    },
]

# Records
FACET_INDEX = env.bool("FACET_INDEX", default=True)  # counts by bitmaps in the memory of each process
DATABASES = {"default": database()}
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
SERIALIZATION_MODULES = {"yaml": "exchange.yaml_records"}
# What follows when a source weighs more or less than before: named here, since sources know no projects.
SOURCE_WEIGHED = ["projects.services.weigh_again"]
# What shows the names of records that got other ones: projects are found by the names of their investors and places.
RENAMED = ["projects.words.keep_names"]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a project's admin form with its claims passes Django's 1,000

# People
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "accounts:me"
LOGOUT_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # the pair: nobody locks another person out from elsewhere
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # who logged in when, from where, is nobody's business
AXES_LOCKOUT_CALLABLE = "accounts.views.locked_out"
KNOX_TOKEN_MODEL = "accounts.AuthToken"  # noqa: S105
MIGRATION_MODULES = {"knox": None}  # its migrations would make a table for the token model that ours replaces
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "TOKEN_PREFIX": "ipr_"}

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("kk", "Қазақша"), ("ru", "Русский"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
TIME_ZONE = "UTC"
USE_TZ = True

# Static files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# WhiteNoise's own list and "map": source maps are most of collectstatic's time and nobody's download.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "tgz", "bz2", "tbz", "xz", "br"),
    *("swf", "flv", "woff", "woff2", "3gp", "3gpp", "asf", "avi", "m4v", "mov", "mp4", "mpeg", "mpg", "webm", "wmv"),
    "map",
)

# Security: HTTPS=off is for a registry on one's own machine (`make run`)
HTTPS = env.bool("HTTPS", default=True)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=3600) if HTTPS else 0
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=False)
if env.bool("BEHIND_PROXY", default=False):
    # Only where a proxy of one's own sets X-Forwarded-Proto and -For on every request: else a client could claim to
    # use HTTPS and, to the lock-out, to come from anywhere.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "accounts.addresses.behind_proxy"
X_FRAME_OPTIONS = "DENY"
FORMS_URLFIELD_ASSUME_HTTPS = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the admin's stylesheet draws some icons as data: addresses
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# API
DATA_LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    # Everybody reads what a view's queryset shows; a write needs the model's permission unless the view says more.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "exchange.renderers.CSVRenderer",
        "exchange.renderers.CSLRenderer",
        "exchange.renderers.BibTeXRenderer",
    ],
    "DEFAULT_PARSER_CLASSES": ["registry.parsers.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "registry.openapi.RegistrySchema",
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "registry.negotiation.FormatNegotiation",
    "EXCEPTION_HANDLER": "registry.api_errors.exception_handler",
    "NON_FIELD_ERRORS_KEY": "detail",
    "COERCE_DECIMAL_TO_STRING": False,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": _("Investment project registry"),
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "LICENSE": DATA_LICENCE,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATION_PARAMETERS": False,  # filters as the filterset has them, then order and pages
    "POSTPROCESSING_HOOKS": ["registry.openapi.tidy"],  # and nothing that moves code lists away from their use
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0},
}

# Mail and log
globals().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="registry@localhost")
CONTACT = env.str("CONTACT", default="")  # an e-mail address, or that of a page, on the about page
# Where people reach the registry, for links in mail that no request has to do with.
SITE_URL = env.str("SITE_URL", default=f"{'https' if HTTPS else 'http'}://{(ALLOWED_HOSTS or ['localhost'])[0]}")
SERVER_EMAIL = env.str("SERVER_EMAIL", default=DEFAULT_FROM_EMAIL)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django gives its loggers handlers of their own (mail to admins, the console under DEBUG): one place is enough.
    "loggers": {"django": {"handlers": [], "level": env.str("LOG_LEVEL", default="INFO"), "propagate": True}},
}
