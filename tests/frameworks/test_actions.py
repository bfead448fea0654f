"""Loading, publishing and retiring framework versions."""

from decimal import Decimal

import pytest

from aligns_site.access import NotPermitted
from frameworks.actions import (
    NoSuchStep,
    VersionInUse,
    check_framework,
    load_framework,
    publish_framework,
    retire_framework,
)
from frameworks.definition import parse
from frameworks.models import Dimension, Framework, Indicator, LevelDescriptor, MaturityLevel, RecommendedAction
from tests import worlds
from tests.frameworks.loading import GARDEN, KITE, garden, loaded

pytestmark = pytest.mark.django_db


def rows() -> dict:
    """Everything that is stored of frameworks, without the keys."""
    models = [Framework, MaturityLevel, Dimension, Indicator, LevelDescriptor, RecommendedAction]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_file_is_stored_whole():
    framework = loaded().framework
    assert [(level.position, level.slug) for level in framework.levels.all()] == [
        (1, "bare"),
        (2, "green"),
        (3, "in-bloom"),
    ]
    assert [(d.code, d.title, d.summary) for d in framework.dimensions.all()] == [
        ("A", "Soil", "What everything stands in."),
        ("B", "Tools", ""),
    ]
    assert [(i.position, i.code, i.dimension.code) for i in framework.indicators.all()] == [
        (1, "A.1", "A"),
        (2, "A.2", "A"),
        (3, "B.1", "B"),
    ]
    digging = framework.indicators.get(code="A.1")
    assert (digging.guidance, digging.equivalent_to) == ("Think of spring and autumn.", ["garden@0.9#A.1"])
    assert [(d.level.slug, d.text, d.is_reviewed) for d in digging.descriptors.all()] == [
        ("bare", "Nobody digs.", False),
        ("green", "Some dig.", False),
        ("in-bloom", "All dig together.", True),
    ]
    assert framework.sources == [
        {"title": "The garden book", "url": "https://garden.example/book", "year": 2024},
        {"title": "A talk over the fence", "url": "", "year": None},
    ]


def test_recommended_actions_are_stored_with_what_they_support():
    loaded()
    action = RecommendedAction.objects.get()
    assert (action.code, action.group, action.who, action.how) == (
        "SHED-1",
        "Tools",
        ["Everyone"],
        ["Choose a place", "Build"],
    )
    assert [indicator.code for indicator in action.supports.all()] == ["B.1"]
    assert (action.from_level.slug, action.to_level.slug) == ("bare", "in-bloom")


def test_weights_and_wording_that_is_reviewed_as_a_whole_are_stored():
    framework = loaded(KITE).framework
    descriptors = framework.indicators.get(code="1.1").descriptors.all()
    assert [d.weight for d in descriptors] == [Decimal(w) for w in ("0", "1.5", "2.25", "4", "6", "8.5")]
    assert all(d.is_reviewed for d in descriptors)
    assert framework.judges == "initiative"


def test_weights_without_words_are_stored_and_are_no_draft_wording():
    text = garden("question: Who waters", "weights: {bare: 0, green: 1, in-bloom: 2}\n        question: Who waters")
    framework = loaded(text).framework
    descriptors = framework.indicators.get(code="A.2").descriptors.all()
    assert [(d.text, d.weight, d.is_reviewed) for d in descriptors] == [("", w, False) for w in (0, 1, 2)]


def test_a_new_version_is_published_at_once_and_says_its_size():
    result = loaded()
    assert (result.outcome, result.framework.state) == ("created", "published")
    assert result.words == "Shared garden (garden@1.0) loaded and published: 2 dimensions, 3 indicators, 3 levels."


def test_a_draft_is_not_published():
    result = loaded(draft=True)
    assert result.framework.state == "draft"
    assert "loaded as a draft" in result.words


def test_the_same_content_again_changes_nothing():
    loaded()
    before = rows()
    result = loaded()
    assert result.outcome == "unchanged"
    assert result.words == "Shared garden (garden@1.0): unchanged."
    assert rows() == before


def test_a_draft_loaded_again_without_the_word_draft_is_published_and_it_is_said():
    loaded(draft=True)
    result = loaded()
    assert (result.outcome, result.framework.state) == ("unchanged", "published")
    assert "now published" in result.words


def test_a_published_version_loaded_again_as_a_draft_stays_published():
    loaded()
    assert loaded(draft=True).framework.state == "published"


def test_newly_reviewed_words_are_marked_and_said():
    loaded()
    result = loaded(GARDEN.replace("[in-bloom]", "[bare, in-bloom]"))
    assert result.outcome == "unchanged"
    assert "1 descriptor is newly marked as reviewed" in result.words
    assert LevelDescriptor.objects.filter(is_reviewed=True).count() == 2


def test_what_was_reviewed_stays_reviewed_whatever_the_file_says():
    loaded()
    loaded(GARDEN.replace("        reviewed: [in-bloom]\n", ""))
    assert LevelDescriptor.objects.filter(is_reviewed=True).count() == 1


def test_marks_of_weights_to_check_follow_the_file_both_ways_and_it_is_said():
    weights = "weights: {bare: 0, green: 1, in-bloom: 2}"
    marked = f"{weights}\n        weights_to_check: [%s]\n        question: Who waters"
    loaded(garden("question: Who waters", marked % "bare, green"))
    result = loaded(garden("question: Who waters", marked % "in-bloom"))
    assert result.outcome == "unchanged"
    assert "2 weights are no longer to be checked; 1 weight is newly to be checked" in result.words
    assert [one.weight for one in LevelDescriptor.objects.with_weight_to_check()] == [2]


def test_other_content_that_no_cycle_uses_is_replaced_and_said():
    loaded()
    result = loaded(garden("Some dig", "A few dig"))
    assert result.outcome == "replaced"
    assert "replaced" in result.words
    assert Framework.objects.count() == 1
    assert LevelDescriptor.objects.filter(text="A few dig.").exists()
    assert Indicator.objects.count() == 3


def test_other_content_under_a_version_that_a_cycle_uses_is_refused_and_nothing_changes(organisation):
    worlds.make_cycle(loaded().framework, [organisation])
    before = rows()
    with pytest.raises(VersionInUse, match="give it a new version"):
        loaded(garden("Some dig", "A few dig"))
    assert rows() == before


def test_the_same_content_of_a_version_in_use_is_unchanged(organisation):
    worlds.make_cycle(loaded().framework, [organisation])
    assert loaded().outcome == "unchanged"


def test_a_new_version_leaves_the_old_one_as_it_was(organisation):
    worlds.make_cycle(loaded().framework, [organisation])
    result = loaded(GARDEN.replace('version: "1.0"', 'version: "1.1"').replace("Some dig", "A few dig"))
    assert result.outcome == "created"
    assert Framework.objects.count() == 2


def test_only_administrators_load(administrator, pot, ics_lead, regional_lead, contributor):
    definition = parse(GARDEN.encode())
    for person in (pot, ics_lead, regional_lead, contributor):
        with pytest.raises(NotPermitted):
            load_framework(by=person, definition=definition)
    assert not Framework.objects.exists()
    assert load_framework(by=administrator, definition=definition).framework.loaded_by == administrator


def test_checking_says_the_same_and_keeps_nothing(administrator):
    definition = parse(GARDEN.encode())
    assert check_framework(by=administrator, definition=definition).words.startswith("Shared garden (garden@1.0)")
    assert not Framework.objects.exists()


def test_checking_refuses_what_loading_would_refuse(administrator, organisation):
    worlds.make_cycle(loaded().framework, [organisation])
    with pytest.raises(VersionInUse):
        check_framework(by=administrator, definition=parse(garden("Some dig", "A few dig").encode()))


def test_a_version_is_published_retired_and_published_again(administrator):
    framework = loaded(draft=True).framework
    assert publish_framework(by=administrator, framework=framework).state == "published"
    assert retire_framework(by=administrator, framework=framework).state == "retired"
    assert publish_framework(by=administrator, framework=framework).state == "published"


def test_a_draft_is_not_retired_and_nothing_is_published_twice(administrator):
    framework = loaded(draft=True).framework
    with pytest.raises(NoSuchStep):
        retire_framework(by=administrator, framework=framework)
    published = publish_framework(by=administrator, framework=framework)
    with pytest.raises(NoSuchStep):
        publish_framework(by=administrator, framework=published)


@pytest.mark.parametrize("verb", [publish_framework, retire_framework])
def test_only_administrators_publish_and_retire(verb, pot):
    framework = loaded().framework
    with pytest.raises(NotPermitted):
        verb(by=pot, framework=framework)
    framework.refresh_from_db()
    assert framework.state == "published"
