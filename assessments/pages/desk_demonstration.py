"""The page of the desk about the demonstration: what of it is there, what goes, what stays, and what is left to do."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from assessments.actions.site import sends_for_real
from assessments.demonstration import (
    DEMO_DOMAIN,
    demo_answers,
    demo_people,
    left_behind,
    made_up_places,
    owned_by_demo_people,
    real_answers_at_made_up_places,
    staying_answers,
)
from assessments.models import Membership, Role, User
from assessments.pages.desk_home import desk_breadcrumbs
from assessments.site import site_now


@dataclass(frozen=True)
class Check:
    """One thing to do before the site goes live. `href` and `link`: where, if it is done at the desk."""

    words: str
    is_done: bool
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class DemonstrationPage:
    """`goes`: (what, how many). `staying`: what no removal takes. `in_the_way`: why nothing can be removed now.

    `is_gone`: the demonstration was removed. A made-up place that is still there then stays.
    """

    goes: tuple[tuple[str, int], ...]
    is_gone: bool
    staying: tuple[str, ...]
    in_the_way: tuple[str, ...]
    checks: tuple[Check, ...]

    @classmethod
    def of(cls, user: User) -> "DemonstrationPage":
        bodies, systems = made_up_places()
        people = demo_people().filter(is_active=True).count()
        goes = (
            ("People of the demonstration who can sign in", people),
            ("Self-assessments that they began, or that are of made-up places", demo_answers().count()),
            *((f"{_upper(what)} of these people", rows.count()) for what, rows in owned_by_demo_people().items()),
        )
        is_gone = not any(count for _, count in goes)
        goes = (*goes, ("Made-up organisations and ICSs", bodies.count() + systems.count()))
        staying = left_behind() if is_gone else staying_answers()
        return cls(
            goes, is_gone, tuple(map(_upper, staying)), tuple(_in_the_way(user)), tuple(_checks(user, is_gone=is_gone))
        )

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return desk_breadcrumbs()


def _upper(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _is_of_the_demonstration(email: str) -> bool:
    return email.endswith(f"@{DEMO_DOMAIN}")


def _in_the_way(user: User):
    if _is_of_the_demonstration(user.email):
        yield "You are signed in as a person of the demonstration. Sign in with an account of your own."
    for one in real_answers_at_made_up_places():
        yield f"Real people have written in the self-assessment of {one.organisation}, a made-up place."


def _checks(user: User, *, is_gone: bool):
    here = site_now()
    administrators = Membership.objects.visible_to(user).active().filter(role=Role.ADMINISTRATOR)
    real = administrators.exclude(user__email__endswith=f"@{DEMO_DOMAIN}").exists()
    yield Check("An administrator has an account of her own", real, reverse("desk:invite"), "Invite one")
    is_named = not (_is_of_the_demonstration(here.support_email) or _is_of_the_demonstration(here.sender_email))
    yield Check("Support contact and sender of e-mails are real", is_named, reverse("desk:site"), "Set them")
    yield Check("The machine can send e-mails (setting EMAIL_BACKEND)", sends_for_real())
    yield Check("E-mails know the address of the site (setting SITE_ADDRESS)", bool(settings.SITE_ADDRESS))
    yield Check("The connection is kept secret, by HTTPS (setting HTTPS=yes)", settings.HTTPS)
    yield Check("The demonstration is removed", is_gone)
