"""One dimension of a person's own view, to give or to read, and what became of what she sent. It knows hers alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from assessments.actions.answers import StaleVersion
from assessments.actions.contributions import Speaker
from assessments.asked_today import Place, places_of
from assessments.forms.contributions import CANNOT_SAY, ViewForm, ViewSheet
from assessments.models import Contribution
from assessments.pages.confirming import ToConfirm
from assessments.pages.contributors import closed_words
from assessments.pages.last_time import LastCycle
from assessments.pages.outcomes import Outcome, faults_above, late_words, opening_words
from assessments.pages.own_view import (
    overview_address,
    sign_in_address,
    views_address,
    views_of,
    way_to_own_view,
)
from assessments.pages.parts import Part, part_with
from assessments.pages.questions import Block, NumberMark, PartLink, Versions, page_head, question_of
from assessments.pages.scale import Scale
from assessments.pages.words import AnswerWords, confidence_words, saved_words
from assessments.versions import ways_between
from frameworks.models import Framework, Indicator


@dataclass(frozen=True)
class ViewsPage:
    """One part of one dimension, to say what one thinks, or to read what one said.

    `words_of`: the version of the framework whose words it shows; `moved`: what to say where that is not today's.
    """

    uuid: str
    caption: str
    title: str
    summary: str
    lead: str
    words_of: str
    moved: str
    has_draft_wording: bool
    numbers_label: str
    numbers: list[NumberMark]
    parts: list[PartLink]
    blocks: list[Block]
    breadcrumbs: list[tuple[str, str]]
    back: str
    back_href: str
    keeper: str
    sign_in: str
    is_guest: bool
    opening: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)


def sheet_for(by: Speaker, part: Part, data=None) -> ViewSheet:
    """The forms of this part, filled with what she said, or with what was sent."""
    return ViewSheet(part.scale, part.indicators, views_of(by, part), data)


def views_page(by: Speaker, part: Part, sheet: ViewSheet, *, path: str, refused: str = "") -> ViewsPage:
    """`path`: where she is, to come back to. `refused` says why nothing was saved; what was typed is in the sheet.

    In the words of an older version, only what needs something more.
    """
    is_today = part.is_of(by.held.framework)
    left = left_views(by) if is_today else LeftViews()
    shown = [form for form in sheet.forms if is_today or refused or form in sheet.faulty]
    blocks = [_to_answer(form, part.scale, left) for form in shown]
    return ViewsPage(
        **_head(by, part, path),
        lead="Choose the words that fit best today, as you see it yourself.",
        numbers=[
            NumberMark(block.code, f"#{block.anchor}", bool(block.form.current), block.is_faulty, bool(block.confirm))
            for block in blocks
        ],
        blocks=blocks,
        opening=opening_words("The others", len(sheet.faulty), refused),
        errors=faults_above(sheet.faulty, refused),
    )


def read_page(by: Speaker, part: Part, *, path: str) -> ViewsPage:
    said = views_of(by, part)
    blocks = [
        Block(**question_of(one), answer=view_words(said[one.pk], part.scale) if one.pk in said else _nothing())
        for one in part.indicators
    ]
    return ViewsPage(
        **_head(by, part, path),
        lead=f"This is what you said. {closed_words(by.held)}",
        numbers=[NumberMark(one.code, f"#indicator-{one.code}", is_answered=one.pk in said) for one in part.indicators],
        blocks=blocks,
    )


def _nothing() -> AnswerWords:
    return AnswerWords("You have said nothing", is_answered=False)


def _head(by: Speaker, part: Part, path: str) -> dict:
    head = page_head(by.held, part) | {
        "parts": _part_links(by, part),
        "breadcrumbs": way_to_own_view(by, inside=True),
        "back": "Save and go back to your own view",
        "back_href": overview_address(by),
        "keeper": f"guest-{by.contributor.pk}" if by.is_guest else str(by.user.pk),
        "sign_in": sign_in_address(by, path),
        "is_guest": by.is_guest,
    }
    # Where the browser keeps words: apart from those of the answers to the same indicators.
    return head | {"uuid": f"view-{by.held.uuid}"}


def _part_links(by: Speaker, part: Part) -> list[PartLink]:
    if part.parts == 1:
        return []
    return [
        PartLink(f"Part {n}", views_address(by, part.dimension.code, n), n == part.number)
        for n in range(1, part.parts + 1)
    ]


def view_words(said: Contribution, scale: Scale) -> AnswerWords:
    """One view as people read it, without whose it is."""
    if said.low is None:
        return AnswerWords(CANNOT_SAY, comment=said.reason)
    sure = confidence_words({"confidence": said.confidence, "confidence_note": ""})
    return AnswerWords(
        scale.words(said.low, said.high), scale.strip(said.low, said.high), comment=said.reason, confidence=sure
    )


def _to_answer(form: ViewForm, scale: Scale, left: "LeftViews") -> Block:
    return Block(
        **question_of(form.target),
        form=form,
        state=_state(form),
        is_faulty=form.needs_more,
        versions=_versions(form, scale),
        earlier=left.beside(form.target),
        confirm=None if form.needs_more else ToConfirm.of(form.current, form.target, scale),
    )


@dataclass(frozen=True)
class LeftViews:
    """What she said before the cycle moved, at questions that were split, merged or given other levels since."""

    views: Mapping[Framework, Mapping[str, Contribution]] = field(default_factory=dict)

    def beside(self, asked: Indicator) -> list[LastCycle]:
        """What stands beside one question of today."""
        return [
            LastCycle(
                f"In version {older.version}, indicator {then}",
                view_words(said[then], Scale.of(older.levels.all())),
                [],
            )
            for older, said in self.views.items()
            for then, _ in ways_between(older, asked.framework).into(asked.code)
            if then in said
        ]


def left_views(by: Speaker) -> LeftViews:
    if by.contributor is None:
        return LeftViews()
    left = Contribution.every.filter(contributor=by.contributor).exclude(left_in=None)
    views: dict[Framework, dict[str, Contribution]] = {}
    for one in left.select_related("indicator", "left_in__older").order_by("pk"):
        views.setdefault(one.left_in.older, {})[one.indicator.code] = one
    return LeftViews(views)


def _state(form: ViewForm) -> str:
    if form.needs_more:
        return "Not saved. Your words are kept" if form.refusal else "Not complete. Your words are kept"
    return saved_words(form.current.changed_at) if form.current else ""


def _versions(form: ViewForm, scale: Scale) -> Versions | None:
    if not form.refusal:
        return None
    sentence = f"{_who_changed(form.refusal)} Both versions are below. Nothing is lost."
    current = form.refusal.current
    return Versions(sentence, "The other window", view_words(current, scale) if current else _nothing())


def _who_changed(refusal: StaleVersion) -> str:
    return f"You changed {refusal.target.code} at {timezone.localtime(refusal.at):%H:%M} in another window."


def outcomes(by: Speaker, part: Part, sheet: ViewSheet) -> dict[str, Outcome]:
    """What became of each view that a script sent, by the prefix of its form; after saving."""
    standing, places = views_of(by, part), places_of(by.held, part.indicators)
    return {
        form.prefix: _outcome(form, standing.get(form.target.pk)).at(
            places[form.target], lambda place: today_address(by, place)
        )
        for form in sheet.forms
        if form.is_bound
    }


def late_outcome(by: Speaker, part: Part, sheet: ViewSheet) -> tuple[str, str]:
    """What to say of a page that was sent in older words, and where to lead: to the first of those to confirm."""
    sent = {form.target for form in sheet.forms if form.is_bound and form.sent}
    places = [place for seen, place in places_of(by.held, part.indicators).items() if seen in sent]
    marked = sum(one.is_to_confirm for one in views_of(by, part).values())
    onward = next((place for place in places if place.asked_as), None)
    return late_words(by.held, places, marked), today_address(by, onward) if onward else overview_address(by)


def today_address(by: Speaker, place: Place) -> str:
    """Of the page on which the question is asked today; of her own view, where that page is not asked of her."""
    dimension = place.target.dimension
    if dimension not in by.dimensions:
        return overview_address(by)
    number = dimension.indicators.filter(position__lte=place.target.position).count()
    part = part_with(number, dimension.indicators.count())
    return f"{views_address(by, dimension.code, part)}#indicator-{place.target.code}"


def _outcome(form: ViewForm, standing: Contribution | None) -> Outcome:
    if form.refusal:
        return Outcome("stale", f"{_who_changed(form.refusal)} Not saved. Your words are kept")
    if form.errors:
        faults = tuple(words for listed in form.errors.values() for words in listed)
        return Outcome("faulty", _state(form), faults=faults)
    words = saved_words(standing.changed_at) if standing else ""
    version = standing.version if standing else 0
    if form.takes_theirs:
        return Outcome("theirs", words, version)
    if not form.sent:
        return Outcome("empty")
    if standing and form.sent.view.stands_in(standing):
        return Outcome("saved", words, version, to_confirm=standing.is_to_confirm)
    return Outcome("overtaken", f"You changed {form.target.code} in another window meanwhile.")


def onward(by: Speaker, part: Part, then: str) -> str:
    """Where the pressed button leads: back to the overview, or on to what is left."""
    if then == "list":
        return overview_address(by)
    if not part.is_last:
        return views_address(by, part.dimension.code, part.number + 1)
    said = views_of(by)
    order = by.dimensions
    here = next(n for n, one in enumerate(order) if one.pk == part.dimension.pk)
    for one in order[here + 1 :] + order[:here]:
        if any(indicator.pk not in said for indicator in one.indicators.all()):
            return views_address(by, one.code)
    return overview_address(by)
