"""Small worlds for the tests: a framework, places, a cycle, people, answers; all of them real rows."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from assessments.actions.states import record_submission
from assessments.models import (
    ICS,
    Cell,
    Contribution,
    Contributor,
    Cycle,
    DimensionRating,
    Evidence,
    ICSPlacement,
    Membership,
    Organisation,
    OrganisationPlacement,
    Participation,
    Rating,
    Region,
    SelfAssessment,
    Snapshot,
    StatusChange,
    User,
)
from frameworks.actions import load_framework
from frameworks.definition import FrameworkDefinition
from frameworks.models import (
    Crosswalk,
    Dimension,
    Framework,
    Indicator,
    LevelDescriptor,
    MaturityLevel,
    Pair,
    RecommendedAction,
    ReviewComment,
    WaitingFile,
    version_order,
)
from frameworks.stored import plain_of
from frameworks.waiting import keep_file
from frameworks.yaml_written import as_yaml
from polls.models import Poll, PollAnswer, PollOption

PASSWORD = "a-password-for-tests"
LEVEL_NAMES = ["Pre-emerging", "Emerging", "Developing", "Maturing", "Leading", "Lasting", "Renewing"]


def make_framework(slug="vale", version="1", levels=4, dimensions=(3, 2), **more) -> Framework:
    """A published framework; `dimensions` gives the number of indicators of each."""
    framework = Framework.objects.create(
        slug=slug,
        version=version,
        title=slug.capitalize(),
        state="published",
        loaded_at=timezone.now(),
        version_order=version_order(version),
        **more,
    )
    scale = MaturityLevel.objects.bulk_create(
        MaturityLevel(framework=framework, position=n, slug=LEVEL_NAMES[n - 1].lower(), name=LEVEL_NAMES[n - 1])
        for n in range(1, levels + 1)
    )
    parts = Dimension.objects.bulk_create(
        Dimension(framework=framework, position=d, code=str(d), title=f"Dimension {d}")
        for d in range(1, len(dimensions) + 1)
    )
    codes = [
        (part, f"{part.code}.{i}") for part, size in zip(parts, dimensions, strict=True) for i in range(1, size + 1)
    ]
    indicators = Indicator.objects.bulk_create(
        Indicator(
            framework=framework,
            dimension=part,
            position=position,
            code=code,
            title=f"Indicator {code}",
            question=f"How far are you with {code}?",
        )
        for position, (part, code) in enumerate(codes, start=1)
    )
    LevelDescriptor.objects.bulk_create(
        LevelDescriptor(indicator=indicator, level=level, text=f"{level.name} words for {indicator.code}")
        for indicator in indicators
        for level in scale
    )
    return framework


def recommend(framework, code, *, start=None, end=None, supports="1.2", **more) -> RecommendedAction:
    """A recommended action for one indicator. `start` and `end`: positions of levels, where it names a step."""
    levels = {level.position: level for level in framework.levels.all()}
    said = {"title": f"Action {code}", "position": 1, "from_level": levels.get(start), "to_level": levels.get(end)}
    action = framework.recommended_actions.create(code=code, **(said | more))
    action.supports.add(framework.indicators.get(code=supports))
    return action


def make_waiting_file(framework: Framework, *, by) -> WaitingFile:
    """The next version of the framework, with one question in other words and the last indicator gone."""
    return keep_file(by=by, name="next.yaml", content=as_yaml(_plain_next(framework)))


def next_version(framework: Framework) -> Framework:
    """The same, loaded and published."""
    found = FrameworkDefinition.model_validate(_plain_next(framework), by_alias=True, by_name=False)
    return load_framework(by=User.objects.system(), definition=found).framework


def _plain_next(framework: Framework) -> dict:
    plain = plain_of(Framework.objects.with_parts().get(pk=framework.pk))
    plain["framework"]["version"] += ".1"
    plain["dimensions"][0]["indicators"][0]["question"] = "How far have you come?"
    plain["dimensions"][-1]["indicators"].pop()
    return plain


def make_crosswalk(first: Framework, second: Framework, *, by, how="close") -> Crosswalk:
    """Links the first indicators of both."""
    made = Crosswalk.objects.create(
        title=f"{first.title} and {second.title}", first=first, second=second, loaded_at=timezone.now(), loaded_by=by
    )
    ends = {"first": first.indicators.first(), "second": second.indicators.first()}
    Pair.objects.create(crosswalk=made, how=how, note="Both ask how far you are.", **ends)
    return made


def make_reviewer(framework: Framework, email: str, *, by) -> User:
    """Somebody without a membership who is invited to review the wording."""
    person = make_person(email)
    framework.reviewers.create(user=person, invited_by=by)
    return person


def make_review_comment(framework: Framework, *, by, words="Say who meets.", code="1.1", level=1) -> ReviewComment:
    descriptor = LevelDescriptor.objects.get(
        indicator__framework=framework, indicator__code=code, level__position=level
    )
    return ReviewComment.objects.create(descriptor=descriptor, words=words, by=by)


def make_region(slug="south") -> Region:
    return Region.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()})[0]


def make_ics(slug, region) -> ICS:
    ics = ICS.objects.create(slug=slug, name=slug.replace("-", " ").title())
    ICSPlacement.objects.create(ics=ics, region=region)
    return ics


def make_organisation(
    slug, *, ics=None, region=None, kind="local-authority", sector="social-care", **more
) -> Organisation:
    organisation = Organisation.objects.create(
        slug=slug, name=slug.replace("-", " ").title(), kind=kind, sector=sector, **more
    )
    region = region or ics.placements.first().region
    OrganisationPlacement.objects.create(organisation=organisation, ics=ics, region=region)
    return organisation


def in_days(days: int) -> date:
    """The day that many days from today; a negative number is before it."""
    return timezone.localdate() + timedelta(days=days)


def make_cycle(
    framework, organisations, *, slug="this-year", visibility="named", opens=None, closes=None, **more
) -> Cycle:
    """A cycle that is open today unless dates are given."""
    today = timezone.localdate()
    cycle = Cycle.objects.create(
        slug=slug,
        name=slug.replace("-", " ").capitalize(),
        framework=framework,
        opens_on=opens or today - timedelta(days=30),
        closes_on=closes or today + timedelta(days=30),
        visibility=visibility,
        **more,
    )
    Participation.objects.bulk_create(Participation(cycle=cycle, organisation=o) for o in organisations)
    return cycle


def make_person(email, role=None, at=None, name="") -> User:
    """Somebody who can sign in with PASSWORD, with one role at a place (or none)."""
    user = User.objects.create_user(f"{email}@vale.example", PASSWORD, name=name or email.replace(".", " ").title())
    if role:
        place = {"contributor": "organisation", "pot": "organisation", "ics_lead": "ics", "regional_lead": "region"}
        Membership.objects.create(user=user, role=role, **({place[role]: at} if at else {}))
    return user


def begin(cycle, organisation, *, by, initiative="") -> SelfAssessment:
    begun = SelfAssessment.objects.create(
        cycle=cycle, organisation=organisation, framework=cycle.framework, initiative=initiative
    )
    StatusChange.objects.create(self_assessment=begun, by=by, from_status="not_started", to_status="in_progress")
    return begun


def answer_all(self_assessment, spans=None, *, by, declared=None) -> None:
    """Rate each indicator: `spans` by code -> (low, high), "no_data" or "not_applicable"; the rest Emerging.

    `declared` does the same for dimensions, and leaves out what it does not name.
    """
    ratings = [
        Rating(
            self_assessment=self_assessment,
            indicator=indicator,
            changed_by=by,
            **said_fields((spans or {}).get(indicator.code, (2, 2))),
        )
        for indicator in self_assessment.framework.indicators.all()
    ]
    wholes = [
        DimensionRating(
            self_assessment=self_assessment,
            dimension=dimension,
            changed_by=by,
            **said_fields(declared[dimension.code]),
        )
        for dimension in self_assessment.framework.dimensions.all()
        if dimension.code in (declared or {})
    ]
    for rows, kind in ((ratings, Rating), (wholes, DimensionRating)):
        bulk_create_with_history(rows, kind, default_user=by)


def said_fields(said) -> dict:
    if isinstance(said, str):
        return {"status": said, "reason": "not_held", "comment": "We do not know."}
    return {"status": "rated", "low": said[0], "high": said[1]}


def submitted(cycle, organisation, spans=None, *, by, declared=None) -> SelfAssessment:
    """A submitted self-assessment with all answers."""
    begun = begin(cycle, organisation, by=by)
    answer_all(begun, spans, by=by, declared=declared)
    return record_submission(begun, by=by)


def submit_crowd(cycle, places, *, by, models=4) -> None:
    """All of them submitted, in bulk: the first few truly, the others with the cells of these, mixed by dimension.

    Each says two examples of good practice. What is drawn depends on the cycle's slug alone.
    """
    drawn = Random(cycle.slug)
    real = [_submit_at_random(cycle, place, drawn, by=by) for place in places[:models]]
    contents = [one.counting_snapshot.content for one in real]
    cells: dict[str, list[list[dict]]] = {}
    for number, one in enumerate(real):
        for cell in one.counting_snapshot.cells.values():
            dimension = cells.setdefault(cell["code"].partition(".")[0], [[] for _ in real])
            dimension[number].append(cell | {"id": None})
    begun = SelfAssessment.objects.bulk_create(
        SelfAssessment(cycle=cycle, organisation=place, framework=cycle.framework, status="submitted")
        for place in places[models:]
    )
    taken = Snapshot.objects.bulk_create(
        Snapshot(
            self_assessment=one,
            number=1,
            content=_said_elsewhere(drawn.choice(contents), one.organisation),
            has_ratings=True,
            is_reporting=True,
            taken_by=by,
        )
        for one in begun
    )
    for one, snapshot in zip(begun, taken, strict=True):
        one.counting_snapshot = snapshot
    SelfAssessment.objects.bulk_update(begun, ["counting_snapshot"])
    Cell.objects.bulk_create(
        Cell(**(cell | {"snapshot_id": snapshot.pk}))
        for snapshot in taken
        for dimension in cells.values()
        for cell in drawn.choice(dimension)
    )


def _submit_at_random(cycle, place, drawn: Random, *, by) -> SelfAssessment:
    top = cycle.framework.levels.count()

    def said():
        ends = sorted(drawn.choices(range(1, top + 1), k=2))
        return drawn.choice([ends, ends, ends, "no_data", "not_applicable"])

    begun = begin(cycle, place, by=by)
    indicators, dimensions = cycle.framework.indicators.all(), cycle.framework.dimensions.all()
    declared = {one.code: said() for one in dimensions if drawn.random() < 0.5} | {"1": [1, 2]}
    answer_all(begun, {one.code: said() for one in indicators}, by=by, declared=declared)
    Evidence.objects.bulk_create(
        Evidence(
            self_assessment=begun,
            dimension=one.dimension,
            indicator=one,
            kind="best_practice",
            text=f"What {place} found to help, in about as many words as people write of it. " * 3,
            shared=True,
            added_by=by,
        )
        for one in drawn.sample(list(indicators), 2)
    )
    return record_submission(begun, by=by)


def _said_elsewhere(content: dict, organisation: Organisation) -> dict:
    """The content of a submission as if another organisation had written it."""
    evidence = [piece | {"text": f"{organisation}: {piece['text']}"} for piece in content["evidence"]]
    return content | {"organisation": organisation.slug, "evidence": evidence}


def contribute(self_assessment, person, views, *, sector="social-care", **more) -> Contributor:
    """What one person thinks: `views` by indicator's code -> (low, high), or None where she cannot say.

    `person`: a user, or the name of a guest. `more`: fields of the contributor; `reason` and `confidence` of each view.
    """
    said = {name: more.pop(name) for name in ("reason", "confidence") if name in more}
    if isinstance(person, User):
        who = {"user": person, "name": person.name, "email": person.email}
    else:
        who = {"name": person, "email": f"{person.replace(' ', '.').lower()}@guests.example"}
    contributor, _ = Contributor.objects.get_or_create(
        self_assessment=self_assessment, email=who["email"], defaults=who | {"sector": sector} | more
    )
    indicators = {one.code: one for one in self_assessment.framework.indicators.filter(code__in=views)}
    Contribution.objects.bulk_create(_view(contributor, indicators[code], span, **said) for code, span in views.items())
    return contributor


def make_contributor(self_assessment, *, by, email="guest@trust.example", sector="health", **more) -> Contributor:
    """A guest who was asked, without a link; or with `user`, somebody with an account."""
    return Contributor.objects.create(self_assessment=self_assessment, email=email, sector=sector, asked_by=by, **more)


def make_view(contributor, code, span=(2, 2), **more) -> Contribution:
    """What a contributor says of one indicator; `span` None: she cannot say."""
    view = _view(contributor, contributor.self_assessment.framework.indicators.get(code=code), span, **more)
    view.save()
    return view


def _view(contributor, indicator, span, **more) -> Contribution:
    low, high = span or (None, None)
    return Contribution(contributor=contributor, indicator=indicator, low=low, high=high, **more)


def open_poll(*, by, question="Are we ready?", options=("Yes", "No"), **more) -> Poll:
    """A poll that phones may answer. It asks for the side unless told otherwise."""
    fields = {"asks_side": True, "state": "open", "opened_at": timezone.now()} | more
    poll = Poll.objects.create(owner=by, question=question, **fields)
    PollOption.objects.bulk_create(
        PollOption(poll=poll, position=position, words=words) for position, words in enumerate(options, start=1)
    )
    return poll


def answer_poll(poll, words, count=1, *, side="health") -> None:
    """So many phones choose the option with these words."""
    option, before = poll.options.get(words=words), poll.answers.count()
    PollAnswer.objects.bulk_create(
        PollAnswer(poll=poll, option=option, side=side, voter=f"v{before + number}") for number in range(count)
    )
