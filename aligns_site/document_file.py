"""What kind of document a file is, by its content and never by its name. Stores nothing, unpacks nothing to disk."""

import hashlib
import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from math import ceil
from typing import BinaryIO

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
# A file of 20 MB that unpacks to more than this, or of which one part grows a hundredfold, is no office document.
MOST_UNPACKED = 200 * MEGABYTE
MOST_RATIO = 100
MOST_PARTS = 5_000
LARGEST_DIRECTORY = MEGABYTE
LONGEST_NAME = 120
# How far before its end a whole file may say that it ends: some cameras and scanners write a little after it.
TAIL = 4096


@dataclass(frozen=True)
class Kind:
    label: str
    content_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
KINDS = {
    "pdf": Kind("PDF", "application/pdf", (".pdf",)),
    "docx": Kind("Word", f"{_OFFICE}wordprocessingml.document", (".docx",)),
    "xlsx": Kind("Excel", f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    "pptx": Kind("PowerPoint", f"{_OFFICE}presentationml.presentation", (".pptx",)),
    "odt": Kind("OpenDocument text", f"{_OPEN}text", (".odt",)),
    "ods": Kind("OpenDocument spreadsheet", f"{_OPEN}spreadsheet", (".ods",)),
    "odp": Kind("OpenDocument presentation", f"{_OPEN}presentation", (".odp",)),
    "png": Kind("PNG", "image/png", (".png",)),
    "jpeg": Kind("JPEG", "image/jpeg", (".jpg", ".jpeg")),
}
ENDINGS = ",".join(ending for kind in KINDS.values() for ending in kind.endings)

# First bytes, and the bytes with which a whole file ends.
_PLAIN = {
    "pdf": (re.compile(rb"%PDF-[12]\.\d"), b"%%EOF"),
    "png": (re.compile(rb"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR(?!\x00{4})"), b"IEND\xaeB`\x82"),
    "jpeg": (re.compile(rb"\xff\xd8\xff[\xc0-\xfe]"), b"\xff\xd9"),
}
_PACKED = b"PK\x03\x04"
# Word, Excel and PowerPoint before 2007, and those of today behind a password.
_OLDER_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class NotADocument(Exception):
    """The file cannot be kept. `str()` of it is a sentence for the person who chose it; `why` is the reason alone."""

    def __init__(self, words: str, why: str = ""):
        super().__init__(words)
        self.why = why or words


@dataclass(frozen=True)
class DocumentRead:
    """A file that may be kept: `read_document` makes it, or it was kept before. `file` is the open file itself."""

    name: str
    kind: str
    size: int
    sha256: str
    file: BinaryIO


def read_document(name: str, file: BinaryIO) -> DocumentRead:
    """Look at all of the file. Raises NotADocument, with the reason, for anything that cannot be kept."""
    if re.search(r"[/\\]", name):
        raise NotADocument(
            "The name of this file has a path in it. Give it a name without / and \\, then choose it again."
        )
    size = file.seek(0, 2)
    if not size:
        raise NotADocument("This file is empty. Choose another.")
    if size > LARGEST:
        raise NotADocument(f"This file is {size_words(size)}. The limit is {size_words(LARGEST)}.")
    kind = kind_of(file, size)
    return DocumentRead(clean_name(name, kind), kind, size, _fingerprint(file), file)


def size_words(size: int) -> str:
    """240 KB; 25 MB. Rounded up, so that what is over a limit never reads as the limit."""
    return f"{ceil(size / MEGABYTE)} MB" if size >= MEGABYTE else f"{ceil(size / 1024)} KB"


def clean_name(given: str, kind: str) -> str:
    """The name without control characters, and with an ending that tells the truth."""
    seen = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", given))
    seen = "".join(c for c in seen if unicodedata.category(c)[0] != "C")
    seen = " ".join(re.sub(r'[<>:"|?*]', " ", seen).split()).lstrip(". ")
    stem, dot, ending = seen.rpartition(".")
    endings = KINDS[kind].endings
    if stem and f"{dot}{ending}".lower() in endings:
        return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending
    return (seen[: LONGEST_NAME - len(endings[0])] or "document") + endings[0]


def kind_of(file: BinaryIO, size: int) -> str:
    """A key of KINDS. Raises NotADocument for anything else, and for what is damaged, swollen, locked or has macros."""
    file.seek(0)
    head = file.read(64)
    for kind, (start, end) in _PLAIN.items():
        if start.match(head):
            if end not in _tail(file, size):
                raise _refusal(f"it begins as {KINDS[kind].label} but is damaged or cut short")
            return kind
    if head.startswith(_PACKED):
        return _kind_of_package(file, size)
    if head.startswith(_OLDER_OFFICE):
        raise _refusal(
            "it is in an older Office format or locked with a password. "
            "Save it as .docx, .xlsx or .pptx, without a password"
        )
    raise _refusal(
        "by its content it is not PDF, Word, Excel, PowerPoint, OpenDocument, PNG or JPEG, whatever its name says"
    )


def _refusal(why: str) -> NotADocument:
    return NotADocument(f"This is not a document that can be kept: {why}.", why)


def _tail(file: BinaryIO, size: int) -> bytes:
    file.seek(max(0, size - TAIL))
    return file.read(TAIL)


def _fingerprint(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _kind_of_package(file: BinaryIO, size: int) -> str:
    """The kind of a document that is a zip file of parts: of Office since 2007, or OpenDocument."""
    _require_small_directory(file, size)
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
            _require_harmless(parts)
            kind = _declared_kind(package, {part.filename for part in parts})
            # Reads every part to its end, a piece at a time: what its head says of its size cannot be a lie.
            if package.testzip() is not None:
                raise _damaged()
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, OSError, ValueError, NotImplementedError):
        raise _damaged() from None
    return kind


def _damaged() -> NotADocument:
    return _refusal("it begins as an Office or OpenDocument file but is damaged or cut short")


def _require_small_directory(file: BinaryIO, size: int) -> None:
    """Before the list of parts is read: it alone could fill the memory. Office programs write no comment after it."""
    tail = _tail(file, size)
    end = tail[-22:]
    if not (end.startswith(b"PK\x05\x06") and end.endswith(b"\x00\x00")):
        raise _damaged()
    has_large_form = tail[-42:-38] == b"PK\x06\x07"
    if has_large_form or struct.unpack("<L", end[12:16])[0] > LARGEST_DIRECTORY:
        raise _refusal("it holds more parts than a document does")


def _require_harmless(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS:
        raise _refusal("it holds more parts than a document does")
    names = [part.filename for part in parts]
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise _refusal("the names of its parts are not those of a document")
    if any(part.flag_bits & 0x1 for part in parts):
        raise _refusal("it is locked with a password")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise _refusal("it is packed in a way that documents are not")
    if any(_is_macro(name) for name in names):
        raise _refusal("it holds macros. Save it without macros")
    swollen = [part for part in parts if part.file_size > MEGABYTE and part.file_size > MOST_RATIO * part.compress_size]
    if swollen or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _refusal("it unpacks to far more than its size")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or re.match(r"[A-Za-z]:", name) is not None


def _is_macro(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(("vbaproject.bin", "vbadata.xml")) or lower.startswith(("basic/", "scripts/"))


def _declared_kind(package: zipfile.ZipFile, names: set[str]) -> str:
    """What the document says that it is, in the one place where its format has it said."""
    if {"[Content_Types].xml", "_rels/.rels"} <= names:
        declared = _text(package, "[Content_Types].xml")
        if "macroenabled" in declared.lower():
            raise _refusal("it holds macros. Save it without macros")
        found = [k for k in ("docx", "xlsx", "pptx") if f'"{KINDS[k].content_type}.main+xml"' in declared]
    elif {"mimetype", "content.xml"} <= names:
        declared = _text(package, "mimetype").strip()
        found = [k for k in ("odt", "ods", "odp") if KINDS[k].content_type == declared]
    else:
        found = []
    if len(found) != 1:
        raise _refusal("it is packed like a document, but is not Word, Excel, PowerPoint or OpenDocument")
    return found[0]


def _text(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as part:
        return part.read(MEGABYTE).decode("utf-8", "replace").replace("'", '"')
