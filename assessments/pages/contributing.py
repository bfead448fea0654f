"""The pages on which one person gives her own view. They know hers alone: no draft, no other view, no other name."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from assessments.actions.answers import StaleVersion
from assessments.actions.contributions import Speaker, current_views
from assessments.asked_today import Place, places_of
from assessments.forms.contributions import CANNOT_SAY, ViewForm, ViewSheet
from assessments.models import Contribution, Contributor, Sector, SelfAssessment, User
from assessments.pages.confirming import ToConfirm
from assessments.pages.contributors import SPOKEN, closed_words
from assessments.pages.last_time import LastCycle
from assessments.pages.outcomes import Outcome, late_words
from assessments.pages.own import Tag, closing_words
from assessments.pages.parts import Part, part_with
from assessments.pages.questions import Block, NumberMark, PartLink, Versions, page_head, question_of
from assessments.pages.scale import Scale
from assessments.pages.words import AnswerWords, confidence_words, number_words, saved_words, to_confirm_words
from assessments.versions import ways_between
from frameworks.models import Dimension, Framework, Indicator


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


# What is asked of her, and how far she is ---------------------------------------------------------------------------


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
            breadcrumbs=_crumbs(by),
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


def _crumbs(by: Speaker, *, inside: bool = False) -> list[tuple[str, str]]:
    own = [("Your own view", overview_address(by))] if inside else []
    if by.is_guest:
        return own
    task_list = (f"{by.held.organisation}, {by.held.cycle}", reverse("assessments:detail", args=[by.held.uuid]))
    return [("Home", reverse("home")), task_list, *own]


# One dimension ------------------------------------------------------------------------------------------------------


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
            NumberMark(block.code, f"#{block.anchor}", bool(block.form.current), block.is_faulty) for block in blocks
        ],
        blocks=blocks,
        opening=_opening(sheet, refused),
        errors=[(refused, "")] if refused else [error for form in sheet.faulty for error in _errors(form)],
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
        "breadcrumbs": _crumbs(by, inside=True),
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
                f"Before version {asked.framework.version}, indicator {then}",
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


def _errors(form: ViewForm) -> list[tuple[str, str]]:
    """Each fault of a form with the address of its field; a conflict leads to its choice."""
    code = form.target.code
    listed = []
    if form.refusal and "stands" not in form.errors:
        listed.append((f"{code}: choose which version should stand", f"#{form['stands'].auto_id}"))
    for bound in form:
        listed += [(f"{code}: {words[0].lower()}{words[1:]}", f"#{bound.auto_id}") for words in bound.errors]
    return listed


def _opening(sheet: ViewSheet, refused: str) -> str:
    if refused:
        return "Nothing was saved. What you typed is still below."
    count = len(sheet.faulty)
    if not count:
        return ""
    needs = "One needs something more." if count == 1 else f"{number_words(count).capitalize()} need something more."
    return f"The others are saved. {needs}"


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


# The home page ------------------------------------------------------------------------------------------------------


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
