"""What a change between two versions means for answers, movement and trends, in a sentence or two. Pure."""

from frameworks.changes import DimensionChange, IndicatorChange, Kind, Scale

OTHER_SCALE = (
    "The levels are others: old answers stand beside the new question, and none is carried over. Nothing is compared."
)
GONE = "Answers stay with version {version} and can always be read. Movement and trends list it, and leave it out."
NEW = "Not answered in earlier cycles. Movement and trends list it, and leave it out."
DIMENSION = {
    Kind.SAME: "",
    Kind.REWORDED: "What was said of the whole dimension carries over, marked “please confirm”.",
    Kind.NEW: "Nothing was said of it in earlier cycles.",
    Kind.GONE: "What was said of the whole dimension stays with version {version}.",
}


def meaning_of(change: IndicatorChange, scale: Scale, version: str) -> str:
    """`version`: the older one."""
    if change.kind == Kind.NEW:
        return NEW
    if change.kind == Kind.GONE:
        return GONE.format(version=version)
    if scale == Scale.OTHER:
        return OTHER_SCALE
    if not change.is_one_to_one:
        return f"{beside(change)} Movement and trends compare {compared(change)}."
    carried = "carry over, marked “please confirm”" if change.kind == Kind.REWORDED else "carry over"
    weights = " Weighted totals follow the new weights." if change.is_reweighted else ""
    return f"Answers {carried}. Movement and trends go on.{weights}"


def beside(change: IndicatorChange) -> str:
    answers = "The old answer stands" if len(change.older) == 1 else "The old answers stand"
    questions = "question" if len(change.newer) == 1 else "questions"
    return f"{answers} beside the new {questions}; none is carried over."


def compared(change: IndicatorChange) -> str:
    """As reports pair them: each new one with the first old one that it names."""
    if len(change.older) == 1:
        return f"{change.older[0].code} with each of {', '.join(asked.code for asked in change.newer)}"
    if len(change.newer) > 1:
        return "each new one with the first old one that it names"
    old = {asked.code for asked in change.older}
    named = (reference.partition("#")[2] for reference in change.newer[0].indicator.equivalent_to)
    return f"{next(code for code in named if code in old)} with {change.newer[0].code} only"


def meaning_of_dimension(change: DimensionChange, scale: Scale, version: str) -> str:
    if scale == Scale.OTHER and change.kind in (Kind.SAME, Kind.REWORDED):
        return OTHER_SCALE
    return DIMENSION[change.kind].format(version=version)
