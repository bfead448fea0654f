"""A small demonstration cycle on each further framework, answered by made-up organisations, and its removal.

Private, and closed before the first real cycle opens: administrators alone see it, and nobody's reports begin with it.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError

from assessments import answers_file
from assessments.actions.cycles import open_cycle
from assessments.actions.imports import ImportRefused, import_assessments, vocabulary_of
from assessments.models import Cycle, Organisation, User, Visibility
from frameworks import definition
from frameworks.actions import load_framework

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
ORGANISATIONS = ("pretend-borough", "invented-hospitals", "imaginary-coast")


@dataclass(frozen=True)
class MadeUpCycle:
    """`slug` is also the name of the file with its answers."""

    slug: str
    name: str
    file: str
    opens_on: date
    closes_on: date


CYCLES = (
    MadeUpCycle(
        "made-up-best-practice-2023",
        "Best practice actions 2023 (made up)",
        "best-practice-actions-2019.1",
        date(2023, 1, 9),
        date(2023, 3, 31),
    ),
    MadeUpCycle(
        "made-up-one-team-2023", "One team 2023 (made up)", "one-team-1.0", date(2023, 4, 3), date(2023, 6, 30)
    ),
    MadeUpCycle(
        "made-up-potential-2023", "POTential 2023 (made up)", "potential-1.0", date(2023, 7, 3), date(2023, 9, 29)
    ),
    MadeUpCycle(
        "made-up-sustainability-2023",
        "Sustainability Model 2023 (made up)",
        "nhs-sustainability-2010.1",
        date(2023, 10, 2),
        date(2023, 12, 22),
    ),
)


def seed_made_up_cycles(*, by: User) -> list[str]:
    """Load each framework, open its cycle and import its answers; a line for each. The places must be there."""
    return [line for made_up in CYCLES for line in _seed(made_up, by=by)]


def _seed(made_up: MadeUpCycle, *, by: User) -> list[str]:
    """A cycle that is there already stays as it is, as do its answers where somebody has worked on them."""
    loaded = load_framework(by=by, definition=definition.parse(_bytes("frameworks", f"{made_up.file}.yaml")))
    lines = [f"framework: {loaded.words}"]
    cycle = Cycle.objects.select_related("framework").filter(slug=made_up.slug).first()
    if cycle is None:
        cycle, _ = open_cycle(
            by=by,
            slug=made_up.slug,
            name=made_up.name,
            framework=loaded.framework,
            opens_on=made_up.opens_on,
            closes_on=made_up.closes_on,
            visibility=Visibility.PRIVATE,
            organisations=list(Organisation.objects.filter(slug__in=ORGANISATIONS)),
        )
        lines.append(f"cycle {made_up.slug}: opened")
    else:
        lines.append(f"cycle {made_up.slug}: unchanged")
    return [*lines, f"answers of {made_up.slug}: {_answers(cycle, by=by)}"]


def _answers(cycle: Cycle, *, by: User) -> str:
    try:
        read = answers_file.parse(_bytes("demo", f"{cycle.slug}.csv"), vocabulary_of(cycle))
        return import_assessments(by=by, cycle=cycle, read=read).words
    except (ImportRefused, answers_file.AnswersFaults):
        return "unchanged: somebody has worked on it since"


def _bytes(*parts: str) -> bytes:
    return FIXTURES.joinpath(*parts).read_bytes()


def remove_made_up_cycles() -> int:
    """Delete the cycles here that ask and hold nobody any more. Their frameworks stay: they are real."""
    return sum(_removed(cycle) for cycle in Cycle.objects.filter(slug__in=[one.slug for one in CYCLES]))


def _removed(cycle: Cycle) -> bool:
    if cycle.participations.exists():
        return False
    try:
        with transaction.atomic():
            cycle.changes.all().delete()
            cycle.upgrades.all().delete()
            cycle.delete()
    except ProtectedError:
        return False
    return True
