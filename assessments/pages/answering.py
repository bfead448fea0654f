"""One part of a dimension to answer: its forms, what is saved, what needs more, and what others changed meanwhile."""

from django.urls import reverse
from django.utils import timezone

from assessments.actions.answers import StaleVersion
from assessments.asked_today import Place, places_of
from assessments.forms.answer_sheets import AnswerSheet
from assessments.forms.answers import AnswerForm
from assessments.levels import Given, dimension_cell
from assessments.models import Answer, SelfAssessment, User
from assessments.pages.confirming import ToConfirm
from assessments.pages.evidence import back_to
from assessments.pages.last_time import LastTime
from assessments.pages.notes import notes_beside
from assessments.pages.outcomes import Outcome, faults_above, late_words, opening_words
from assessments.pages.parts import Part, dimension_after
from assessments.pages.questions import (
    Block,
    DimensionPage,
    SoFar,
    Versions,
    address,
    dimension_address,
    dimensions_words,
    evidence_address,
    evidence_words,
    number_mark,
    page_head,
    promise,
    question_of,
    returned_words,
)
from assessments.pages.scale import Scale
from assessments.pages.talk_notes import TalkNote
from assessments.pages.talks import Talks
from assessments.pages.words import Answers, AnswerWords, number_words, saved_words
from frameworks.models import Dimension


def sheet_for(part: Part, answers: Answers, data=None) -> AnswerSheet:
    """The forms of this part, filled with what stands, or with what was sent."""
    return AnswerSheet(
        part.scale,
        part.indicators,
        {i.pk: answers.ratings[i.code] for i in part.indicators if i.code in answers.ratings},
        part.dimension if part.is_last else None,
        answers.declared.get(part.dimension.code),
        data,
    )


def questionnaire(
    held: SelfAssessment, part: Part, answers: Answers, sheet: AnswerSheet, *, user: User, refused: str = ""
) -> DimensionPage:
    """`refused` says why nothing could be saved; what was typed stands in the sheet.

    In the words of an older version, only what needs something more.
    """
    is_today = part.is_of(held.framework)
    last = LastTime.of(held, user, part) if is_today else None
    notes, talks = (notes_beside(held, seen_by=user), Talks.of(held, user)) if is_today else ({}, Talks())
    shown = [form for form in sheet.forms if is_today or refused or form in sheet.faulty]
    blocks = [_to_answer(form, part, answers, last, user, held, notes, talks) for form in shown if form != sheet.whole]
    return DimensionPage(
        **page_head(held, part),
        lead=f"Choose the words that fit best today. {promise(held)}",
        numbers=[number_mark(block, answers) for block in blocks],
        blocks=blocks,
        whole=_whole_to_answer(sheet.whole, part, answers, last, user, held) if sheet.whole in shown else None,
        back=f"Save and go back to the {dimensions_words(part)}",
        bring=last and last.whole_dimension(),
        returned=returned_words(held),
        opening=opening_words("Your other answers", len(sheet.faulty), refused),
        errors=faults_above(sheet.faulty, refused),
    )


def _to_answer(
    form: AnswerForm, part: Part, answers: Answers, last: LastTime | None, user, held, notes: dict, talks: Talks
) -> Block:
    indicator = form.target
    return Block(
        **question_of(indicator),
        form=form,
        state=_state(form, user),
        is_faulty=form in _needing_more(form),
        versions=_versions(form, part.scale, user),
        earlier=last.indicator(indicator.code) if last else [],
        evidence=evidence_words(answers, part, indicator.code, user=user, held=held),
        add_evidence=indicator.code,
        notes=notes.get(indicator.code, []),
        talk=TalkNote.of(held, talks, part.dimension.code, indicator),
        confirm=_to_confirm(form, part),
    )


def _whole_to_answer(form: AnswerForm, part: Part, answers: Answers, last: LastTime | None, user, held) -> Block:
    return Block(
        anchor="whole",
        title=f"Your level for dimension {part.dimension.code} as a whole",
        form=form,
        state=_state(form, user),
        is_faulty=form in _needing_more(form),
        versions=_versions(form, part.scale, user),
        earlier=last.dimension() if last else [],
        evidence=evidence_words(answers, part, "", user=user, held=held),
        so_far=so_far(held, part) if part.is_of(held.framework) else None,
        confirm=_to_confirm(form, part),
    )


def _to_confirm(form: AnswerForm, part: Part) -> ToConfirm | None:
    """Once somebody else wrote here meanwhile, or what was sent is not complete, that comes first."""
    return None if _needing_more(form) else ToConfirm.of(form.current, form.target, part.scale)


def _needing_more(form: AnswerForm) -> list[AnswerForm]:
    return [form] if form.is_bound and (form.errors or form.refusal) else []


def _state(form: AnswerForm, user: User) -> str:
    if _needing_more(form):
        return "Not saved. Your words are kept" if form.refusal else "Not complete. Your words are kept"
    return _saved(form.current, user) if form.current else ""


def _saved(answer: Answer, user: User) -> str:
    by = "" if answer.changed_by_id == user.pk else f" by {answer.changed_by}"
    return saved_words(answer.changed_at) + by


def _versions(form: AnswerForm, scale: Scale, user: User) -> Versions | None:
    if not form.refusal:
        return None
    refusal = form.refusal
    sentence = f"{_who_changed(form, refusal, user)} Both versions are below. Nothing is lost."
    who = "The other window" if refusal.by == user else str(refusal.by or "Somebody")
    return Versions(sentence, who, _theirs(refusal.current, scale))


def _who_changed(form: AnswerForm, refusal: StaleVersion, user: User) -> str:
    at = f"{timezone.localtime(refusal.at):%H:%M}"
    if refusal.by == user:
        return f"You changed {_name(form)} at {at} in another window."
    return f"{refusal.by or 'Somebody'} changed {_name(form)} at {at}, while you were writing."


def _theirs(current, scale: Scale) -> AnswerWords:
    return AnswerWords.of(current, scale) if current else AnswerWords("Left to the indicators", is_answered=False)


def _name(form: AnswerForm) -> str:
    return "the level of the whole dimension" if form.prefix == "whole" else form.target.code


def outcomes(held: SelfAssessment, sheet: AnswerSheet, answers: Answers, *, user: User) -> dict[str, Outcome]:
    """By the prefix of each form that was sent; `answers` are those that stand now."""
    sent = [form for form in sheet.forms if form.is_bound]
    places = places_of(held, [form.target for form in sent])
    return {
        form.prefix: _outcome(form, _standing(form, answers), user).at(
            places[form.target], lambda place: today_address(held, place)
        )
        for form in sent
    }


def late_outcome(held: SelfAssessment, sheet: AnswerSheet, answers: Answers) -> tuple[str, str]:
    """What to say of a page that was sent in older words, and where to lead: to the first of those to confirm."""
    places = places_of(held, [form.target for form in sheet.forms if form.is_bound and form.sent])
    marked = [one for one in (*answers.ratings.values(), *answers.declared.values()) if one.is_to_confirm]
    first = next((place for place in places.values() if place.asked_as), None)
    onward = first or next((place for place in places.values() if not place.left_in), None)
    words = late_words(held, places.values(), len(marked))
    return words, today_address(held, onward) if onward else reverse("assessments:detail", args=[held.uuid])


def today_address(held: SelfAssessment, place: Place) -> str:
    """Of the page on which the question is asked today."""
    if isinstance(place.target, Dimension):
        return back_to(held, place.target, None)
    return back_to(held, place.target.dimension, place.target)


def _standing(form: AnswerForm, answers: Answers) -> Answer | None:
    held = answers.declared if form.prefix == "whole" else answers.ratings
    return held.get(form.target.code)


def _outcome(form: AnswerForm, standing: Answer | None, user: User) -> Outcome:
    if form.refusal:
        return Outcome("stale", f"{_who_changed(form, form.refusal, user)} Not saved. Your words are kept")
    if form.errors:
        faults = tuple(words for listed in form.errors.values() for words in listed)
        return Outcome("faulty", _state(form, user), faults=faults)
    words = _saved(standing, user) if standing else ""
    version = standing.version if standing else 0
    if form.takes_theirs:
        return Outcome("theirs", words, version)
    if not form.sent:
        return Outcome("empty")
    if form.sent.answer is None and standing is None:
        return Outcome("saved", saved_words(timezone.now()) if form.current else "", version)
    if form.sent.answer and standing and form.sent.answer.stands_in(standing):
        is_brought = standing.brought_from_id is not None
        return Outcome("saved", words, version, brought=is_brought, to_confirm=standing.is_to_confirm)
    return Outcome("overtaken", f"{standing.changed_by if standing else 'Somebody'} changed {_name(form)} meanwhile.")


def so_far(held: SelfAssessment, part: Part) -> SoFar:
    """What the indicators of the dimension say together by now."""
    rated = held.ratings.filter(indicator__dimension=part.dimension, status="rated")
    spans = [Given("rated", low, high) for low, high in rated.values_list("low", "high")]
    cell = dimension_cell(None, spans, part.asked)
    if not cell.counted:
        return SoFar("No indicator has a level yet.")
    level, strip = part.scale.words(cell.low, cell.high), part.scale.strip(cell.low, cell.high, cell.midpoint)
    if cell.counted == 1:
        return SoFar("The one indicator with a level so far is at", level, ".", strip)
    count = number_words(cell.counted)
    if cell.low == cell.high:
        return SoFar(f"The {count} indicators with a level so far are all at", level, ".", strip)
    closing = f", typically {part.scale.name(strip.typical)}."
    return SoFar(f"The {count} indicators with a level so far run from", level, closing, strip)


def onward(held: SelfAssessment, part: Part, then: str) -> str:
    """Where the pressed button leads: the list, a piece of evidence, or on to what is left."""
    wish, _, what = then.partition(":")
    if wish == "list":
        return address("assessments:detail", held.uuid) or reverse("assessments:check", args=[held.uuid])
    if (wish == "evidence" and any(what == i.code for i in part.indicators)) or then == "evidence:":
        return evidence_address(held, part, what)
    if wish == "change" and what.isdecimal():
        return reverse("assessments:change_evidence", args=[held.uuid, int(what)])
    if wish == "reply" and what.isdecimal():
        return reverse("assessments:reply", args=[held.uuid, int(what)])
    if not part.is_last:
        return dimension_address(held, part.dimension.code, part.number + 1)
    following = dimension_after(held, part.dimension)
    return dimension_address(held, following.code) if following else reverse("assessments:check", args=[held.uuid])
