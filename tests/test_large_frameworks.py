"""What a framework with very many indicators costs: what a page does not show makes it neither slower nor heavier."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.models import SelfAssessment, User
from tests import worlds

# Both are too much for one page. Of the larger, only the second dimension is larger: the first is what pages open.
SIZES = {"large": (20, 81), "larger": (20, 160)}
# By who opens them; {draft} and {sent} are self-assessments.
PAGES = {
    "pot": [
        "/",
        "/assessments/{draft}/",
        "/assessments/{draft}/check/",
        "/consensus/{draft}/",
        "/consensus/{draft}/1/1.1/",
    ],
    "regional_lead": [
        "/reports/heatmap/?cycle={cycle}",
        "/reports/heatmap/?cycle={cycle}&columns=indicator&sort=movement",
        "/reports/spans/?cycle={cycle}",
        "/reports/trends/?cycle={cycle}&columns=indicator",
        "/reports/gaps/?cycle={cycle}&columns=indicator",
        "/reports/profile/{cycle}/far-place/",
        "/reports/profile/{cycle}/ics/north-vale/",
    ],
    "ics_lead": [
        "/assessments/{sent}/check/",
        "/assessments/{sent}/check/return/",
        "/assessments/{sent}/history/1/",
    ],
    "administrator": [
        "/desk/cycles/{cycle}/upgrade/",
    ],
}
OPENED = [(role, path) for role, paths in PAGES.items() for path in paths]


@pytest.fixture(scope="module")
def worlds_of_two_sizes(django_db_setup, django_db_blocker):
    """Made once, and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_worlds()
        yield
        transaction.set_rollback(True)


def build_worlds() -> None:
    region = worlds.make_region()
    ics = worlds.make_ics("north-vale", region)
    own, far, third = (worlds.make_organisation(slug, ics=ics) for slug in ("own-place", "far-place", "third-place"))
    pot = worlds.make_person("pot", "pot", own)
    worlds.make_person("ics_lead", "ics_lead", ics)
    worlds.make_person("regional_lead", "regional_lead", region)
    worlds.make_person("administrator", "administrator")
    opens = timezone.localdate() - timedelta(days=80)
    for size, dimensions in SIZES.items():
        framework = worlds.make_framework(size, "1", dimensions=dimensions)
        before = worlds.make_cycle(framework, [far], slug=f"{size}-before", opens=opens, closes=opens)
        now = worlds.make_cycle(framework, [own, far, third], slug=size)
        worlds.submit_crowd(before, [far], by=pot)
        worlds.submit_crowd(now, [far, third], by=pot, models=1)
        draft = worlds.begin(now, own, by=pot)
        codes = [one.code for one in framework.indicators.all()]
        for person, low in ((pot, 1), ("Kim Hale", 4)):
            worlds.contribute(draft, person, dict.fromkeys(codes, (low, 4)))


@pytest.fixture
def opened(worlds_of_two_sizes, db):
    """A function: what a person is sent in one of the two worlds, and with how many queries."""

    def fetch(role: str, path: str, size: str) -> tuple[str, int]:
        held = SelfAssessment.objects.filter(cycle__slug=size)
        keys = {
            name: held.get(organisation__slug=slug).uuid
            for name, slug in (("draft", "own-place"), ("sent", "far-place"))
        }
        browser = Client()
        browser.force_login(User.objects.get(email=f"{role}@vale.example"), "django.contrib.auth.backends.ModelBackend")
        with CaptureQueriesContext(connection) as made:
            answer = browser.get(path.format(cycle=size, **keys))
        assert answer.status_code == 200, path
        return answer.text, len(made)

    return fetch


@pytest.mark.parametrize(("role", "path"), OPENED)
def test_indicators_that_a_page_does_not_show_cost_it_nothing(opened, role, path):
    (page, queries), (larger, more_queries) = (opened(role, path, size) for size in SIZES)
    assert more_queries == queries
    assert len(larger) < len(page) * 1.1


@pytest.mark.parametrize("report", ["heatmap", "trends", "gaps"])
def test_a_report_of_too_many_indicators_opens_the_first_dimension_and_its_file_holds_all(opened, report):
    page, _ = opened("regional_lead", f"/reports/{report}/?cycle={{cycle}}&columns=indicator", "large")
    assert "All 101 indicators at once are too many for one page, so you see those of dimension 1." in page
    assert "Indicator 2.1" not in page
    assert f"/reports/{report}.csv?cycle=large" in page
    file, _ = opened("regional_lead", f"/reports/{report}.csv?cycle={{cycle}}&columns=indicator", "large")
    assert all(f",{code}," in file for code in ("1.1", "1.20", "2.1", "2.81"))


def test_a_large_page_of_answers_opens_the_dimension_that_is_chosen(opened):
    page, _ = opened("ics_lead", "/assessments/{sent}/check/?dimension=2", "large")
    assert "Indicator 2.1" in page
    assert "Indicator 1.1" not in page
