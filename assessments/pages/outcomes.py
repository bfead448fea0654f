"""What became of answers that were sent: the faults above the page, and what a script is told of each of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assessments.asked_today import Place
from assessments.forms.answers import AnswerForm
from assessments.forms.contributions import ViewForm
from assessments.models import SelfAssessment
from assessments.pages.words import listed, number_words, to_confirm_words
from frameworks.models import Framework


@dataclass(frozen=True)
class Outcome:
    """What became of one answer that a script sent: saved, theirs, empty, faulty, stale or overtaken.

    `version` is the one that the next change is made over. `brought`: it still is what was brought forward.
    `to_confirm`: it still was given to other words. `moved`: where these words are others today.
    Overtaken: the person changed nothing, somebody else did.
    """

    state: str
    words: str = ""
    version: int = 0
    faults: tuple[str, ...] = ()
    brought: bool = False
    to_confirm: bool = False
    moved: str = ""

    def at(self, place: Place, address: Callable[[Place], str]) -> "Outcome":
        """The same, saying what became of the question since it was shown. `address`: of where it is asked today."""
        if self.state != "saved":
            return self
        if place.left_in:
            return replace(self, words=f"{self.words}, with version {place.left_in.older.version}. Not asked any more")
        if not (place.asked_as and self.to_confirm):
            return self
        # Without what leads within a page, which a browser would not load again for it.
        return replace(self, moved=address(place).partition("#")[0])


def faults_above(forms: Iterable[AnswerForm | ViewForm], refused: str) -> list[tuple[str, str]]:
    """Every fault of the page with the address of its field; why all was refused comes alone."""
    return [(refused, "")] if refused else [fault for form in forms for fault in _faults(form)]


def _faults(form: AnswerForm | ViewForm) -> list[tuple[str, str]]:
    """A conflict leads to its choice."""
    code = "The dimension as a whole" if form.prefix == "whole" else form.target.code
    told = []
    if form.refusal and "stands" not in form.errors:
        told.append((f"{code}: choose which version should stand", f"#{form['stands'].auto_id}"))
    for bound in form:
        told += [(f"{code}: {words[0].lower()}{words[1:]}", f"#{bound.auto_id}") for words in bound.errors]
    return told


def opening_words(rest: str, faulty: int, refused: str) -> str:
    """Above the faults. `rest`: what to call those that were saved."""
    if refused:
        return "Nothing was saved. What you typed is still below."
    if not faulty:
        return ""
    needs = "One needs something more." if faulty == 1 else f"{number_words(faulty).capitalize()} need something more."
    return f"{rest} are saved. {needs}"


def moved_words(held: SelfAssessment, shown: Framework) -> str:
    """Above questions in older words; empty where they are those of today."""
    if shown.pk == held.framework_id:
        return ""
    return (
        f"{held.cycle} moved to version {held.framework.version} while this page was open. Here are the words of "
        f"version {shown.version} again, where something is still missing. What you type is kept, and then you see "
        "the words of today."
    )


def late_words(held: SelfAssessment, places: Iterable[Place], to_confirm: int) -> str:
    """What became of all that was typed under older words. `to_confirm`: how many of the answers are."""
    left = [place for place in places if place.left_in]
    told = [
        f"{held.cycle} moved to version {held.framework.version} while this page was open. What you typed is saved.",
        f"{to_confirm_words(to_confirm)}: read the words of today." if to_confirm else "",
    ]
    if left:
        codes, versions = listed([one.seen.code for one in left]), {one.left_in.older.version for one in left}
        are = "is" if len(left) == 1 else "are"
        told.append(
            f"{codes} {are} not asked any more, or {are} asked in another way. What you typed there is kept with "
            f"version {listed(sorted(versions))}."
        )
    return " ".join(filter(None, told))
