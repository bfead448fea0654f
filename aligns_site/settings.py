"""The one settings file. Machines differ only by their environment (see docs/deploy.md for every name)."""

from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured

from aligns_site import env
from aligns_site.env import BASE_DIR

SECRET_KEY = env.secret("SECRET_KEY")
DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
HTTPS = env.flag("HTTPS")

SITE_NAME = env.text("SITE_NAME", "ALIGNS")
# Where people find the site: for e-mails that nobody's visit sends.
SITE_ADDRESS = env.address("SITE_ADDRESS")
SUPPORT_EMAIL = env.text("SUPPORT_EMAIL", "support@demo.example")

INSTALLED_APPS = [
    "aligns_site",
    "frameworks",
    "assessments",
    "reports",
    "polls",
    "aligns_site.apps.SupportPages",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "aligns_site.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "aligns_site.urls"
WSGI_APPLICATION = "aligns_site.wsgi.application"

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
                "aligns_site.context.site",
            ],
        },
    },
]

DATABASES = {"default": env.env.db_url("DATABASE_URL", f"sqlite:///{BASE_DIR / 'aligns.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE = DATABASES["default"]
# Kept for the next request: on SQLite too, opening costs as much as a small page.
DATABASE["CONN_MAX_AGE"] = 60
if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # A write takes its lock at once, so that two writers wait for each other rather than fail.
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;",
    }
elif DATABASE["ENGINE"] == "django.db.backends.postgresql":
    DATABASE["CONN_HEALTH_CHECKS"] = True
else:
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")

# In the database, so that sign-in limits hold over all web workers.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

AUTH_USER_MODEL = "assessments.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
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
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "aligns_site.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Signed in until the browser closes, or for SESSION_COOKIE_AGE.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"contribution_link": "20/m/ip,5/10m/key"}
ACCOUNT_FORMS = {
    "login": "aligns_site.accounts.SignInForm",
    "change_password": "aligns_site.accounts.ChangePasswordForm",
    "reset_password": "aligns_site.accounts.ResetPasswordForm",
    "reset_password_from_key": "aligns_site.accounts.NewPasswordForm",
}
DEMO_PASSWORD = env.text("DEMO_PASSWORD")

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
# Seconds; a post office that does not answer must not hold up a page.
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", SUPPORT_EMAIL)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "front-end"]
FILE_UPLOAD_HANDLERS = [
    "aligns_site.uploads.SentNames",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Kept as evidence, and sent only by the view that asks who asks. The limits are those of one self-assessment.
DOCUMENTS_ROOT = env.folder("DOCUMENTS_ROOT", BASE_DIR / "media" / "documents")
if any(DOCUMENTS_ROOT.is_relative_to(public) for public in (STATIC_ROOT, *STATICFILES_DIRS)):
    raise ImproperlyConfigured("DOCUMENTS_ROOT must not lie in a folder from which files are served.")
MOST_DOCUMENTS = env.number("MOST_DOCUMENTS", 40)
MOST_DOCUMENT_MEGABYTES = env.number("MOST_DOCUMENT_MEGABYTES", 200)
# Evidence dated more than so many months before its cycle closes is marked as ageing.
EVIDENCE_AGES_AFTER_MONTHS = env.number("EVIDENCE_AGES_AFTER_MONTHS", 24)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "documents": {"BACKEND": "aligns_site.storage.PrivateFolder", "OPTIONS": {"location": DOCUMENTS_ROOT}},
}

CRISPY_TEMPLATE_PACK = "aligns"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("aligns",)
CRISPY_FAIL_SILENTLY = False

# Nothing is loaded from another host, nothing runs that is not a file of ours.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "aligns_site.views.form_expired"
# A dimension of a large framework is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
SIMPLE_HISTORY_REVERT_DISABLED = True
