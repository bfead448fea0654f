"""The e-mail that invites to a wording review. Decides nothing; is called once the invitation is safe."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from aligns_site.accounts import new_password_path
from frameworks.models import Reviewer


def send_review_invitation(reviewer: Reviewer, *, by, site: str) -> None:
    """Says who invited and to what. Who has no password yet gets a link to choose one."""
    user, framework = reviewer.user, reviewer.framework
    words = {
        "user": user,
        "by": by,
        "framework": framework,
        "link": "" if user.has_usable_password() else urljoin(site, new_password_path(user)),
        "page": urljoin(site, reverse("frameworks:review", args=[framework.slug, framework.version])),
        "new_link": urljoin(site, reverse("account_reset_password")),
        "site_name": settings.SITE_NAME,
        "support_email": settings.SUPPORT_EMAIL,
    }
    EmailMessage(
        subject=f"Please review the wording of {framework}",
        body=render_to_string("frameworks/email/review_invitation.txt", words),
        to=[user.email],
        reply_to=[by.email],
    ).send()
