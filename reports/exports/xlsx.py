"""A report as an Excel workbook: the lines of the CSV, numbers as numbers, no text ever a formula."""

import io
from collections.abc import Iterable, Sequence

from assessments.pages.scale import Scale
from reports.comparisons import Comparison
from reports.exports.lines import HEADER, Line, comparison_header, comparison_lines, lines_of
from reports.matrix import Matrix

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"row": 32, "parent": 32, "title": 44, "low": 14, "high": 14, "typical": 14, "status": 14}
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


CARE = "Read with care"


def as_xlsx(matrix: Matrix, scale: Scale) -> bytes:
    return _written("Heatmap", HEADER, lines_of(matrix, scale))


def comparison_as_xlsx(comparison: Comparison, notes: Iterable[str]) -> bytes:
    """`notes`: how to read it with care, on a second sheet."""
    header = comparison_header(comparison.scale)
    return _written("Comparison", header, comparison_lines(comparison), notes)


def _written(title: str, header: Sequence[str], lines: Iterable[Line], notes: Iterable[str] = ()) -> bytes:
    import xlsxwriter  # slow to load, and wanted by this alone

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **AS_TEXT}) as workbook:
        sheet, bold = workbook.add_worksheet(title), workbook.add_format({"bold": True})
        sheet.write_row(0, 0, header, bold)
        sheet.freeze_panes(1, 2)
        for number, name in enumerate(header):
            sheet.set_column(number, number, WIDTHS.get(name, 12))
        for number, line in enumerate(lines, start=1):
            sheet.write_row(number, 0, list(line.values()))
        if notes:
            care = workbook.add_worksheet(CARE)
            care.set_column(0, 0, 110, workbook.add_format({"text_wrap": True, "valign": "top"}))
            care.write_column(0, 0, [CARE], bold)
            care.write_column(1, 0, list(notes))
    return file.getvalue()
