"""Recommended actions in a workbook of their own: the same two sheets that a framework's workbook has for them."""

from frameworks.plain_yaml import Document, Path
from frameworks.sheet_tables import Codes, Line
from frameworks.sheets import ACTION, ACTIONS, FRAMEWORK
from frameworks.sheets_read import Reader
from frameworks.workbooks import WorkbookRefused, open_workbook

NO_VERSION = "it does not say for which framework version the actions are. Choose the version as you load it"
A_FRAMEWORK = "it holds a whole framework. Load it on the page “Load a framework”, or with load_framework"


def read_action_sheets(data: bytes, version) -> Document:
    """`version`: as definition.py knows it, for codes that a spreadsheet made numbers of. Raises WorkbookRefused."""
    if version is None:
        raise WorkbookRefused(NO_VERSION)
    return ActionReader(open_workbook(data), version.levels, version.indicators).document()


class ActionReader(Reader):
    def __init__(self, workbook, levels, indicators):
        super().__init__(workbook)
        self.levels: Codes = dict.fromkeys(levels, ())
        self.indicators: Codes = dict.fromkeys(sorted(indicators), ())

    def document(self) -> Document:
        if self.sheets[FRAMEWORK] is not None:
            raise WorkbookRefused(A_FRAMEWORK)
        if self.sheets[ACTIONS] is None:
            raise WorkbookRefused(f"it has no sheet {ACTIONS}")
        self.lines[()] = self.first_spot(ACTIONS)
        self.refuse_unknown_sheets()
        self.value["recommended_actions"] = []
        self.read_sources(self.read_actions(self.indicators))
        return Document(self.value, self.lines, spots=tuple(self.workbook.spots), faults=tuple(self.workbook.faults))

    def level_slugs(self) -> Codes:
        return self.levels

    def owner_of(self, line: Line, actions: Codes) -> Path | None:
        """No source is one of a framework here."""
        if ACTION not in line.cells:
            self.workbook.fault(line.spot, f"{ACTION} is missing: say whose source it is")
            return None
        return super().owner_of(line, actions)
