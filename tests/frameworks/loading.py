"""Framework files for the tests of this app, whole and changed."""

from pathlib import Path

from django.contrib.auth import get_user_model

from frameworks.actions import LoadResult, load_framework
from frameworks.definition import parse

FILES = Path(__file__).parent / "files"
GARDEN = (FILES / "three-levels.yaml").read_text(encoding="utf-8")
KITE = (FILES / "six-levels.yaml").read_text(encoding="utf-8")


def garden(old: str = "", new: str = "") -> str:
    """The garden framework, with these words of it replaced."""
    assert old in GARDEN
    return GARDEN.replace(old, new)


def large(dimensions: int, indicators: int, version: str = "1") -> str:
    """A file of so many dimensions, each with so many indicators, on two levels and with short words."""
    lines = ["format: 1", f"framework: {{slug: large, version: '{version}', title: Large}}"]
    lines.append("levels: [{slug: low, name: Low}, {slug: high, name: High}]\ndimensions:")
    for dimension in range(1, dimensions + 1):
        lines.append(f"  - {{code: '{dimension}', title: Part {dimension}, indicators: [")
        lines += [
            f"      {{code: '{dimension}.{n}', title: T, question: How?, descriptors: {{low: No., high: Yes.}}}},"
            for n in range(1, indicators + 1)
        ]
        lines.append("    ]}")
    return "\n".join(lines)


def loaded(text: str = GARDEN, **options) -> LoadResult:
    """The file, loaded as the commands do it."""
    system = get_user_model().objects.system()
    return load_framework(by=system, definition=parse(text.encode()), **options)
