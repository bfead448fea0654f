"""Small files of every kind that may be kept, for the tests; and a shortcut to a piece of evidence that has one."""

import io
import struct
import zipfile

from aligns_site.document_file import KINDS, read_document
from assessments.actions.evidence import add_evidence
from assessments.models import Evidence

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">L4sLL", 13, b"IHDR", 1, 1) + b"\x08\x00" * 30 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x11" * 60 + b"\xff\xd9"
EXECUTABLE = b"MZ\x90\x00\x03\x00\x00\x00" + b"\0" * 300 + b"This program cannot be run in DOS mode."
HTML = b"<!doctype html><script>alert(1)</script><p>%PDF-1.7 %%EOF</p>"


def packed(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def office(kind: str, extra: dict[str, bytes | str] | None = None, content_type: str = "") -> bytes:
    """A .docx, .xlsx or .pptx."""
    main = f'<Override PartName="/main.xml" ContentType="{content_type or KINDS[kind].content_type + ".main+xml"}"/>'
    parts = {"[Content_Types].xml": f"<Types>{main}</Types>", "_rels/.rels": "<Relationships/>", "main.xml": "<x/>"}
    return packed(parts | (extra or {}))


def opendocument(kind: str, extra: dict[str, bytes | str] | None = None) -> bytes:
    parts = {"mimetype": KINDS[kind].content_type, "content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"}
    return packed(parts | (extra or {}))


GOOD = (
    {"pdf": PDF, "png": PNG, "jpeg": JPEG}
    | {kind: office(kind) for kind in ("docx", "xlsx", "pptx")}
    | {kind: opendocument(kind) for kind in ("odt", "ods", "odp")}
)


def read(content: bytes = PDF, name: str = "Plan.pdf"):
    return read_document(name, io.BytesIO(content))


def kept_with(held, *, by, content: bytes = PDF, name: str = "Plan.pdf", **more) -> Evidence:
    """A piece of evidence of kind document, with its file, at the first dimension."""
    dimension = held.framework.dimensions.first()
    return add_evidence(
        by=by,
        self_assessment=held,
        dimension=dimension,
        kind="document",
        text="The plan for next year.",
        document=read(content, name),
        **more,
    )
