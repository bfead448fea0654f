"""Crosswalk files for the tests: between the garden and the kite of the framework tests."""

from django.contrib.auth import get_user_model

from frameworks.crosswalks.actions import CrosswalkLoaded, known_versions, load_crosswalk
from frameworks.crosswalks.file import parse

CROSSWALK = """\
format: 1
crosswalk:
  title: Garden and kite
  between: garden@1.0
  and: kite@2026.10
  sources: [{title: A talk, year: 2025}]
pairs:
  - {from: A.1, to: "1.1", how: close, note: Both need fingers.}
  - {from: A.1, to: "1.10", how: part}
"""
TURNED = """\
format: 1
crosswalk:
  title: Garden and kite
  between: kite@2026.10
  and: garden@1.0
  sources: [{title: A talk, year: 2025}]
pairs:
  - {from: "1.10", to: A.1, how: part}
  - {from: "1.1", to: A.1, how: close, note: Both need fingers.}
"""


def crosswalk(text: str = CROSSWALK) -> CrosswalkLoaded:
    """The file, loaded as the command does it; both versions must be there."""
    system = get_user_model().objects.system()
    return load_crosswalk(by=system, definition=parse(text.encode(), known_versions()))
