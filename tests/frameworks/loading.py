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


def loaded(text: str = GARDEN, **options) -> LoadResult:
    """The file, loaded as the commands do it."""
    system = get_user_model().objects.system()
    return load_framework(by=system, definition=parse(text.encode()), **options)
