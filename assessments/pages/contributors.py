"""Who was asked for a view, for which sector, and how many indicators each has answered; never what anybody said."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from assessments import rules
from assessments.models import Contributor, Sector, SelfAssessment, User
from assessments.pages.dates import long_day, moment_day
from assessments.pages.own import Tag
from assessments.pages.questions import crumbs, whose

SPOKEN = {Sector.SOCIAL_CARE: "for social care", Sector.HEALTH: "for health", Sector.JOINT: "jointly"}
TITLES = {Sector.SOCIAL_CARE: "Social care", Sector.HEALTH: "Health", Sector.JOINT: "Jointly"}


@dataclass(frozen=True)
class SectorCount:
    """How many were asked to speak for one sector, and have. `nobody`: said where nobody has."""

    title: str
    asked: int
    answered: int
    nobody: str = ""


@dataclass(frozen=True)
class ViewsSummary:
    """Numbers for the whole self-assessment, and what this person may do. Empty hrefs: not she, or not now."""

    sectors: tuple[SectorCount, ...]
    page_href: str
    own_href: str
    own_words: str
    ask_words: str
    talk_href: str

    @classmethod
    def of(cls, held: SelfAssessment, *, seen_by: User) -> "ViewsSummary":
        """Of a self-assessment of her own organisation."""
        asked = list(contributors_of(held, seen_by))
        own = next((one for one in asked if one.user_id == seen_by.pk), None)
        may_ask = held.is_editable and seen_by.has_perm(rules.ASK_CONTRIBUTORS, held)
        return cls(
            sector_counts(asked),
            reverse("contributions:asked", args=[held.uuid]),
            reverse("contributions:own", args=[held.uuid]) if held.is_editable or own else "",
            _own_words(held, own),
            "Ask colleagues" if may_ask else "See who was asked",
            reverse("consensus:list", args=[held.uuid]),
        )


@dataclass(frozen=True)
class AskedPerson:
    """One row. The hrefs are empty where this viewer may not do that, or there is nothing to do."""

    name: str
    email: str
    job_title: str
    speaks_for: str
    about: str
    given: int
    asked: int
    state: str
    tag: Tag | None
    is_you: bool
    again_href: str
    end_href: str


@dataclass(frozen=True)
class ContributorsPage:
    """`closed` says why nobody can be asked now."""

    caption: str
    breadcrumbs: list[tuple[str, str]]
    sectors: tuple[SectorCount, ...]
    people: tuple[AskedPerson, ...]
    may_ask: bool
    closed: str
    own_href: str
    own_words: str
    back_href: str

    @property
    def nobody(self) -> list[str]:
        """The sides that are not heard yet. Nobody needs to speak jointly."""
        return [count.nobody for count in self.sectors if count.nobody and count.title != TITLES[Sector.JOINT]]

    @classmethod
    def of(cls, held: SelfAssessment, *, seen_by: User) -> "ContributorsPage":
        may_ask = seen_by.has_perm(rules.ASK_CONTRIBUTORS, held)
        asked = list(
            contributors_of(held, seen_by)
            .with_names()
            .prefetch_related("dimensions")
            .annotate(sent_at=Max("links__made_at"), used_at=Max("links__used_at"), works_until=_works_until())
        )
        summary = ViewsSummary.of(held, seen_by=seen_by)
        return cls(
            whose(held),
            crumbs(held),
            sector_counts(asked),
            tuple(_person(one, held, seen_by, may_ask and held.is_editable) for one in asked),
            may_ask and held.is_editable,
            "" if held.is_editable else closed_words(held),
            summary.own_href,
            summary.own_words,
            reverse("assessments:detail", args=[held.uuid]),
        )


def contributors_of(held: SelfAssessment, user: User):
    """With numbers, in the order in which they were asked."""
    return Contributor.objects.visible_to(user).filter(self_assessment=held).with_numbers().order_by("pk")


def sector_counts(contributors: Sequence[Contributor]) -> tuple[SectorCount, ...]:
    """Whoever has said something counts, also where her access has ended since."""
    return tuple(_sector_count(sector, [c for c in contributors if c.sector == sector]) for sector in Sector)


def _sector_count(sector: Sector, contributors: list[Contributor]) -> SectorCount:
    answered = sum(bool(one.given_count) for one in contributors)
    asked = sum(one.ended_at is None or bool(one.given_count) for one in contributors)
    nobody = "" if answered else f"Nobody has spoken {SPOKEN[sector]} here yet."
    return SectorCount(TITLES[sector], asked, answered, nobody)


def _works_until():
    return Max("links__expires_at", filter=Q(links__used_at=None))


def _person(one: Contributor, held: SelfAssessment, seen_by: User, may_ask: bool) -> AskedPerson:
    asked_now = [dimension for dimension in one.dimensions.all() if dimension.framework_id == held.framework_id]
    named = sorted(asked_now, key=lambda dimension: dimension.position)
    is_open_guest = one.is_guest and one.ended_at is None
    state, tag = _state(one)
    return AskedPerson(
        name=one.name,
        email=one.email,
        job_title=one.job_title,
        speaks_for=TITLES[Sector(one.sector)],
        about=f"Dimension{'s' if len(named) > 1 else ''} {', '.join(d.code for d in named)}" if named else "",
        given=one.given_count,
        asked=one.asked_count,
        state=state,
        tag=tag,
        is_you=one.user_id == seen_by.pk,
        again_href=_address("send_again", held, one) if may_ask and is_open_guest else "",
        end_href=_address("end", held, one) if may_ask and is_open_guest else "",
    )


def _address(name: str, held: SelfAssessment, one: Contributor) -> str:
    return reverse(f"contributions:{name}", args=[held.uuid, one.pk])


def _state(one: Contributor) -> tuple[str, Tag | None]:
    """How the person came to speak, and what stands between her and her form."""
    if one.ended_at:
        return f"Access ended {moment_day(one.ended_at)}", None
    if not one.is_guest:
        return (f"Asked {moment_day(one.asked_at)}. Has an account" if one.asked_by_id else "Has an account"), None
    asked = f"Asked {moment_day(one.asked_at)}"
    if one.used_at:
        return asked, None
    if one.works_until and one.works_until > timezone.now():
        return asked, Tag("Link not used yet", "plain")
    return asked, Tag("Link has run out", "caution")


def _own_words(held: SelfAssessment, own: Contributor | None) -> str:
    if not held.is_editable:
        return "Read your own view"
    return "Go on with your own view" if own and own.given_count else "Give your own view"


def closed_words(held: SelfAssessment) -> str:
    """Why no view can be asked for, given or changed now."""
    if held.is_editable:
        return ""
    if not held.is_open:
        last = max(filter(None, [held.cycle.closes_on, held.open_until]))
        return f"The time to give views ended on {long_day(last)}. What was said is kept."
    return f"{held.organisation} has submitted its answers. Views can be given again if they come back to be changed."
