"""Load a framework version from a file, or only check the file."""

from django.contrib.auth import get_user_model

from aligns_site.commands import Refused, VerbCommand, file_bytes, trial
from frameworks.actions import load_framework
from frameworks.definition import DefinitionFaults, parse


class Command(VerbCommand):
    help = "Load a framework version from a YAML or .xlsx file (docs/framework-file.md) and publish it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--check", action="store_true", help="say what would happen, and change nothing")
        parser.add_argument("--draft", action="store_true", help="do not publish it yet")

    def act(self, *, file: str, check: bool, draft: bool, **options) -> str:
        try:
            definition = parse(file_bytes(file))
        except DefinitionFaults as refused:
            raise Refused(*map(str, refused.faults)) from None
        with trial(check):
            system = get_user_model().objects.system()
            words = load_framework(by=system, definition=definition, draft=draft).words
        return f"Checked only, nothing was changed. The file would do this: {words}" if check else words
