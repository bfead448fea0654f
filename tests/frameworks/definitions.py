"""Random frameworks for property tests, as the plain text, lists and keys of a file."""

from hypothesis import strategies as st

AWKWARD = [
    "Do you meet?",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "-5",
    "@name",
    "'quoted'",
    "007",
    "1.10",
    "true",
    "null",
    "2025-01-01",
    "# no comment",
    "key: value",
    "two\nlines",
    "a gap\n\n  and more \n- here",
    "“Ärzte” & <b>",
    "_x0041_x0042_",
    "x005F_",
    "_x005F_x005F_ _X000d_ _xD83D_",
    "a _x000D_\nb",
    "=",
    "a\tb",
    "🙂 \u2028 end",
    "\ufeffsoft\u00adhyphen \u200b👩\u200d🚒\u200e\n\u2060end",
    "x" * 300,
]
WORDS = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=30).map(
    str.strip
).filter(bool)
CODES = st.sampled_from(
    ["1", "01", "1.1", "1.10", "1.100", "2.0", "0.5", "1e5", "-1", "A", "a", "no", "x_y", "7-3", ".5"]
)
WEIGHTS = st.decimals(-9999, 9999, places=4).map(lambda weight: f"{weight.normalize() + 0:f}")
SOURCES = WORDS | st.fixed_dictionaries(
    {"title": WORDS, "url": st.just("https://garden.example/?a=1&b='2'")},
    optional={"year": st.integers(1000, 2200).map(str)},
)


def part(needed: dict, optional: dict) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries(needed, optional=optional)


def several(values: st.SearchStrategy, most: int = 3) -> st.SearchStrategy[list]:
    return st.lists(values, min_size=1, max_size=most)


@st.composite
def plain_frameworks(draw) -> dict:
    """Files that load: 2 to 7 levels, with and without weights, reviewed levels, equivalents, actions and sources."""
    slugs = [f"level-{number}" for number in range(draw(st.integers(2, 7)))]
    wording = draw(st.sampled_from(["draft", "reviewed"]))
    levels = [{"slug": slug, "name": slug.title(), **draw(part({}, {"summary": WORDS}))} for slug in slugs]
    codes = draw(st.lists(CODES, min_size=1, max_size=6, unique=True))
    dimensions = [
        {"code": code, **draw(part({"title": WORDS}, {"summary": WORDS})), "indicators": []}
        for code in draw(st.lists(CODES, min_size=1, max_size=min(3, len(codes)), unique=True))
    ]
    for place, code in enumerate(codes):
        held = dimensions[place % len(dimensions)]["indicators"]
        held.append({"code": code, **draw(indicators(slugs, wording))})
    actions = draw(st.lists(CODES, max_size=2, unique=True))
    head = part({"title": WORDS}, {"summary": WORDS, "publisher": WORDS, "sources": several(SOURCES)})
    judges = draw(st.sampled_from(["organisation", "initiative"]))
    framework = {"slug": "garden", "version": draw(CODES), **draw(head), "judges": judges, "wording": wording}
    found = {"format": "1", "framework": framework, "levels": levels, "dimensions": dimensions}
    if actions:
        found["recommended_actions"] = [{"code": code, **draw(action(codes, slugs))} for code in actions]
    return found


def indicators(slugs: list[str], wording: str) -> st.SearchStrategy[dict]:
    words = part(
        {"title": WORDS, "question": WORDS},
        {
            "guidance": WORDS,
            "equivalent_to": st.just(["aligns@2024.1#1.2", "garden@0.9#1.10"]),
        },
    )
    reviewed = {"reviewed": st.lists(st.sampled_from(slugs), min_size=1, unique=True).map(sorted)}
    descriptors = {"descriptors": st.fixed_dictionaries(dict.fromkeys(slugs, WORDS))}
    described = part(descriptors, reviewed if wording == "draft" else {})
    to_check = {"weights_to_check": st.lists(st.sampled_from(slugs), min_size=1, unique=True).map(sorted)}
    weighted = part({"weights": st.fixed_dictionaries(dict.fromkeys(slugs, WEIGHTS))}, to_check)
    nothing = st.just({})
    return st.builds(
        lambda *parts: {**parts[0], **parts[1], **parts[2]}, words, nothing | described, nothing | weighted
    )


def action(codes: list[str], slugs: list[str]) -> st.SearchStrategy[dict]:
    optional = {"group": WORDS, "what": WORDS, "why": WORDS, "who": several(WORDS), "how": several(WORDS)}
    supports = st.lists(st.sampled_from(codes), min_size=1, unique=True)
    step = {"from": st.just(slugs[0]), "to": st.just(slugs[-1])}
    return part({"title": WORDS}, optional | {"sources": several(SOURCES), "supports": supports} | step)
