"""What comes next, dimension by dimension, and who is further on: the framework's own words. Ranks nobody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from assessments.levels import NO_DATA, NOT_APPLICABLE, typical_position
from assessments.models import Cycle
from assessments.pages.scale import Scale
from assessments.pages.words import listed, many
from frameworks.library.pages import action_url, actions_url
from frameworks.pages.addresses import indicator_url, moving_up_url
from reports.disclosure import SUPPRESSED
from reports.pages.heatmap_tables import profile_address
from reports.pages.heatmap_words import says_of_dimension
from reports.pages.profile_levels import Level
from reports.practice import Example
from reports.query import SpansQuery
from reports.steps import Further, Step

# More names than this are counted instead.
MOST_NAMED = 3
SILENCES = {
    NO_DATA: "No data, so there is no next level to show.",
    NOT_APPLICABLE: "Does not apply.",
    SUPPRESSED: "Too few or too alike to show.",
}
NOBODY = "Nobody whom you may see by name."
NO_LEVEL = "No level to compare with."
UNANSWERED = "Not answered, so there is no next level to show."


@dataclass(frozen=True)
class ShownExample:
    """`whose` leads to `href`."""

    code: str
    text: str
    whose: str
    href: str

    @classmethod
    def of(cls, example: Example) -> "ShownExample":
        one, said = example.said_by, example.said
        name = f"{one.organisation}: {one.initiative}" if one.initiative else str(one.organisation)
        href = profile_address(one.cycle.slug, one.organisation.slug, one.initiative)
        return cls(said["indicator"] or f"dimension {said['dimension']}", said["text"], name, href)


@dataclass(frozen=True)
class Ahead:
    """Who is further on. `where`: in which indicator, or in the dimension; `names`: (name, level, address)."""

    where: str
    names: tuple[tuple[str, str, str], ...]
    more: str = ""
    href: str = ""


@dataclass(frozen=True)
class ShownAdvice:
    """Recommended actions for the step. `actions`: (title, address, whether its wording is draft); `more` leads to
    `href`; `also`: (code, how many, address) of other indicators that are as low.
    """

    actions: tuple[tuple[str, str, bool], ...]
    more: str
    href: str
    also: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class ShownStep:
    """`silence`: what is said where there is no next level to show; then the rest may be empty.

    `href`: the page of that indicator; `basis`: why this one; `level`: its level now; `target`: the name of the next
    level, `words` the framework's. `offered`: without `advice`, what the library has for the dimension, and where.
    `nobody`: said where nobody is ahead.
    """

    dimension: str
    silence: str = ""
    indicator: str = ""
    href: str = ""
    basis: str = ""
    level: Level | None = None
    target: str = ""
    words: str = ""
    is_draft: bool = False
    advice: ShownAdvice | None = None
    offered: tuple[str, str] | None = None
    ahead: tuple[Ahead, ...] = ()
    nobody: str = ""
    examples: tuple[ShownExample, ...] = ()


@dataclass(frozen=True)
class StepWriter:
    """Writes the steps of one profile. `is_group`: of an ICS or region, so that its levels are medians."""

    scale: Scale
    cycle: Cycle
    is_group: bool = False

    def shown(self, step: Step) -> ShownStep:
        title = says_of_dimension(step.dimension)
        more = {
            "ahead": tuple(self._ahead(step)),
            "nobody": NO_LEVEL if step.cell.midpoint is None else NOBODY,
            "examples": tuple(map(ShownExample.of, step.examples)),
            "offered": self._offered(step),
        }
        if not step.target:
            return ShownStep(title, self._silence(step), **more)
        target = self.scale.name(step.target)
        cell = step.lowest_cell
        return ShownStep(
            title,
            "" if step.words else f"The framework has no words for {target} here.",
            says_of_dimension(step.lowest),
            indicator_url(self.cycle.framework, step.lowest.code),
            self._basis(step),
            self._level(typical_position(cell.midpoint), None) if self.is_group else self._level(cell.low, cell.high),
            target,
            step.words,
            step.is_draft,
            self._advice(step),
            **more,
        )

    def _advice(self, step: Step) -> ShownAdvice | None:
        """What helps in the lowest indicator; of those as low only how much there is."""
        if not step.advice:
            return None
        framework = self.cycle.framework
        own = next((one for one in step.advice if one.indicator == step.lowest.code), None)
        offered = own.offered if own else ()
        return ShownAdvice(
            tuple((one.title, action_url(framework, one.code), one.is_draft) for one in offered),
            f"all {own.count} for {own.indicator}" if own and own.count > len(offered) else "",
            moving_up_url(framework, step.lowest.code),
            tuple(
                (one.indicator, one.count, moving_up_url(framework, one.indicator))
                for one in step.advice
                if one is not own
            ),
        )

    def _offered(self, step: Step) -> tuple[str, str] | None:
        if step.advice or not step.offered:
            return None
        words = f"{many(step.offered, 'recommended action')} for this dimension"
        return words, actions_url(self.cycle.framework, step.dimension.code)

    def _level(self, low: int, high: int | None) -> Level:
        return Level.of(self.scale, "rated", low, high or low)

    def _silence(self, step: Step) -> str:
        if step.lowest:
            top = self.scale.name(self.scale.count)
            if self.is_group:
                return f"The median of every indicator shown here is {top}, the highest level."
            which = "Its one indicator" if step.rated == 1 else f"All {step.rated} indicators"
            return f"{which} with a level {'is' if step.rated == 1 else 'are'} at {top}, the highest level."
        if step.cell.midpoint is None:
            return SILENCES.get(step.cell.status, UNANSWERED)
        if self.is_group:
            return "None of its indicators can be shown with a level, and next levels are described by indicator."
        return "None of its indicators has a level, and next levels are described by indicator."

    def _basis(self, step: Step) -> str:
        """Why this one, which are as low, and from where a span is counted."""
        said = [self._why(step)]
        if step.alike:
            codes = [column.code for column in step.alike]
            said.append(f"As low: {listed(codes)}.")
        cell = step.lowest_cell
        if not self.is_group and cell.low != cell.high:
            said.append(f"A span: its next level is counted from {self.scale.name(cell.low)}.")
        return " ".join(said)

    def _why(self, step: Step) -> str:
        those = "shown" if self.is_group else "with a level"
        some = f"the {step.rated} of {step.of} indicators {those}"
        which = f"its {step.of} indicators" if step.rated == step.of else some
        if self.is_group:
            lead = f"Lowest median of {which}." if step.rated > 1 else "The only one shown."
            return f"{lead} {self._who(step)}"
        return f"Lowest of {which}." if step.rated > 1 else f"The only one of {step.of} with a level."

    def _who(self, step: Step) -> str:
        """How many organisations have a level in it; at which ones, where that may be shown."""
        cell = step.lowest_cell
        have = f"{cell.counted} of {many(cell.of, 'organisation')} {'has' if cell.counted == 1 else 'have'} a level"
        levels = sorted(step.distribution.levels.items()) if step.distribution else ()
        counts = [f"{count} {self.scale.name(position)}" for position, count in levels]
        return f"{have}: {listed(counts)}." if counts else f"{have}."

    def _ahead(self, step: Step) -> Iterable[Ahead]:
        if step.further:
            yield self._names(f"in {step.lowest.code}", step.further, step)
        if step.ahead:
            yield self._names("in the whole dimension", step.ahead, step)

    def _names(self, where: str, further: Sequence[Further], step: Step) -> Ahead:
        cycle = self.cycle.slug
        named = [
            (one.name, self.scale.words(one.cell.low, one.cell.high), profile_address(cycle, one.slug, one.initiative))
            for one in further[:MOST_NAMED]
        ]
        left = len(further) - len(named)
        spans = SpansQuery(cycle=cycle, dimension=step.dimension.code)
        href = reverse("reports:spans") + spans.as_address
        return Ahead(where, tuple(named), f"{left} more" if left else "", href if left else "")
