"""Django's settings, all from environment variables; every one is listed in docs/admin/settings.md."""

from __future__ import annotations

from pathlib import Path

from keyaccount.site import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_dir()
FILES_DIR = DATA_DIR / "files"
PUBLIC_URL = env.text("KEYACCOUNT_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")

DEBUG = False
SECRET_KEY = env.text("KEYACCOUNT_SECRET_KEY") or env.kept_secret(DATA_DIR, "secret.key")
FIELD_KEY = env.text("KEYACCOUNT_FIELD_KEY") or env.kept_secret(DATA_DIR, "field.key")
ALLOWED_HOSTS = [*env.names("KEYACCOUNT_HOSTS", "127.0.0.1,localhost,[::1]"), env.host_of(PUBLIC_URL)]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "keyaccount.records.journal",
    "keyaccount.records.search",
    "keyaccount.records.org",
    "keyaccount.records.library",
    "keyaccount.records.accounts",
    "keyaccount.records.people",
    "keyaccount.records.deals",
    "keyaccount.records.visits",
    "keyaccount.records.contracts",
    "keyaccount.interfaces.automation",
    "keyaccount.interfaces.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "keyaccount.interfaces.web.storable.StorableCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "keyaccount.interfaces.web.middleware.MemberMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "keyaccount.interfaces.web.pages.ErrorMiddleware",
    "keyaccount.interfaces.web.storable.StorableTexts",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "keyaccount.site.urls"
WSGI_APPLICATION = "keyaccount.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "interfaces" / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "keyaccount.interfaces.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA_DIR)}
CACHES = {
    "default": {
        "BACKEND": "keyaccount.site.caching.SharedFileCache",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

AUTH_USER_MODEL = "org.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "keyaccount.interfaces.web.sign_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/15m/key,100/d/key",
    "reauthenticate": "10/15m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "KeyAccount"
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "keyaccount.interfaces.web.sign_in.SecondFactor"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.yes("KEYACCOUNT_BEHIND_PROXY") else 0

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env.number("KEYACCOUNT_SESSION_HOURS", 12) * 3600
SESSION_IDLE_SECONDS = env.number("KEYACCOUNT_IDLE_MINUTES", 30) * 60
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "keyaccount_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "keyaccount_csrf"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "keyaccount.interfaces.web.pages.forged"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.yes("KEYACCOUNT_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "keyaccount_language"
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("KEYACCOUNT_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = None  # whitenoise serves the package's own files; nothing is collected
STATICFILES_DIRS = [PACKAGE / "interfaces" / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = FILES_DIR
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
UPLOAD_LIMIT = env.number("KEYACCOUNT_UPLOAD_MB", 25) << 20
API_RATE = env.number("KEYACCOUNT_API_RATE", 12_000)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMAIL_HOST = env.text("KEYACCOUNT_MAIL_HOST")
EMAIL_PORT = env.number("KEYACCOUNT_MAIL_PORT", 25)
EMAIL_HOST_USER = env.text("KEYACCOUNT_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("KEYACCOUNT_MAIL_PASSWORD")
DEFAULT_FROM_EMAIL = env.text("KEYACCOUNT_MAIL_FROM", "keyaccount@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.console.EmailBackend"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("KEYACCOUNT_LOG_LEVEL", "WARNING")},
}
