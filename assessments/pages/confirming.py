"""Answers that were given to other words: what was asked then, and the press that lets them stand for today."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessments.models import Answer
from assessments.pages.scale import Scale
from frameworks.models import Dimension, Indicator

CONFIRM = "confirm"


@dataclass(frozen=True)
class ToConfirm:
    """`then`: what the button asks for. `before`: what was asked then, where it differs: a name and the words."""

    then: str
    spoken: str
    opening: str
    before: list[tuple[str, str]]

    @classmethod
    def of(cls, answer: Answer | None, target: Indicator | Dimension, scale: Scale) -> "ToConfirm | None":
        """None where there is nothing to confirm. `scale`: of today."""
        if answer is None or not answer.is_to_confirm:
            return None
        then = answer.asked_as
        is_indicator = isinstance(target, Indicator)
        asked = _indicator_then(then, target, answer, scale) if is_indicator else _dimension_then(then, target)
        code = target.code if is_indicator else ""
        return cls(
            f"{CONFIRM}:{code}",
            f" for {code or 'the dimension as a whole'}",
            f"Your answer was given to the words of version {then.framework.version}. Read the words of today. "
            "If your answer is still right, press the button. If not, change it.",
            list(asked),
        )


def _indicator_then(then: Indicator, now: Indicator, answer: Answer, scale: Scale) -> Iterator[tuple[str, str]]:
    names = {"title": "Its name was", "question": "It asked", "guidance": "Its guidance was"}
    for field, name in names.items():
        if getattr(then, field) != getattr(now, field):
            yield name, getattr(then, field) or "nothing"
    words_now = {one.level.position: one.text for one in now.descriptors.all()}
    words_then = {one.level.position: one for one in then.descriptors.all()}
    for position in sorted({answer.low, answer.high} - {None}):
        level = words_then.get(position)
        name_then = level.level.name if level else ""
        if level and (level.text, name_then) != (words_now.get(position, ""), scale.name(position)):
            yield f"Your level, {name_then}, meant", level.text or "nothing more than its name"


def _dimension_then(then: Dimension, now: Dimension) -> Iterator[tuple[str, str]]:
    if then.title != now.title:
        yield "Its name was", then.title
    if then.summary != now.summary:
        yield "It was about", then.summary or "nothing more than its name"
    if (then.title, then.summary) == (now.title, now.summary):
        yield "What changed", "It does not ask the same indicators in the same words any more."
