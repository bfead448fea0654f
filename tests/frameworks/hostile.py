"""Files that nobody should send: each made from one seed, out of frameworks that load, broken where it hurts.

`file_of(seed)` gives the same bytes each time. Most are still YAML or a workbook, so that they reach the checks behind
the parser; some are broken as files; some are small and would grow large.
"""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path

from django.contrib.auth import get_user_model
from openpyxl import load_workbook

from frameworks.actions import load_framework
from frameworks.definition import DefinitionFaults, FrameworkDefinition, definition_of, parse
from frameworks.models import Framework
from frameworks.plain_yaml import Document, Fault, Plain, read
from frameworks.sheets_written import as_workbook
from frameworks.stored import plain_of
from frameworks.yaml_written import as_yaml
from tests.frameworks.loading import FILES

SHIPPED = Path(__file__).parents[2] / "fixtures" / "frameworks"
NASTY: tuple[Plain, ...] = (
    *("", " ", "\t", "~", "null", "true", "1", "0", "-1", "1e400", "nan", "1_000", "0x1F", "1.10", "2025-01-01"),
    *("=cmd|' /C calc'!A0", "'", "<script>alert(1)</script>", "../../etc/passwd", "check", "🙂" * 40, "é", "e\u0301"),
    *("x" * 300, "x" * 301, "y" * 10_001, "\u2028", "\ufeff", "\u202e", "aligns@2025.1#1.1", "@#", "a@b#c d"),
    *([], {}, [[]], [{}], {"": ""}, ["a", ["b"]], {"slug": "x"}, [{"code": "1"}] * 3),
)
KEYS = ("slug", "code", "title", "levels", "indicators", "descriptors", "weights", "from", "__class__", "", "x" * 200)
BYTES = (b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\t", b"- ", b": ", b"{", b"]", b"'", b'"', b"\n---\n", b"|\n", b"? ")
ROOTS = (
    b"&a [*a, *a]\n",
    b"a: &a [x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n",
    b"!!python/object/apply:os.system ['true']\n",
    b"%YAML 9.9\n---\na: b\n",
    b"? [a, b]\n: c\n",
)


@cache
def sound() -> tuple[str, ...]:
    """The shipped frameworks and those of the tests, as YAML; the small ones more often, for they are quick."""
    small = [file.read_text(encoding="utf-8") for file in sorted(FILES.glob("*.yaml"))]
    large = [file.read_text(encoding="utf-8") for file in sorted(SHIPPED.glob("*.yaml"))]
    return (*small * 6, *large)


def file_of(seed: int) -> bytes:
    chance = random.Random(seed)
    plain = read(chance.choice(sound()).encode()).value
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3, 8))):
        plain = broken(chance, plain)
    match chance.randrange(10):
        case 0:
            return with_bytes_changed(chance, written(plain))
        case 1:
            return chance.choice((with_growth, with_words_between))(chance, written(plain))
        case 2:
            return of_workbook(chance, plain, with_cells_changed)
        case 3:
            return of_workbook(
                chance, plain, chance.choice((with_parts_changed, with_bytes_changed, that_unpacks_to_much))
            )
        case _:
            return written(plain)


def written(plain: Plain) -> bytes:
    """As YAML. What is nested too deep for any writer: bare lists that are as deep."""
    try:
        return as_yaml(plain)
    except RecursionError:
        return b"[" * 10_000


def places(value: Plain, path: tuple = ()) -> Iterator[tuple]:
    """Every path below the root."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*path, step)
        yield from places(inner, (*path, step))


def broken(chance: random.Random, plain: Plain) -> Plain:
    """With one place left out, doubled, moved, renamed, or holding what does not belong there."""
    found = list(places(plain))
    if not found:
        return chance.choice(NASTY)
    *around, step = chance.choice(found)
    holder = plain
    for part in around:
        holder = holder[part]
    verb = chance.choice((left_out, replaced, replaced, swapped, doubled, renamed, buried))
    verb(chance, plain, holder, step)
    return plain


def left_out(_chance: random.Random, _plain: Plain, holder: Plain, step: str | int) -> None:
    del holder[step]


def replaced(chance: random.Random, _plain: Plain, holder: Plain, step: str | int) -> None:
    holder[step] = chance.choice(NASTY)


def swapped(chance: random.Random, plain: Plain, holder: Plain, step: str | int) -> None:
    """The value of another place, which has the wrong shape or is there already."""
    path = chance.choice(list(places(plain)))
    other = plain
    for part in path:
        other = other[part]
    holder[step] = deepcopy(other)  # no place may hold itself


def doubled(chance: random.Random, _plain: Plain, holder: Plain, step: str | int) -> None:
    if isinstance(holder, list):
        holder.extend([holder[step]] * chance.choice((1, 1, 50)))
    else:
        holder[f"{step}2"] = holder[step]


def renamed(chance: random.Random, _plain: Plain, holder: Plain, step: str | int) -> None:
    if isinstance(holder, dict):
        holder[chance.choice((*KEYS, str(step).upper(), f"{step} ", str(step)[:-1]))] = holder.pop(step)


def buried(chance: random.Random, _plain: Plain, holder: Plain, step: str | int) -> None:
    value = holder[step]
    for _ in range(chance.choice((1, 3, 12))):
        value = [value] if chance.random() < 0.5 else {"a": value}
    holder[step] = value


def with_bytes_changed(chance: random.Random, data: bytes) -> bytes:
    for _ in range(chance.choice((1, 1, 3, 20))):
        at = chance.randrange(len(data) + 1)
        until = at + chance.choice((0, 0, 1, 5, 200))
        data = data[:at] + chance.choice((*BYTES, bytes([chance.randrange(256)]))) + data[until:]
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.2 else data


def with_words_between(chance: random.Random, data: bytes) -> bytes:
    """Whole lines doubled, left out, put elsewhere or pushed in."""
    lines = data.split(b"\n")
    for _ in range(chance.choice((1, 2, 5))):
        at = chance.randrange(len(lines))
        taken = lines[at]
        lines[at : at + chance.choice((0, 1))] = chance.choice(([], [taken, taken], [b"  " + taken], [b"&a " + taken]))
        if not lines:
            return b""
    return chance.choice((b"\n", b"\r\n", b"\r")).join(lines)


def with_growth(chance: random.Random, data: bytes) -> bytes:
    """A little that would become much: aliases of aliases, deep lists, tags, very many small values."""
    growing = chance.choice(
        (
            *ROOTS,
            b"[" * 5_000,
            b"- " * 3_000 + b"x",
            b"{a: " * 2_000,
            b"x: [" + b"a," * 50_000 + b"]\n",
            b"".join(b"l%d: &l%d [*l%d, *l%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 40)),
        )
    )
    return growing if chance.random() < 0.5 else growing + data


# ---- workbooks


def of_workbook(chance: random.Random, plain: Plain, change: Callable[[random.Random, bytes], bytes]) -> bytes:
    """What no longer has the shape of a framework cannot be written as sheets; a sound one is then broken as a file."""
    try:
        data = as_workbook(plain)
    except (AttributeError, KeyError, TypeError, ValueError):
        data = as_workbook(read(sound()[0].encode()).value)
    return change(chance, data)


def with_cells_changed(chance: random.Random, data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for _ in range(chance.choice((1, 2, 6))):
        sheet = chance.choice(book.worksheets)
        match chance.randrange(7):
            case 0:
                sheet.delete_rows(chance.randint(1, sheet.max_row))
            case 1:
                sheet.delete_cols(chance.randint(1, sheet.max_column))
            case 2:
                sheet.title = chance.choice(("Level", "levels ", "Sheet1", "Read me first"))
            case 3:
                sheet.cell(chance.randint(1, 3), chance.choice((1, 99, 101, 300)), "stray")
            case _:
                cell = sheet.cell(chance.randint(1, sheet.max_row), chance.randint(1, sheet.max_column))
                cell.value = chance.choice(
                    (None, 1.1, 1.10000000001, True, date(2025, 1, 1), "=1+1", "#REF!", "'=x", 10**15)
                )
    out = io.BytesIO()
    book.save(out)
    # As of no day: the library writes the moment into this part.
    return packed(parts_of(out.getvalue()) | {"docProps/core.xml": parts_of(data)["docProps/core.xml"]})


def with_parts_changed(chance: random.Random, data: bytes) -> bytes:
    """Parts of the package gone, doubled, from elsewhere, or with bytes changed in them."""
    parts = parts_of(data)
    name = chance.choice(sorted(parts))
    match chance.randrange(4):
        case 0:
            del parts[name]
        case 1:
            parts[chance.choice(("xl/vbaProject.bin", "xl/externalLinks/a.xml", "../a.xml", "xl/embeddings/a"))] = b"x"
        case 2:
            parts[name] = parts[chance.choice(sorted(parts))]
        case _:
            parts[name] = with_bytes_changed(chance, parts[name])
    return packed(parts)


ENTITIES = b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) if n else b'<!ENTITY l0 "lol">' for n in range(10)
)


def that_unpacks_to_much(chance: random.Random, data: bytes) -> bytes:
    parts = parts_of(data)
    sheet = next(name for name in sorted(parts) if name.startswith("xl/worksheets/"))
    match chance.randrange(5):
        case 0:
            parts[sheet] = b'<?xml version="1.0"?><!DOCTYPE x [' + ENTITIES + b"]><x>&l9;</x>"
        case 1:
            parts[sheet] = parts[sheet].replace(b"<sheetData>", b"<sheetData>" + b" " * (40 * 1024 * 1024))
        case 2:
            parts["xl/styles.xml"] = b"<x>" + b"<a/>" * 200_000 + b"</x>"
        case 3:
            far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
            parts[sheet] = parts[sheet].replace(b"</sheetData>", far)
        case _:
            rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(100, 12_000))
            parts[sheet] = parts[sheet].replace(b"</sheetData>", rows + b"</sheetData>")
    return packed(parts)


def parts_of(data: bytes) -> dict[str, bytes]:
    whole = zipfile.ZipFile(io.BytesIO(data))
    return {name: whole.read(name) for name in whole.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """The same bytes whenever it is done: `ZipInfo` is of no day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# ---- the door


def try_file(data: bytes) -> str:
    """`refused` or `loaded` (and then taken out again). Raises whatever shows that not all is well."""
    try:
        definition = parse(data)
    except DefinitionFaults as refused:
        faults = refused.faults
    else:
        return try_loading(definition)
    nowhere = [fault.message for fault in faults if not says_where(fault)]
    assert faults, "refused without a fault"
    assert not nowhere, f"no place is named: {nowhere}"
    assert not Framework.objects.exists(), "something of a refused file was stored"
    return "refused"


def try_loading(definition: FrameworkDefinition) -> str:
    load_framework(by=get_user_model().objects.system(), definition=definition)
    framework = Framework.objects.with_parts().get()
    assert definition_of(Document(plain_of(framework))) == definition, "the database gives back something else"
    framework.delete()
    return "loaded"


def says_where(fault: Fault) -> bool:
    """By its path, its line or its cell; or because it is about the file as a whole, and says so."""
    return bool(fault.path or fault.where) or fault.message.startswith(("The file ", "This workbook "))
