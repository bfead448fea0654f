"""A report as CSV: UTF-8 with a byte order mark and CRLF, so that spreadsheets open it as it is."""

import csv
import io
from collections.abc import Iterable, Sequence

from assessments.pages.scale import Scale
from reports.comparisons import Comparison
from reports.exports.lines import HEADER, Line, comparison_header, comparison_lines, lines_of
from reports.matrix import Matrix

CONTENT_TYPE = "text/csv; charset=utf-8"
FORMULA_STARTS = ("=", "+", "-", "@")


def as_csv(matrix: Matrix, scale: Scale) -> bytes:
    return written(HEADER, lines_of(matrix, scale))


def comparison_as_csv(comparison: Comparison) -> bytes:
    return written(comparison_header(comparison.scale), comparison_lines(comparison))


def written(header: Sequence[str], lines: Iterable[Line]) -> bytes:
    """Lines of any report, with the keys of the header in its order."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in header])
    for line in lines:
        writer.writerow([guarded(value) for value in line.values()])
    return text.getvalue().encode("utf-8-sig")


def guarded(value: str | int | float | None) -> str | int | float:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
