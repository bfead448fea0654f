"""A heatmap as JSON: the question and the cells; numbers are numbers, what is missing is null."""

import json

from assessments.pages.scale import Scale
from reports.exports.lines import lines_of
from reports.matrix import Matrix
from reports.query import HeatmapQuery

CONTENT_TYPE = "application/json"


def as_json(matrix: Matrix, scale: Scale, query: HeatmapQuery) -> bytes:
    content = {"query": query.as_given, "cells": lines_of(matrix, scale)}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
