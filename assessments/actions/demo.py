"""Verbs that set up the demonstration (real 2025 data, made-up people) and take the made-up part away again."""

from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from aligns_site.access import ActionRefused
from assessments import answers_file, places_file
from assessments.actions.cycles import open_cycle
from assessments.actions.imports import import_assessments, vocabulary_of
from assessments.actions.people import add_member
from assessments.actions.places import load_places
from assessments.models import (
    ICS,
    Cell,
    Cycle,
    DimensionRating,
    Evidence,
    Membership,
    Organisation,
    Rating,
    Role,
    SelfAssessment,
    Snapshot,
    Status,
    StatusChange,
    User,
)
from frameworks import definition
from frameworks.actions import load_framework
from frameworks.models import Framework

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
DEMO_DOMAIN = "demo.example"
DEMO_PLACES = FIXTURES / "demo" / "places.yaml"
PEOPLE = (
    ("contributor", "Ana Costa", Role.CONTRIBUTOR, "oxfordshire"),
    ("pot", "Pat Okafor", Role.POT, "oxfordshire"),
    ("ics.lead", "Sam Reid", Role.ICS_LEAD, "buckinghamshire-oxfordshire-and-berkshire-west"),
    ("regional.lead", "Robin Hale", Role.REGIONAL_LEAD, "south-east"),
    ("administrator", "Ada Lomax", Role.ADMINISTRATOR, ""),
    ("outsider", "Olu Brand", Role.POT, "demonstration-vale"),
)
CYCLES = (
    ("aligns-2025", "ALIGNS 2025", date(2024, 3, 1), date(2025, 9, 30)),
    ("aligns-2026", "ALIGNS 2026", date(2026, 4, 1), date(2027, 3, 31)),
)


@transaction.atomic
def seed_demo(*, by: User, password: str) -> list[str]:
    """Framework, places, the 2025 data, an open 2026 cycle and one person per role. Returns a line for each step."""
    if not password:
        raise ActionRefused("DEMO_PASSWORD is empty. Set it, or run `make .env`, which makes one up.")
    aligns = definition.parse((FIXTURES / "frameworks" / "aligns-2025.1.yaml").read_bytes())
    lines = [f"framework: {load_framework(by=by, definition=aligns).words}"]
    lines.append(f"places: {_places(FIXTURES / 'places' / 'england.yaml', by=by)}")
    framework = Framework.objects.by_reference(aligns.reference).get()
    for slug, name, opens_on, closes_on in CYCLES:
        cycle, is_new = open_cycle(
            by=by,
            slug=slug,
            name=name,
            framework=framework,
            opens_on=opens_on,
            closes_on=closes_on,
            visibility="named",
        )
        lines.append(f"cycle {cycle.slug}: {'opened' if is_new else 'unchanged'}")
    lines.append(f"2025 data: {_answers(by=by)}")
    lines.append(f"made-up places: {_places(DEMO_PLACES, by=by)}")
    lines += [_person(*person, password=password, by=by) for person in PEOPLE]
    return lines


def _places(file: Path, *, by: User) -> str:
    return load_places(by=by, definition=places_file.parse(file.read_bytes())).words


def _answers(*, by: User) -> str:
    cycle = Cycle.objects.select_related("framework").get(slug="aligns-2025")
    read = answers_file.parse((FIXTURES / "assessments" / "aligns-2025.csv").read_bytes(), vocabulary_of(cycle))
    return import_assessments(by=by, cycle=cycle, read=read).words


def _person(local: str, name: str, role: Role, at: str, *, password: str, by: User) -> str:
    membership, is_new = add_member(by=by, email=f"{local}@{DEMO_DOMAIN}", role=role, at=at, name=name)
    user = membership.user
    if not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    return f"{user.email}: {'added' if is_new else 'unchanged'}"


@transaction.atomic
def remove_demo(*, by: User) -> list[str]:
    """Take away the demo people, what they wrote, and the made-up places. The real data of 2025 stays."""
    people = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}")
    slugs = [body.slug for body in places_file.parse(DEMO_PLACES.read_bytes()).organisations]
    written = _written_by(people) | SelfAssessment.objects.filter(organisation__slug__in=slugs)
    lines = [f"{written.count()} self-assessments of demo people"]
    _remove_answers(written)
    Membership.objects.filter(Q(user__in=people) | Q(organisation__slug__in=slugs)).delete()
    lines += [f"{len(people)} demo people", f"{_remove_places(slugs)} made-up places"]
    for person in people:
        _remove_person(person)
    return [f"removed: {line}" for line in lines]


def _written_by(people) -> QuerySet:
    """Self-assessments that demo people began and nobody else has touched."""
    begun = StatusChange.objects.filter(by__in=people, from_status=Status.NOT_STARTED)
    touched = [
        model.objects.exclude(**{f"{field}__in": people}).values("self_assessment")
        for model, field in ((StatusChange, "by"), (Rating, "changed_by"), (Evidence, "added_by"))
    ]
    written = SelfAssessment.objects.filter(pk__in=begun.values("self_assessment"))
    for others in touched:
        written = written.exclude(pk__in=others)
    return written


def _remove_person(person: User) -> None:
    """Delete the account; where a record that stays names it, shut it instead."""
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        person.is_active = False
        person.set_unusable_password()
        person.save(update_fields=["is_active", "password"])


def _remove_answers(written) -> None:
    keys = list(written.values_list("pk", flat=True))
    written.update(counting_snapshot=None)
    of_them = {"self_assessment__in": keys}
    Cell.objects.filter(snapshot__self_assessment__in=keys).delete()
    for model in (Snapshot, StatusChange, Evidence, Rating, DimensionRating):
        model.objects.filter(**of_them).delete()
    for model in (Evidence, Rating, DimensionRating):
        model.history.filter(**of_them).delete()
    SelfAssessment.objects.filter(pk__in=keys).delete()


def _remove_places(slugs: list[str]) -> int:
    bodies = Organisation.objects.filter(slug__in=slugs)
    systems = ICS.objects.filter(slug__in=[ics.slug for ics in places_file.parse(DEMO_PLACES.read_bytes()).ics])
    count = bodies.count() + systems.count()
    for body in bodies:
        body.participations.all().delete()
        body.placements.all().delete()
        body.delete()
    for ics in systems:
        ics.placements.all().delete()
        ics.delete()
    return count
