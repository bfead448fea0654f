"""The verb that takes self-assessments from a file, and its counterpart that writes them out."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from aligns_site.spreadsheet import guarded
from assessments import rules
from assessments.actions.snapshots import take_snapshot
from assessments.actions.states import held_cycle
from assessments.answers_file import NEEDED, OPTIONAL, AnswerRead, AnswersRead, EvidenceRead, OrganisationRead
from assessments.answers_rows import Vocabulary
from assessments.folding import folded
from assessments.models import (
    Answer,
    Cycle,
    DimensionRating,
    Evidence,
    Organisation,
    Rating,
    SelfAssessment,
    Status,
    StatusChange,
    User,
)

ANSWER_FIELDS = ("status", "low", "high", "reason", "comment", "source", "confidence", "confidence_note")


# How the column organisation names an initiative.
EXAMPLE = "Oakshire: Volunteer roles"


class ImportRefused(ActionRefused):
    """Some organisations of the file cannot be imported. `faults` says which and why; nothing was changed."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class ImportDone:
    """How many organisations were imported, and how many had the same answers already.

    `unnamed`: of those imported, where the framework judges initiatives and the file names none.
    """

    imported: int
    unchanged: int
    unnamed: int = 0

    @property
    def words(self) -> str:
        if not self.imported:
            return f"unchanged: {self.unchanged} read, and their answers are there already"
        said = f"organisations: {self.imported} imported, {self.unchanged} unchanged"
        if not self.unnamed:
            return said
        return f"{said}; {self.unnamed} without the name of an initiative, which is written as {EXAMPLE!r}"


def vocabulary_of(cycle: Cycle) -> Vocabulary:
    """What the words of a file for this cycle may point at."""
    organisations: dict[str, str] = {}
    for body in Organisation.objects.standing():
        organisations |= {folded(word): body.slug for word in (*body.aliases, body.name, body.slug)}
    for slug, now in Organisation.objects.exclude(merged_into=None).values_list("slug", "merged_into__slug"):
        organisations.setdefault(folded(slug), now)
    levels: dict[str, int] = {}
    for level in cycle.framework.levels.all():
        levels |= {folded(level.slug): level.position, folded(level.name): level.position}
    return Vocabulary(
        organisations=organisations,
        asked=frozenset(cycle.organisations.values_list("slug", flat=True)),
        dimensions=tuple(cycle.framework.dimensions.order_by("position").values_list("code", flat=True)),
        indicators=dict(cycle.framework.indicators.order_by("position").values_list("code", "dimension__code")),
        levels=levels,
        initiatives=cycle.framework.judges_initiatives,
    )


@transaction.atomic
def import_assessments(*, by: User, cycle: Cycle, read: AnswersRead) -> ImportDone:
    """Create and submit the self-assessments of a file, all or none. Closed cycles may be imported into.

    `cycle`: with the framework by whose words the file was read. The same answers again: unchanged. Other answers, a
    draft that a person began, or a cycle that has moved to another version since: ImportRefused.
    """
    cycle = _held(cycle)
    asked = {p.organisation.slug: p for p in cycle.participations.select_related("organisation", "cycle")}
    held = {(s.organisation.slug, folded(s.initiative)): s for s in cycle.self_assessments.with_names()}
    known = _Codes.of(cycle)
    new, unchanged, faults = [], 0, []
    for one in read.organisations:
        if one.slug not in asked:
            faults.append(f"row {one.first_row}, organisation: {one.slug} was not asked in the cycle {cycle.slug}")
            continue
        permit(by, rules.IMPORT, asked[one.slug])
        there = held.get((one.slug, folded(one.initiative)))
        if there is None:
            new.append(one)
        elif fault := _difference(there, one):
            faults.append(f"row {one.first_row}, organisation: {fault}")
        else:
            unchanged += 1
    if faults:
        raise ImportRefused(faults)
    for one in new:
        _create(cycle, asked[one.slug].organisation, one, known, by=by)
    unnamed = sum(not one.initiative for one in new) if cycle.framework.judges_initiatives else 0
    return ImportDone(len(new), unchanged, unnamed)


def _held(read_for: Cycle) -> Cycle:
    """The cycle as it is now; it does not move to another version of its framework while the file is written."""
    held = held_cycle(read_for.pk)
    if held.framework_id != read_for.framework_id:
        moved = f"the cycle {held.slug} moved to version {held.framework.version} while the file was read"
        raise ImportRefused([f"{moved}. Nothing was changed. Read the file again"])
    return held


@dataclass(frozen=True)
class _Codes:
    """Keys of the framework's parts by their codes, and back."""

    dimensions: dict[str, int]
    indicators: dict[str, int]

    @classmethod
    def of(cls, cycle: Cycle) -> "_Codes":
        return cls(
            dict(cycle.framework.dimensions.values_list("code", "pk")),
            dict(cycle.framework.indicators.values_list("code", "pk")),
        )


def _difference(held: SelfAssessment, one: OrganisationRead) -> str:
    """Why this organisation cannot be imported over what it has; empty where it says the same already."""
    if held.status not in (Status.SUBMITTED, Status.AGREED):
        return f"{held.subject} has a self-assessment that somebody is working on. It was not touched"
    if (_answers_of(held), _evidence_of(held)) == (one.answers, sorted(one.evidence, key=str)):
        return ""
    return f"{held.subject} has submitted other answers already. They were not touched"


def _answers_of(held: SelfAssessment) -> dict:
    ratings = held.ratings.select_related("indicator__dimension")
    declared = held.dimension_ratings.select_related("dimension")
    return {(r.indicator.dimension.code, r.indicator.code): _as_read(r) for r in ratings} | {
        (d.dimension.code, ""): _as_read(d) for d in declared
    }


def _as_read(answer: Answer) -> AnswerRead:
    """The answer as a file can say it: the one column `reason` has no room for a note beside the reason."""
    said = {name: getattr(answer, name) for name in ANSWER_FIELDS}
    return AnswerRead(**said | ({} if answer.is_rated else {"confidence_note": ""}))


def _evidence_of(held: SelfAssessment) -> list[EvidenceRead]:
    pieces = [
        EvidenceRead(
            target=(piece.dimension.code, piece.indicator.code if piece.indicator else ""),
            kind=piece.kind,
            text=piece.text,
            low=piece.low,
            high=piece.high,
            source=piece.source,
            attribution=piece.attribution,
            dated_on=piece.dated_on.isoformat() if piece.dated_on else "",
            shared=piece.shared,
        )
        for piece in held.evidence.select_related("dimension", "indicator")
    ]
    return sorted(pieces, key=str)


def _create(cycle: Cycle, organisation: Organisation, one: OrganisationRead, known: _Codes, *, by: User) -> None:
    """Answers come in bulk, so their history begins with the one StatusChange that says where they came from."""
    made = SelfAssessment.objects.create(
        cycle=cycle,
        organisation=organisation,
        initiative=one.initiative,
        framework=cycle.framework,
        status=Status.SUBMITTED,
    )
    now = timezone.now()
    stamp = {"self_assessment": made, "changed_by": by, "changed_at": now}
    Rating.objects.bulk_create(
        Rating(indicator_id=known.indicators[code], **stamp, **vars(answer))
        for (_, code), answer in one.answers.items()
        if code
    )
    DimensionRating.objects.bulk_create(
        DimensionRating(dimension_id=known.dimensions[dimension], **stamp, **vars(answer))
        for (dimension, code), answer in one.answers.items()
        if not code
    )
    Evidence.objects.bulk_create(_evidence(made, piece, known, by=by, at=now) for piece in one.evidence)
    StatusChange.objects.create(
        self_assessment=made,
        by=by,
        from_status=Status.NOT_STARTED,
        to_status=Status.SUBMITTED,
        note=f"Imported by {by}",
    )
    made.counting_snapshot = take_snapshot(made, by=by)
    made.save(update_fields=["counting_snapshot"])


def _evidence(made: SelfAssessment, piece: EvidenceRead, known: _Codes, *, by: User, at: datetime) -> Evidence:
    return Evidence(
        self_assessment=made,
        dimension_id=known.dimensions[piece.target[0]],
        indicator_id=known.indicators.get(piece.target[1]),
        kind=piece.kind,
        text=piece.text,
        low=piece.low,
        high=piece.high,
        source=piece.source,
        attribution=piece.attribution,
        dated_on=date.fromisoformat(piece.dated_on) if piece.dated_on else None,
        shared=piece.shared,
        added_by=by,
        added_at=at,
    )


def export_assessments(cycle: Cycle) -> str:
    """The submitted answers of a cycle in the import format, as CSV text; into an empty cycle it gives the same."""
    names = {level.position: level.name for level in cycle.framework.levels.all()}
    dimension_of = dict(cycle.framework.indicators.values_list("code", "dimension__code"))
    counting = (
        SelfAssessment.objects.filter(cycle=cycle)
        .counting()
        .select_related("organisation", "counting_snapshot")
        .order_by("organisation__slug", "initiative")
    )
    out = io.StringIO()
    writer = csv.DictWriter(out, NEEDED + OPTIONAL, restval="", lineterminator="\r\n")
    writer.writeheader()
    for assessment in counting:
        for row in _rows_of(assessment.counting_snapshot.content, names, dimension_of):
            row["organisation"] = assessment.subject
            writer.writerow({name: guarded(str(text)) for name, text in row.items()})
    return out.getvalue()


def _rows_of(content: dict, names: dict[int, str], dimension_of: dict[str, str]) -> Iterable[dict]:
    for said in content["dimension_ratings"]:
        yield {"dimension": said["dimension"]} | _answer_row(said, names)
    for said in content["ratings"]:
        where = {"dimension": dimension_of[said["indicator"]], "indicator": said["indicator"]}
        yield where | _answer_row(said, names)
    for piece in content["evidence"]:
        yield {
            "dimension": piece["dimension"],
            "indicator": piece["indicator"],
            "low": names.get(piece["low"], ""),
            "high": names.get(piece["high"], ""),
            "status": "evidence",
            "kind": piece["kind"],
            "comment": piece["text"],
            "source": piece["source"],
            "attribution": piece["attribution"],
            "shared": "yes" if piece["shared"] else "no",
            "dated_on": piece["dated_on"],
        }


def _answer_row(said: dict, names: dict[int, str]) -> dict:
    return {
        "low": names.get(said["low"], ""),
        "high": names.get(said["high"], ""),
        "status": said["status"],
        "comment": said["comment"],
        "source": said["source"],
        "confidence": said["confidence"],
        "reason": said["reason"] or said["confidence_note"],
    }
