"""Where the pages of a wording review are, and how they say when something was done."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from frameworks.models import Framework, Indicator, LevelDescriptor
from frameworks.pages.addresses import Links, User, detail_url, way_here


def review_url(framework: Framework, name: str = "review", *further) -> str:
    return reverse(f"frameworks:{name}", args=[framework.slug, framework.version, *further])


def words_url(framework: Framework, descriptor: LevelDescriptor, name: str = "review_words") -> str:
    return review_url(framework, name, descriptor.pk)


def place_url(framework: Framework, indicator: Indicator) -> str:
    """Where the words of an indicator are reviewed."""
    return f"{review_url(framework, 'review_dimension', indicator.dimension.code)}#indicator-{indicator.code}"


def moment(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{here.day} {here:%B %Y at %H:%M}"


def way_to_review(framework: Framework, user: User, *further: tuple[str, str]) -> Links:
    to_framework = [("Frameworks", reverse("frameworks:list")), (str(framework), detail_url(framework))]
    return way_here(user, *to_framework, *further)
