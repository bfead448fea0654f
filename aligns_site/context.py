"""What every template may use without being given it: the site's name and its contact."""

from django.http import HttpRequest

from assessments.site import site_now


def site(request: HttpRequest) -> dict:
    now = site_now()
    return {"site_name": now.name, "support_email": now.support_email}
