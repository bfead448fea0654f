"""Which sheets and columns a framework has as a workbook: said once, for those who read and those who write one."""

README = "Read me first"
FRAMEWORK = "Framework"
LEVELS = "Levels"
DIMENSIONS = "Dimensions"
INDICATORS = "Indicators"
ACTIONS = "Recommended actions"
SOURCES = "Sources"

NEEDED = (FRAMEWORK, LEVELS, DIMENSIONS, INDICATORS)
ALL = (*NEEDED, ACTIONS, SOURCES)

# The column that says to which dimension an indicator belongs, or to which recommended action a source.
DIMENSION = "dimension"
ACTION = "recommended action"

HEAD_COLUMNS = ("key", "value", "what to write")
COLUMNS = {
    LEVELS: ("slug", "name", "summary"),
    DIMENSIONS: ("code", "title", "summary"),
    INDICATORS: (DIMENSION, "code", "title", "question", "guidance", "reviewed", "weights to check", "equivalent to"),
    ACTIONS: ("code", "title", "group", "what", "why", "supports", "from", "to"),
    SOURCES: (ACTION, "title", "url", "year"),
}
# Columns that stand once for each level (`descriptor low`), and the key that they fill.
BY_LEVEL = {"descriptor": "descriptors", "weight": "weights"}
# Columns that may stand several times, each an item of the list: `who 1`, `who 2`.
NUMBERED = ("who", "how")
# One cell holds a list of codes, with commas between them.
LISTS = ("reviewed", "weights to check", "equivalent to", "supports")

HEAD_NOTES = {
    "format": "Always 1.",
    "slug": "Short name for addresses: letters, digits, - and _.",
    "version": "Letters, digits, dots, - and _; up to 20. A version that a cycle uses cannot change.",
    "title": "The name that people read.",
    "summary": "What the framework is for. May be empty.",
    "publisher": "Who publishes it. May be empty.",
    "judges": "organisation or initiative. Empty means organisation.",
    "wording": "draft or reviewed: holds for the words of every level. Empty means draft.",
}


def key_of(column: str) -> str:
    """The key of the format that a column fills: `equivalent to` is equivalent_to."""
    return column.replace(" ", "_")
