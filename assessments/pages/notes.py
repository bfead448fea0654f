"""What a lead says of single indicators: the reasons of a return that stands, questions and their replies."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.urls import reverse

from assessments import rules
from assessments.models import LeadNote, SelfAssessment, User
from assessments.pages.dates import spoken_moment
from assessments.pages.parts import part_with
from assessments.pages.questions import crumbs, dimension_address, live_answers_of, whose
from assessments.pages.scale import Scale
from assessments.pages.words import Answers, AnswerWords
from frameworks.models import Indicator


@dataclass(frozen=True)
class NoteWords:
    """`href`: the indicator's place on the page of its dimension. `reply_href`: for whoever may reply and has not."""

    pk: int
    code: str
    title: str
    opening: str
    words: str
    is_question: bool
    is_unanswered: bool
    href: str = ""
    reply: str = ""
    reply_opening: str = ""
    reply_href: str = ""

    @classmethod
    def of(cls, note: LeadNote, held: SelfAssessment, *, seen_by: User, href: str = "") -> "NoteWords":
        may_reply = note.is_unanswered and seen_by.has_perm(rules.REPLY, held)
        did = "asked about it" if note.is_question else "returned it"
        replied = (
            f"{_who(note.replied_by, seen_by)} replied {spoken_moment(note.replied_at)}:" if note.replied_at else ""
        )
        return cls(
            note.pk,
            note.indicator.code,
            note.indicator.title,
            f"{_who(note.by, seen_by)} {did} {spoken_moment(note.at)}:",
            note.words,
            note.is_question,
            note.is_unanswered,
            href,
            note.reply,
            replied,
            reverse("assessments:reply", args=[held.uuid, note.pk]) if may_reply else "",
        )

    @property
    def who_asks(self) -> str:
        """Sam Reid asks about 4.1"""
        return f"{self.opening.partition(' asked ')[0]} asks about {self.code}".replace("You asks", "You ask")


def _who(person: User, seen_by: User) -> str:
    return "You" if person.pk == seen_by.pk else str(person)


def notes_beside(held: SelfAssessment, *, seen_by: User) -> dict[str, list[NoteWords]]:
    """By the code of the indicator. Empty for whoever neither belongs to the organisation nor leads there."""
    by_code: dict[str, list[NoteWords]] = {}
    notes = held.lead_notes.visible_to(seen_by).with_people()
    for note in standing(notes, held):
        by_code.setdefault(note.indicator.code, []).append(NoteWords.of(note, held, seen_by=seen_by))
    return by_code


def standing(notes: Iterable[LeadNote], held: SelfAssessment) -> list[LeadNote]:
    """The reasons of the return that no submission has answered yet, and every question."""
    change = held.standing_return
    return [note for note in notes if note.is_question or (change and note.status_change_id == change.pk)]


def notes_with_places(held: SelfAssessment, *, seen_by: User) -> list[NoteWords]:
    """Those that stand, with their places, of a self-assessment fetched `with_answers` that she follows."""
    places = indicator_addresses(held)
    notes = standing(held.lead_notes.all(), held)
    return [NoteWords.of(note, held, seen_by=seen_by, href=places[note.indicator_id]) for note in notes]


def indicator_addresses(held: SelfAssessment) -> dict[int, str]:
    """Where each indicator is asked or read, by its key."""
    prefetch_related_objects([held], "framework__dimensions__indicators")
    return {
        indicator.pk: dimension_address(
            held, dimension.code, part_with(number, len(dimension.indicators.all())), f"indicator-{indicator.code}"
        )
        for dimension in held.framework.dimensions.all()
        for number, indicator in enumerate(dimension.indicators.all(), start=1)
    }


@dataclass(frozen=True)
class NotePage:
    """The small page on which a question is asked, or replied to. `answer`: what the question is about."""

    title: str
    caption: str
    indicator: Indicator
    answer: AnswerWords
    notes: list[NoteWords]
    back_href: str
    breadcrumbs: list[tuple[str, str]]

    @classmethod
    def asking(cls, held: SelfAssessment, indicator: Indicator, *, seen_by: User) -> "NotePage":
        scale = Scale.of(held.framework.levels.all())
        answers = Answers.of_content(held.counting_snapshot.content, scale, shared_only=True)
        notes = notes_beside(held, seen_by=seen_by).get(indicator.code, [])
        return cls._about(held, indicator, answers, notes, f"Ask about {indicator.code}")

    @classmethod
    def replying(cls, held: SelfAssessment, note: LeadNote, *, seen_by: User) -> "NotePage":
        answers = live_answers_of(held, note.indicator)
        notes = [NoteWords.of(note, held, seen_by=seen_by)]
        return cls._about(held, note.indicator, answers, notes, f"Reply about {note.indicator.code}")

    @classmethod
    def _about(cls, held: SelfAssessment, indicator: Indicator, answers: Answers, notes, title: str) -> "NotePage":
        # An indicator of an older version, which the page still showed, has no page any more.
        back = indicator_addresses(held).get(indicator.pk) or reverse("assessments:detail", args=[held.uuid])
        return cls(title, whose(held), indicator, answers.rating(indicator.code), notes, back, crumbs(held))
