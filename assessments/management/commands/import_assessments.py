"""Import self-assessments from a CSV or XLSX file."""

from aligns_site.commands import Refused, VerbCommand, file_bytes, trial
from assessments.actions.imports import import_assessments, vocabulary_of
from assessments.answers_file import AnswersFaults, parse
from assessments.models import Cycle, User


class Command(VerbCommand):
    help = "Import self-assessments into a cycle, all or none."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file")
        parser.add_argument("--cycle", required=True, metavar="SLUG")
        parser.add_argument("--check", action="store_true", help="say what would happen, and change nothing")

    def act(self, *, file: str, cycle: str, check: bool, **options) -> str:
        found = Cycle.objects.filter(slug=cycle).select_related("framework").first()
        if found is None:
            raise Refused(f"There is no cycle {cycle!r}.")
        try:
            read = parse(file_bytes(file), vocabulary_of(found))
        except AnswersFaults as faults:
            raise Refused(*faults.faults) from None
        with trial(check):
            done = import_assessments(by=User.objects.system(), cycle=found, read=read)
        outcome = f"Checked, nothing was changed: {done.words}" if check else done.words
        return "\n".join([*read.account.lines, outcome])
