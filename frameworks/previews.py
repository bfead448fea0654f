"""What loading a definition would do, and what becomes of each indicator. Asks the database, changes nothing."""

from dataclasses import dataclass
from enum import Enum

from aligns_site.access import permit
from frameworks.actions import check_framework, named
from frameworks.comparisons import Comparison
from frameworks.definition import FrameworkDefinition
from frameworks.models import Framework
from frameworks.rules import LOAD_FRAMEWORK
from frameworks.stored import stored_definition


class Outcome(Enum):
    """What loading would do to this very version."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REPLACES = "replaces"
    REFUSED = "refused"


@dataclass(frozen=True)
class Preview:
    """`there`: this very version, where it is stored. `base`: what the file is compared with; None for a first one.

    `result`: what loading the same content again would say; empty for other content.
    """

    definition: FrameworkDefinition
    outcome: Outcome
    there: Framework | None
    base: Framework | None
    comparison: Comparison | None
    result: str = ""

    @property
    def name(self) -> str:
        head = self.definition.framework
        return f"{head.title} {head.version}"

    @property
    def has_nothing_to_do(self) -> bool:
        return self.outcome == Outcome.UNCHANGED and self.result == f"{named(self.there)}: unchanged."


def preview_of(*, by, definition: FrameworkDefinition) -> Preview:
    """A version that is here is compared with itself as it is stored; a new one with the version before it."""
    permit(by, LOAD_FRAMEWORK)
    head = definition.framework
    there = Framework.objects.filter(slug=head.slug, version=head.version).first()
    if there and there.content_hash == definition.content_hash:
        result = check_framework(by=by, definition=definition).words
        return Preview(definition, Outcome.UNCHANGED, there, None, None, result)
    base = there or Framework.objects.before(head.slug, head.version).first()
    comparison = Comparison.of(stored_definition(base), definition) if base else None
    return Preview(definition, outcome_of(there), there, base, comparison)


def outcome_of(there: Framework | None) -> Outcome:
    """Of other content than what is there."""
    if there is None:
        return Outcome.NEW
    return Outcome.REFUSED if there.is_used else Outcome.REPLACES
