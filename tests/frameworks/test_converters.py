"""Libraries of other shapes become framework files by rule alone: what has a place loads, what has none is said.

The libraries are made up, in the shapes that public maturity tools keep theirs in. docs/framework-file.md has the
table.
"""

import csv
import io
import re
from decimal import Decimal

import pytest

from frameworks.definition import DefinitionFaults, FrameworkDefinition, parse
from frameworks.yaml_written import as_yaml


def framework(levels: list[dict], dimensions: list[dict], **head: str) -> dict:
    own = {"slug": "converted", "version": "1", "title": "Converted"} | head
    return {"format": "1", "framework": own, "levels": levels, "dimensions": dimensions}


def converted(plain: dict) -> FrameworkDefinition:
    """By way of the file, as an administrator would load it."""
    return parse(as_yaml(plain))


def faults(plain: dict) -> list[str]:
    with pytest.raises(DefinitionFaults) as refused:
        converted(plain)
    return [fault.message if not fault.path else f"{fault.path}: {fault.message}" for fault in refused.value.faults]


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def code(reference: str) -> str:
    """Of a reference with signs that codes cannot hold: `GV.OC 01/a` is GV.OC-01-a."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", reference).strip("-")[:20]


def named_levels(names: list[str]) -> list[dict]:
    return [{"slug": slug(name), "name": name} for name in names]


# ---- a checklist: in each area, what must be in place at each stage

STAGES = ["Getting started", "Under way", "Usual practice"]
CHECKLIST = {
    "Shared records": {
        "Getting started": ["A lead is named."],
        "Under way": ["Both sides can read.", "Use is counted."],
        "Usual practice": ["Both sides can write."],
    },
    "Joint visits": {
        "Getting started": ["Staff know each other."],
        "Under way": ["Visits are planned."],
        "Usual practice": ["Visits are the rule."],
    },
}


def of_checklist(checklist: dict) -> dict:
    """Each area is an indicator; what must be in place at a stage is the words for that level, one a line."""
    indicators = [
        {
            "code": str(number),
            "title": area,
            "question": "What is in place?",
            "descriptors": {slug(stage): "\n".join(needed) for stage, needed in stages.items()},
        }
        for number, (area, stages) in enumerate(checklist.items(), start=1)
    ]
    return framework(named_levels(STAGES), [{"code": "1", "title": "Checklist", "indicators": indicators}])


def test_a_checklist_loads_with_what_each_stage_asks_for():
    definition = converted(of_checklist(CHECKLIST))
    records, visits = definition.indicators
    assert [level.name for level in definition.levels] == STAGES
    assert records.descriptors["under-way"] == "Both sides can read.\nUse is counted."
    assert visits.title == "Joint visits"


def test_a_checklist_with_nothing_for_a_stage_says_for_which():
    assert faults(of_checklist(CHECKLIST | {"Trust": {"Under way": ["People talk."]}})) == [
        "dimension 1, indicator 3, descriptors: level getting-started is missing",
        "dimension 1, indicator 3, descriptors: level usual-practice is missing",
    ]


# ---- a matrix: a table with a row for each statement and a column for each level

MATRIX = """theme,statement,0 None,1 Early,2 Partial,3 Full,4 Leading
Data,We share data,Nobody shares,Some ask,Most share,All share,Others learn from us
Data,We trust data,Nobody does,Some do,Most do,All do,It is checked
People,We train together,Never,Once,Yearly,Often,Always
"""


def of_matrix(table: str) -> dict:
    rows = list(csv.DictReader(io.StringIO(table)))
    columns = [name for name in rows[0] if name not in ("theme", "statement")]
    themes = dict.fromkeys(row["theme"] for row in rows)
    dimensions = [
        {
            "code": code(theme),
            "title": theme,
            "indicators": [
                {
                    "code": f"{code(theme)}.{number}",
                    "title": row["statement"],
                    "question": f"How far is this so: {row['statement']}?",
                    "descriptors": {slug(name): row[name] for name in columns if row[name]},
                }
                for number, row in enumerate((row for row in rows if row["theme"] == theme), start=1)
            ],
        }
        for theme in themes
    ]
    return framework(named_levels(columns), dimensions)


def test_a_matrix_loads_row_by_row_and_its_columns_are_the_levels():
    definition = converted(of_matrix(MATRIX))
    assert [level.slug for level in definition.levels] == ["0-none", "1-early", "2-partial", "3-full", "4-leading"]
    assert [one.code for one in definition.indicators] == ["Data.1", "Data.2", "People.1"]
    assert list(definition.indicators)[2].descriptors["4-leading"] == "Always"


def test_a_matrix_with_an_empty_cell_says_which_words_are_missing():
    assert faults(of_matrix(MATRIX.replace("Most do", ""))) == [
        "dimension Data, indicator Data.2, descriptors: level 2-partial is missing"
    ]


def test_more_than_seven_levels_have_no_place_and_the_file_says_so():
    wide = "theme,statement," + ",".join(f"L{n}" for n in range(10)) + "\nA,B," + ",".join("abcdefghij") + "\n"
    assert faults(of_matrix(wide)) == ["levels: there must be 2 to 7 levels, and there are 10"]


# ---- weights: each question has choices of its own, with points

WEIGHTED = [
    {
        "facet": "Staff",
        "factor": "Training",
        "choices": [("All are trained", "11.4"), ("Some are", "6.3"), ("None", "0")],
    },
    {"facet": "Staff", "factor": "Belief", "choices": [("All believe", "11"), ("Some do", "5.1"), ("None", "0")]},
    {"facet": "Process", "factor": "Fit", "choices": [("It fits", "7"), ("In part", "3.5"), ("Not at all", "0")]},
]


def of_weighted(factors: list[dict]) -> dict:
    """The choices are listed from the best; levels go from the lowest, so they are turned round."""
    letters = "ABCDEFG"[: max(len(one["choices"]) for one in factors)][::-1].lower()
    dimensions: dict[str, dict] = {}
    for number, one in enumerate(factors, start=1):
        facet = dimensions.setdefault(
            one["facet"], {"code": code(one["facet"]), "title": one["facet"], "indicators": []}
        )
        choices = list(zip(letters[-len(one["choices"]) :], reversed(one["choices"]), strict=True))
        facet["indicators"].append(
            {
                "code": str(number),
                "title": one["factor"],
                "question": "Which is the closest?",
                "descriptors": {letter: words for letter, (words, _) in choices},
                "weights": {letter: points for letter, (_, points) in choices},
            }
        )
    levels = [{"slug": letter, "name": letter.upper()} for letter in letters]
    return framework(levels, list(dimensions.values()), judges="initiative")


def test_weights_load_exactly_and_add_up():
    definition = converted(of_weighted(WEIGHTED))
    assert [level.name for level in definition.levels] == ["C", "B", "A"]
    assert sum(max(one.weights.values()) for one in definition.indicators) == Decimal("29.4")
    assert definition.framework.judges == "initiative"


def test_questions_with_other_numbers_of_choices_have_no_place_and_the_file_says_which():
    uneven = [*WEIGHTED, {"facet": "Process", "factor": "Pace", "choices": [("Fast", "2"), ("Slow", "0")]}]
    assert faults(of_weighted(uneven)) == [
        "dimension Process, indicator 4, descriptors: level c is missing",
        "dimension Process, indicator 4, weights: level c is missing",
    ]


# ---- a tree: headings within headings, requirements below them, one scale for all

TREE = {
    "scale": [(1, "Initial", "By chance."), (2, "Defined", "Written down."), (3, "Optimised", "Made better.")],
    "nodes": [
        {"ref": "GV", "name": "Governance", "is_asked": False, "depth": 1},
        {"ref": "GV.OC", "name": "Context", "is_asked": False, "depth": 2},
        {"ref": "GV.OC 01/a", "name": "Mission", "is_asked": True, "depth": 3},
        {"ref": "GV.OC 01/b", "name": "People", "is_asked": True, "depth": 3},
        {"ref": "ID", "name": "Identify", "is_asked": False, "depth": 1},
        {"ref": "ID.1", "name": "Assets", "is_asked": True, "depth": 2},
    ],
}


def of_tree(tree: dict) -> dict:
    """The topmost heading is the dimension; headings in between go before the title."""
    dimensions: list[dict] = []
    between: dict[int, str] = {}
    for node in tree["nodes"]:
        if node["depth"] == 1:
            dimensions.append({"code": code(node["ref"]), "title": node["name"], "indicators": []})
            between = {}
        elif node["is_asked"]:
            title = ": ".join([*between.values(), node["name"]])
            asked = {"code": code(node["ref"]), "title": title, "question": f"How far is this done: {node['name']}?"}
            dimensions[-1]["indicators"].append(asked)
        else:
            between = {depth: name for depth, name in between.items() if depth < node["depth"]}
            between[node["depth"]] = node["name"]
    levels = [{"slug": str(number), "name": name, "summary": words} for number, name, words in tree["scale"]]
    return framework(levels, dimensions)


def test_a_tree_loads_with_its_scale_and_the_headings_between():
    definition = converted(of_tree(TREE))
    assert [(one.code, one.title) for one in definition.indicators] == [
        ("GV.OC-01-a", "Context: Mission"),
        ("GV.OC-01-b", "Context: People"),
        ("ID.1", "Assets"),
    ]
    assert [level.summary for level in definition.levels] == ["By chance.", "Written down.", "Made better."]


def test_a_heading_with_nothing_to_judge_is_said():
    tree = TREE | {"nodes": [*TREE["nodes"], {"ref": "RS", "name": "Respond", "is_asked": False, "depth": 1}]}
    assert faults(of_tree(tree)) == ["dimension RS: there must be at least one indicator"]
