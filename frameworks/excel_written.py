"""A workbook whose texts are read back exactly, also where they look like Excel's own signs for other characters.

XlsxWriter escapes only every second of several signs in a row: of _x0041_x0042_ Excel would show _x0041B.
Slow to load: import it where it is used.
"""

import re

from xlsxwriter import Workbook
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings

SIGN_BEGINS = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class ExactStrings(SharedStrings):
    @staticmethod
    def _escape_control_characters(data: str) -> str:
        return NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", SIGN_BEGINS.sub("_x005F_", data))


class ExactPackager(Packager):
    def _write_shared_strings_file(self) -> None:
        strings = ExactStrings()
        strings.string_table = self.workbook.str_table
        strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
        strings._assemble_xml_file()


class ExactWorkbook(Workbook):
    def _get_packager(self) -> Packager:
        return ExactPackager()
