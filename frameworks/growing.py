"""A page that grows by a line for each part that is stored, so that whoever loads a large file sees it come."""

import logging
from collections.abc import Generator, Iterator
from contextlib import closing

from django.db import DatabaseError
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from aligns_site.access import ActionRefused
from frameworks.actions import Loading
from frameworks.definition import FrameworkDefinition

# More than this many indicators are stored on a page that grows.
LARGE = 500
# Where the lines go; the page around them is drawn first.
LINES = "<!-- lines -->"
# Proxies and our own compression would hold lines back until they have many.
HEADERS = {"Content-Encoding": "identity", "X-Accel-Buffering": "no", "Cache-Control": "no-store"}
BROKEN = "The database could not be used. Wait a little, then load the file again."
log = logging.getLogger(__name__)


def is_large(definition: FrameworkDefinition) -> bool:
    return sum(1 for _ in definition.indicators) > LARGE


def growing_page(request: HttpRequest, steps: Loading, page) -> StreamingHttpResponse:
    """The answer to a press that loads. Who goes away before the end has changed nothing."""
    head, tail = render_to_string("frameworks/loading.html", {"page": page}, request).split(LINES)
    return StreamingHttpResponse(lines(head, steps, tail, page), headers=HEADERS)


def lines(head: str, steps: Loading, tail: str, page) -> Iterator[str]:
    yield head
    with closing(steps):
        ended = yield from until_the_end(steps)
    yield render_to_string("frameworks/loading_end.html", {"page": page, **ended}) + tail


def until_the_end(steps: Loading) -> Generator[str, None, dict]:
    """A line for each step; gives back how it ended: with a result, or refused."""
    try:
        while True:
            yield format_html("<p>{}.</p>\n", next(steps))
    except StopIteration as ended:
        return {"result": ended.value}
    except ActionRefused as refused:
        return {"refused": str(refused)}
    except DatabaseError:
        log.exception("A framework could not be stored.")
        return {"refused": BROKEN}
