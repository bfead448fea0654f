"""Several submissions to be agreed at once: which were chosen, and which of them wait."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from assessments.models import SelfAssessment, User
from assessments.pages.dates import exact_moment


@dataclass(frozen=True)
class ChosenOne:
    """`value`: which submission was read, as the form sends it back."""

    name: str
    submitted: str
    href: str
    value: str


@dataclass(frozen=True)
class AgreePage:
    """`left_out`: names of those that do not wait for her."""

    chosen: list[ChosenOne]
    left_out: list[str]
    back_href: str

    @classmethod
    def of(cls, ones: Iterable[SelfAssessment], *, user: User) -> "AgreePage":
        ones = list(ones)
        waiting = set(SelfAssessment.objects.visible_to(user).waiting_for(user).values_list("pk", flat=True))
        return cls(
            [_chosen(one) for one in ones if one.pk in waiting],
            [name_of(one) for one in ones if one.pk not in waiting],
            list_address(ones),
        )

    @property
    def press(self) -> str:
        return "Agree it" if len(self.chosen) == 1 else f"Agree these {len(self.chosen)}"


def _chosen(one: SelfAssessment) -> ChosenOne:
    read = one.counting_snapshot
    return ChosenOne(
        name_of(one),
        f"Submission {read.number}, of {exact_moment(read.taken_at)}",
        reverse("assessments:check", args=[one.uuid]),
        f"{one.uuid}:{read.number}",
    )


def name_of(one: SelfAssessment) -> str:
    return one.subject


def list_address(ones: list[SelfAssessment]) -> str:
    """The list of the cycle from which they were chosen."""
    plain = reverse("assessments:list")
    return f"{plain}?{urlencode({'cycle': ones[0].cycle.slug})}" if ones else plain


def chosen_of(values: Iterable[str]) -> dict[UUID, int | None]:
    """What a form sends, "uuid" or "uuid:number of the submission read". What is neither is passed over."""
    chosen = {}
    for value in values:
        uuid, _, number = value.partition(":")
        try:
            chosen[UUID(uuid)] = int(number) if number.isdecimal() and len(number) < 6 else None
        except ValueError:
            continue
    return chosen


def fetched(chosen: Iterable[UUID], *, user: User) -> list[SelfAssessment]:
    """Those of them that she leads, by name."""
    led = SelfAssessment.objects.visible_to(user).led_by(user).filter(uuid__in=list(chosen))
    ones = led.with_names().select_related("counting_snapshot").defer("counting_snapshot__content")
    return sorted(ones, key=lambda one: name_of(one).casefold())
