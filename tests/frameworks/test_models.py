"""What is true of stored frameworks, and the questions that can be asked of them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from frameworks.models import (
    Dimension,
    Framework,
    Indicator,
    LevelDescriptor,
    MaturityLevel,
    RecommendedAction,
    version_order,
)
from tests.frameworks.loading import KITE, garden, loaded

pytestmark = pytest.mark.django_db


def version(number: str, text: str = "", **options) -> Framework:
    return loaded((text or garden()).replace('version: "1.0"', f'version: "{number}"'), **options).framework


def copy_of(part):
    part.pk = None
    return part


def test_a_version_is_stored_once():
    framework = loaded().framework
    with pytest.raises(IntegrityError):
        Framework.objects.create(slug="garden", version="1.0", title="Again", loaded_at=timezone.now())
    assert framework.reference == "garden@1.0"
    assert str(framework) == "Shared garden 1.0"


@pytest.mark.parametrize("part", [MaturityLevel, Dimension, Indicator, LevelDescriptor, RecommendedAction])
def test_a_part_is_stored_once(part):
    loaded()
    with transaction.atomic(), pytest.raises(IntegrityError):
        copy_of(part.objects.first()).save(force_insert=True)


def test_a_level_cannot_stand_below_the_first():
    framework = loaded().framework
    with pytest.raises(IntegrityError):
        MaturityLevel.objects.create(framework=framework, position=0, slug="x", name="X")


def test_versions_sort_as_people_count():
    assert sorted(["2024.10", "2024.9", "2025.1"], key=version_order) == ["2024.9", "2024.10", "2025.1"]


def test_the_latest_of_each_is_the_highest_published_version_whenever_it_was_loaded():
    kite = loaded(KITE).framework
    tenth = version("1.10")
    version("1.9")
    version("2.0", draft=True)
    assert set(Framework.objects.latest_of_each()) == {kite, tenth}


def test_newest_first_is_by_title_and_then_by_version():
    ninth, tenth, kite = version("1.9"), version("1.10"), loaded(KITE).framework
    assert list(Framework.objects.newest_first()) == [kite, tenth, ninth]


def test_states_tell_versions_apart():
    published, draft = version("1"), version("2", draft=True)
    assert list(Framework.objects.published()) == [published]
    assert list(Framework.objects.drafts()) == [draft]
    assert list(Framework.objects.retired()) == []


def test_a_draft_is_visible_to_administrators_alone(administrator, pot, ics_lead):
    published, draft = version("1"), version("2", draft=True)
    assert set(Framework.objects.visible_to(administrator)) == {published, draft}
    for other in (pot, ics_lead, AnonymousUser()):
        assert list(Framework.objects.visible_to(other)) == [published]


def test_counts_do_not_multiply_each_other():
    loaded()
    (counted,) = Framework.objects.with_counts()
    assert (counted.level_count, counted.dimension_count, counted.indicator_count) == (3, 2, 3)


def test_a_reference_names_one_version():
    framework = loaded().framework
    assert Framework.objects.by_reference("garden@1.0").get() == framework
    assert not Framework.objects.by_reference("garden").exists()
    assert not Framework.objects.by_reference("").exists()


def test_draft_wording_leaves_out_descriptors_without_words():
    loaded(KITE.replace("wording: reviewed", "wording: draft"))
    assert LevelDescriptor.objects.draft_worded().count() == 6
    LevelDescriptor.objects.update(text="")
    assert not LevelDescriptor.objects.draft_worded().exists()
