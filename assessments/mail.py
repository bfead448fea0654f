"""The e-mails about access, and those that ask for a view. Decides nothing; is called once the change is safe."""

from urllib.parse import urljoin

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from aligns_site.accounts import new_password_path
from assessments.models import Contributor, Membership, Role, User
from assessments.pages.words import purpose_words
from assessments.site import site_now

WORK = {
    Role.CONTRIBUTOR: "You can read the answers of your organisation and add evidence to them.",
    Role.POT: "You answer the self-assessment of your organisation, and invite others to help.",
    Role.ICS_LEAD: "You agree or return what the organisations of your ICS submit, and invite those who answer.",
    Role.REGIONAL_LEAD: "You see how far the organisations of your region are, and invite the leads of its ICSs.",
    Role.ADMINISTRATOR: "You open cycles, load frameworks and places, and let people in.",
}


def send_invitation(membership: Membership, *, by: User, site: str) -> None:
    """Says who invited, to what, and whom to ask. Who has no password yet gets a link to choose one."""
    user, here = membership.user, site_now()
    needs_password = not user.has_usable_password()
    words = {
        "user": user,
        "by": by,
        "seat": membership.seat_words,
        "work": WORK[membership.role],
        "link": urljoin(site, new_password_path(user)) if needs_password else "",
        "sign_in": urljoin(site, reverse("account_login")),
        "new_link": urljoin(site, reverse("account_reset_password")),
        "site_name": here.name,
        "support_email": here.support_email,
    }
    EmailMessage(
        subject=f"You have access to {here.name}: {membership.seat_words}",
        body=render_to_string("people/email/invitation.txt", words),
        from_email=here.sender,
        to=[user.email],
        reply_to=[by.email],
    ).send()


def send_request_for_view(contributor: Contributor, *, key: str, by: User, site: str) -> None:
    """A guest gets a link with her key; whoever has an account, the address of her page."""
    held, here = contributor.self_assessment, site_now()
    page = reverse("contributions:own", args=[held.uuid])
    words = {
        "contributor": contributor,
        "by": by,
        "held": held,
        "purpose": purpose_words(held),
        "dimensions": contributor.dimensions.filter(framework=contributor.self_assessment.framework_id).order_by(
            "position"
        ),
        "link": urljoin(site, reverse("contributions:link", args=[key])) if key else "",
        "own_page": urljoin(site, page),
        "new_link": urljoin(site, reverse("contributions:new_link")),
        "site_name": here.name,
        "support_email": here.support_email,
    }
    EmailMessage(
        subject=f"{by} asks for your view: {held}",
        body=render_to_string("contributions/email/request.txt", words),
        from_email=here.sender,
        to=[contributor.email],
        reply_to=[by.email],
    ).send()
