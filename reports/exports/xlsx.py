"""A heatmap as an Excel workbook with one sheet: the lines of the CSV, numbers as numbers, no text ever a formula."""

import io

from assessments.pages.scale import Scale
from reports.exports.lines import HEADER, lines_of
from reports.matrix import Matrix

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = {"row": 32, "parent": 32, "title": 44, "low": 14, "high": 14, "typical": 14, "status": 14}
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_xlsx(matrix: Matrix, scale: Scale) -> bytes:
    import xlsxwriter  # slow to load, and wanted by this alone

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **AS_TEXT}) as workbook:
        sheet = workbook.add_worksheet("Heatmap")
        sheet.write_row(0, 0, HEADER, workbook.add_format({"bold": True}))
        sheet.freeze_panes(1, 2)
        for number, name in enumerate(HEADER):
            sheet.set_column(number, number, WIDTHS.get(name, 12))
        for number, line in enumerate(lines_of(matrix, scale), start=1):
            sheet.write_row(number, 0, list(line.values()))
    return file.getvalue()
