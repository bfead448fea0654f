"""Lists to choose from, over a report or a library: what components/choice.html draws."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One list to choose from."""

    name: str
    label: str
    options: tuple[Option, ...]


def choice_of(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str, everything: str = "") -> Choice:
    """`options`: values and words. `everything`: the words of the first option, which leaves nothing out."""
    listed = [("", everything), *options] if everything else list(options)
    return Choice(name, label, tuple(Option(value, words, value == chosen) for value, words in listed))
