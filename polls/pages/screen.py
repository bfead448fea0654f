"""What stands on the screen of a room: the question, the way there for phones, and how it stands."""

from dataclasses import dataclass

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from polls.models import Poll
from polls.pages.asking import way_here
from polls.pages.results import Results

# Around the code as its standard asks.
QUIET_ZONE = 4


@dataclass(frozen=True)
class ScreenPage:
    """`link` is how it is read out: without http://, which every phone adds."""

    poll: Poll
    results: Results
    link: str
    link_href: str
    drawn_link: SafeString
    breadcrumbs: list[tuple[str, str]]

    @classmethod
    def of(cls, poll: Poll, address: str) -> "ScreenPage":
        """`address`: the whole address for phones."""
        return cls(
            poll,
            Results.of(poll),
            address.partition("://")[2].rstrip("/"),
            address,
            drawn(address),
            way_here(("Polls", reverse("polls:list")), (poll.question, reverse("polls:detail", args=[poll.uuid]))),
        )


def drawn(address: str) -> SafeString:
    """The address as a QR code: SVG with a name, without a style of its own."""
    code = segno.make(address, error="m", micro=False)
    looks = {"omitsize": True, "border": QUIET_ZONE, "svgclass": "poll-code__squares", "lineclass": None}
    # segno writes numbers and letters of its own, and escapes the title.
    return mark_safe(code.svg_inline(title=f"QR code that opens {address}", **looks))
