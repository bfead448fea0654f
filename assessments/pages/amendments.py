"""Which submission amends what was agreed, and which was withdrawn, read from the changes of state. Asks nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assessments.models import Status, StatusChange
from assessments.pages.dates import moment_day


@dataclass(frozen=True)
class Amendment:
    """`number`: counted from the last agreement."""

    number: int
    agreed_at: datetime

    @property
    def words(self) -> str:
        return f"amendment {self.number} of what was agreed on {moment_day(self.agreed_at)}"


@dataclass(frozen=True)
class Submissions:
    """`of_change`: the number of the submission that a change of state made, by the key of the change.

    `amended`: by the number of the submission. `coming`: what the next submission would be, None before any agreement.
    """

    of_change: dict[int, int]
    amended: dict[int, Amendment]
    withdrawn: frozenset[int]
    coming: Amendment | None

    @classmethod
    def of(cls, changes: Iterable[StatusChange]) -> "Submissions":
        """`changes` in their order. The first submission has the number 1, as its snapshot has."""
        of_change, amended, withdrawn = {}, {}, set()
        coming = None
        for change in changes:
            if not change.is_step:
                continue
            if change.to_status == Status.SUBMITTED:
                of_change[change.pk] = number = len(of_change) + 1
                if coming:
                    amended[number] = coming
                    coming = Amendment(coming.number + 1, coming.agreed_at)
            elif change.to_status == Status.AGREED:
                coming = Amendment(1, change.at)
            elif (
                change.from_status == Status.SUBMITTED
                and change.to_status == Status.IN_PROGRESS
                and not change.upgrade_id
            ):
                withdrawn.add(len(of_change))
        return cls(of_change, amended, frozenset(withdrawn), coming)
