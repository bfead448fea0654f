"""What every template may use without being given it: the site's name, its contact, and who asks."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    return {"site_name": settings.SITE_NAME, "support_email": settings.SUPPORT_EMAIL}
