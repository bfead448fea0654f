"""Give a person a role at a place; also the way to the first administrator."""

from urllib.parse import urljoin

from django.conf import settings

from aligns_site import env
from aligns_site.accounts import new_password_path
from aligns_site.commands import VerbCommand
from assessments.actions.people import add_member
from assessments.models import Role, User

# Where `make run` serves the site.
ON_THIS_MACHINE = f"http://127.0.0.1:{env.number('PORT', 8000)}/"
ELSEWHERE = (
    "SITE_ADDRESS is empty, so this link works on this machine alone. If people find the site somewhere else, put that "
    f"address in the place of {ON_THIS_MACHINE}"
)


class Command(VerbCommand):
    help = "Give a person a role, and an account where she has none."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--at", default="", metavar="SLUG", help="organisation, ICS or region, by the role")
        parser.add_argument(
            "--password", metavar="PW", help="for a new account; without one a link to choose it is printed"
        )
        parser.add_argument("--name", default="")

    def act(self, *, email, role, at, password, name, **options) -> str:
        membership, is_new = add_member(
            by=User.objects.system(), email=email, role=role, at=at, name=name, password=password
        )
        if not is_new:
            return f"{membership}: unchanged"
        user = membership.user
        return f"{membership}" if user.has_usable_password() else f"{membership}\n{password_words(user)}"


def password_words(user: User) -> str:
    """Nothing is sent, and the first administrator may have no e-mail server yet."""
    link = urljoin(settings.SITE_ADDRESS or ON_THIS_MACHINE, new_password_path(user))
    words = f"Choose a password within three days: {link}"
    return words if settings.SITE_ADDRESS else f"{words}\n{ELSEWHERE}"
