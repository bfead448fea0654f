"""Load ready-made polls from a YAML file."""

from aligns_site.commands import Refused, VerbCommand, file_bytes, trial
from assessments.models import User
from polls.actions import load_ready_made
from polls.polls_file import PollsFaults, parse


class Command(VerbCommand):
    help = "Load ready-made polls from a YAML file (docs/polls.md). What the file leaves out stays."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--check", action="store_true", help="say what would happen, and change nothing")

    def act(self, *, file: str, check: bool, **options) -> str:
        try:
            polls = parse(file_bytes(file))
        except PollsFaults as refused:
            raise Refused(*map(str, refused.faults)) from None
        with trial(check):
            words = load_ready_made(by=User.objects.system(), polls=polls)
        return f"Checked only, nothing was changed. The file would do this: {words}" if check else f"polls: {words}"
