"""The navigation of the site: its rooms, and which of them the page belongs to. Decides nothing about permission."""

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

register = template.Library()

ROOMS = {
    "home": ("Home", "home"),
    "assessments": ("Self-assessment", "assessments:list"),
    "reports": ("Reports", "reports:heatmap"),
    "practice": ("Good practice", "reports:practice"),
    "frameworks": ("Frameworks", "frameworks:list"),
}


def address(name: str) -> str:
    """The address of a named page; empty where no such page exists."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_block_tag
def navigation(content: str) -> SafeString:
    """Draw the rooms. What stands inside the tag is the key of the current one."""
    current = content.strip()
    rooms = [
        {"title": title, "url": address(name), "is_current": key == current}
        for key, (title, name) in ROOMS.items()
        if address(name)
    ]
    return render_to_string("components/navigation.html", {"rooms": rooms})
