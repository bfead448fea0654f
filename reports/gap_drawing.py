"""Where the marks of one gap stand: a circle for social care, a square for health, an arrow between. Pure; no words.

The sides stand on lanes of their own, so that they never cover each other, however small the gap.
"""

from reports.gaps import Gap
from reports.span_drawing import GAP, Line, Mark, Track, across

SOCIAL_CARE_Y, ARROW_Y, HEALTH_Y, HEIGHT = 17, 34, 51, 68
# In levels: a shorter arrow has no room for two heads on a phone.
SHORTEST_ARROW = 0.5


def gap_track(gap: Gap, count: int) -> Track:
    """Of a gap with a level on both sides, among `count` levels."""
    care, health = across(gap.social_care.midpoint, count), across(gap.health.midpoint, count)
    sides = (Mark("social-care", care, SOCIAL_CARE_Y), Mark("health", health, HEALTH_Y))
    if not gap.levels:
        return Track(HEIGHT, (), sides)
    low, high = (health, care) if gap.levels > 0 else (care, health)
    ends = ("gap-end", "gap-end") if gap.size < SHORTEST_ARROW else ("gap-left", "gap-right")
    arrow = (Mark(ends[0], low, ARROW_Y), Mark(ends[1], high, ARROW_Y))
    return Track(HEIGHT, (Line(GAP, low, high, ARROW_Y),), (*arrow, *sides))
