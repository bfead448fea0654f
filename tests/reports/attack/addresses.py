"""A small world written to the database, and what every address answers its viewer: the same bytes, or a difference."""

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import product
from random import Random
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from assessments.actions.states import record_submission
from assessments.models import (
    ICS,
    Cycle,
    DimensionRating,
    Evidence,
    ICSPlacement,
    Membership,
    Organisation,
    OrganisationPlacement,
    Rating,
    Region,
    SelfAssessment,
    User,
)
from frameworks.models import Framework
from reports.query import CompareQuery, GapsQuery, HeatmapQuery, PracticeQuery, SpansQuery, TrendsQuery
from tests import worlds
from tests.reports.attack.small_worlds import LEVELS, MOVED_ON, REGION_OF, TODAY, Answer, Family, Said, World

Everything = dict[tuple[Family, str], Answer]

OF_THIS_ANSWER_ALONE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"')
WRITTEN_AT = "docProps/core.xml"


class Site:
    """The world as rows: places, cycles and all that the viewer may read; what she may not is written for a while."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.system = User.objects.system()
        self.versions = [self._framework(n) for n in range(len(world.versions))]
        self.regions = {slug: Region.objects.create(slug=slug, name=slug.title()) for slug in ("rowan", "quince")}
        self.ics = {slug: ICS.objects.create(slug=slug, name=slug.title()) for slug in REGION_OF}
        for slug, region in REGION_OF.items():
            ICSPlacement.objects.create(ics=self.ics[slug], region=self.regions[region])
        self.places = {place.slug: self._organisation(place) for place in world.places}
        self.cycles = {term.slug: self._cycle(term) for term in world.terms}
        self.viewer = self._person()
        self.known = {
            (cycle.slug, slug): self._begun(cycle.slug, slug)
            for cycle in world.terms
            for slug in world.said_in((cycle.slug, "1"))
        }
        self._write({key: said for key, said in world.answers.items() if self._is_known(key)})

    def everything(self, answers: Everything, asked: Iterable[str], by: User | None = None) -> dict[str, bytes]:
        """What every address answers in the world in which those unknown say this."""
        client = Client()
        client.force_login(by or self.viewer, backend="django.contrib.auth.backends.ModelBackend")
        with transaction.atomic():
            self._write({key: said for key, said in answers.items() if not self._is_known(key)})
            found = {address: _plain(client.get(address)) for address in asked}
            transaction.set_rollback(True)
        return found

    def _is_known(self, key: tuple[Family, str]) -> bool:
        (cycle, _), slug = key
        term = next(term for term in self.world.terms if term.slug == cycle)
        return self.world.is_known(slug, term)

    def _framework(self, number: int) -> Framework:
        framework = worlds.make_framework(
            version=str(number + 1), levels=LEVELS, dimensions=self.world.versions[number]
        )
        return framework

    def _organisation(self, place) -> Organisation:
        made = Organisation.objects.create(
            slug=place.slug, name=place.slug.title(), kind=place.kind, sector=place.sector
        )
        before, after = MOVED_ON - timedelta(days=1), MOVED_ON
        spells = [(None, None, TODAY)] if place.was_in == place.ics else [(None, before, before), (after, None, after)]
        for from_on, until_on, day in spells:
            OrganisationPlacement.objects.create(
                organisation=made,
                ics=self.ics.get(place.ics_on(day)),
                region=self.regions[place.region_on(day)],
                from_on=from_on,
                until_on=until_on,
            )
        return made

    def _cycle(self, term) -> Cycle:
        return worlds.make_cycle(
            self.versions[term.version],
            [self.places[slug] for slug in term.states],
            slug=term.slug,
            visibility=term.visibility,
            opens=term.opens,
            closes=term.closes,
            minimum_group=term.minimum,
        )

    def _person(self) -> User:
        person = User.objects.create(email="viewer@vale.example", name="Val Reed")
        where = {"ics_lead": ("ics", self.ics), "regional_lead": ("region", self.regions)}
        place, known = where.get(self.world.role, ("organisation", self.places))
        Membership.objects.create(user=person, role=self.world.role, **{place: known[self.world.at]})
        return person

    def _begun(self, cycle: str, slug: str) -> UUID:
        """The number of a self-assessment is the same in every world."""
        return uuid5(NAMESPACE_URL, f"{cycle}/{slug}")

    def _write(self, answers: Mapping[tuple[Family, str], Answer]) -> None:
        together: dict[tuple[str, str], dict[str, Answer]] = {}
        for ((cycle, dimension), slug), answer in answers.items():
            together.setdefault((cycle, slug), {})[dimension] = answer
        for (cycle, slug), said in together.items():
            self._write_one(self.cycles[cycle], slug, said)

    def _write_one(self, cycle: Cycle, slug: str, said: Mapping[str, Answer]) -> None:
        begun = SelfAssessment.objects.create(
            uuid=self.known[cycle.slug, slug],
            cycle=cycle,
            organisation=self.places[slug],
            framework=cycle.framework,
        )
        by = {"self_assessment": begun, "changed_by": self.system}
        ratings, whole, evidence, views = [], [], [], {}
        for dimension in cycle.framework.dimensions.all():
            answer = said[dimension.code]
            if answer.whole:
                whole.append(DimensionRating(dimension=dimension, **by, **_fields(answer.whole, answer)))
            for indicator, part in zip(dimension.indicators.all(), answer.parts, strict=True):
                if part:
                    ratings.append(Rating(indicator=indicator, **by, **_fields(part, answer)))
                    evidence.append(self._example(begun, indicator, part))
                    views[indicator.code] = part if isinstance(part, tuple) else None
        Rating.objects.bulk_create(ratings)
        DimensionRating.objects.bulk_create(whole)
        Evidence.objects.bulk_create(evidence)
        for person, sector in (("Kim Hale", "health"), ("Mo Bell", "social-care")):
            worlds.contribute(begun, person, views, sector=sector)
        term = next(term for term in self.world.terms if term.slug == cycle.slug)
        if term.states[slug] == "submitted":
            record_submission(begun, by=self.system)

    def _example(self, begun: SelfAssessment, indicator, part: Said) -> Evidence:
        """A shared example of good practice at the level that is said."""
        low, high = part if isinstance(part, tuple) else (None, None)
        return Evidence(
            self_assessment=begun,
            dimension=indicator.dimension,
            indicator=indicator,
            kind="best_practice",
            text=f"{begun.organisation} does this at {part}.",
            low=low,
            high=high,
            shared=True,
            added_by=self.system,
        )


def _fields(said: Said, answer: Answer) -> dict:
    if isinstance(said, tuple):
        note = {"confidence": answer.confidence, "confidence_note": f"Sure of {said}: {answer.confidence}."}
        return worlds.said_fields(said) | note | {"comment": f"We say {said}."}
    return worlds.said_fields(said)


def _plain(response) -> bytes:
    """Status, where it leads and content, without what differs between two answers to the same question."""
    content = response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in sorted(book.namelist()) if name != WRITTEN_AT)
    head = f"{response.status_code} {response.get('Location', '')} {response.get('Content-Disposition', '')}\n"
    return head.encode() + OF_THIS_ANSWER_ALONE.sub(b"", content)


# ---- all that can be asked


def addresses(site: Site) -> dict[str, list[str]]:
    """Every address of the site with every key filled in, by its name; of reports, with every question."""
    found: dict[str, list[str]] = {}
    for name, pattern in _routes(get_resolver().url_patterns):
        paths = sorted(set(_filled(site, pattern)))
        if name.startswith("reports:"):
            paths = [path + said for path in paths for said in questions(site.world)]
        found[name] = paths
    return found


def _routes(patterns, prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        if isinstance(one, URLResolver) and one.namespace != "admin":
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _routes(one.url_patterns, prefix + str(one.pattern), inner)
        elif isinstance(one, URLPattern) and one.name and not str(prefix).startswith("accounts"):
            yield namespace + one.name, prefix + str(one.pattern)


def _filled(site: Site, pattern: str) -> Iterator[str]:
    world = site.world
    places = [*site.places, *site.ics, *site.regions]
    values = {
        "uuid": [str(uuid) for uuid in site.known.values()],
        "cycle": list(site.cycles),
        "organisation": list(site.places),
        "code": ["1"],
        "dimension": ["1"],
        "indicator": ["1.1"],
        "slug": ["vale"],
        "version": [str(n) for n in range(1, len(world.versions) + 1)],
        "number": ["1"],
        "kind": ["organisation", "ics", "region"],
        "report": ["heatmap"],
        "key": ["x-y"],
        **{key: ["1"] for key in ("pk", "evidence", "document", "note", "contributor", "membership", "view")},
    }
    keys = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    for chosen in product(*(values.get(key, ["1", *places]) for key in keys)):
        filled = dict(zip(keys, chosen, strict=True))
        yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda key, filled=filled: filled[key[1]], pattern)


def questions(world: World) -> list[str]:
    """Questions for any report: whoever does not know a name says so, and that is an answer too."""
    said: list[dict[str, str]] = [{}]
    choices = _choices(world)
    layouts = [{"rows": rows, "columns": columns} for rows in choices["rows"] for columns in choices["columns"]]
    for cycle in [{}, *({"cycle": term.slug} for term in world.terms[:-1])]:
        said += [cycle | layout for layout in layouts]
        said += [cycle | {"rows": rows} for rows in choices["rows"]]
        said += [cycle | {"dimension": code} for code in choices["dimension"]]
        for rows in ({}, {"rows": "ics"}, {"rows": "organisation"}):
            for name in ("region", "ics", "kind", "sector", "reporting", "as_at"):
                said += [cycle | rows | {name: value} for value in choices[name]]
        pairs = [(one, other) for one in FILTERS for other in FILTERS if one < other]
        said += [
            cycle | {one: first, other: second}
            for one, other in pairs
            for first, second in product(choices[one], choices[other])
        ]
    for name in ("level", "words", "indicator", "draw", "group", "against", "across", "pin"):
        said += [{name: value} for value in choices[name]]
    said += [{"rows": rows, "sort": value} for rows, value in product(choices["rows"], choices["sort"])]
    return list(dict.fromkeys(f"?{urlencode(one)}" if one else "" for one in said))


FILTERS = ("region", "ics", "kind", "sector", "reporting", "as_at")


def _choices(world: World) -> dict[str, list[str]]:
    known: dict[str, tuple[str, ...]] = {}
    for kind in (HeatmapQuery, SpansQuery, CompareQuery, GapsQuery, PracticeQuery, TrendsQuery):
        known |= {name: (*known.get(name, ()), *values) for name, values in kind.choices.items()}
    days = {TODAY, *(term.closes for term in world.terms), MOVED_ON - timedelta(days=1)}
    return {
        "rows": list(dict.fromkeys(known["rows"])),
        "columns": list(dict.fromkeys(known["columns"])),
        "draw": list(known["draw"]),
        "reporting": ["yes"],
        "dimension": [str(n) for n in range(1, max(len(version) for version in world.versions) + 1)] + ["all"],
        "indicator": ["1.1"],
        "region": ["rowan", "quince"],
        "ics": list(REGION_OF),
        "kind": ["local-authority", "nhs-trust", "region"],
        "sector": ["social-care", "health", "joint"],
        "as_at": sorted(day.isoformat() for day in days),
        "level": ["pre-emerging", "emerging", "developing", "not-stated"],
        "words": ["does", "ashby", "brook", "2"],
        "group": [*REGION_OF, "rowan", "quince"],
        "against": [term.slug for term in world.terms[:-1]],
        "across": ["3"],
        "pin": ["amber,ashby"],
        "sort": ["level", "-level:1", "movement", "-name"],
    }


CUTS = (
    {"reporting": "yes", "as_at": TODAY.isoformat()},
    {"rows": "ics", "ics": "amber"},
    {"rows": "kind", "region": "rowan", "sector": "health"},
    {"kind": "local-authority", "as_at": (MOVED_ON - timedelta(days=1)).isoformat()},
    {"rows": "region", "as_at": TODAY.isoformat()},
)


def narrowed() -> list[str]:
    """Every address of a report with no key in it, with one filter, with several, or with another day."""
    routes = _routes(get_resolver().url_patterns)
    paths = [pattern for name, pattern in routes if name.startswith("reports:") and "<" not in pattern]
    return [f"/{path}?{urlencode(cut)}" for path, cut in zip(paths, itertools.cycle(CUTS), strict=False)]


def some_of(asked: Mapping[str, list[str]], random: Random, most: int) -> list[str]:
    """Of every report the usual question, and as many more by chance: one in five of what is no report."""
    reports = [paths for name, paths in asked.items() if name.startswith(("reports:", "planted:", "home"))]
    chosen = [paths[0] for paths in reports]
    more = [path for paths in reports for path in paths[1:]]
    others = [path for name, paths in asked.items() for path in paths if not name.startswith(("reports:", "home"))]
    random.shuffle(more)
    random.shuffle(others)
    room = max(0, most - len(chosen))
    return [*chosen, *more[: room - room // 5], *others[: room // 5]]
