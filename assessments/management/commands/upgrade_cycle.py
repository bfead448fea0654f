"""Move an open cycle to a newer version of its framework."""

from aligns_site.commands import Refused, VerbCommand, trial
from assessments.actions.upgrades import Upgraded, upgrade_cycle
from assessments.models import Cycle, SelfAssessment, User
from assessments.upgrade_words import tally_words
from frameworks.models import Framework


class Command(VerbCommand):
    help = "Move an open cycle, with all that was said in it, to a newer version of its framework. Deletes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--cycle", required=True, metavar="SLUG")
        parser.add_argument("--to", required=True, metavar="SLUG@VERSION")
        parser.add_argument("--check", action="store_true", help="say what would happen, and change nothing")

    def act(self, *, cycle: str, to: str, check: bool, **options) -> str:
        found = Cycle.objects.filter(slug=cycle).first()
        if found is None:
            raise Refused(f"There is no cycle {cycle!r}.")
        newer = Framework.objects.by_reference(to).first()
        if newer is None:
            raise Refused(f"There is no framework {to!r}. Load it first, and name it as slug@version.")
        with trial(check):
            done = upgrade_cycle(by=User.objects.system(), cycle=found, newer=newer)
        if done is None:
            return f"{cycle}: unchanged"
        return "\n".join([*lines_of(done), outcome_of(done, check)])


def lines_of(done: Upgraded) -> list[str]:
    """One for each self-assessment of which anything was said."""
    told = {pk: tally for pk, tally in done.tallies.items() if tally}
    named = SelfAssessment.objects.filter(pk__in=told).with_names().order_by("organisation__slug", "initiative", "pk")
    return [
        f"{one.organisation.slug}{f' ({one.initiative})' if one.initiative else ''}: {tally_words(told[one.pk])}"
        for one in named
    ]


def outcome_of(done: Upgraded, check: bool) -> str:
    opening = "Checked, nothing was changed: " if check else ""
    back = f"; {done.back} in progress again" if done.back else ""
    reference = done.upgrade.newer.reference
    return f"{opening}{done.upgrade.cycle.slug}: moved to {reference}; {tally_words(done.total)}{back}"
