"""Load regions, ICSs and organisations from a YAML file."""

from aligns_site.commands import Refused, VerbCommand, file_bytes, trial
from assessments.actions.places import known_places, load_places
from assessments.models import User
from assessments.places_file import PlacesFaults, parse


class Command(VerbCommand):
    help = "Load regions, ICSs and organisations from a YAML file. What the file leaves out stays."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file")
        parser.add_argument("--check", action="store_true", help="say what would happen, and change nothing")

    def act(self, *, file: str, check: bool, **options) -> str:
        try:
            definition = parse(file_bytes(file), known_places())
        except PlacesFaults as faults:
            raise Refused(*map(str, faults.faults)) from None
        with trial(check):
            done = load_places(by=User.objects.system(), definition=definition)
        return f"Checked, nothing was changed: {done.words}" if check else done.words
