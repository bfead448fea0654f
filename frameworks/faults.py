"""Names the places of a framework file in words, by codes and line, and says what is wrong there."""

from difflib import get_close_matches

from frameworks.plain_yaml import Document, Fault, Path, Plain, RepeatedKey, repeated_fault, shown

# The list in which a part stands, what one of them is called, and the key that names it.
NAMED = {
    "levels": ("level", "slug"),
    "dimensions": ("dimension", "code"),
    "indicators": ("indicator", "code"),
    "recommended_actions": ("recommended action", "code"),
}
BY_LEVEL = {"descriptors", "weights"}
# The place of what has no line, such as a list that the file does not have.
WHOLE = "file"

PATTERNS = {
    "slug": "may hold 1 to 50 letters, digits, - and _ and nothing else",
    "url": "must be an address that begins with http:// or https://",
    "for": "must be written slug@version, such as aligns@2025.1",
    "equivalent_to": "must be written slug@version#code, such as aligns@2024.1#1.2",
}
CODE_PATTERN = "may hold 1 to 20 letters, digits, dots, - and _ and nothing else"

SHAPES = {
    "model_type": "must have keys of its own",
    "model_attributes_type": "must have keys of its own",
    "dict_type": "must have keys of its own",
    "tuple_type": "must be a list",
    "string_type": "must be text",
    "string_too_short": "is empty: write something, or leave it out where it is optional",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_parsing_size": "must be a whole number",
    "decimal_parsing": "must be a number",
    "decimal_type": "must be a number",
    "finite_number": "must be a number, and not an endless one",
    "decimal_max_digits": "must have at most 10 digits",
    "decimal_whole_digits": "must have at most 6 digits before the point",
    "decimal_max_places": "must have at most 4 digits after the point",
}


class Places:
    """The document, and how to speak of the places in it."""

    def __init__(self, document: Document, keys: dict[str, list[str]], named: dict[str, tuple[str, str]] = NAMED):
        self.document = document
        self.keys = keys
        self.named = named

    def value(self, path: Path) -> Plain | None:
        found: Plain | None = self.document.value
        for step in path:
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def fault(self, path: Path, message: str, at: Path | None = None) -> Fault:
        """A fault of the part at `path`; its line is that of `at`, where another place is the better one."""
        line = self.document.line(path if at is None else at)
        return Fault(self.words(path) or ("" if line else WHOLE), message, line, self.document.spot(line))

    def words(self, path: Path) -> str:
        """`dimension 1, indicator 1.1, descriptors`, for the list indices and keys that lead there."""
        found: list[str] = []
        for depth, step in enumerate(path):
            if isinstance(step, int):
                found.append(self.words_of_item(path[: depth + 1]))
            elif depth and path[depth - 1] in BY_LEVEL:
                found.append(f"level {shown(step)}")
            elif not (step in self.named and depth + 1 < len(path)):
                found.append(shown(step))
        return ", ".join(found)

    def words_of_item(self, path: Path) -> str:
        noun, key = self.named.get(str(path[-2]), ("item", ""))
        name = self.value((*path, key)) if key else None
        if isinstance(name, str) and name.strip():
            return f"{noun} {shown(name, 50)}"
        return f"{ordinal(path[-1] + 1)} {noun}"

    def of_repeated(self, repeated: RepeatedKey) -> Fault:
        return repeated_fault(repeated, self.words(repeated.path[:-1]))

    def of_shape(self, error: dict) -> Fault:
        """What pydantic found wrong with one value, in our words."""
        path, kind = self.path_of(error["loc"]), error["type"]
        around, last = path[:-1], path[-1]
        if kind == "missing":
            return self.fault(around, f"{last} is missing")
        if kind == "extra_forbidden":
            known = self.keys[next((step for step in reversed(around) if isinstance(step, str)), "")]
            message = f"unknown key {shown(str(last))}{did_you_mean(str(last), known)}"
            return self.fault(around, message, at=path)
        message = self.message_of(path, error)
        if isinstance(last, int):
            return self.fault(path, message)
        name = f"level {shown(last)}" if around and around[-1] in BY_LEVEL else shown(last)
        return self.fault(around, f"{name} {message}", at=path)

    def is_said_of_its_level(self, error: dict) -> bool:
        """Whether it is about the short name of a level, at one of the many places that repeat it."""
        loc, levels = error["loc"], self.value(("levels",))
        if loc[-1] != "[key]" or loc[-3] not in BY_LEVEL or not isinstance(levels, list):
            return False
        return any(isinstance(level, dict) and level.get("slug") == loc[-2] for level in levels)

    def path_of(self, loc: Path) -> Path:
        """Pydantic's path without the steps that are its own, such as the form that a source has."""
        return tuple(
            step
            for depth, step in enumerate(loc)
            if not (step in ("words", "keys") and depth > 1 and loc[depth - 2] == "sources") and step != "[key]"
        )

    def message_of(self, path: Path, error: dict) -> str:
        kind, given = error["type"], self.value(path)
        limits = error.get("ctx", {})
        if given == "":
            return SHAPES["string_too_short"]
        if kind == "literal_error":
            wanted = str(limits["expected"]).replace("'", "")
            return f"must be {wanted}, not {shown(given) if isinstance(given, str) else 'keys or a list'}"
        if kind == "unprintable":
            return limits["why"]
        if kind == "string_too_long":
            return f"is longer than {limits['max_length']:,} characters"
        if kind == "string_pattern_mismatch":
            return self.message_of_pattern(path, error)
        if kind in ("greater_than_equal", "less_than_equal"):
            return "must be a year between 1000 and 2200"
        return SHAPES.get(kind, "cannot be read")

    def message_of_pattern(self, path: Path, error: dict) -> str:
        given = self.value(path)
        if isinstance(given, str) and given != given.strip() and "[key]" not in error["loc"]:
            return f'is "{shown(given)}", with a blank at one end: take it out'
        names = [step for step in path if isinstance(step, str)]
        key = "slug" if {"reviewed", "weights_to_check", "from", "to", *BY_LEVEL} & set(names[-2:]) else names[-1]
        return PATTERNS.get(key, CODE_PATTERN)


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def did_you_mean(word: str, known: list[str]) -> str:
    """`; did you mean title?` where one of the known words is close, else nothing."""
    close = get_close_matches(word, known, n=1) if len(word) <= 60 else []
    return f"; did you mean {close[0]}?" if close else ""
