"""Open a cycle on one framework version."""

from argparse import ArgumentTypeError
from datetime import date

from aligns_site.commands import Refused, VerbCommand
from assessments.actions.cycles import open_cycle
from assessments.models import Organisation, User, Visibility
from assessments.places_definition import day_of
from frameworks.models import Framework


def day(text: str) -> date:
    if (found := day_of(text)) is None:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2026-04-01")
    return found


class Command(VerbCommand):
    help = "Open a cycle and ask organisations to assess themselves in it."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--slug", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--framework", required=True, metavar="SLUG@VERSION")
        parser.add_argument("--opens", required=True, type=day, metavar="DATE")
        parser.add_argument("--closes", required=True, type=day, metavar="DATE")
        parser.add_argument("--visibility", choices=Visibility.values, default=Visibility.ANONYMOUS.value)
        parser.add_argument("--minimum-group", type=int, default=3, metavar="N")
        parser.add_argument("--organisations", metavar="SLUG,...", help="default: all that are placed on the first day")

    def act(self, *, slug, name, framework, opens, closes, visibility, minimum_group, organisations, **options) -> str:
        version = Framework.objects.by_reference(framework).first()
        if version is None:
            raise Refused(f"There is no framework {framework!r}. Load it first, and name it as slug@version.")
        cycle, is_new = open_cycle(
            by=User.objects.system(),
            slug=slug,
            name=name,
            framework=version,
            opens_on=opens,
            closes_on=closes,
            visibility=visibility,
            minimum_group=minimum_group,
            organisations=organisations_named(organisations),
        )
        asked = cycle.participations.count()
        return f"{cycle.slug}: opened, {asked} organisations asked" if is_new else f"{cycle.slug}: unchanged"


def organisations_named(slugs: str | None) -> list[Organisation] | None:
    """The organisations that a list of slugs names; None where no list is given. Raises Refused."""
    if slugs is None:
        return None
    wanted = [slug.strip() for slug in slugs.split(",") if slug.strip()]
    found = {body.slug: body for body in Organisation.objects.filter(slug__in=wanted)}
    missing = [slug for slug in wanted if slug not in found]
    if missing or not wanted:
        raise Refused(*(f"There is no organisation {slug!r}." for slug in missing or [slugs]))
    # One that was merged into another is that other.
    return list(dict.fromkeys(found[slug].merged_into or found[slug] for slug in wanted))
