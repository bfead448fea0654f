"""The page of perception gaps: rows with their words and marks, and the same facts as a table. Works no level out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from assessments.pages.dates import plain_day
from assessments.pages.words import listed, many, number_words
from reports.gap_drawing import gap_track
from reports.gaps import Gap, has_level
from reports.matrix import DIMENSION, ORGANISATION
from reports.one_dimension import Fitting
from reports.pages.gap_sentences import (
    HIDDEN,
    about,
    count_words,
    gap_words,
    median_words,
    paragraph,
    silence_words,
)
from reports.pages.heatmap import NO_CYCLE, source_of
from reports.pages.heatmap_filters import COLUMNS, Filters, choice_of, cycles_choice
from reports.pages.heatmap_tables import head_of
from reports.pages.heatmap_words import ROWS_WORDS, Caveat, Sentence, draft_wording
from reports.pages.navigation import ReportLink, report_links
from reports.pages.spans import Level
from reports.perceptions import Perceptions
from reports.span_drawing import Track

TITLE = "How social care and health see it"
ROWS = (("ics", "ICSs"), ("region", "Regions"), (ORGANISATION, "Within organisations"))
SAY_FIRST = "You find each indicator here once you have said what you think of it yourself."
# What is drawn; the table has all.
MOST_DRAWN = 40


@dataclass(frozen=True)
class ShownGap:
    """One row of picture and table. `track`: None where a side has no level; then `silences` say why.

    `missing`: class of what may not be shown, else empty. `social_care`, `health`: (median, how many), in words.
    """

    name: str
    about: str
    words: str
    social_care: tuple[str, str] = ("–", "–")
    health: tuple[str, str] = ("–", "–")
    track: Track | None = None
    silences: tuple[str, ...] = ()
    missing: str = ""

    @property
    def title(self) -> str:
        """What the arrow says, for those who do not see it."""
        return f"{self.name}, {self.about}: {self.words}"

    @property
    def sides(self) -> tuple[str, str]:
        said = (("Social care", self.social_care), ("Health", self.health))
        return tuple(f"{side} ({count}): {median}" for side, (median, count) in said)


@dataclass(frozen=True)
class Silent:
    """A group with columns of which no gap can be told, and why: each reason with the columns that it is of."""

    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class GapsPage:
    """`rows`: the largest gaps, drawn; `table`: all, the largest first, then those that cannot be told.

    `empty`: what is said in place of rows. `files`: (name, address). `part`: why not all that was asked is here.
    """

    title: str
    caption: str
    empty: str = ""
    reports: tuple[ReportLink, ...] = ()
    filters: Filters | None = None
    files: tuple[tuple[str, str], ...] = ()
    paragraph: tuple[Sentence, ...] = ()
    head: str = ""
    column_head: str = ""
    levels: tuple[Level, ...] = ()
    rows: tuple[ShownGap, ...] = ()
    not_drawn: str = ""
    silent: tuple[Silent, ...] = ()
    table: tuple[ShownGap, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    source: str = ""
    part: str = ""

    @classmethod
    def of(cls, perceptions: Perceptions, fits: Fitting) -> "GapsPage":
        query, heatmap, scale = perceptions.query, perceptions.heatmap, perceptions.scale
        if heatmap.stock is None:
            return cls(TITLE, "Reports", NO_CYCLE.replace("heatmap", "picture"), report_links("gaps"))
        cycle, told = heatmap.stock.cycle, perceptions.told
        untold = [gap for gap in perceptions.gaps if gap.levels is None]
        return cls(
            TITLE,
            f"Reports, {cycle}",
            "" if perceptions.gaps else _nobody(perceptions),
            report_links("gaps", cycle=cycle.slug, dimension=query.dimension),
            _filters(perceptions),
            (("CSV", reverse("reports:gaps_csv") + fits.of_files(query).as_address),),
            paragraph(perceptions.gaps, scale, query.rows) if perceptions.gaps else (),
            head_of(query.rows, cycle),
            "Dimension" if query.columns == DIMENSION else "Indicator",
            tuple(Level(scale.name(n), n, scale.count) for n in scale.positions),
            tuple(_shown(perceptions, gap) for gap in told[:MOST_DRAWN]),
            _not_drawn(len(told)),
            tuple(_silent(perceptions)),
            tuple(_shown(perceptions, gap) for gap in (*told, *untold)),
            caveats(perceptions) if perceptions.gaps else (),
            source_of(cycle),
            fits.words,
        )


def _nobody(perceptions: Perceptions) -> str:
    if perceptions.leaves_out:
        return f"Nothing to show yet. {SAY_FIRST}"
    if perceptions.is_within:
        return "No organisation that you see by name has submitted answers for which people gave views of their own."
    place = "an ICS" if perceptions.query.rows == "ics" else "a region"
    return f"No organisation asked in this cycle lies in {place}."


def _not_drawn(count: int) -> str:
    return f"The {MOST_DRAWN} largest of {count} gaps are drawn. The table has all." if count > MOST_DRAWN else ""


def _filters(perceptions: Perceptions) -> Filters:
    query, heatmap = perceptions.query, perceptions.heatmap
    codes = [(column.code, f"{column.code}. {column.title}") for column in heatmap.stock.dimensions]
    first = (
        cycles_choice(heatmap),
        choice_of("rows", "Rows", ROWS, query.rows),
        choice_of("columns", "Columns", COLUMNS if not perceptions.is_within else COLUMNS[1:], query.columns),
        choice_of("dimension", "Dimension", codes, query.dimension, "All dimensions"),
    )
    return Filters(first, (), "", False, False, reverse("reports:gaps"))


def _shown(perceptions: Perceptions, gap: Gap) -> ShownGap:
    if gap.is_hidden:
        return ShownGap(gap.group.name, about(gap), HIDDEN, missing="suppressed")
    scale = perceptions.scale
    sides = [
        (median_words(side, scale) if has_level(side) else "no level", count_words(side, gap.group.kind))
        if side
        else ("–", "0 of 0")
        for side in (gap.social_care, gap.health)
    ]
    if gap.levels is None:
        silences = silence_words(gap)
        return ShownGap(gap.group.name, about(gap), " ".join(silences), *sides, silences=silences)
    return ShownGap(gap.group.name, about(gap), gap_words(gap), *sides, gap_track(gap, scale.count))


def _silent(perceptions: Perceptions) -> Iterable[Silent]:
    for group in perceptions.groups:
        untold = [gap for gap in perceptions.gaps if gap.group == group and gap.levels is None]
        if untold:
            yield Silent(group.name, tuple(reasons(untold, len(perceptions.heatmap.matrix.columns))))


def reasons(untold: list[Gap], columns: int) -> Iterable[str]:
    """A reason that is so in every column stands alone; else with the codes of its columns."""
    found: dict[str, list[str]] = {}
    for gap in untold:
        for words in (HIDDEN + ".",) if gap.is_hidden else silence_words(gap):
            found.setdefault(words, []).append(gap.column.code)
    for words, codes in found.items():
        yield words if len(codes) == columns else f"{listed(codes)}: {words[0].lower()}{words[1:]}"


def caveats(perceptions: Perceptions) -> tuple[Caveat, ...]:
    heatmap = perceptions.heatmap
    found = [
        _people(perceptions) if perceptions.is_within else _sides(perceptions),
        Caveat("Your own organisation.", SAY_FIRST) if perceptions.leaves_out else None,
        _single(perceptions),
        _suppression(perceptions),
        Caveat(f"Boundaries of {plain_day(heatmap.day)}.", ""),
        draft_wording(heatmap),
    ]
    return tuple(caveat for caveat in found if caveat)


def _sides(perceptions: Perceptions) -> Caveat:
    words = "Each side is the median of its organisations; “2 of 3” means that two of three have a level."
    joint = perceptions.joint
    if joint:
        verbs = ("speaks", "counts") if joint == 1 else ("speak", "count")
        words += f" {many(joint, 'organisation')} {verbs[0]} for both jointly, and {verbs[1]} on neither side."
    else:
        words += " Organisations that speak for both jointly count on neither side."
    return Caveat("Who is on which side.", words)


def _people(perceptions: Perceptions) -> Caveat:
    least = perceptions.heatmap.stock.cycle.minimum_group
    words = (
        "Each side is the median of what people thought themselves, before their organisation agreed its answers, as "
        f"it stood when it submitted. A side is shown from {number_words(least)} people on, if they did not all say "
        "the same. Who speaks for both jointly counts on neither side."
    )
    return Caveat("People’s own views.", words)


def _single(perceptions: Perceptions) -> Caveat | None:
    told = perceptions.told
    single = sum(1 in (gap.social_care.counted, gap.health.counted) for gap in told)
    if not single:
        return None
    number = "all" if single == len(told) else str(single)
    start = f"In {number} of the {len(told)} gaps" if len(told) > 1 else "In the one gap"
    return Caveat("Few organisations.", f"{start} a side is one single organisation. Say so when you quote it.")


def _suppression(perceptions: Perceptions) -> Caveat | None:
    if perceptions.is_within or not any(gap.is_hidden for gap in perceptions.gaps):
        return None
    one = ROWS_WORDS[perceptions.query.rows][0]
    words = f"A gap is shown only where you may see everybody asked in the {one} by name, whatever they said."
    return Caveat(f"{HIDDEN}.", words)
