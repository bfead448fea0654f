"""Change a cycle after it was opened: its last day, and what others see of it."""

from datetime import date

from django.core.management import CommandError

from aligns_site.commands import Refused, VerbCommand
from assessments.actions import cycle_changes as verbs
from assessments.management.commands.open_cycle import day
from assessments.models import Cycle, User, Visibility
from assessments.pages.dates import plain_day


class Command(VerbCommand):
    help = "Extend a cycle, close it early, or make it stricter. What it has already is left unchanged."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--slug", required=True)
        parser.add_argument("--closes", type=day, metavar="DATE", help="the new last day, later or earlier")
        parser.add_argument("--visibility", choices=Visibility.values)
        parser.add_argument("--minimum-group", type=int, metavar="N")
        parser.add_argument("--note", default="", metavar="WORDS", help="why; stands in the history of the cycle")
        parser.add_argument(
            "--moves-are-meant",
            action="store_true",
            help="also where organisations lie in another ICS or region on the new last day",
        )

    def act(self, *, slug, closes, visibility, minimum_group, note, moves_are_meant, **options) -> str:
        if (closes, visibility, minimum_group) == (None, None, None):
            raise CommandError("Say what to change: --closes, --visibility or --minimum-group.", returncode=2)
        cycle = Cycle.objects.filter(slug=slug).first()
        if cycle is None:
            raise Refused(f"There is no cycle {slug!r}.")
        done = [
            *_moved(cycle, closes, note=note, moves_are_meant=moves_are_meant),
            *_restricted(cycle, visibility, minimum_group, note=note),
        ]
        return f"{slug}: {'; '.join(done) or 'unchanged'}"


def _moved(cycle: Cycle, closes_on: date | None, **said) -> list[str]:
    if closes_on in (None, cycle.closes_on):
        return []
    verb, words = (
        (verbs.extend_cycle, "extended") if closes_on > cycle.closes_on else (verbs.close_cycle_early, "closed early")
    )
    try:
        verb(by=User.objects.system(), cycle=cycle, closes_on=closes_on, **said)
    except verbs.GeographyMoves as refused:
        lines = [f"{body}: {before}; then {after}." for body, before, after in refused.moves]
        raise Refused(
            f"On {plain_day(closes_on)} these lie elsewhere. Say --moves-are-meant to go on.", *lines
        ) from None
    return [f"{words}, the last day is {plain_day(closes_on)}"]


def _restricted(cycle: Cycle, visibility: str | None, minimum_group: int | None, *, note: str) -> list[str]:
    visibility = visibility or cycle.visibility
    minimum_group = cycle.minimum_group if minimum_group is None else minimum_group
    if (visibility, minimum_group) == (cycle.visibility, cycle.minimum_group):
        return []
    said = {"visibility": visibility, "minimum_group": minimum_group, "note": note}
    verbs.restrict_cycle(by=User.objects.system(), cycle=cycle, **said)
    return [f"made stricter: {visibility}, smallest group {minimum_group}"]
