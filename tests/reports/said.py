"""What organisations asked in a cycle said of one indicator, as plain values. For tests without a database."""

from assessments.levels import CellValue, midpoint
from reports.matrix import Asked, Column, Group, Submission

COLUMN = Column("indicator", "1.1", "A", "1", "One")


def rated(low: int, high: int, confidence: str = "high") -> CellValue:
    return CellValue("rated", low, high, midpoint(low, high), 1, 1, confidence)


def asked(key: int, ics: str | None = "north", *, name: str = "", **more) -> Asked:
    groups = {"region": Group("south", "South"), "kind": Group("other", "Other"), "sector": Group("joint", "Joint")}
    if ics:
        groups["ics"] = Group(ics, ics.capitalize())
    return Asked(key, f"place-{key}", name or f"Place {key}", groups, **more)


def said(key: int, cell: CellValue, **more) -> Submission:
    return Submission(key, cells={COLUMN.key: cell}, **more)
