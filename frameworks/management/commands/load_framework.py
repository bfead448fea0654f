"""Load a framework version from a file, or only check the file."""

import sys

from django.contrib.auth import get_user_model

from aligns_site.commands import Refused, VerbCommand, file_bytes, trial
from frameworks.actions import load_framework
from frameworks.definition import DefinitionFaults, parse
from frameworks.growing import is_large
from frameworks.pages.preview import cycle_names
from frameworks.previews import Outcome, Preview, preview_of
from frameworks.storing import Stored


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
        tell = self.tell if sys.stderr.isatty() or is_large(definition) else None
        with trial(check):
            system = get_user_model().objects.system()
            beside = beside_words(preview_of(by=system, definition=definition)) if check else []
            words = load_framework(by=system, definition=definition, draft=draft, tell=tell).words
        if not check:
            return words
        return "\n".join([f"Checked only, nothing was changed. The file would do this: {words}", *beside])

    def tell(self, step: Stored) -> None:
        self.stderr.write(f"{step}.")


def beside_words(preview: Preview) -> list[str]:
    """What changes, and which cycles use what is there: of the version itself, else of the one before it."""
    lines = [preview.comparison.words] if preview.comparison else []
    if preview.outcome == Outcome.NEW:
        lines.append("No cycle uses this version yet.")
    used = preview.there or preview.base
    return [*lines, f"Cycles that use {used.reference}: {', '.join(cycle_names(used)) or 'none'}."] if used else lines
