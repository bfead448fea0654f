"""What is downloaded is what was loaded: YAML -> database -> YAML and XLSX -> database -> XLSX change nothing."""

import pytest
from django.contrib.auth import get_user_model
from hypothesis import given, settings

from frameworks.actions import LoadResult, load_framework
from frameworks.definition import definition_of, parse
from frameworks.downloads import framework_file, template_file
from frameworks.models import Framework
from frameworks.plain_yaml import read
from frameworks.sheets_read import read_sheets
from frameworks.sheets_written import as_workbook
from frameworks.stored import plain_of
from frameworks.yaml_written import as_yaml
from tests.frameworks.definitions import AWKWARD, plain_frameworks
from tests.frameworks.loading import FILES, GARDEN, KITE, loaded
from tests.frameworks.sheets import sheets_of

FIXTURES = sorted((FILES.parents[2] / "fixtures" / "frameworks").glob("*.yaml"))


def load(data: bytes) -> LoadResult:
    return load_framework(by=get_user_model().objects.system(), definition=parse(data))


def stored() -> Framework:
    return Framework.objects.with_parts().get()


@given(plain_frameworks())
@settings(max_examples=20)
def test_both_kinds_of_file_read_back_as_they_were_written(plain):
    yaml, sheets = read(as_yaml(plain)), read_sheets(as_workbook(plain))
    assert (yaml.value, sheets.value, sheets.faults) == (plain, plain, ())
    assert definition_of(sheets) == definition_of(yaml)


def test_words_that_look_like_something_else_are_read_back_from_both_kinds_of_file():
    plain = read(GARDEN.encode()).value
    for number, words in enumerate(AWKWARD):
        plain["dimensions"].append({"code": f"W{number}", "title": words, "indicators": []})
    for document in (read(as_yaml(plain)), read_sheets(as_workbook(plain))):
        assert [one["title"] for one in document.value["dimensions"][-len(AWKWARD) :]] == AWKWARD


@pytest.mark.django_db
@given(plain_frameworks())
@settings(max_examples=10)
def test_the_database_gives_back_what_was_loaded(plain):
    Framework.objects.all().delete()
    assert load(as_workbook(plain)).outcome == "created"
    assert plain_of(stored()) == plain


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [*(file.read_text(encoding="utf-8") for file in FIXTURES), GARDEN, KITE],
    ids=[*(file.stem for file in FIXTURES), "garden", "kite"],
)
def test_a_download_loads_as_unchanged_and_is_downloaded_as_it_was(text):
    first = loaded(text).framework
    files = {ending: framework_file(stored(), ending).content for ending in ("yaml", "xlsx")}
    for content in files.values():
        again = load(content)
        assert (again.outcome, again.framework) == ("unchanged", first)
    stored().delete()
    load(files["xlsx"])
    assert {ending: framework_file(stored(), ending).content for ending in files} == files


def test_the_templates_hold_the_same_and_load():
    template = template_file("yaml").content
    assert parse(template) == parse(template_file("xlsx").content)
    assert sheets_of(template.decode()) != template_file("xlsx").content  # which has columns for weights too
