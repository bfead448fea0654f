"""Load a crosswalk between two framework versions from a file, or only check the file."""

from django.contrib.auth import get_user_model

from aligns_site.commands import Refused, VerbCommand, file_bytes, trial
from frameworks.crosswalks.actions import known_versions, load_crosswalk
from frameworks.crosswalks.file import parse
from frameworks.definition import DefinitionFaults


class Command(VerbCommand):
    help = "Load a crosswalk between two framework versions from a YAML file (docs/crosswalk-file.md)."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--check", action="store_true", help="say what would happen, and change nothing")

    def act(self, *, file: str, check: bool, **options) -> str:
        try:
            definition = parse(file_bytes(file), known_versions())
        except DefinitionFaults as refused:
            raise Refused(*map(str, refused.faults)) from None
        with trial(check):
            words = load_crosswalk(by=get_user_model().objects.system(), definition=definition).words
        return f"Checked only, nothing was changed. The file would do this: {words}" if check else words
