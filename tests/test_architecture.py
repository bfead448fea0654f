"""Holds the walls: which way imports run, who reaches which address, and that views neither write nor fetch unasked."""

import ast
import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from tests import documents, worlds

ROOT = Path(__file__).resolve().parent.parent
APPS = ("frameworks", "assessments", "reports", "polls")
BANNED_MODULES = {"utils", "helpers", "common", "core", "base", "services", "selectors", "misc"}
BANNED_PREFIXES = ("get_", "handle_", "process_", "manage_", "do_")
# Names that Django, allauth and others call.
NAMED_BY_OTHERS = {
    "get_queryset",
    "handle_raw_input",
    "get_prep_value",
    "get_urls",
    "get_context_data",
    "get_context",
    "get_layout",
    "get_login_url",
    "get_from_email",
    "get_password_change_redirect_url",
}
WRITES = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}

PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "help",
    "contact",
    "accessibility",
    "privacy",
    "cookies",
    "healthz",
    "readyz",
    "frameworks:list",
    "frameworks:detail",
    "frameworks:levels",
    "frameworks:actions",
    "frameworks:action",
    "frameworks:indicator",
    "frameworks:yaml",
    "frameworks:xlsx",
    "frameworks:schema",
    "frameworks:changes",
    "frameworks:dimension",
    "frameworks:crosswalks",
    "frameworks:crosswalk",
    "frameworks:crosswalk_csv",
    "frameworks:crosswalk_yaml",
    "contributions:guest",
    "contributions:guest_dimension",
    "contributions:link",
    "contributions:new_link",
    "contributions:leave",
    "phones:find",
    "phones:phone",
    "phones:phone_as_typed",
}


def folders(path: Path) -> tuple[str, ...]:
    """Those of the project; whatever lies above it may have any name."""
    return path.relative_to(ROOT).parts[:-1]


def modules(*apps: str) -> list[Path]:
    return [path for app in apps for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in folders(path)]


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """All of the file's syntax, its module first."""
    return list(ast.walk(ast.parse(path.read_text())))


def imported(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_imports_run_one_way():
    """aligns_site.access <- frameworks <- assessments <- reports <- polls <- aligns_site.urls"""
    wrong = []
    for lower, *higher in (APPS[i:] for i in range(len(APPS))):
        for path in modules(lower):
            wrong += [
                f"{path.relative_to(ROOT)} imports {name}"
                for name in imported(path)
                if name.split(".")[0] in higher or name == "aligns_site.urls"
            ]
    assert wrong == []


def test_the_entrance_knows_no_app():
    assert not {name.split(".")[0] for name in imported(ROOT / "aligns_site/access.py")} & set(APPS)


@pytest.mark.parametrize(
    "module",
    [
        "reports/arrangement.py",
        "reports/grouping.py",
        "reports/matrix.py",
        "reports/deduction.py",
        "reports/disclosure.py",
        *(str(path.relative_to(ROOT)) for path in sorted((ROOT / "reports/charts").glob("*.py"))),
        "reports/gaps.py",
        "reports/movement.py",
        "reports/weights.py",
        "assessments/consensus.py",
        "assessments/due.py",
        "assessments/levels.py",
        "assessments/difference.py",
        "frameworks/crosswalks/file.py",
        "frameworks/changes.py",
        "frameworks/comparisons.py",
        "frameworks/definition.py",
        "polls/counting.py",
        "frameworks/meanings.py",
        "frameworks/struck.py",
    ],
)
def test_pure_modules_import_no_django(module):
    assert not {name for name in imported(ROOT / module) if name.split(".")[0] == "django"}


def test_no_module_is_a_drawer():
    assert [path for path in modules("aligns_site", *APPS) if path.stem in BANNED_MODULES] == []


def test_every_module_opens_with_a_sentence():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules("aligns_site", *APPS)
        if path.read_text().strip() and path.name not in ("__init__.py", "apps.py") and not docstring(path)
    ]
    assert silent == []


def docstring(path: Path) -> str | None:
    return ast.get_docstring(nodes_of(path)[0])


def test_names_say_what_they_do():
    vague = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in modules("aligns_site", *APPS)
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith(BANNED_PREFIXES)
        and node.name not in NAMED_BY_OTHERS
    ]
    assert vague == []


def view_modules() -> list[Path]:
    return [path for path in modules("aligns_site", *APPS) if "views" in folders(path) or path.stem == "views"]


def test_views_write_nothing():
    """Verbs do, each asking for permission itself. A form's `save` would be a second door."""
    writes = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in view_modules()
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert writes == []


# What pages may ask for without asking who asks: what hangs on rows that the view has fetched for the person.
HANGS_ON_WHAT_WAS_FETCHED = {
    ("timeline.py", "StatusChange"),
    ("timeline.py", "Rating"),
    ("timeline.py", "Evidence"),
    ("timeline.py", "User"),
    ("home.py", "Cell"),
}


def test_views_and_pages_fetch_only_what_the_person_may_see():
    pages = [path for path in modules(*APPS) if "pages" in folders(path) or path.stem == "pages"]
    for_the_person = "visible_to|comparable_by|in_sight_of|led_by|current|published|asked|offered"
    asked = re.compile(rf"(\w+)\.objects\b(?!\s*\.\s*({for_the_person})\b)")
    unasked = [
        f"{path.relative_to(ROOT)}: {model}"
        for path in view_modules() + pages
        for model, _ in asked.findall(path.read_text())
        if (path.name, model) not in HANGS_ON_WHAT_WAS_FETCHED
    ]
    assert unasked == []


def test_psycopg2_is_the_driver_of_postgresql():
    """With both there, Django would quietly take the other one."""
    assert find_spec("psycopg2")
    assert not find_spec("psycopg")


def test_the_database_is_the_one_asked_for():
    asked = os.environ.get("DATABASE_URL", "sqlite")
    assert connection.vendor == ("postgresql" if asked.startswith("postgres") else "sqlite")


# ---- every address, for every role


def routes(patterns=None, prefix="", namespace="") -> list[tuple[str, str, dict]]:
    """(name, address as a pattern, converters) of every named route of ours."""
    found = []
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            if pattern.namespace != "admin":
                found += routes(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.append((namespace + pattern.name, prefix + str(pattern.pattern), pattern.pattern.converters))
    return found


@pytest.fixture
def foreign(framework, organisation, neighbour, faraway, cycle, pot, administrator, draft):
    """What the addresses point at: the POT's draft and a neighbour's submission, foreign to the outsider."""
    sent = worlds.submitted(cycle, neighbour, by=pot)
    worlds.make_framework(framework.slug, "0", dimensions=(2,))
    worlds.contribute(draft, pot, {"1.1": (3, 3), "1.2": (1, 1)}, reason="We meet every week.", may_be_named=True)
    worlds.contribute(draft, "Kim Hale", {"1.1": (1, 2), "1.2": None}, sector="health")
    worlds.contribute(draft, "Mo Bell", {"1.1": (2, 4)}, sector="joint")
    from assessments.actions.evidence import add_evidence

    evidence = add_evidence(
        by=pot, self_assessment=draft, dimension=framework.dimensions.first(), text="A meeting every week."
    )
    return {
        "draft": draft,
        "sent": sent,
        "evidence": evidence,
        "document": documents.kept_with(draft, by=pot).document,
        "framework": framework,
        "cycle": cycle,
        "membership": pot.memberships.get(),
        "note": draft.lead_notes.create(indicator=framework.indicators.first(), words="Who was asked?", by=pot),
        "contributor": worlds.make_contributor(draft, by=pot),
        "waiting": worlds.make_waiting_file(framework, by=administrator),
        "reviewer": framework.reviewers.create(user=pot, invited_by=pot),
        "comment": worlds.make_review_comment(framework, by=pot),
        "crosswalk": worlds.make_crosswalk(framework, worlds.make_framework("fen", dimensions=(2,)), by=pot),
        "view": pot.saved_views.create(
            name="By ICS", report="heatmap", query="rows=ics", shared_as=pot.memberships.get()
        ),
        "poll": worlds.open_poll(by=pot),
        "action": worlds.recommend(framework, "MEET-1", start=1, end=3, supports="1.1", what="Meet every week."),
    }


def address(pattern: str, target, foreign: dict) -> str:
    """The pattern with the keys of `target` filled in; an unknown key fails, so that new routes are walked too."""
    values = {
        "uuid": target.uuid,
        "code": "1",
        "dimension": "1",
        "indicator": "1.1",
        "action": foreign["action"].code,
        "pk": foreign["evidence"].pk,
        "evidence": foreign["evidence"].pk,
        "document": foreign["document"].uuid,
        "cycle": target.cycle.slug,
        "organisation": target.organisation.slug,
        "ics": "north-vale",
        "region": "south",
        "slug": foreign["framework"].slug,
        "version": foreign["framework"].version,
        "other": foreign["crosswalk"].second.slug,
        "other_version": foreign["crosswalk"].second.version,
        "waiting": foreign["waiting"].uuid,
        "reviewer": foreign["reviewer"].pk,
        "removed": 1,
        "comment": foreign["comment"].pk,
        "descriptor": foreign["comment"].descriptor_id,
        "kind": "organisation",
        "place": target.organisation.slug,
        "membership": foreign["membership"].pk,
        "person": foreign["membership"].user_id,
        "note": foreign["note"].pk,
        "number": 1,
        "contributor": foreign["contributor"].pk,
        "report": "heatmap",
        "view": foreign["view"].pk,
        "poll": foreign["poll"].uuid,
        "short": foreign["poll"].code,
        "uidb36": "1",
        "key": "x-y",
    }
    filled = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda key: str(values[key[1]]), pattern)
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda key: str(values[key[1]]), filled)
    return "/" + filled.replace("^", "").replace("$", "").replace("\\", "")


def is_of_a_self_assessment(pattern: str) -> bool:
    return "uuid" in pattern or "<slug:organisation>" in pattern or "<str:organisation>" in pattern


def test_signed_out_every_address_but_the_public_ones_is_the_sign_in_page(client, foreign):
    for name, pattern, _ in routes():
        if name in PUBLIC:
            continue
        response = client.get(address(pattern, foreign["sent"], foreign))
        assert response.status_code == 302, name
        assert response.url.startswith("/accounts/login/"), name


@pytest.mark.parametrize(
    "path", ["/nothing-here/", "/assessments/nothing/", "/reports/nothing/", "/admin/", "/admin/x/"]
)
def test_signed_out_what_does_not_exist_looks_the_same(client, db, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


@pytest.mark.parametrize("which", ["draft", "sent"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_outsider_learns_nothing_from_any_address_of_a_self_assessment(signed_in, outsider, foreign, which, method):
    browser = signed_in(outsider)
    walked = 0
    for _name, pattern, _ in routes():
        if not is_of_a_self_assessment(pattern):
            continue
        walked += 1
        path = address(pattern, foreign[which], foreign)
        status = getattr(browser, method)(path).status_code
        only_to_read = method == "post" and status == 405 and browser.get(path).status_code == 404
        assert status == 404 or only_to_read, f"{method} {path}: {status}"
    assert walked >= 8


# One of those who lead, and who sees next to nothing; a POT and an administrator walk in a browser.
@pytest.mark.parametrize("role", ["ics_lead", "outsider"])
def test_no_address_breaks_for_any_role(request, signed_in, foreign, role):
    browser = signed_in(request.getfixturevalue(role))
    for name, pattern, _ in routes():
        for path in {address(pattern, foreign[target], foreign) for target in ("draft", "sent")}:
            assert browser.get(path).status_code < 500, f"{name}: {path}"


@pytest.mark.parametrize("role", ["pot", "administrator", "outsider"])
@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/assessments/rating/", "/admin/nothing/"])
def test_the_support_pages_do_not_exist_for_members(request, db, signed_in, role, path):
    assert signed_in(request.getfixturevalue(role)).get(path).status_code == 404


@pytest.mark.parametrize("sheet", sorted((ROOT / "front-end/styles").glob("*.css")), ids=lambda path: path.stem)
def test_every_rule_of_a_stylesheet_ends_where_it_should(sheet):
    """Rules lie in nothing but @-rules: a rule left open would quietly take all after it along."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    open_rules, wrong = [], []
    for words, brace in re.findall(r"([^{}]*)([{}])", text):
        if brace == "}":
            open_rules.pop()
            continue
        if open_rules and not open_rules[-1].startswith("@"):
            wrong.append(f"{words.strip()} in {open_rules[-1]}")
        open_rules.append(words.strip())
    assert wrong == []
    assert open_rules == []


def test_every_stylesheet_is_used():
    used = re.findall(r'@use "styles/([\w-]+)"', (ROOT / "front-end/aligns.scss").read_text())
    assert sorted(used) == sorted(path.stem for path in (ROOT / "front-end/styles").glob("*.css"))
