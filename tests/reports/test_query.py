"""How the question in an address is read: strictly, with a plain message for what cannot be answered. No database."""

from datetime import date

import pytest
from django.http import QueryDict

from reports.query import BadQuery, HeatmapQuery, read_query


def test_nothing_given_is_organisations_by_dimension():
    assert read_query(QueryDict("")) == HeatmapQuery()


def test_empty_is_not_given():
    assert read_query(QueryDict("cycle=&rows=&columns=&as_at=&kind=%20")) == HeatmapQuery()


def test_every_name_is_read():
    given = "cycle=c&rows=ics&columns=indicator&dimension=1&region=r&ics=i&kind=other&sector=joint&reporting=yes"
    assert read_query(QueryDict(f"{given}&as_at=2026-04-01")) == HeatmapQuery(
        *("c", "ics", "indicator", "1", "r", "i", "other", "joint", "yes", date(2026, 4, 1))
    )


@pytest.mark.parametrize(
    "given",
    [
        "colour=red",
        "colour=",
        "rows=places",
        "rows=Organisation",
        "columns=levels",
        "kind=council",
        "sector=care",
        "reporting=no",
        "reporting=1",
        "as_at=yesterday",
        "as_at=2026-02-30",
        "as_at=20260401",
        "as_at=2026-W14-3",
        "rows=ics&rows=region",
        "cycle=%00",
        "ics=" + "x" * 300,
    ],
)
def test_anything_else_is_refused_in_words(given):
    with pytest.raises(BadQuery, match=r"\.$"):
        read_query(QueryDict(given))


def test_a_long_value_is_not_repeated_whole():
    with pytest.raises(BadQuery) as refused:
        read_query(QueryDict("cycle=" + "x" * 5000))
    assert len(str(refused.value)) < 200


def test_an_address_leaves_out_what_goes_without_saying():
    query = HeatmapQuery(cycle="c", columns="indicator", as_at=date(2026, 4, 1))
    assert query.as_address == "?cycle=c&columns=indicator&as_at=2026-04-01"
    assert read_query(QueryDict(query.as_address[1:])) == query
