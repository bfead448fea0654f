"""Every cell of every report and file of random worlds, held to a literal calculation of its own (literal.py).

`scripts/check-numbers SECONDS [SEED]` does the same for as long as you like.
"""

import csv
import io
import json
import re
from datetime import date, timedelta
from fractions import Fraction
from html import unescape
from itertools import zip_longest
from random import Random

import openpyxl
import pytest
from django.test import Client

from assessments import models
from assessments.actions.states import record_submission
from tests import worlds
from tests.reports import literal

CHANGE = date(2025, 7, 1)
KINDS, SECTORS = ["Local authority", "NHS trust", "Other"], ["Social care", "Health", "Joint"]
MISSING = ["no_data", "not_answered", "not_applicable"]
DRAWN = r"block [^\"]*|span-row__note|trend__arrow|trend__small|trend__break"
BY_LEVEL = "Organisations by typical level"
WORDS = {"no_data": "No data", "not_answered": "Not answered", "not_applicable": "Does not apply"}
NAMES = ["Ash", "birch", "Cedar", "dogwood", "Elm", "fir", "Gorse", "hazel", "Ivy", "juniper"]


class RandomWorld:
    """Two cycles on two versions of one framework, places that move between them, and what everybody says.

    Plain data in `before` and `after`, and the same as rows of the database; `viewer` sees everybody by name.
    """

    def __init__(self, seed: int):
        self.drawn = Random(seed)
        self.sizes = [self.drawn.randint(1, 3) for _ in range(self.drawn.randint(1, 3))]
        self.levels = worlds.LEVEL_NAMES[: self.drawn.randint(2, 7)]
        self.regions = ["South", "north"][: self.drawn.choice([1, 2, 2])]
        self.systems = {"Vale": self._stays_of_ics(), "oak": self._stays_of_ics(), "Moor": self._stays_of_ics()}
        self.places = self._places()
        versions = [self._version(self.sizes), self._version([self.drawn.randint(1, 3) for _ in self.sizes])]
        closes = [date(2025, 3, 31), date(2026, 3, 31)]
        self.before, self.after = (
            literal.Cycle(version, day, self._asked(), {}) for version, day in zip(versions, closes, strict=True)
        )
        self._store()

    # Plain data ---------------------------------------------------------------------------------------------------

    def _stays_of_ics(self) -> list[literal.Stay]:
        regions = self.drawn.choices(self.regions, k=2)
        if self.drawn.random() < 0.6:
            return [literal.Stay(regions[0])]
        return [literal.Stay(regions[0], last=CHANGE - timedelta(1)), literal.Stay(regions[1], first=CHANGE)]

    def _stays(self) -> list[literal.Stay]:
        stays = []
        for first, last in self.drawn.choice([[(None, None)], [(None, CHANGE - timedelta(1)), (CHANGE, None)]]):
            ics = self.drawn.choice([*self.systems, None])
            stays.append(literal.Stay(self.drawn.choice(self.regions), ics, first, last))
        return stays

    def _places(self) -> list[literal.Place]:
        count = self.drawn.randint(5, 9)
        places = [
            literal.Place(name, self.drawn.choice(KINDS), self.drawn.choice(SECTORS), self._stays())
            for name in NAMES[:count]
        ]
        return [*places, literal.Place("The whole south", "Region", "Joint", [literal.Stay("South")])]

    def _version(self, sizes: list[int]) -> literal.Version:
        codes = {str(d): [f"{d}.{i}" for i in range(1, size + 1)] for d, size in enumerate(sizes, start=1)}
        return literal.Version(self.levels, codes)

    def _asked(self) -> list[literal.Place]:
        return [one for one in self.places if self.drawn.random() < 0.9]

    def region_of(self, day: date):
        return lambda name: next(stay.region for stay in self.systems[name] if stay.holds_on(day))

    def _said(self, version: literal.Version) -> literal.Said:
        share, weights = self.drawn.choice([0.0, 0.6, 0.9, 1.0]), self.drawn.choice([[6, 1, 1], [6, 1, 1], [1, 2, 2]])
        indicators = [code for codes in version.dimensions.values() for code in codes]
        return literal.Said(
            {code: self._answer(weights) for code in indicators if self.drawn.random() < share},
            {code: self._answer(weights) for code in version.dimensions if self.drawn.random() < 0.4 * (share > 0)},
        )

    def _answer(self, weights: list[int]) -> literal.Answer:
        """`weights`: of a level, of no data and of what does not apply."""
        status = self.drawn.choices(["rated", "no_data", "not_applicable"], weights)[0]
        if status != "rated":
            return literal.Answer(status)
        low, high = sorted(self.drawn.choices(range(1, len(self.levels) + 1), k=2))
        if self.drawn.random() < 0.5:
            high = low
        return literal.Answer("rated", low, high, self.drawn.choice(literal.CONFIDENCES))

    # Rows of the database -----------------------------------------------------------------------------------------

    def _store(self) -> None:
        self.by = worlds.make_person("who.submits")
        regions = {name: models.Region.objects.create(slug=name.lower(), name=name) for name in self.regions}
        systems = {name: models.ICS.objects.create(slug=name.lower(), name=name) for name in self.systems}
        models.ICSPlacement.objects.bulk_create(
            models.ICSPlacement(ics=systems[name], region=regions[s.region], from_on=s.first, until_on=s.last)
            for name, stays in self.systems.items()
            for s in stays
        )
        self.rows = {
            one.name: models.Organisation.objects.create(
                slug=slug(one.name), name=one.name, kind=slug(one.kind), sector=slug(one.sector)
            )
            for one in self.places
        }
        models.OrganisationPlacement.objects.bulk_create(
            models.OrganisationPlacement(
                organisation=self.rows[one.name],
                ics=systems.get(s.ics),
                region=regions[s.region],
                from_on=s.first,
                until_on=s.last,
            )
            for one in self.places
            for s in one.stays
        )
        for number, cycle in enumerate((self.before, self.after), start=1):
            sizes = [len(codes) for codes in cycle.version.dimensions.values()]
            framework = worlds.make_framework("drawn", str(number), len(self.levels), sizes)
            self._declare_the_same(framework, cycle.version, number)
            asked = [self.rows[one.name] for one in cycle.asked]
            opens = cycle.closes - timedelta(300)
            stored = worlds.make_cycle(framework, asked, slug=f"cycle-{number}", opens=opens, closes=cycle.closes)
            for place in cycle.asked:
                self._submit(cycle, stored, place)
        is_one_region = len(self.regions) == 1
        viewer = ("regional_lead", regions["South"]) if is_one_region else ("administrator", None)
        self.client = Client()
        person = worlds.make_person("viewer", *viewer)
        self.client.force_login(person, "django.contrib.auth.backends.ModelBackend")

    def _declare_the_same(self, framework, version: literal.Version, number: int) -> None:
        """In the later version an indicator may be what was another one in the earlier."""
        if number == 2 and self.drawn.random() < 0.5:
            later = self.drawn.choice([code for codes in version.dimensions.values() for code in codes])
            earlier = self.drawn.choice([code for codes in self.before.version.dimensions.values() for code in codes])
            version.same_as[later] = earlier
            framework.indicators.filter(code=later).update(equivalent_to=[f"drawn@1#{earlier}"])

    def _submit(self, cycle: literal.Cycle, stored, place: literal.Place) -> None:
        """Some stay drafts, some are withdrawn, some are returned and then changed, which changes nothing."""
        fate = self.drawn.choices(["submitted", "draft", "withdrawn", "returned"], [8, 1, 1, 2])[0]
        said = self._said(cycle.version)
        held = worlds.begin(stored, self.rows[place.name], by=self.by)
        self._store_answers(held, said)
        if fate == "draft":
            return
        record_submission(held, by=self.by)
        if fate == "withdrawn":
            models.SelfAssessment.objects.filter(pk=held.pk).update(counting_snapshot=None, status="in_progress")
            return
        cycle.said[place.name] = said
        if fate == "returned":
            models.SelfAssessment.objects.filter(pk=held.pk).update(status="returned")
            held.ratings.filter(status="rated").update(low=1, high=1)
            held.dimension_ratings.all().delete()

    def _store_answers(self, held, said: literal.Said) -> None:
        indicators = {one.code: one for one in held.framework.indicators.all()}
        dimensions = {one.code: one for one in held.framework.dimensions.all()}
        models.Rating.objects.bulk_create(
            models.Rating(self_assessment=held, indicator=indicators[code], changed_by=self.by, **fields_of(answer))
            for code, answer in said.ratings.items()
        )
        models.DimensionRating.objects.bulk_create(
            models.DimensionRating(
                self_assessment=held, dimension=dimensions[code], changed_by=self.by, **fields_of(answer)
            )
            for code, answer in said.declared.items()
        )

    # What is asked ------------------------------------------------------------------------------------------------

    def fetch(self, address: str, query: dict) -> bytes:
        answer = self.client.get(address, query)
        assert answer.status_code == 200, (address, query, answer.content[:300])
        return answer.content

    def csv(self, address: str, query: dict) -> list[dict]:
        return list(csv.DictReader(io.StringIO(self.fetch(address, query).decode("utf-8-sig"))))

    def xlsx(self, address: str, query: dict) -> list[dict]:
        sheet = openpyxl.load_workbook(io.BytesIO(self.fetch(address, query))).worksheets[0]
        header, *lines = sheet.iter_rows(values_only=True)
        return [dict(zip(header, line, strict=True)) for line in lines]

    def words(self, low: int, high: int) -> str:
        return self.levels[low - 1] if low == high else f"{self.levels[low - 1]} to {self.levels[high - 1]}"

    def words_of(self, cell: literal.Cell) -> str:
        return WORDS[cell.status] if cell.low is None else self.words(cell.low, cell.high)

    def typical_of(self, cell: literal.Cell) -> str | None:
        return None if cell.low is None else self.levels[cell.typical() - 1]


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def fields_of(answer: literal.Answer) -> dict:
    if answer.status != "rated":
        return {"status": answer.status, "reason": "not_held"}
    return {"status": "rated", "low": answer.low, "high": answer.high, "confidence": answer.confidence}


def number_of(value: Fraction | None) -> int | float | None:
    """As a file of numbers has it."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def text_of(value) -> str:
    """As a file of texts has it: up to three decimals, no zeros behind."""
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def title_of(kind: str, code: str) -> str:
    return f"{kind.capitalize()} {code}"


def line_of(world: RandomWorld, row: literal.Row, column: tuple[str, str], cell: literal.Cell) -> dict:
    """One line of a file, by the keys of its header."""
    kind, code = column
    low, high = (None, None) if cell.low is None else (world.levels[cell.low - 1], world.levels[cell.high - 1])
    return {
        "row_kind": row.kind,
        "row": row.name,
        "parent": row.parent or None,
        "column_kind": kind,
        "column": code,
        "title": title_of(kind, code),
        "status": cell.status,
        "low": low,
        "high": high,
        "midpoint": number_of(cell.midpoint),
        "typical": world.typical_of(cell),
        "counted": cell.counted,
        "of": cell.of,
        "confidence": cell.confidence or None,
    }


def lines_of(world: RandomWorld, rows: list[literal.Row], columns: list[tuple[str, str]]) -> list[dict]:
    return [line_of(world, row, column, cell) for row in rows for column, cell in zip(columns, row.cells, strict=True)]


def as_texts(lines: list[dict]) -> list[dict]:
    return [{key: text_of(value) for key, value in line.items()} for line in lines]


def tables_of(page: bytes) -> list[list[list[str]]]:
    """Tables of rows of cells, each cell as it is written."""
    tables = re.findall(r"<table.*?</table>", page.decode(), re.DOTALL)
    return [
        [
            re.findall(r"<(?:th|td)\b.*?</(?:th|td)>", row, re.DOTALL)
            for row in re.findall(r"<tr\b.*?</tr>", table, re.DOTALL)
        ]
        for table in tables
    ]


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def part(html: str, pattern: str) -> list[str]:
    return [text(found) for found in re.findall(pattern, html, re.DOTALL)]


def some_filters(world: RandomWorld, *allowed: str) -> dict[str, str]:
    """By grouping, the names of what is asked for."""
    choices = {"region": world.regions, "ics": list(world.systems), "kind": KINDS, "sector": SECTORS}
    drawn = world.drawn
    return {name: drawn.choice(choices[name]) for name in allowed if drawn.random() < 0.25}


def some_day(world: RandomWorld) -> dict[str, str]:
    return {"as_at": world.drawn.choice(["2025-01-01", "2025-12-01"])} if world.drawn.random() < 0.3 else {}


def some_dimension(world: RandomWorld, share: float = 0.4) -> dict[str, str]:
    codes = list(world.after.version.dimensions)
    return {"dimension": world.drawn.choice(codes)} if world.drawn.random() < share else {}


class Question:
    """A query of an address, and the day, the cycle and the places that it is about."""

    def __init__(self, world: RandomWorld, query: dict[str, str], filters: dict[str, str]):
        self.query = {"cycle": "cycle-2"} | query | {name: slug(value) for name, value in filters.items()}
        self.world, self.cycle = world, world.after
        self.day = date.fromisoformat(query.get("as_at", self.cycle.closes.isoformat()))
        self.places = literal.left_by(self.cycle, self.day, filters, is_reporting="reporting" in query)

    def rows(self, grouping: str, columns: list[tuple[str, str]]) -> list[literal.Row]:
        if grouping == "organisation":
            return literal.rows_of_organisations(self.cycle, self.places, columns, self.day)
        region_of = self.world.region_of(self.day)
        return literal.rows_of_groups(self.cycle, self.places, grouping, columns, self.day, region_of)


def same(found, expected, *what) -> None:
    """With the question beside the first difference."""
    if isinstance(found, list) and isinstance(expected, list):
        pairs = zip_longest(found, expected)
        assert found == expected, (what, next((pair for pair in pairs if pair[0] != pair[1]), None))
    assert found == expected, (what, found, expected)


# Heatmap -----------------------------------------------------------------------------------------------------------


def check_heatmap(world: RandomWorld) -> None:
    drawn = world.drawn
    rows = drawn.choice(["organisation", "organisation", "ics", "region", "kind", "sector"])
    kind = drawn.choice(["dimension", "indicator"])
    reporting = {"reporting": "yes"} if drawn.random() < 0.2 else {}
    query = {"rows": rows, "columns": kind} | some_dimension(world) | some_day(world) | reporting
    asked = Question(world, query, some_filters(world, "region", "ics", "kind", "sector"))
    columns = literal.columns_of(world.after.version, kind, query.get("dimension", ""))
    expected = asked.rows(rows, columns)
    lines = lines_of(world, expected, columns)
    same(world.csv("/reports/heatmap.csv", asked.query), as_texts(lines), asked.query)
    same(json.loads(world.fetch("/reports/heatmap.json", asked.query))["cells"], lines, asked.query)
    same(world.xlsx("/reports/heatmap.xlsx", asked.query), lines, asked.query)
    page = world.fetch("/reports/heatmap/", asked.query)
    under = ["region", "ics"] if rows == "organisation" else []
    if kind == "indicator" and "dimension" not in query:
        under = under[:1]
    shown = [*expected, *(row for grouping in under for row in asked.rows(grouping, columns))]
    cells = cells_of_page(page)
    same(set(cells), {(row.name, label_of(*column)) for row in shown for column in columns}, asked.query)
    for row in shown:
        for column, cell in zip(columns, row.cells, strict=True):
            words, notes, _ = cells[row.name, label_of(*column)]
            same(words, world.words_of(cell), asked.query, row.name, column)
            if cell.low is not None:
                same(notes, notes_of(world, row, column, cell), asked.query, row.name, column)
    check_chart(world, asked, expected, columns, cells)


def label_of(kind: str, code: str) -> str:
    return f"{code}{'.' if kind == 'dimension' else ''} {title_of(kind, code)}"


def cells_of_page(page: bytes) -> dict[tuple[str, str], tuple[str, list[str], str]]:
    """By row and column: the words, the notes under them, and the sentence."""
    found = {}
    for table in tables_of(page):
        for head, *cells in table:
            if "heatmap__row" not in head:
                continue
            name = part(head, r'class="heatmap__name"[^>]*>(.*?)<')[0]
            for cell in cells:
                words = part(cell, r'<strong class="cell__level">(.*?)</strong>')[0]
                notes = part(cell, r'<span class="cell__note">(.*?)</span>')
                label, sentence = (
                    unescape(re.search(rf'{a}="(.*?)"', cell)[1]) for a in ("data-label", "data-sentence")
                )
                assert (name, label) not in found
                found[name, label] = (words, notes, sentence)
    return found


def notes_of(world: RandomWorld, row: literal.Row, column: tuple[str, str], cell: literal.Cell) -> list[str]:
    """Of a cell with a level."""
    if row.kind != "organisation":
        typically = [f"Typically {world.typical_of(cell)}"] if cell.low != cell.high else []
        return [*typically, f"{cell.counted} of {many(cell.of, 'organisation')}"]
    if cell.status == "declared":
        return [f"Declared, {cell.counted} of {many(cell.of, 'indicator')}"] + [
            "Differs from its indicators"
        ] * cell.differs
    if cell.status == "derived":
        not_stated = ["Overall level not stated"] if column[1] in world.after.said[row.name].declared else []
        return [f"From {cell.counted} of {many(cell.of, 'indicator')}", *not_stated]
    return []


def many(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else noun + 's'}"


def check_chart(world: RandomWorld, asked: Question, rows: list[literal.Row], columns, on_page: dict) -> None:
    figure = json.loads(world.fetch("/reports/heatmap/chart.json", asked.query))
    levels = figure["data"][0]
    drawn = {
        unbroken(sentence.replace("<br>", " ")): level
        for sentences, at in zip(levels["hovertext"], levels["z"], strict=True)
        for sentence, level in zip(sentences, at, strict=True)
        if sentence
    }
    expected = {
        unbroken(on_page[row.name, label_of(*column)][2]): cell.typical()
        for row in rows
        for column, cell in zip(columns, row.cells, strict=True)
    }
    same(drawn, expected, asked.query)


def unbroken(sentence: str) -> str:
    """Without the blanks, at which lines may break."""
    return "".join(unescape(sentence).split())


# Comparison --------------------------------------------------------------------------------------------------------


def check_comparison(world: RandomWorld) -> None:
    drawn = world.drawn
    rows = drawn.choice(["ics", "region", "kind", "sector"])
    dimension = drawn.choice([{}, {"dimension": "all"}, some_dimension(world, 1)])
    reporting = {"reporting": "yes"} if drawn.random() < 0.2 else {}
    query = {"rows": rows} | dimension | some_day(world) | reporting
    asked = Question(world, query, some_filters(world, "region", "kind", "sector"))
    columns = literal.columns_of(world.after.version, "dimension")
    groups = asked.rows(rows, columns) + (asked.rows("region", columns) if rows != "region" else [])
    codes = [code for _, code in columns]
    shown = codes if query.get("dimension") == "all" else [query.get("dimension", codes[0])]
    lines = []
    for number, column in enumerate(columns):
        if column[1] in shown:
            lines += [line_of(world, row, column, row.cells[number]) | counts_of(world, row, number) for row in groups]
    same(world.csv("/reports/compare.csv", asked.query), as_texts(lines), asked.query)
    same(json.loads(world.fetch("/reports/compare.json", asked.query))["cells"], lines, asked.query)
    same(world.xlsx("/reports/compare.xlsx", asked.query), lines, asked.query)
    page = world.fetch("/reports/compare/", asked.query)
    found = rows_of_tables(page, BY_LEVEL)
    same(found[: len(lines)], [compared_on_page(world, line) for line in lines], asked.query)
    blocks = [blocks_of(row) for first, *rows in tables_of(page) for row in rows if BY_LEVEL in text("".join(first))]
    expected = [
        [n for n, name in enumerate(world.levels, start=1) for _ in range(line[f"{n} {name}"])] for line in lines
    ]
    same(blocks[: len(lines)], expected, asked.query)


def blocks_of(row: list[str]) -> list[int]:
    """The levels of the blocks, one for each organisation."""
    return [int(position) for position in re.findall(r'class="block level-(\d)', "".join(row))]


def counts_of(world: RandomWorld, row: literal.Row, number: int) -> dict:
    at = {f"{n} {name}": row.at[number].get(n, 0) for n, name in enumerate(world.levels, start=1)}
    return at | {status: row.without[number].get(status, 0) for status in MISSING}


def compared_on_page(world: RandomWorld, line: dict) -> list[str]:
    """Name; counts by level, median and span, or what is missing; then how many have a level, and who has none."""
    without = [f"{line[status]} {WORDS[status].lower()}" for status in MISSING if line[status]]
    share = " ".join([f"{line['counted']} of {line['of']}", *without])
    if line["low"] is None:
        return [line["row"], WORDS[line["status"]], share]
    counts = [f"{line[key]} {name}" for n, name in enumerate(world.levels, start=1) if line[key := f"{n} {name}"]]
    span = line["low"] if line["low"] == line["high"] else f"{line['low']} to {line['high']}"
    return [line["row"], ", ".join(counts), line["typical"], span, share]


def rows_of_tables(page: bytes, head: str) -> list[list[str]]:
    """The rows of all tables with such a column, without what is drawn in them."""
    found = []
    for first, *rows in tables_of(page):
        if any(head in text(cell) for cell in first):
            found += [[text(without_drawing(cell)) for cell in row] for row in rows]
    return found


def without_drawing(cell: str) -> str:
    """Nor notes under a name."""
    return re.sub(rf"<svg.*?</svg>|<span class=\"(?:{DRAWN})\"[^>]*>.*?</span>", "", cell, flags=re.DOTALL)


# Spans -------------------------------------------------------------------------------------------------------------


def check_spans(world: RandomWorld) -> None:
    reporting = {"reporting": "yes"} if world.drawn.random() < 0.2 else {}
    query = some_dimension(world) | some_day(world) | reporting
    asked = Question(world, query, some_filters(world, "region", "ics", "kind", "sector"))
    code = query.get("dimension", "1")
    columns = [("dimension", code), *literal.columns_of(world.after.version, "indicator", code)]
    organisations = asked.rows("organisation", columns)
    groups = asked.rows("region", columns[:1])
    groups += [row for row in asked.rows("ics", columns[:1]) if (row.cells[0].counted, row.cells[0].of) != (1, 1)]
    earlier = {
        row.name: row.cells[0]
        for row in literal.rows_of_organisations(world.before, asked.places, columns[:1], asked.day)
    }
    lines = [
        line
        | (earlier_of(world, earlier.get(row.name)) if line["column_kind"] == "dimension" else earlier_of(world, None))
        for row in [*organisations, *groups]
        for line in lines_of(world, [row], columns[: len(row.cells)])
    ]
    same(world.csv("/reports/spans.csv", asked.query), as_texts(lines), asked.query)
    page = world.fetch("/reports/spans/", asked.query)
    table = {row[0]: row[1:] for row in rows_of_tables(page, "Lowest to highest")}
    same(set(table), {row.name for row in [*organisations, *groups]}, asked.query)
    for row in [*organisations, *groups]:
        words, typical, _, behind, *before = table[row.name]
        cell = row.cells[0]
        same((words, typical), (world.words_of(cell), world.typical_of(cell) or "–"), asked.query, row.name)
        same(behind, behind_in_words(world, row, columns[1:]), asked.query, row.name)
        if before:
            was = earlier.get(row.name)
            expected = (
                "–"
                if was is None
                else f"Cycle 1: {within(world.words_of(was)) if was.low is None else world.words_of(was)}"
            )
            same(before[0], expected, asked.query, row.name)
    picture = world.fetch("/reports/spans.svg", asked.query).decode()
    described = {unescape(words) for words in part(page.decode(), r'<svg width="100%".*?<title>(.*?)</title>')}
    same(
        described,
        {f"{row.name}: {world.words_of(row.cells[0])}" for row in [*organisations, *groups] if row.cells[0].low},
    )
    texts = " ".join(part(picture, r"<text[^>]*>(.*?)</text>"))
    for row in [*organisations, *groups]:
        assert row.name in texts
        assert world.words_of(row.cells[0]) in texts


def within(words: str) -> str:
    return words[0].lower() + words[1:]


def earlier_of(world: RandomWorld, cell: literal.Cell | None) -> dict:
    has_level = cell is not None and cell.low is not None
    return {
        "earlier_cycle": "cycle-1" if cell else None,
        "earlier_status": cell.status if cell else None,
        "earlier_low": world.levels[cell.low - 1] if has_level else None,
        "earlier_high": world.levels[cell.high - 1] if has_level else None,
    }


def behind_in_words(world: RandomWorld, row: literal.Row, columns: list[tuple[str, str]]) -> str:
    """Every indicator; those that were not answered last, together."""
    said, silent = [], []
    for (_, code), cell in zip(columns, row.cells[1:], strict=False):
        if cell.status == "not_answered":
            silent.append(code)
        else:
            said.append(f"{code} {within(world.words_of(cell)) if cell.low is None else world.words_of(cell)}")
    return "; ".join([*said, *([f"not answered: {', '.join(silent)}"] if silent else [])]) or "–"


# Gaps --------------------------------------------------------------------------------------------------------------


def check_gaps(world: RandomWorld) -> None:
    rows, kind = world.drawn.choice(["ics", "region"]), world.drawn.choice(["dimension", "indicator"])
    query = {"rows": rows, "columns": kind} | some_dimension(world)
    asked = Question(world, query, {})
    columns = literal.columns_of(world.after.version, kind, query.get("dimension", ""))
    lines = []
    for row in asked.rows(rows, columns):
        inside = [one for one in asked.places if literal.group_of(one, rows, asked.day) == row.name]
        for column in columns:
            gap, *sides = literal.gap_of(world.after, inside, column)
            line = line_of(world, row, column, row.cells[0])
            line = {key: line[key] for key in ("row_kind", "row", "parent", "column_kind", "column", "title")}
            line |= {"status": "no_gap" if gap is None else "shown", "gap": number_of(gap)}
            for name, side in zip(("social_care", "health"), sides, strict=True):
                values = (number_of(side.midpoint), side.counted, side.of) if side else (None, 0, 0)
                line |= dict(zip((f"{name}_median", f"{name}_counted", f"{name}_of"), values, strict=True))
            lines.append(line)
    same(world.csv("/reports/gaps.csv", asked.query), as_texts(lines), asked.query)
    table = rows_of_tables(world.fetch("/reports/gaps/", asked.query), "Social care, median")
    found = {(row[0], row[1]): row[2:] for row in table}
    same(set(found), {(line["row"], label_of(line["column_kind"], line["column"])) for line in lines}, asked.query)
    for line in lines:
        words, _, social_care, _, health = found[line["row"], label_of(line["column_kind"], line["column"])]
        counts = [f"{line[f'{side}_counted']} of {line[f'{side}_of']}" for side in ("social_care", "health")]
        same([social_care, health], counts, asked.query, line)
        if line["gap"] is not None:
            sign = "alike" if not line["gap"] else "higher" if line["gap"] > 0 else "lower"
            same(words.split()[-1], sign, asked.query, line)
    sizes = [abs(line["gap"]) for line in lines if line["gap"] is not None]
    size_of = {(line["row"], label_of(line["column_kind"], line["column"])): line["gap"] for line in lines}
    largest_first = [abs(size_of[row[0], row[1]]) for row in table[: len(sizes)]]
    same(largest_first, sorted(sizes, reverse=True), asked.query)


# Movement ----------------------------------------------------------------------------------------------------------


def check_movement(world: RandomWorld) -> None:
    drawn = world.drawn
    rows = drawn.choice(["organisation", "organisation", "ics", "region", "kind", "sector"])
    kind = drawn.choice(["dimension", "indicator"])
    query = {"rows": rows, "columns": kind} | some_dimension(world) | some_day(world)
    pairs = pairs_of(world, kind, query.get("dimension", ""))
    days = [date.fromisoformat(query["as_at"])] * 2 if "as_at" in query else [world.before.closes, world.after.closes]
    then, now = (
        {row.name: row for row in moved_rows(world, cycle, rows, number, pairs, day)}
        for number, (cycle, day) in enumerate(zip((world.before, world.after), days, strict=True))
    )
    lines, shown = [], []
    for name in sorted({**now, **then}, key=str.casefold):
        row = now.get(name) or then.get(name)
        for number, (column, ways) in enumerate(pairs):
            was, cell = (side[name].cells[number] if ways and name in side else None for side in (then, now))
            lines.append(moved_line(world, row, column, ways, was, cell))
            if ways:
                shown.append((column, row, was, cell))
    same(world.csv("/reports/trends.csv", {"cycle": "cycle-2"} | query), as_texts(lines), query)
    page = rows_of_tables(world.fetch("/reports/trends/", {"cycle": "cycle-2"} | query), "Movement")
    same(len(page), len(shown), query)
    order = [column for column, ways in pairs if ways]
    for number, column in enumerate(order):
        size = len(page) // len(order)
        found = {row[0]: row[1:] for row in page[number * size : (number + 1) * size]}
        for _, row, was, cell in (one for one in shown if one[0] == column):
            moved_on_page(world, found[row.name], was, cell, (query, column, row.name))


def pairs_of(world: RandomWorld, kind: str, dimension: str) -> list[tuple[tuple[str, str], tuple | None]]:
    """Each column with how its cells are worked out then and now; None for what is not shared."""
    shared = literal.shared_indicators(world.before.version, world.after.version)
    found = []
    for column in literal.columns_of(world.after.version, kind, dimension):
        code = column[1]
        if kind == "dimension":
            ways = literal.movement_of_dimension(world.before, world.after, code)
        elif code in shared:
            ways = tuple((lambda said, one=one: literal.cell_of_indicator(said, one)) for one in (shared[code], code))
        else:
            ways = None
        found.append((column, ways))
    if kind == "indicator":
        gone = literal.columns_of(world.before.version, kind, dimension)
        found += [(column, None) for column in gone if column[1] not in shared.values()]
    return found


def moved_rows(world: RandomWorld, cycle: literal.Cycle, rows: str, number: int, pairs, day: date) -> list[literal.Row]:
    def cells(cycle: literal.Cycle, place: literal.Place, columns) -> list[literal.Cell]:
        said = cycle.said.get(place.name, literal.Said())
        return [ways[number](said) if ways else literal.Cell("not_answered") for _, ways in pairs]

    places = literal.left_by(cycle, day, {})
    if rows == "organisation":
        return literal.rows_of_organisations(cycle, places, pairs, day, cells)
    return literal.rows_of_groups(cycle, places, rows, pairs, day, world.region_of(day), cells)


def moved_line(world: RandomWorld, row: literal.Row, column, ways, was, cell) -> dict:
    had, has = (one is not None and one.low is not None for one in (was, cell))
    silence = "missing_after" if had else "missing_before" if has else "missing_both"
    line = line_of(world, row, column, cell or literal.Cell(""))
    line = {key: line[key] for key in ("row_kind", "row", "parent", "column_kind", "column", "title")}
    line["status"] = "not_shared" if not ways else "compared" if had and has else silence
    for name, one in (("before", was), ("after", cell)):
        level = one if one is not None and one.low is not None else None
        line[f"low_{name}"] = level and world.levels[level.low - 1]
        line[f"high_{name}"] = level and world.levels[level.high - 1]
        line[f"midpoint_{name}"] = number_of(level.midpoint) if level else None
    return line | {"movement": number_of(cell.midpoint - was.midpoint) if had and has else None}


def moved_on_page(world: RandomWorld, found: list[str], was, cell, what) -> None:
    before, after, words = found
    for shown, one in ((before, was), (after, cell)):
        if one is not None:
            assert shown.startswith(world.words_of(one)), (what, shown)
    if was is None or cell is None or was.low is None or cell.low is None:
        assert words.startswith("Cannot"), (what, words)
    elif cell.midpoint == was.midpoint:
        assert "same" in words.lower(), (what, words)
    else:
        assert words.endswith("up" if cell.midpoint > was.midpoint else "down"), (what, words)


# Profile -----------------------------------------------------------------------------------------------------------


def check_profile(world: RandomWorld) -> None:
    names = sorted(world.after.said)
    if not names:
        return
    name = world.drawn.choice(names)
    page = world.fetch(f"/reports/profile/cycle-2/{slug(name)}/", {}).decode()
    place = next(one for one in world.places if one.name == name)
    columns = literal.columns_of(world.after.version, "dimension")
    found = re.findall(
        r'<dt>([^<]*)</dt>\s*<dd class="cell.*?<strong class="cell__level">(.*?)</strong>', page, re.DOTALL
    )
    cells = literal.cells_of(world.after, place, columns)
    same(
        [(text(label), text(words)) for label, words in found],
        [(label_of(*column), world.words_of(cell)) for column, cell in zip(columns, cells, strict=True)],
        name,
    )


# The tests ---------------------------------------------------------------------------------------------------------

CHECKS = [check_heatmap, check_comparison, check_spans, check_gaps, check_movement, check_profile]


def check_world(seed: int) -> None:
    world = RandomWorld(seed)
    for check in CHECKS:
        check(world)


@pytest.mark.parametrize("seed", range(4))
def test_every_number_of_a_random_world_is_as_a_literal_calculation_has_it(db, seed):
    check_world(seed)
