"""The reports side by side, as links: which there are, and which one this is. Decides nothing about permission."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from reports.matrix import INDICATOR

# By the name of the address; one without an address yet is left out.
REPORTS = (
    ("heatmap", "Heatmap"),
    ("spans", "Spans"),
    ("compare", "Compare"),
    ("trends", "Movement"),
    ("gaps", "Gaps"),
    ("practice", "Good practice"),
)


@dataclass(frozen=True)
class ReportLink:
    words: str
    href: str
    is_current: bool


def report_links(current: str, *, cycle: str = "", dimension: str = "") -> tuple[ReportLink, ...]:
    """All reports there are. Cycle and dimension go with the reader from one to the next."""
    return tuple(
        ReportLink(words, href, name == current)
        for name, words in REPORTS
        if (href := _address(name, cycle, dimension))
    )


def _address(name: str, cycle: str, dimension: str) -> str:
    """Empty where no such report exists."""
    try:
        path = reverse(f"reports:{name}")
    except NoReverseMatch:
        return ""
    said = {"cycle": cycle, "dimension": dimension}
    if name == "heatmap" and dimension:
        # One dimension is one column, and no picture; its indicators are.
        said["columns"] = INDICATOR
    said = {key: value for key, value in said.items() if value}
    return f"{path}?{urlencode(said)}" if said else path
