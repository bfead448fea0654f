"""What the pages to answer and to read a dimension share: its questions, its head, and what stands beside them."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from assessments import rules
from assessments.asked_today import places_of
from assessments.forms.answers import AnswerForm
from assessments.models import SelfAssessment, User
from assessments.pages.confirming import ToConfirm
from assessments.pages.dates import moment_day
from assessments.pages.last_time import Bring, LastCycle
from assessments.pages.outcomes import moved_words
from assessments.pages.parts import Part
from assessments.pages.scale import Scale, Strip
from assessments.pages.talk_notes import TalkNote
from assessments.pages.words import Answers, AnswerWords, EvidenceWords, brought_words, by_place, number_words
from frameworks.models import Indicator
from frameworks.pages.addresses import moving_up_url


@dataclass(frozen=True)
class NumberMark:
    """One indicator in the line of numbers at the head of the page."""

    code: str
    href: str
    is_answered: bool = False
    needs_more: bool = False
    is_to_confirm: bool = False


@dataclass(frozen=True)
class PartLink:
    words: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Versions:
    """Somebody else's newer answer, to stand beside the one that was typed."""

    sentence: str
    who: str
    theirs: AnswerWords


@dataclass(frozen=True)
class Block:
    """One question of the page: an indicator, or the dimension as a whole."""

    anchor: str
    title: str
    code: str = ""
    question: str = ""
    guidance: str = ""
    form: AnswerForm | None = None
    state: str = ""
    is_faulty: bool = False
    answer: AnswerWords | None = None
    versions: Versions | None = None
    earlier: list[LastCycle] = field(default_factory=list)
    evidence: list[EvidenceWords] = field(default_factory=list)
    add_evidence: str = ""
    so_far: "SoFar | None" = None
    notes: list = field(default_factory=list)
    ask_href: str = ""
    talk: TalkNote | None = None
    confirm: ToConfirm | None = None
    helps: str = ""

    @property
    def brought(self) -> str:
        """Where the answer in the form was brought forward from."""
        return brought_words(self.form.current) if self.form and self.form.current else ""


@dataclass(frozen=True)
class SoFar:
    """What the indicators of a dimension say together, as a sentence in pieces: opening, level in bold, close."""

    opening: str
    level: str = ""
    closing: str = ""
    strip: Strip | None = None


@dataclass(frozen=True)
class DimensionPage:
    """One part of one dimension, to answer or to read.

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
    whole: Block | None
    breadcrumbs: list[tuple[str, str]]
    back: str
    back_href: str
    next_words: str = ""
    next_href: str = ""
    bring: Bring | None = None
    returned: str = ""
    opening: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)


def live_answers(held: SelfAssessment, part: Part) -> Answers:
    """The answers of this part as they stand now, with the whole dimension's on the last part.

    By the codes of the part, also where it asks in the words of an older version.
    """
    of_answers, of_evidence = ("changed_by", "brought_from__cycle"), ("added_by", "brought_from__cycle", "document")
    places = places_of(held, [*part.indicators, part.dimension])
    code_of = {place.target: place.seen.code for place in places.values()}
    ratings = held.ratings(manager="every").filter(indicator__in=[places[one].target for one in part.indicators])
    ratings = ratings.select_related("indicator", *of_answers)
    ratings = ratings.prefetch_related("asked_as__framework", "asked_as__descriptors__level")
    declared = held.dimension_ratings(manager="every").filter(dimension=places[part.dimension].target)
    declared = declared.select_related("dimension", "asked_as__framework", *of_answers)
    evidence = held.evidence.filter(dimension=part.dimension).select_related("dimension", "indicator", *of_evidence)
    here = {indicator.pk for indicator in part.indicators} | {None}
    return Answers(
        part.scale,
        {code_of[rating.indicator]: rating for rating in ratings},
        {code_of[d.dimension]: d for d in declared},
        by_place(piece for piece in evidence if piece.indicator_id in here),
    )


def live_answers_of(held: SelfAssessment, indicator) -> Answers:
    """The answer to one indicator as it stands now."""
    ratings = held.ratings.filter(indicator=indicator).select_related("indicator", "changed_by", "brought_from__cycle")
    return Answers(Scale.of(held.framework.levels.all()), {r.indicator.code: r for r in ratings}, {}, {})


def page_head(held: SelfAssessment, part: Part) -> dict:
    dimension, own = part.dimension, reverse("assessments:check", args=[held.uuid])
    back_href = address("assessments:detail", held.uuid) or own
    return {
        "uuid": str(held.uuid),
        "caption": f"{whose(held)}. Dimension {part.dimension_number} of {part.dimensions}",
        "title": dimension.title,
        "summary": dimension.summary,
        "words_of": dimension.framework.version,
        "moved": moved_words(held, dimension.framework),
        "has_draft_wording": any(
            d.text and not d.is_reviewed for indicator in part.indicators for d in indicator.descriptors.all()
        ),
        "numbers_label": _numbers_label(part),
        "parts": _part_links(held, part),
        "breadcrumbs": crumbs(held),
        "back_href": back_href,
    }


def _numbers_label(part: Part) -> str:
    if part.parts > 1:
        last = part.first + len(part.indicators) - 1
        return f"Indicators {part.first} to {last} of {part.asked}"
    return f"{part.asked} indicator{'' if part.asked == 1 else 's'}"


def _part_links(held: SelfAssessment, part: Part) -> list[PartLink]:
    if part.parts == 1:
        return []
    return [
        PartLink(f"Part {n}", dimension_address(held, part.dimension.code, n), n == part.number)
        for n in range(1, part.parts + 1)
    ]


def dimensions_words(part: Part) -> str:
    return "dimension" if part.dimensions == 1 else f"{number_words(part.dimensions)} dimensions"


def evidence_words(answers: Answers, part: Part, code: str, *, user: User, held: SelfAssessment) -> list[EvidenceWords]:
    own = user.has_perm(rules.SEE_DRAFT, held)
    listed = []
    for piece in answers.pieces(part.dimension.code, code):
        may_change = own and held.is_editable and user.has_perm(rules.CHANGE_EVIDENCE, piece_of(piece, held))
        listed.append(
            EvidenceWords.of(
                piece,
                part.scale,
                change=piece.pk if may_change else 0,
                told_who=str(held.organisation) if own else "",
                held=held,
            )
        )
    return listed


def piece_of(piece, held: SelfAssessment):
    """The same piece, knowing its self-assessment without a query."""
    piece.self_assessment = held
    return piece


def crumbs(held: SelfAssessment) -> list[tuple[str, str]]:
    rooms = [
        ("Home", address("home")),
        ("Self-assessments", address("assessments:list")),
        (str(held), address("assessments:detail", held.uuid)),
    ]
    return [(words, href) for words, href in rooms if href]


def address(name: str, *args) -> str:
    """The address of a page; empty where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def dimension_address(held: SelfAssessment, code: str, part: int = 1, anchor: str = "") -> str:
    query = f"?part={part}" if part > 1 else ""
    return reverse("assessments:dimension", args=[held.uuid, code]) + query + (f"#{anchor}" if anchor else "")


def evidence_address(held: SelfAssessment, part: Part, indicator: str = "") -> str:
    query = {"indicator": indicator} if indicator else {}
    plain = reverse("assessments:add_evidence", args=[held.uuid, part.dimension.code])
    return f"{plain}?{urlencode(query)}" if query else plain


def bring_address(held: SelfAssessment, dimension: str, indicator: str = "") -> str:
    plain = reverse("assessments:bring", args=[held.uuid, dimension])
    return f"{plain}?{urlencode({'indicator': indicator})}" if indicator else plain


def question_of(indicator: Indicator) -> dict:
    """`indicator`: as a Part has it. `helps`: where the library says what helps to move up; empty where it does not."""
    framework = indicator.dimension.framework
    return {
        "anchor": f"indicator-{indicator.code}",
        "code": indicator.code,
        "title": indicator.title,
        "question": indicator.question,
        "guidance": indicator.guidance,
        "helps": moving_up_url(framework, indicator.code) if indicator.has_advice else "",
    }


def number_mark(block: Block, answers: Answers) -> NumberMark:
    is_answered = block.code in answers.ratings
    return NumberMark(block.code, f"#{block.anchor}", is_answered, block.is_faulty, bool(block.confirm))


def returned_words(held: SelfAssessment) -> str:
    """That it came back, while it can be changed; why, the task list says."""
    change = held.standing_return if held.is_editable else None
    return f"{change.by} returned this on {moment_day(change.at)}." if change else ""


def promise(held: SelfAssessment) -> str:
    if held.counting_snapshot_id:
        return f"Nobody outside {held.organisation} sees your changes until you submit again."
    return f"Nobody outside {held.organisation} sees this until you submit."


def whose(held: SelfAssessment) -> str:
    """Organisation, initiative if any, and cycle."""
    return ", ".join(filter(None, [str(held.organisation), held.initiative, str(held.cycle)]))
