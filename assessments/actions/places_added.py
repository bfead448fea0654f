"""The verbs that add one place: a region, an ICS in a region, an organisation in either."""

from datetime import date

from django.db import transaction
from django.utils.text import slugify

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.places import Place, lock_places, save
from assessments.actions.places_changes import placement_in, plain_name, record, require_free
from assessments.models import ICS, Changed, ICSPlacement, Organisation, Region, User


@transaction.atomic
def add_region(*, by: User, name: str) -> Region:
    """A new region. No day hangs on it: it holds what is placed in it."""
    return _added(Region(name=name), by=by)


@transaction.atomic
def add_ics(*, by: User, name: str, region: Region, from_on: date | None = None) -> ICS:
    """A new ICS in a region; without a day it has always lain there."""
    made = _added(ICS(name=name), by=by)
    save(ICSPlacement(ics=made, region=region, from_on=from_on))
    return made


@transaction.atomic
def add_organisation(
    *, by: User, name: str, kind: str, sector: str, where: ICS | Region, from_on: date | None = None, website: str = ""
) -> Organisation:
    """A new organisation, placed in an ICS or, without one, in a region."""
    made = _added(Organisation(name=name, kind=kind, sector=sector, website=website), by=by)
    save(placement_in(made, where, from_on))
    return made


def _added(made: Place, *, by: User) -> Place:
    """Stored and recorded, while nobody else changes any place. Its slug is made of its name and stays."""
    permit(by, rules.CHANGE_PLACES)
    lock_places()
    made.name = plain_name(made.name)
    made.slug = slugify(made.name)[:80]
    if not made.slug:
        raise ActionRefused("Use a name with letters or digits in it.")
    require_free(made, made.name)
    require_free(made, made.slug)
    save(made)
    record(made, Changed.ADDED, None, made.name, by=by)
    return made
