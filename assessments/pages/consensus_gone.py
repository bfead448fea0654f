"""What was typed of an indicator that went while the page was open, shown back with the reason."""

from dataclasses import dataclass

from assessments.asked_today import Place
from assessments.forms.consensus import ConsensusForm
from assessments.pages.consensus import errors_of
from assessments.pages.questions import whose
from assessments.pages.talking import Room


@dataclass(frozen=True)
class GonePage:
    """`why` it went and nothing was recorded, and what can be done. `words_of`: the version whose words it shows.

    `is_refused`: sending it again would not help, so there is no button.
    """

    caption: str
    heading: str
    question: str
    why: str
    advice: str
    form: ConsensusForm
    is_refused: bool
    keep_words: str
    words_of: str
    address: str
    list_href: str
    breadcrumbs: list[tuple[str, str]]
    is_large: bool
    errors: list[tuple[str, str]]

    @classmethod
    def of(cls, here: Room, place: Place, form: ConsensusForm, gone: str, *, refused: str = "") -> "GonePage":
        """`gone`: the sentence that says when it went, without a full stop. `refused`: why it cannot be kept."""
        seen, version = place.seen, place.left_in.older.version
        keep = f"Choose a level and say why to keep it with version {version}, or copy what you want to keep."
        return cls(
            f"{whose(here.held)}. Dimension {seen.dimension.code}",
            f"Agree a level: {seen.code} {seen.title}",
            seen.question,
            f"{gone}. {refused or 'Nothing was recorded.'}",
            "What you typed is still on this page, and nowhere else. "
            + ("Copy what you want to keep." if refused else keep),
            form,
            bool(refused),
            f"Keep it with version {version}",
            seen.framework.version,
            here.address("indicator", seen.dimension.code, seen.code),
            here.address("list"),
            here.breadcrumbs_with_list,
            here.is_large,
            errors_of(form),
        )
