"""Give a person a role at a place; also the way to the first administrator."""

from aligns_site.commands import VerbCommand
from assessments.actions.people import add_member
from assessments.models import Role, User


class Command(VerbCommand):
    help = "Give a person a role, and an account where she has none."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--at", default="", metavar="SLUG", help="organisation, ICS or region, by the role")
        parser.add_argument("--password", metavar="PW", help="for a new account; without one she sets it by e-mail")
        parser.add_argument("--name", default="")

    def act(self, *, email, role, at, password, name, **options) -> str:
        membership, is_new = add_member(
            by=User.objects.system(), email=email, role=role, at=at, name=name, password=password
        )
        return f"{membership}" if is_new else f"{membership}: unchanged"
