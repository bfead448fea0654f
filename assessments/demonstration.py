"""What of the demonstration is in the database: its people, its made-up places, and what was answered with them."""

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from assessments import places_file
from assessments.models import (
    ICS,
    Contribution,
    DimensionRating,
    Document,
    Evidence,
    LeadNote,
    Organisation,
    Rating,
    SelfAssessment,
    Status,
    StatusChange,
    User,
)

DEMO_DOMAIN = "demo.example"
DEMO_PLACES = Path(settings.BASE_DIR) / "fixtures" / "demo" / "places.yaml"

# What somebody writes in a self-assessment: the path to her, and to it. Guests have no account, and go with the rest.
WRITTEN = (
    (StatusChange, "by", "self_assessment"),
    (Rating, "changed_by", "self_assessment"),
    (DimensionRating, "changed_by", "self_assessment"),
    (Evidence, "added_by", "self_assessment"),
    (Document, "added_by", "self_assessment"),
    (LeadNote, "by", "self_assessment"),
    (Contribution, "contributor__user", "contributor__self_assessment"),
)


def demo_people() -> QuerySet:
    return User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}")


def owned_by_demo_people() -> dict[str, QuerySet]:
    """What is an owner's own and goes with her account, such as polls, by its name in the plural.

    Asked of the accounts, as the apps that hold these things are built upon this one.
    """
    owned = [one.related_model for one in User._meta.related_objects if one.field.name == "owner"]
    return {
        str(model._meta.verbose_name_plural): model.objects.filter(owner__in=demo_people())
        for model in sorted(owned, key=lambda model: model._meta.label)
    }


def made_up_places() -> tuple[QuerySet, QuerySet]:
    """Organisations and ICSs."""
    made_up = places_file.parse(DEMO_PLACES.read_bytes())
    return (
        Organisation.objects.filter(slug__in=[body.slug for body in made_up.organisations]),
        ICS.objects.filter(slug__in=[ics.slug for ics in made_up.ics]),
    )


def demo_answers() -> QuerySet:
    """Self-assessments that go with the demonstration: of made-up places, and those that demo people alone wrote."""
    bodies, _ = made_up_places()
    begun = StatusChange.objects.filter(by__in=demo_people(), from_status=Status.NOT_STARTED)
    written = SelfAssessment.objects.filter(pk__in=begun.values("self_assessment"))
    for others in _touched_by(User.objects.exclude(pk__in=demo_people())):
        written = written.exclude(pk__in=others)
    return (written | SelfAssessment.objects.filter(organisation__in=bodies)).distinct()


def staying_answers() -> list[str]:
    """A line that names what counts as a demo person submitted it, where others worked on it too, so that it stays."""
    submitted = SelfAssessment.objects.filter(counting_snapshot__taken_by__in=demo_people())
    staying = submitted.exclude(pk__in=demo_answers().values("pk")).select_related("organisation", "cycle")
    named = [f"{one.subject} ({one.cycle})" for one in staying.order_by("organisation__name", "cycle__opens_on", "pk")]
    return [f"self-assessments that stay although a demo person submitted them: {', '.join(named)}"] if named else []


def left_behind() -> list[str]:
    """Once the demonstration is removed: what still carries its mark, a line for each kind."""
    shut = demo_people().filter(is_active=False).count()
    people = [f"demo people who stay as authors and cannot sign in: {shut}"] if shut else []
    places = ", ".join(str(place) for places in made_up_places() for place in places)
    built_on = [f"made-up places that stay, as something real was built on them: {places}"] if places else []
    return people + staying_answers() + built_on


def real_answers_at_made_up_places() -> list[SelfAssessment]:
    """Of made-up places, and touched by somebody who is neither of the demonstration nor the system."""
    bodies, _ = made_up_places()
    real = User.objects.filter(is_system=False).exclude(pk__in=demo_people())
    touched = {key for others in _touched_by(real) for row in others for key in row.values()}
    return list(SelfAssessment.objects.filter(organisation__in=bodies, pk__in=touched).select_related("organisation"))


def _touched_by(people: QuerySet) -> list[QuerySet]:
    """Keys of the self-assessments in which one of the people wrote something: a query for each kind of thing.

    Also where it stayed with an older version of the framework. Who moved the whole cycle to a newer one wrote nothing.
    """
    queries = [model._base_manager.filter(**{f"{by}__in": people}).values(held) for model, by, held in WRITTEN]
    changes, *others = queries
    return [changes.filter(upgrade=None), *others]
