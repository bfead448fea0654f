"""Where the pages about frameworks are, the way back from them, and how they count."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from frameworks.models import Framework

User = AbstractBaseUser | AnonymousUser
Links = list[tuple[str, str]]


def counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def detail_url(framework: Framework) -> str:
    return reverse("frameworks:detail", args=[framework.slug, framework.version])


def indicator_url(framework: Framework, code: str) -> str:
    return reverse("frameworks:indicator", args=[framework.slug, framework.version, code])


def moving_up_url(framework: Framework, code: str) -> str:
    """What helps to move up, on the page of an indicator."""
    return f"{indicator_url(framework, code)}#moving-up"


def dimension_url(framework: Framework, code: str) -> str:
    return reverse("frameworks:dimension", args=[framework.slug, framework.version, code])


def way_here(user: User, *further: tuple[str, str]) -> Links:
    """Breadcrumbs: home only for people who have one."""
    home = [("Home", "/")] if user.is_authenticated else []
    return [*home, *further]
