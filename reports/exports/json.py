"""A report as JSON: the question and the cells; numbers are numbers, what is missing is null."""

import json
from collections.abc import Iterable

from assessments.pages.scale import Scale
from reports.comparisons import Comparison
from reports.exports.lines import comparison_lines, lines_of
from reports.matrix import Matrix
from reports.query import HeatmapQuery

CONTENT_TYPE = "application/json"


def as_json(matrix: Matrix, scale: Scale, query: HeatmapQuery) -> bytes:
    return _written({"query": query.as_given, "cells": lines_of(matrix, scale)})


def comparison_as_json(comparison: Comparison, notes: Iterable[str]) -> bytes:
    """`notes`: how to read it with care."""
    content = {"query": comparison.query.as_given, "cells": comparison_lines(comparison), "notes": list(notes)}
    return _written(content)


def _written(content: dict) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
