"""All that a self-assessment held before its cycle moved to a newer version, in the words of the older one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from assessments.actions.snapshots import fingerprint
from assessments.earlier import late_answers
from assessments.models import Consensus, Contribution, Evidence, Rating, SelfAssessment, Snapshot, User
from assessments.pages.dates import exact_moment
from assessments.pages.one_dimension import OneDimension
from assessments.pages.questions import crumbs, whose
from assessments.pages.scale import Scale
from assessments.pages.submission import DimensionKept, answers_kept
from assessments.pages.words import AnswerWords


@dataclass(frozen=True)
class Left:
    """Something beside the answers that stayed with the older version: of which indicator, and who said what."""

    title: str
    who: str
    words: str


@dataclass(frozen=True)
class RecordPage:
    """`left`: what could not go along and is not in the record, as far as this person may know of it."""

    caption: str
    title: str
    lead: str
    sha256: str
    is_whole: bool
    dimensions: list[DimensionKept]
    left: list[Left]
    breadcrumbs: list[tuple[str, str]]
    one: OneDimension | None = None

    @classmethod
    def of(cls, held: SelfAssessment, record: Snapshot, *, seen_by: User, wanted: str = "") -> "RecordPage":
        """`wanted`: the code of the dimension to open, where there are too many indicators for one page."""
        move, content = record.upgrade, record.content
        history = reverse("assessments:history", args=[held.uuid])
        kept = answers_kept(held, move.older, content, content, str(held.organisation), wanted)
        return cls(
            whose(held),
            f"Before version {move.newer.version}",
            f"All as it stood on {exact_moment(record.taken_at)}, when {held.cycle} moved from version "
            f"{move.older.version} to version {move.newer.version}. It is kept in the words of version "
            f"{move.older.version}, and nothing of it was deleted.",
            record.sha256,
            fingerprint(content) == record.sha256,
            kept.dimensions,
            list(_left(held, record, seen_by)),
            [*crumbs(held), ("Who did what, and when", history)],
            kept.one,
        )


def _left(held: SelfAssessment, record: Snapshot, seen_by: User) -> Iterator[Left]:
    here = {"left_in": record.upgrade}
    scale = Scale.of(record.upgrade.older.levels.all())
    for row in late_answers(held):
        if row.left_in == record.upgrade:
            said, target = AnswerWords.of(row, scale), row.indicator if isinstance(row, Rating) else row.dimension
            words = "\n".join(filter(None, [said.words, said.reason, said.comment]))
            yield Left(str(target), f"Typed after the move, by {row.changed_by}", words)
    late = Evidence.every.filter(self_assessment=held, added_at__gt=record.upgrade.at, **here)
    for piece in late.select_related("dimension", "indicator", "added_by"):
        yield Left(
            str(piece.indicator or piece.dimension), f"Evidence added after the move, by {piece.added_by}", piece.text
        )
    views = Contribution.every.visible_to(seen_by).filter(contributor__self_assessment=held, **here)
    for one in views.with_people():
        person = one.contributor
        who = str(person) if person.may_be_named else person.get_sector_display()
        level = scale.words(one.low, one.high) if one.low else "Cannot say"
        yield Left(str(one.indicator), f"View of a colleague, {who}", ". ".join(filter(None, [level, one.reason])))
    talks = Consensus.every.visible_to(seen_by).filter(self_assessment=held, **here).select_related("indicator")
    for talk in talks:
        words = ". ".join(filter(None, [scale.words(talk.low, talk.high), talk.minority_view]))
        yield Left(str(talk.indicator), "Agreed when it was talked over", words)
    for note in held.lead_notes(manager="every").visible_to(seen_by).with_people().filter(**here):
        said = [note.words, note.reply and f"Reply by {note.replied_by}: {note.reply}"]
        yield Left(str(note.indicator), f"Note by {note.by}", "\n".join(filter(None, said)))
