"""One person's own view: where she gives it, what is asked of her, and how far she is. It knows hers alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from assessments.actions.contributions import Speaker, current_views
from assessments.asked_today import places_of
from assessments.models import Contribution, Contributor, Sector, SelfAssessment, User
from assessments.pages.contributors import SPOKEN, closed_words
from assessments.pages.own import Tag, closing_words
from assessments.pages.parts import Part, part_with
from assessments.pages.words import to_confirm_words
from frameworks.models import Dimension


def overview_address(by: Speaker) -> str:
    return reverse("contributions:guest") if by.is_guest else reverse("contributions:own", args=[by.held.uuid])


def views_address(by: Speaker, code: str, part: int = 1) -> str:
    if by.is_guest:
        plain = reverse("contributions:guest_dimension", args=[code])
    else:
        plain = reverse("contributions:own_dimension", args=[by.held.uuid, code])
    return f"{plain}?part={part}" if part > 1 else plain


def sign_in_address(by: Speaker, path: str) -> str:
    """Where somebody goes whose time in the browser ran out."""
    return reverse("contributions:new_link") if by.is_guest else f"{reverse('account_login')}?next={path}"


def views_of(by: Speaker, part: Part | None = None) -> dict[int, Contribution]:
    """What this person has said, by the key of the indicator as the part asks it."""
    if by.contributor is None:
        return {}
    if part is None:
        return {one.indicator_id: one for one in by.contributor.contributions.all()}
    places = places_of(by.held, part.indicators)
    return {seen.pk: view for seen, view in current_views(by.contributor, places.values()).items()}


@dataclass(frozen=True)
class DimensionAsked:
    code: str
    title: str
    href: str
    answered: int
    of: int
    note: str
    tag: Tag
    to_confirm: int = 0


@dataclass(frozen=True)
class OwnViewPage:
    """`asked`: who asks, as a sentence. `closed`: why nothing can be changed now."""

    caption: str
    lead: str
    asked: str
    rows: tuple[DimensionAsked, ...]
    answered: int
    of: int
    closing: str
    time_left: str
    closed: str
    next_href: str
    next_words: str
    who_sees: tuple[str, ...]
    speaks_words: str
    is_guest: bool
    breadcrumbs: list[tuple[str, str]]

    @property
    def is_complete(self) -> bool:
        return self.answered == self.of and not self.to_confirm

    @property
    def to_confirm(self) -> str:
        return to_confirm_words(sum(row.to_confirm for row in self.rows))

    @classmethod
    def of_speaker(cls, by: Speaker) -> "OwnViewPage":
        held, said = by.held, views_of(by)
        named = by.asked_dimensions
        rows = tuple(_row(by, one, said, is_wished=one.pk in named) for one in by.dimensions)
        closing, time_left = closing_words(held.cycle, held.open_until)
        next_href, next_words = _next(by, said) if held.is_editable else ("", "")
        return cls(
            caption=str(held),
            lead="What do you think yourself? There is no right answer, and you can change yours.",
            asked=asked_words(by),
            rows=rows,
            answered=sum(row.answered for row in rows),
            of=sum(row.of for row in rows),
            closing=closing,
            time_left=time_left,
            closed=closed_words(held),
            next_href=next_href,
            next_words=next_words,
            who_sees=who_sees(held),
            speaks_words=f"You speak {SPOKEN[Sector(speaks_for(by))]}.",
            is_guest=by.is_guest,
            breadcrumbs=way_to_own_view(by),
        )


def speaks_for(by: Speaker) -> str:
    """Her own choice; for a person with an account who has made none, the organisation's sector."""
    return by.contributor.sector if by.contributor else by.held.organisation.sector


def asked_words(by: Speaker) -> str:
    contributor = by.contributor
    if contributor is None or contributor.asked_by is None:
        return ""
    return f"{contributor.asked_by} asks what you think, before people talk it over and agree the answers."


def who_sees(held: SelfAssessment) -> tuple[str, ...]:
    """What happens with what somebody says; true of guests and of people with an account."""
    body = held.organisation
    return (
        f"People of {body} read it once they have said themselves what they think. Nobody outside {body} does.",
        f"When {body} submits, those who may read its answers can see how far social care and health lie apart, where "
        "enough people spoke for each.",
        "Your sector stands beside what you say. Your name does so only if you allow it.",
        "Whoever asked you can see how many indicators you have answered. Where few were asked, people may guess who "
        "said what.",
    )


def _row(by: Speaker, dimension: Dimension, said: Mapping, *, is_wished: bool) -> DimensionAsked:
    indicators = dimension.indicators.all()
    given = [said[indicator.pk] for indicator in indicators if indicator.pk in said]
    answered, to_confirm = len(given), sum(one.is_to_confirm for one in given)
    notes = ["You are asked about this one." if is_wished and not by.is_guest else "", to_confirm_words(to_confirm)]
    if answered == len(indicators) and not to_confirm:
        tag = Tag("Complete", "done")
    else:
        tag = Tag("In progress", "active") if answered else Tag("Not started", "plain")
    return DimensionAsked(
        dimension.code,
        dimension.title,
        views_address(by, dimension.code),
        answered,
        len(indicators),
        " ".join(filter(None, notes)),
        tag,
        to_confirm,
    )


def _next(by: Speaker, said: Mapping) -> tuple[str, str]:
    """The first indicator without a view, with those first that were asked of her, then the first to confirm."""
    named = by.asked_dimensions
    to_confirm = "", ""
    for dimension in sorted(by.dimensions, key=lambda one: (one.pk not in named, one.position)):
        indicators = sorted(dimension.indicators.all(), key=lambda one: one.position)
        for place, indicator in enumerate(indicators, start=1):
            href = views_address(by, dimension.code, part_with(place, len(indicators)))
            href = f"{href}#indicator-{indicator.code}"
            if indicator.pk not in said:
                return href, f"{'Continue' if said else 'Begin'} at {indicator.code}"
            if said[indicator.pk].is_to_confirm and not any(to_confirm):
                to_confirm = href, f"Confirm your answer to {indicator.code}"
    return to_confirm


def way_to_own_view(by: Speaker, *, inside: bool = False) -> list[tuple[str, str]]:
    own = [("Your own view", overview_address(by))] if inside else []
    if by.is_guest:
        return own
    task_list = (f"{by.held.organisation}, {by.held.cycle}", reverse("assessments:detail", args=[by.held.uuid]))
    return [("Home", reverse("home")), task_list, *own]


@dataclass(frozen=True)
class WaitingView:
    """A view that was asked of somebody with an account, and that is not complete, or of which words changed since."""

    title: str
    organisation: str
    asked: str
    given: int
    of: int
    href: str
    to_confirm: str


def waiting_views(user: User) -> list[WaitingView]:
    asked = Contributor.objects.visible_to(user).current().filter(user=user).exclude(asked_by=None)
    return [
        WaitingView(
            f"Your own view, {one.self_assessment.cycle}",
            one.self_assessment.subject,
            asked_words(Speaker(one.self_assessment, one, user)),
            one.given_count,
            one.asked_count,
            reverse("contributions:own", args=[one.self_assessment.uuid]),
            to_confirm_words(one.to_confirm_count),
        )
        for one in asked.with_names().with_numbers()
        if one.self_assessment.is_editable and (one.given_count < one.asked_count or one.to_confirm_count)
    ]
