"""Set up the demonstration: the real 2025 data and one made-up person per role."""

from django.conf import settings

from aligns_site.commands import VerbCommand
from assessments.actions.demo import seed_demo
from assessments.models import User


class Command(VerbCommand):
    help = "Load the framework, the places and the 2025 data, open the 2026 cycle, and add the demo people."

    def act(self, **options) -> str:
        return "\n".join(seed_demo(by=User.objects.system(), password=settings.DEMO_PASSWORD))
