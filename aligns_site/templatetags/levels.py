"""Draws a strip of levels once and reuses it: a heatmap has hundreds and only some dozens differ. Chooses no level."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@lru_cache(maxsize=512)
def drawn(count: int, filled: frozenset[int], typical: int | None) -> SafeString:
    steps = [{"position": position, "filled": position in filled} for position in range(1, count + 1)]
    strip = {"steps": steps, "count": count, "typical": typical}
    return mark_safe(render_to_string("components/strip.html", {"strip": strip}).strip())


@register.simple_tag(name="strip")
def strip_tag(strip) -> SafeString:
    """The strip as components/strip.html draws it; `strip` has steps, count and typical."""
    filled = frozenset(step.position for step in strip.steps if step.filled)
    return drawn(strip.count, filled, strip.typical)
