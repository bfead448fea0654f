"""Opens an Excel workbook with its texts as they stand in it. Slow to load: import it where it is used.

openpyxl takes the letters x005F_ out of every text, as if each were a sign of Excel's; `shown_text` reads the signs.
"""

import io

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse


class ExactReader(ExcelReader):
    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(Text.from_tree(node).content)
                    node.clear()


def opened(data: bytes, *, data_only: bool = False) -> Workbook:
    """For reading. `data_only`: of a formula its value. Texts are to go through `shown_text`."""
    reader = ExactReader(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
    reader.read()
    return reader.wb
