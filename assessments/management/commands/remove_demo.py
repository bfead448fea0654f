"""Take the made-up people and places away before the site goes live."""

from aligns_site.commands import VerbCommand
from assessments.actions.demo import remove_demo
from assessments.models import User


class Command(VerbCommand):
    help = "Remove the demo people, what they wrote, and the made-up places. The 2025 data stays."

    def act(self, **options) -> str:
        return "\n".join(remove_demo(by=User.objects.system()))
