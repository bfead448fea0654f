"""A report's picture as a single SVG file: words, marks and colours all in it, nothing from elsewhere."""

from django.template.loader import render_to_string

from reports.pages.spans_picture import SpansPicture

CONTENT_TYPE = "image/svg+xml; charset=utf-8"


def spans_as_svg(picture: SpansPicture) -> bytes:
    return render_to_string("reports/spans.svg", {"picture": picture}).strip().encode()
