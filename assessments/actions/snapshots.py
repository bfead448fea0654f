"""Freezing answers: content, fingerprint and cells. Asked only by the verbs that submit, import or upgrade."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max, Prefetch
from django.utils import timezone

from assessments.consensus import HEALTH, SOCIAL_CARE, Talk, View, sides_to_tell
from assessments.levels import Given, dimension_cell, indicator_cell
from assessments.models import (
    Answer,
    AnswerStatus,
    Cell,
    CellKind,
    Contribution,
    Evidence,
    SelfAssessment,
    Snapshot,
    SnapshotKind,
    Upgrade,
    User,
)
from frameworks.models import Dimension, Framework, Indicator


def take_snapshot(held: SelfAssessment, *, by: User) -> Snapshot:
    """Freeze the answers as they are now, and work their cells out once."""
    dimensions = dimensions_of(held.framework)
    content = _content(held, dimensions)
    content |= _perceptions(held, [indicator for d in dimensions for indicator in d.indicators.all()])
    snapshot = _kept(held, content, number=_next_number(held, SnapshotKind.SUBMISSION), taken_by=by)
    Cell.objects.bulk_create(_cells(snapshot, dimensions))
    return snapshot


def take_record(held: SelfAssessment, upgrade: Upgrade, dimensions: list[Dimension]) -> Snapshot:
    """All as it stands before a move to a newer version. It never counts, so it has no cells, and nobody's own view."""
    content = _content(held, dimensions)
    number = _next_number(held, SnapshotKind.RECORD)
    return _kept(held, content, number=number, taken_by=upgrade.by, kind=SnapshotKind.RECORD, upgrade=upgrade)


def take_carried(held: SelfAssessment, content: dict, upgrade: Upgrade, dimensions: list[Dimension]) -> Snapshot:
    """What of the submission that counts goes on counting: `content`, in the codes of the newer version.

    Whose submission it is, and when it was made, stays; also whether it is a row of the reports.
    """
    of = held.counting_snapshot
    same = {name: getattr(of, name) for name in ("number", "has_ratings", "is_reporting", "taken_by", "taken_at")}
    carried = _kept(held, content, kind=SnapshotKind.CARRIED, upgrade=upgrade, **same)
    Cell.objects.bulk_create(_cells(carried, dimensions))
    return carried


def _kept(held: SelfAssessment, content: dict, **more) -> Snapshot:
    said = {
        "has_ratings": bool(content["ratings"] or content["dimension_ratings"]),
        "is_reporting": bool(content["dimension_ratings"]),
    }
    return Snapshot.objects.create(self_assessment=held, content=content, sha256=fingerprint(content), **(said | more))


def _next_number(held: SelfAssessment, kind: SnapshotKind) -> int:
    return 1 + (held.snapshots.filter(kind=kind).aggregate(number=Max("number"))["number"] or 0)


def dimensions_of(framework: Framework) -> list[Dimension]:
    """In their order, each with its indicators in theirs."""
    ordered = Prefetch("indicators", Indicator.objects.order_by("position"))
    return list(framework.dimensions.order_by("position").prefetch_related(ordered))


def fingerprint(content: dict) -> str:
    """SHA-256 of the content, written the one way JSON can be written: keys sorted, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _content(held: SelfAssessment, dimensions: list[Dimension]) -> dict:
    origin = ("changed_by", "brought_from__cycle", "asked_as__framework")
    ratings = {r.indicator_id: r for r in held.ratings.select_related(*origin)}
    declared = {d.dimension_id: d for d in held.dimension_ratings.select_related(*origin)}
    codes = {d.pk: d.code for d in dimensions}
    indicators = [i for d in dimensions for i in d.indicators.all()]
    indicator_codes = {i.pk: i.code for i in indicators}
    evidence = held.evidence.order_by("pk").select_related("document", "added_by", "brought_from__cycle")
    views = dict(held.consensus.exclude(minority_view="").values_list("indicator", "minority_view"))
    return {
        "framework": held.framework.reference,
        "organisation": held.organisation.slug,
        "initiative": held.initiative,
        "cycle": held.cycle.slug,
        "ratings": [
            {"indicator": i.code} | _words(ratings[i.pk]) | _on_record(views.get(i.pk, ""))
            for i in indicators
            if i.pk in ratings
        ],
        "dimension_ratings": [{"dimension": d.code} | _words(declared[d.pk]) for d in dimensions if d.pk in declared],
        "evidence": [_evidence_words(e, codes, indicator_codes) for e in evidence],
    }


def _perceptions(held: SelfAssessment, indicators: list[Indicator]) -> dict:
    """How social care and health saw it, where nobody's own view can be read off. Only if anybody gave a view.

    A view itself is never frozen.
    """
    views: dict[int, list[View]] = {}
    # A view of other words says nothing of these.
    given = Contribution.objects.filter(contributor__self_assessment=held, asked_as=None)
    for indicator, *view in given.values_list("indicator", "contributor__sector", "low", "high"):
        views.setdefault(indicator, []).append(View(*view))
    if not views:
        return {}
    told = {i.code: sides_to_tell(Talk.of(views.get(i.pk, ())), minimum=held.cycle.minimum_group) for i in indicators}
    return {
        "perceptions": [
            {"indicator": code, SOCIAL_CARE: vars(sides[0]), HEALTH: vars(sides[1])}
            for code, sides in told.items()
            if sides
        ]
    }


def _words(answer: Answer) -> dict:
    fields = ("status", "low", "high", "reason", "comment", "source", "confidence", "confidence_note")
    said = {name: getattr(answer, name) for name in fields}
    return said | _origin(answer, answer.changed_by, answer.changed_at) | _words_then(answer)


def _origin(copied: Answer | Evidence, by: User, at: datetime) -> dict:
    """Only of what was brought forward: all else keeps its fingerprint."""
    if copied.brought_from_id is None:
        return {}
    cycle = copied.brought_from.cycle
    day = timezone.localdate(at).isoformat()
    return {"brought_from": {"cycle": cycle.slug, "name": cycle.name, "by": str(by), "on": day}}


def _words_then(answer: Answer) -> dict:
    """Only of an answer that is to be confirmed: to which indicator or dimension of which version it was given."""
    if not answer.is_to_confirm:
        return {}
    return {"asked_as": f"{answer.asked_as.framework.reference}#{answer.asked_as.code}"}


def _on_record(view: str) -> dict:
    """Only where there is one: what was frozen before views could stay on record keeps its fingerprint."""
    return {"minority_view": view} if view else {}


def _evidence_words(piece: Evidence, dimensions: dict[int, str], indicators: dict[int, str]) -> dict:
    fields = ("kind", "text", "low", "high", "source", "attribution", "shared")
    document = getattr(piece, "document", None)
    said = {
        "dimension": dimensions[piece.dimension_id],
        "indicator": indicators.get(piece.indicator_id, ""),
        "dated_on": piece.dated_on.isoformat() if piece.dated_on else "",
    } | {name: getattr(piece, name) for name in fields}
    # Only where there is one: what was frozen before there were documents and contacts keeps its fingerprint.
    more = {"document": document and document.as_content, "contact": piece.contact}
    said |= {name: value for name, value in more.items() if value}
    return said | _origin(piece, piece.added_by, piece.added_at)


def newest_evidence(content: dict) -> dict[tuple[str, str], date]:
    """By kind and code of a column: the date of the newest piece that is shared and has one."""
    newest: dict[tuple[str, str], date] = {}
    for piece in content["evidence"]:
        if piece["shared"] and piece["dated_on"]:
            day = date.fromisoformat(piece["dated_on"])
            for key in ((CellKind.DIMENSION, piece["dimension"]), (CellKind.INDICATOR, piece["indicator"])):
                newest[key] = max(day, newest.get(key, day))
    return newest


def _cells(snapshot: Snapshot, dimensions: list[Dimension]) -> list[Cell]:
    content = snapshot.content
    ratings = {said["indicator"]: given(said) for said in content["ratings"]}
    declared = {said["dimension"]: given(said) for said in content["dimension_ratings"]}
    newest = newest_evidence(content)
    cells = []
    for dimension in dimensions:
        answered = {i.code: ratings[i.code] for i in dimension.indicators.all() if i.code in ratings}
        whole = declared.get(dimension.code)
        value = dimension_cell(whole, list(answered.values()), asked=len(dimension.indicators.all()))
        worked_out = {(CellKind.DIMENSION, dimension.code): value} | {
            (CellKind.INDICATOR, code): indicator_cell(answer) for code, answer in answered.items()
        }
        cells += [
            Cell(snapshot=snapshot, kind=kind, code=code, **(vars(value) | {"evidence_on": newest.get((kind, code))}))
            for (kind, code), value in worked_out.items()
        ]
    return cells


def given(said: Mapping) -> Given:
    """An answer of a snapshot as the arithmetic takes it; the words of a missing level are its comment."""
    is_rated = said["status"] == AnswerStatus.RATED
    note = said["confidence_note"] if is_rated else said["comment"]
    confidence = said["confidence"] if is_rated else ""
    return Given(said["status"], said["low"], said["high"], confidence, said["reason"], note)
