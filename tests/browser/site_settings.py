"""The site's own settings for a run beside a browser; static files come straight from their folders, not collected."""

from aligns_site.settings import *  # noqa: F403
from aligns_site.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
