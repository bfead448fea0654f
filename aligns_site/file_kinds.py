"""Says what a file is that should have been text, by its first bytes, for the sentence that refuses it."""

import io

from aligns_site.document_file import KINDS, NotADocument, kind_of

STARTS = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\xd0\xcf\x11\xe0": "a file of an older Office program, such as .xls, or one with a password",
    b"{\\rtf": "a document in rich text (.rtf)",
}
PACKED = b"PK\3\4"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def kind_in_words(data: bytes) -> str:
    """`a PDF`, `a Word file`; empty for what may be text."""
    if data.startswith(PACKED):
        return packed_in_words(data)
    return next((words for start, words in STARTS.items() if data.startswith(start)), "")


def packed_in_words(data: bytes) -> str:
    try:
        label = KINDS[kind_of(io.BytesIO(data), len(data))].label
    except NotADocument:
        return "a packed file (.zip)"
    return f"{'an' if label[0] in 'EO' else 'a'} {label} file"


def not_text(data: bytes) -> str:
    """Why bytes that are not UTF-8 are none, where it can be said; else nothing."""
    if data.startswith(UTF_16):
        return "it is UTF-16 text"
    return "it is not text at all" if b"\0" in data[:1024] else ""
