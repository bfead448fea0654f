"""The navigation of the site: its rooms, and which of them the page belongs to. Locked rooms are for some."""

import rules
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
    "polls": ("Polls", "polls:list"),
    "desk": ("Desk", "desk:home"),
}
# Rooms that not everybody has, with the permission word that opens them.
LOCKED = {"polls": "polls.ask_polls", "desk": "assessments.see_desk"}


def address(name: str) -> str:
    """The address of a named page; empty where no such page exists."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_block_tag(takes_context=True)
def navigation(context: template.Context, content: str) -> SafeString:
    """Draw the rooms. What stands inside the tag is the key of the current one."""
    current, user = content.strip(), context["request"].user
    rooms = [
        {"title": title, "url": address(name), "is_current": key == current}
        for key, (title, name) in ROOMS.items()
        if address(name) and (key not in LOCKED or rules.has_perm(LOCKED[key], user))
    ]
    return render_to_string("components/navigation.html", {"rooms": rooms})
