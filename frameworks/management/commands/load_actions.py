"""Load recommended actions for a framework version from a file of their own, or only check the file."""

from django.contrib.auth import get_user_model

from aligns_site.commands import Refused, VerbCommand, file_bytes, trial
from frameworks.definition import DefinitionFaults
from frameworks.library.actions import load_actions, version_named
from frameworks.library.definition import parse_library


class Command(VerbCommand):
    help = "Load recommended actions from a YAML or .xlsx file (docs/framework-file.md). What it leaves out stays."

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument(
            "--for", dest="version", default="", metavar="SLUG@VERSION", help="the version, whatever the file says"
        )
        parser.add_argument("--check", action="store_true", help="say what would happen, and change nothing")

    def act(self, *, file: str, version: str, check: bool, **options) -> str:
        try:
            definition = parse_library(file_bytes(file), version_named, version)
        except DefinitionFaults as refused:
            raise Refused(*map(str, refused.faults)) from None
        with trial(check):
            words = load_actions(by=get_user_model().objects.system(), definition=definition).words
        return f"Checked only, nothing was changed. The file would do this: {words}" if check else words
