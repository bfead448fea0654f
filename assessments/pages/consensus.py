"""The page on which people agree one indicator, and the way in for who has not said yet what she thinks of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from assessments import rules
from assessments.forms.consensus import ConsensusForm
from assessments.models import Answer, Consensus
from assessments.pages.consensus_words import answered_words
from assessments.pages.dates import moment_day
from assessments.pages.last_time import LastCycle, LastTime
from assessments.pages.questions import Versions, whose
from assessments.pages.said import TalkedOf
from assessments.pages.scale import Scale, Strip
from assessments.pages.talking import Link, Room, said_of
from assessments.pages.talks import IndicatorTalk
from assessments.pages.words import AnswerWords, number_words
from frameworks.models import Indicator
from frameworks.pages.parts import MOST_ON_ONE_PAGE


@dataclass(frozen=True)
class Standing:
    """What was agreed when it was talked over last. `since`: why it should be talked over again; else empty."""

    sentence: str
    minority_view: str
    since: str

    @classmethod
    def of(cls, known: IndicatorTalk, scale: Scale, now: Answer | None) -> "Standing | None":
        if known.consensus is None:
            return None
        agreed = known.consensus
        level = scale.words(agreed.low, agreed.high)
        return cls(
            f"Talked over on {moment_day(agreed.recorded_at)}: {level}. Recorded by {agreed.recorded_by}.",
            agreed.minority_view,
            " ".join(filter(None, [_changed_views(known), _changed_answer(agreed, now)])),
        )


def _changed_views(known: IndicatorTalk) -> str:
    return "" if known.is_settled else "Somebody has given or changed a view since then. Talk it over again."


def _changed_answer(agreed: Consensus, now: Answer | None) -> str:
    if now is None or (now.low, now.high) == (agreed.low, agreed.high):
        return ""
    return f"The answer was changed since then by {now.changed_by}."


@dataclass(frozen=True)
class SplitLink:
    words: str
    href: str
    is_here: bool
    is_settled: bool


@dataclass(frozen=True)
class LevelWords:
    """The words of one level of this indicator."""

    name: str
    strip: Strip
    words: str
    is_draft: bool


@dataclass(frozen=True)
class ConsensusPage:
    """`words_of`: the version of the framework whose words it shows. `address`: where it is sent, also if it came
    from a page that was open while the cycle moved.
    """

    caption: str
    heading: str
    talked: TalkedOf
    standing: Standing | None
    answer: AnswerWords | None
    form: ConsensusForm | None
    closed: str
    onward: Link
    descriptors: tuple[LevelWords, ...]
    levels_words: str
    splits: tuple[SplitLink, ...]
    large: Link
    pack: Link
    earlier: list[LastCycle]
    breadcrumbs: list[tuple[str, str]]
    is_large: bool
    who_sees: str
    words_of: str
    address: str
    versions: Versions | None = None
    newer_view: str = ""
    left_open: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls, here: Room, asked: Indicator, form: ConsensusForm, *, refused: str = "", is_left_open: bool = False
    ) -> "ConsensusPage":
        """`refused` says why nothing could be recorded; `is_left_open`: nothing was to be, and the words stay."""
        held, scale, known = here.held, here.scale, here.talks.known[asked.pk]
        last = LastTime.of(held, here.user)
        shows_form = here.may_record or form.is_bound
        return cls(
            caption=_caption(here, asked),
            heading=f"{'Agree a level' if shows_form else 'What people think'}: {asked.code} {asked.title}",
            talked=TalkedOf.of(asked, said_of(here, [asked]).get(asked.pk, []), scale),
            standing=Standing.of(known, scale, form.current),
            answer=AnswerWords.of(form.current, scale) if form.current else None,
            form=form if shows_form else None,
            closed="" if shows_form else _closed(here),
            onward=here.onward(asked),
            descriptors=tuple(_descriptors(asked, scale)),
            levels_words=f"Read the words of the {number_words(scale.count)} levels",
            splits=tuple(_splits(here, asked)),
            large=_large(here, asked),
            pack=_pack_link(here),
            earlier=last.indicator(asked.code) if last else [],
            breadcrumbs=here.breadcrumbs_with_list,
            is_large=here.is_large,
            who_sees=f"People in {held.organisation} who have said what they think of {asked.code} themselves. "
            "Names as each person allowed.",
            words_of=held.framework.version,
            address=here.page_of(asked),
            versions=_versions(form, scale) if form.refusal else None,
            newer_view=_newer_view(form),
            left_open=_left_open(asked, form) if is_left_open else "",
            errors=[(refused, "")] if refused else errors_of(form),
        )


def _caption(here: Room, asked: Indicator) -> str:
    of = f"{whose(here.held)}. Dimension {asked.dimension.code}"
    codes = [indicator.pk for indicator in here.split]
    if asked.pk not in codes:
        return of
    return f"{of}. Split indicator {codes.index(asked.pk) + 1} of {len(codes)}"


def _closed(here: Room) -> str:
    if not here.user.has_perm(rules.RATE, here.held):
        return f"Whoever answers for {here.held.organisation} records here what is agreed."
    if here.held.is_open:
        return "This is submitted. To record what you agree, withdraw it first."
    return f"The cycle {here.held.cycle} is not open, so nothing can be recorded now."


def _descriptors(asked: Indicator, scale: Scale) -> Iterable[LevelWords]:
    for descriptor in sorted(asked.descriptors.select_related("level"), key=lambda d: d.level.position):
        n = descriptor.level.position
        yield LevelWords(scale.name(n), scale.strip(n, n), descriptor.text, not descriptor.is_reviewed)


def _splits(here: Room, asked: Indicator) -> Iterable[SplitLink]:
    """Of a framework with very many indicators, those of the same dimension."""
    is_large = len(here.indicators) > MOST_ON_ONE_PAGE
    for indicator in here.split:
        if is_large and indicator.dimension_id != asked.dimension_id:
            continue
        settled = here.talks.known[indicator.pk].is_settled
        words = f"{indicator.code} {indicator.title}"
        yield SplitLink(words, here.page_of(indicator), indicator.pk == asked.pk, settled)


def _large(here: Room, asked: Indicator) -> Link:
    plain = reverse("consensus:indicator", args=[here.held.uuid, asked.dimension.code, asked.code])
    if here.is_large:
        return Link("Text in its usual size", plain)
    return Link("Larger text for a shared screen", f"{plain}?text=large")


def _pack_link(here: Room) -> Link:
    count = len(here.split)
    if not count:
        return Link("Pages to print", here.address("pack"))
    many = "split indicator" if count == 1 else f"{number_words(count)} split indicators"
    return Link(f"Print the {many}", here.address("pack", show="split"))


def _versions(form: ConsensusForm, scale: Scale) -> Versions:
    refusal = form.refusal
    at = f"{timezone.localtime(refusal.at):%H:%M}"
    who = str(refusal.by or "Somebody")
    sentence = (
        f"{who} changed {form.target.code} at {at}, while you were writing. Both versions are here. Nothing is lost."
    )
    return Versions(sentence, who, AnswerWords.of(refusal.current, scale))


def _newer_view(form: ConsensusForm) -> str:
    """A view that stands on record and is not in the box."""
    if not form.is_bound or form.consensus is None:
        return ""
    kept = form.consensus.minority_view
    return "" if kept == form["minority_view"].value() else kept


def _left_open(asked: Indicator, form: ConsensusForm) -> str:
    stays = f"{asked.code} stays as it was" if form.current else f"{asked.code} stays open"
    return (
        f"{stays}: nothing was recorded. Your words are still on this page, and nowhere else. "
        "Choose a level to record them, or copy what you want to keep."
    )


def errors_of(form: ConsensusForm) -> list[tuple[str, str]]:
    if not form.is_bound:
        return []
    listed = [(words, f"#{bound.auto_id}") for bound in form for words in bound.errors]
    if form.refusal and "stands" not in form.errors:
        listed.insert(0, ("Choose which version should stand", f"#{form['stands'].auto_id}"))
    return listed


@dataclass(frozen=True)
class FirstPage:
    """The kind way to her own form."""

    caption: str
    heading: str
    question: str
    answered: str
    own_form: str
    list_href: str
    breadcrumbs: list[tuple[str, str]]
    is_large: bool

    @classmethod
    def of(cls, here: Room, asked: Indicator) -> "FirstPage":
        return cls(
            f"{whose(here.held)}. Dimension {asked.dimension.code}",
            f"{asked.code} {asked.title}",
            asked.question,
            f"{answered_words(here.talks.answered.get(asked.pk, 0))}.",
            here.own_form(asked),
            here.address("list"),
            here.breadcrumbs_with_list,
            here.is_large,
        )
