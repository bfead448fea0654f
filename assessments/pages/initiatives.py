"""The page on which an initiative is named before its self-assessment begins."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from assessments.models import Participation, SelfAssessment, User
from assessments.pages.own import Tag, closing_words


@dataclass(frozen=True)
class BegunInitiative:
    name: str
    uuid: UUID
    tag: Tag


@dataclass(frozen=True)
class StartPage:
    """`begun`: the initiatives of this organisation that have a self-assessment in the cycle."""

    caption: str
    framework: str
    closing: str
    begun: tuple[BegunInitiative, ...]

    @classmethod
    def of(cls, asked: Participation, *, user: User) -> "StartPage":
        held = SelfAssessment.objects.visible_to(user).of([asked.organisation_id]).filter(cycle=asked.cycle_id)
        return cls(
            f"{asked.organisation}, {asked.cycle}",
            asked.cycle.framework.title,
            closing_words(asked.cycle, asked.open_until)[0],
            tuple(BegunInitiative(one.initiative, one.uuid, Tag.of(one.status)) for one in held.order_by("initiative")),
        )

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [("Home", reverse("home")), ("Self-assessments", reverse("assessments:list"))]
