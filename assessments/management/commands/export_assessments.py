"""Write the submitted answers of a cycle to standard output."""

from aligns_site.commands import Refused, VerbCommand
from assessments.actions.imports import export_assessments
from assessments.models import Cycle


class Command(VerbCommand):
    help = "Write the submitted and agreed self-assessments of a cycle as CSV to standard output."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--cycle", required=True, metavar="SLUG")

    def act(self, *, cycle: str, **options) -> str:
        found = Cycle.objects.filter(slug=cycle).select_related("framework").first()
        if found is None:
            raise Refused(f"There is no cycle {cycle!r}.")
        self.stdout.write(export_assessments(found), ending="")
        return ""
