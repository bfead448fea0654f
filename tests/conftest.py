"""The named cast and the small world they live in; see worlds.py for how it is made."""

import os
from datetime import date
from math import inf

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings

from tests import worlds

# The same examples each time, and no clock: a slow machine is not a fault. The scripts look further.
settings.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("suite")

DEMONSTRATED_ON = date(2026, 6, 1)

# Other fixtures ask for one of these, where a test reaches the database.
DATABASE = {"db", "transactional_db", "live_server"}
# A fast password hasher and plain static files: neither is what these tests are about.
QUICK_SETTINGS = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    },
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "WHITENOISE_AUTOREFRESH": True,  # else every client of every test looks through all static files first
}


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="leave out what is the same on every database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    if config.getoption("--only-database"):
        pure = [item for item in items if not asks_the_database(item)]
        config.hook.pytest_deselected(items=pure)
        items[:] = [item for item in items if asks_the_database(item)]
    share_out(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def share_out(items: list, workers: int) -> None:
    """Each worker begins with a run of tests beside one another: let each have as many of the long ones, at its end.

    Else all browser tests, which come last, fall to one worker, and the others wait for it.
    """
    long = [item for item in items if in_browser(item)]
    others = [item for item in items if not in_browser(item)]
    size = -(-len(others) // workers)
    runs = [others[start * size :][:size] + long[start::workers] for start in range(workers)]
    items[:] = [item for run in runs for item in run]


def in_browser(item) -> bool:
    return "browser" in item.path.parts


def asks_the_database(item) -> bool:
    # The scripts that browser tests start have a database of their own, which is the one that the environment names.
    return bool(DATABASE & set(item.fixturenames) or item.get_closest_marker("django_db") or in_browser(item))


@pytest.fixture(autouse=True, scope="session")
def quick_settings():
    from django.test.utils import override_settings

    with override_settings(**QUICK_SETTINGS):
        yield


@pytest.fixture(autouse=True)
def site_as_the_settings_say():
    """What the site is called is read now and then, and kept: no test finds what another one set, nor a query for it
    after some seconds.
    """
    from assessments.models import SiteDetails
    from assessments.site import kept

    kept.details, kept.until = SiteDetails(), inf


@pytest.fixture
def framework(db):
    """Four levels; dimension 1 has three indicators, dimension 2 has two."""
    return worlds.make_framework()


@pytest.fixture
def region(db):
    return worlds.make_region()


@pytest.fixture
def ics(region):
    return worlds.make_ics("north-vale", region)


@pytest.fixture
def other_ics(region):
    """In the same region."""
    return worlds.make_ics("south-vale", region)


@pytest.fixture
def organisation(ics):
    """The POT's own."""
    return worlds.make_organisation("oakshire", ics=ics)


@pytest.fixture
def neighbour(ics):
    """In the same ICS as the POT's own."""
    return worlds.make_organisation("elmshire", ics=ics)


@pytest.fixture
def faraway(other_ics):
    """In the same region, in another ICS."""
    return worlds.make_organisation("ashshire", ics=other_ics, kind="nhs-trust", sector="health")


@pytest.fixture
def outside(db):
    """In another region."""
    region = worlds.make_region("north")
    return worlds.make_organisation("birchshire", ics=worlds.make_ics("far-vale", region))


@pytest.fixture
def cycle(framework, organisation, neighbour, faraway):
    """A named cycle, open today, in which the three organisations of the region were asked."""
    return worlds.make_cycle(framework, [organisation, neighbour, faraway])


@pytest.fixture
def contributor(organisation):
    return worlds.make_person("contributor", "contributor", organisation)


@pytest.fixture
def pot(organisation):
    return worlds.make_person("pot", "pot", organisation, name="Pat Okafor")


@pytest.fixture
def deputy(organisation):
    """A second person who answers for the POT's organisation."""
    return worlds.make_person("deputy", "pot", organisation, name="Dan Hill")


@pytest.fixture
def ics_lead(ics):
    return worlds.make_person("ics.lead", "ics_lead", ics)


@pytest.fixture
def regional_lead(region):
    return worlds.make_person("regional.lead", "regional_lead", region)


@pytest.fixture
def administrator(db):
    return worlds.make_person("administrator", "administrator")


@pytest.fixture
def outsider(outside):
    """The POT of an organisation in another region."""
    return worlds.make_person("outsider", "pot", outside)


@pytest.fixture
def draft(cycle, organisation, pot):
    """The POT's own self-assessment, begun and empty."""
    return worlds.begin(cycle, organisation, by=pot)


@pytest.fixture(scope="module")
def demonstration_2026(django_db_setup, django_db_blocker):
    """The demonstration, made on a day on which its second cycle is open: once for a module, and taken back after it.

    Every test of the module may find it there, asked for or not.
    """
    from assessments.actions.demo import seed_demo
    from assessments.models import User

    with pytest.MonkeyPatch.context() as calendar, django_db_blocker.unblock(), transaction.atomic():
        calendar.setattr("django.utils.timezone.localdate", lambda *args: DEMONSTRATED_ON)
        seed_demo(by=User.objects.system(), password=worlds.PASSWORD)
        calendar.undo()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def signed_in(db):
    """A function: a client signed in as this person."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
