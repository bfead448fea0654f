"""Freezing a submission: its content, its fingerprint and its cells. Asked only by the verbs that submit or import."""

import hashlib
import json
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from assessments.consensus import HEALTH, SOCIAL_CARE, Talk, View, sides_to_tell
from assessments.levels import Given, dimension_cell, indicator_cell
from assessments.models import Answer, Cell, CellKind, Contribution, Evidence, SelfAssessment, Snapshot, User
from frameworks.models import Indicator


def take_snapshot(held: SelfAssessment, *, by: User) -> Snapshot:
    """Freeze the answers as they are now, and work their cells out once."""
    origin = ("changed_by", "brought_from__cycle")
    ratings = {r.indicator_id: r for r in held.ratings.select_related(*origin)}
    declared = {d.dimension_id: d for d in held.dimension_ratings.select_related(*origin)}
    dimensions = list(held.framework.dimensions.order_by("position").prefetch_related("indicators"))
    content = _content(held, dimensions, ratings, declared)
    last = held.snapshots.aggregate(number=Max("number"))["number"] or 0
    snapshot = Snapshot.objects.create(
        self_assessment=held,
        number=last + 1,
        content=content,
        sha256=fingerprint(content),
        has_ratings=bool(ratings or declared),
        is_reporting=bool(declared),
        taken_by=by,
    )
    Cell.objects.bulk_create(_cells(snapshot, dimensions, ratings, declared, newest_evidence(content)))
    return snapshot


def fingerprint(content: dict) -> str:
    """SHA-256 of the content, written the one way JSON can be written: keys sorted, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _content(held: SelfAssessment, dimensions, ratings: dict, declared: dict) -> dict:
    codes = {d.pk: d.code for d in dimensions}
    indicators = [i for d in dimensions for i in sorted(d.indicators.all(), key=lambda i: i.position)]
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
    } | _perceptions(held, indicators)


def _perceptions(held: SelfAssessment, indicators: list[Indicator]) -> dict:
    """How social care and health saw it, where nobody's own view can be read off. Only if anybody gave a view.

    A view itself is never frozen.
    """
    views: dict[int, list[View]] = {}
    given = Contribution.objects.filter(contributor__self_assessment=held)
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
    return said | _origin(answer, answer.changed_by, answer.changed_at)


def _origin(copied: Answer | Evidence, by: User, at: datetime) -> dict:
    """Only of what was brought forward: all else keeps its fingerprint."""
    if copied.brought_from_id is None:
        return {}
    cycle = copied.brought_from.cycle
    day = timezone.localdate(at).isoformat()
    return {"brought_from": {"cycle": cycle.slug, "name": cycle.name, "by": str(by), "on": day}}


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


def _cells(snapshot: Snapshot, dimensions, ratings: dict, declared: dict, newest: dict) -> list[Cell]:
    cells = []
    for dimension in dimensions:
        answered = {i.code: given(ratings[i.pk]) for i in dimension.indicators.all() if i.pk in ratings}
        whole = given(declared[dimension.pk]) if dimension.pk in declared else None
        value = dimension_cell(whole, list(answered.values()), asked=len(dimension.indicators.all()))
        worked_out = {(CellKind.DIMENSION, dimension.code): value} | {
            (CellKind.INDICATOR, code): indicator_cell(answer) for code, answer in answered.items()
        }
        cells += [
            Cell(snapshot=snapshot, kind=kind, code=code, **(vars(value) | {"evidence_on": newest.get((kind, code))}))
            for (kind, code), value in worked_out.items()
        ]
    return cells


def given(answer: Answer) -> Given:
    """A stored answer as the arithmetic takes it; the words of a missing level are its comment."""
    note = answer.confidence_note if answer.is_rated else answer.comment
    return Given(
        answer.status,
        answer.low,
        answer.high,
        answer.confidence if answer.is_rated else "",
        answer.reason,
        note,
    )
