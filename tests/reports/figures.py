"""Reads a chart as a person would: which marks, parts and words stand in which row. For the tests of all charts."""

import csv
import io
import json


def figure_of(response) -> dict:
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def lines_of(response) -> list[dict]:
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def rows_of(figure: dict) -> dict[tuple[str, float], str]:
    """The names of the rows, by axis and place; what stands under a name is left out."""
    found = {}
    for axis, name in (("yaxis", "y"), ("yaxis2", "y2")):
        layout = figure["layout"].get(axis, {})
        labels = zip(layout.get("tickvals", []), layout.get("ticktext", []), strict=True)
        found |= {(name, y): words.split("<br>")[0] for y, words in labels}
    return found


def marks_of(figure: dict, look: str) -> dict[str, float]:
    """Where the marks of this look stand, by row."""
    return {row: x[0] for row, x in all_marks_of(figure, look).items()}


def all_marks_of(figure: dict, look: str) -> dict[str, list[float]]:
    """The same where a row may have several. A mark above or below the middle of its row belongs to the nearest."""
    rows, found = rows_of(figure), {}
    for trace in figure["data"]:
        if trace["name"] == look and trace["mode"] == "markers":
            for x, y in zip(trace["x"], trace["y"], strict=True):
                axis, place = min((row for row in rows if row[0] == trace["yaxis"]), key=lambda row: abs(row[1] - y))
                found.setdefault(rows[axis, place], []).append(x)
    return found


def parts_of(figure: dict) -> dict[str, dict[str, float]]:
    """How long the parts of each bar are, by row and then by level or kind of missing."""
    rows, found = rows_of(figure), {}
    for trace in figure["data"]:
        if trace["type"] == "bar":
            for x, y in zip(trace["x"], trace["y"], strict=True):
                found.setdefault(rows[trace["yaxis"], y], {})[trace["name"]] = x
        elif trace["name"] in ("not_answered", "not_applicable"):
            for x, y in _rectangles(trace):
                row = next(
                    rows[axis, place] for axis, place in rows if axis == trace["yaxis"] and min(y) < place < max(y)
                )
                found.setdefault(row, {})[trace["name"]] = max(x) - min(x)
    return found


def _rectangles(trace: dict):
    """A drawn line without its gaps, a rectangle at a time; a diagonal is two points."""
    x, y = [], []
    for at in zip(trace["x"], trace["y"], strict=True):
        if at[0] is not None:
            x.append(at[0])
            y.append(at[1])
            continue
        if len(x) > 2:
            yield x, y
        x, y = [], []


def sentences_of(figure: dict) -> list[str]:
    return [plain(said) for trace in figure["data"] if trace["name"] == "points" for said in trace["hovertext"]]


def words_of(figure: dict) -> list[str]:
    """What is printed in the rows in place of marks."""
    texts = [text for trace in figure["data"] if trace["name"] == "words" for text in trace["text"]]
    plates = [one["text"] for one in figure["layout"]["annotations"] if "name" not in one]
    return [plain(text) for text in texts + plates]


def plates_of(figure: dict) -> list[str]:
    return [one["text"] for one in figure["layout"]["annotations"] if one.get("name") == "plate"]


def plain(words: str) -> str:
    return words.replace("<br>", " ").replace("&amp;", "&")
