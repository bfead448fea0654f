"""Which dimension stands open on a page that could show all: of a framework with very many indicators one at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from frameworks.models import Dimension
from frameworks.pages.parts import MOST_ON_ONE_PAGE


@dataclass(frozen=True)
class Option:
    """`note`: how much there is in it, empty where nothing is to be said."""

    value: str
    words: str
    note: str
    is_chosen: bool


@dataclass(frozen=True)
class OneDimension:
    """`code`: of the one that is open. `kept`: names and values that go along; `anchor`: where the page goes on."""

    code: str
    options: tuple[Option, ...]
    kept: tuple[tuple[str, str], ...] = ()
    anchor: str = "dimension"

    @classmethod
    def of(
        cls,
        dimensions: Iterable[Dimension],
        wanted: str,
        notes: Mapping[str, str] | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> "OneDimension | None":
        """`dimensions`: in their order, with their indicators at hand."""
        sizes = [(f"{one.code}. {one.title}", one.code, len(one.indicators.all())) for one in dimensions]
        return cls.of_sizes(sizes, wanted, notes, kept)

    @classmethod
    def of_sizes(
        cls,
        sizes: Sequence[tuple[str, str, int]],
        wanted: str,
        notes: Mapping[str, str] | None = None,
        kept: Mapping[str, str] | None = None,
    ) -> "OneDimension | None":
        """None where all of them fit on one page. `sizes`: words, code and number of indicators of each dimension.

        `wanted`: the code that the address names; for any other the first is open. `notes`: by code.
        """
        if sum(size for _, _, size in sizes) <= MOST_ON_ONE_PAGE:
            return None
        codes = [code for _, code, _ in sizes]
        chosen = wanted if wanted in codes else codes[0]
        said = notes or {}
        options = (Option(code, words, said.get(code, ""), code == chosen) for words, code, _ in sizes)
        return cls(chosen, tuple(options), tuple((kept or {}).items()))

    @property
    def title(self) -> str:
        return self.options[self._number].words

    @property
    def before(self) -> tuple[str, str] | None:
        """(title, address) of the dimension before this one."""
        return self._link(self._number - 1)

    @property
    def after(self) -> tuple[str, str] | None:
        return self._link(self._number + 1)

    @property
    def _number(self) -> int:
        return next(number for number, option in enumerate(self.options) if option.is_chosen)

    def _link(self, number: int) -> tuple[str, str] | None:
        if not 0 <= number < len(self.options):
            return None
        option = self.options[number]
        return option.words, f"?{urlencode({**dict(self.kept), 'dimension': option.value})}#{self.anchor}"
