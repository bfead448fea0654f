"""Verbs that set up the demonstration (real 2025 data, made-up people) and take the made-up part away again."""

from collections import Counter
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError, Q, QuerySet

from aligns_site.access import ActionRefused, permit
from assessments import answers_file, places_file, rules
from assessments.actions.cycles import open_cycle
from assessments.actions.demo_frameworks import remove_made_up_cycles, seed_made_up_cycles
from assessments.actions.documents import delete_documents
from assessments.actions.imports import ImportRefused, import_assessments, vocabulary_of
from assessments.actions.people import add_member
from assessments.actions.places import known_places, load_places
from assessments.demonstration import (
    DEMO_DOMAIN,
    DEMO_PLACES,
    demo_answers,
    demo_people,
    left_behind,
    made_up_places,
    owned_by_demo_people,
    real_answers_at_made_up_places,
)
from assessments.models import (
    ICS,
    AccountChange,
    Cell,
    Consensus,
    Contribution,
    ContributionLink,
    Contributor,
    Cycle,
    DeclinedNotice,
    DimensionRating,
    Document,
    Evidence,
    LeadNote,
    Membership,
    Organisation,
    Participation,
    Rating,
    Role,
    SelfAssessment,
    SentNotice,
    Snapshot,
    StatusChange,
    User,
)
from frameworks import definition
from frameworks.actions import load_framework
from frameworks.library.actions import load_actions, version_named
from frameworks.library.definition import parse_library
from frameworks.models import Framework
from frameworks.reviewing.actions import end_reviews_of

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
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


class DemoInUse(ActionRefused):
    """Real work, or whoever asks, would go with the demonstration."""


@transaction.atomic
def seed_demo(*, by: User, password: str) -> list[str]:
    """Frameworks, places, the 2025 data, an open 2026 cycle, small made-up cycles and one person per role.

    Returns a line for each step.
    """
    if not password:
        raise ActionRefused("DEMO_PASSWORD is empty. Set it, or run `make .env`, which makes one up.")
    aligns = definition.parse((FIXTURES / "frameworks" / "aligns-2025.1.yaml").read_bytes())
    lines = [f"framework: {load_framework(by=by, definition=aligns).words}"]
    lines.append(_recommended_actions(FIXTURES / "actions" / "aligns-2025.1.yaml", by=by))
    lines.append(f"places: {_places(FIXTURES / 'places' / 'england.yaml', by=by)}")
    framework = Framework.objects.by_reference(aligns.reference).get()
    lines += [_cycle(*cycle, framework=framework, by=by) for cycle in CYCLES]
    lines += _answers(by=by)
    lines.append(f"made-up places: {_places(DEMO_PLACES, by=by)}")
    lines += seed_made_up_cycles(by=by)
    lines += [_person(*person, password=password, by=by) for person in PEOPLE]
    return lines


def _recommended_actions(file: Path, *, by: User) -> str:
    return load_actions(by=by, definition=parse_library(file.read_bytes(), version_named)).words


def _places(file: Path, *, by: User) -> str:
    return load_places(by=by, definition=places_file.parse(file.read_bytes(), known_places())).words


def _cycle(slug: str, name: str, opens_on: date, closes_on: date, *, framework: Framework, by: User) -> str:
    """One that is there already stays as it is: it may have been extended, or shut off, since."""
    if Cycle.objects.filter(slug=slug).exists():
        return f"cycle {slug}: unchanged"
    dates = {"opens_on": opens_on, "closes_on": closes_on}
    open_cycle(by=by, slug=slug, name=name, framework=framework, visibility="named", **dates)
    return f"cycle {slug}: opened"


def _answers(*, by: User) -> list[str]:
    """With the account of every row, where it is new. What is there and differs from the file is left alone."""
    cycle = Cycle.objects.select_related("framework").get(slug="aligns-2025")
    read = answers_file.parse((FIXTURES / "assessments" / "aligns-2025.csv").read_bytes(), vocabulary_of(cycle))
    try:
        done = import_assessments(by=by, cycle=cycle, read=read)
    except ImportRefused:
        return ["2025 data: unchanged: the file has grown, or somebody has worked on it since"]
    account = read.account.lines if done.imported else []
    return [f"2025 data: {line}" for line in (*account, done.words)]


def _person(local: str, name: str, role: Role, at: str, *, password: str, by: User) -> str:
    membership, is_new = add_member(by=by, email=f"{local}@{DEMO_DOMAIN}", role=role, at=at, name=name)
    user = membership.user
    if not (user.is_active and user.check_password(password)):
        user.is_active = True
        user.set_password(password)
        user.save(update_fields=["is_active", "password"])
    return f"{user.email}: {'added' if is_new else 'unchanged'}"


@transaction.atomic
def remove_demo(*, by: User) -> list[str]:
    """Take away the demo people, what is theirs, and the made-up places. The real data of 2025 stays.

    Returns a line for each kind of thing that went, and for what stays although a demo person made it.
    """
    permit(by, rules.REMOVE_DEMO)
    people, (bodies, systems) = demo_people(), made_up_places()
    _require_no_loss(by)
    written = demo_answers()
    count = written.count()
    freed = _let_go(written)
    _remove_answers(written)
    Participation.objects.filter(reminded_by__in=people).update(reminded_by=None, reminded_at=None)
    for model in (SentNotice, DeclinedNotice, AccountChange):
        model.objects.filter(user__in=people).delete()
    Membership.objects.filter(Q(user__in=people) | Q(organisation__in=bodies) | Q(ics__in=systems)).delete()
    done = [
        ("self-assessments removed", count),
        ("marks removed that named one of them as where an answer was brought from", freed),
        ("made-up places removed", _remove_places(bodies, systems)),
        ("made-up cycles removed", remove_made_up_cycles()),
        *((f"{what} of demo people removed", _deleted(rows)) for what, rows in owned_by_demo_people().items()),
        *_remove_people(people, by=by),
    ]
    lines, staying = [f"{what}: {count}" for what, count in done if count], left_behind()
    if not lines:
        left = "nothing more can be removed" if staying else "there is nothing of the demonstration left"
        lines = [f"unchanged: {left}"]
    return [*lines, *staying]


def _require_no_loss(by: User) -> None:
    if by.email.endswith(f"@{DEMO_DOMAIN}"):
        raise DemoInUse("You are signed in as a person of the demonstration. Sign in with an account of your own.")
    if real := real_answers_at_made_up_places():
        names = ", ".join(str(one) for one in real)
        raise DemoInUse(
            f"Real people have answered at made-up places: {names}. Nothing was removed. Ask them to answer at their "
            "own organisation, and keep the demonstration until what they wrote is no longer needed."
        )


def _let_go(written: QuerySet) -> int:
    """What others brought forward from these stays with those who did; only the mark goes, and the history keeps it."""
    keys = list(written.values_list("pk", flat=True))
    others = [
        model.every.filter(brought_from__in=keys).exclude(self_assessment__in=keys)
        for model in (Rating, DimensionRating, Evidence)
    ]
    freed = sum(rows.count() for rows in others)
    for model in (Rating, DimensionRating, Evidence):
        model.every.filter(brought_from__in=keys).update(brought_from=None)
    return freed


def _remove_answers(written: QuerySet) -> None:
    keys = list(written.values_list("pk", flat=True))
    held = SelfAssessment.objects.filter(pk__in=keys)
    held.update(counting_snapshot=None)
    of_them = {"self_assessment__in": keys}
    delete_documents(Document.objects.filter(**of_them))
    Cell.objects.filter(snapshot__self_assessment__in=keys).delete()
    of_people = {"contributor__self_assessment__in": keys}
    Contribution.every.filter(**of_people).delete()
    ContributionLink.objects.filter(**of_people).delete()
    Contribution.history.filter(**of_people).delete()
    for model in (Consensus, LeadNote, Evidence, Rating, DimensionRating):
        model.every.filter(**of_them).delete()
    for model in (Contributor, Snapshot, StatusChange):
        model.objects.filter(**of_them).delete()
    for model in (Consensus, Evidence, Rating, DimensionRating):
        model.history.filter(**of_them).delete()
    held.delete()


def _remove_places(bodies: QuerySet, systems: QuerySet) -> int:
    """Delete the made-up places, but none on which something real was built since."""
    count = 0
    for place in (*bodies, *systems):
        if isinstance(place, Organisation):
            place.participations.all().delete()
        count += _removed(place)
    return count


def _removed(place: Organisation | ICS) -> bool:
    try:
        with transaction.atomic():
            place.placements.all().delete()
            place.changes.all().delete()
            place.delete()
    except ProtectedError:
        return False
    return True


def _deleted(rows: QuerySet) -> int:
    count = rows.count()
    rows.delete()
    return count


def _remove_people(people: QuerySet, *, by: User) -> list[tuple[str, int]]:
    """Delete the accounts; where a record that stays names one, shut it instead."""
    told = Counter(_removed_or_shut(person, by=by) for person in people)
    return [("demo people removed", told["removed"]), ("demo people shut", told["shut"])]


def _removed_or_shut(person: User, *, by: User) -> str:
    """What was done: nothing, where she was shut before."""
    try:
        with transaction.atomic():
            person.delete()
    except ProtectedError:
        if not person.is_active:
            return ""
        end_reviews_of(by=by, user=person)
        person.is_active = False
        person.set_unusable_password()
        person.save(update_fields=["is_active", "password"])
        return "shut"
    return "removed"
