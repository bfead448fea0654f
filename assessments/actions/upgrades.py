"""The verb that moves a cycle, with all that was said in it, to a newer version of its framework. Deletes nothing."""

from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.actions.snapshots import dimensions_of, take_carried, take_record
from assessments.actions.states import held_cycle, move
from assessments.models import Contributor, Cycle, SelfAssessment, Status, Upgrade, User
from assessments.upgrading import FOLLOWING, Codes, Following, fate_of, goes_back
from assessments.versions import ANSWERS, DECLARED, Fate, Tally, Way, Ways, carried_content, together, ways_between
from frameworks.models import Dimension, Framework

LONGEST_REASON = 100


class CannotUpgrade(ActionRefused):
    """The cycle cannot move to this version."""


@dataclass(frozen=True)
class Upgraded:
    """What was done. `tallies`: by the key of each self-assessment. `back`: those that are in progress again."""

    upgrade: Upgrade
    tallies: dict[int, Tally]
    back: int

    @cached_property
    def total(self) -> Tally:
        return together(self.tallies.values())


@transaction.atomic
def upgrade_cycle(*, by: User, cycle: Cycle, newer: Framework, seen: Framework | None = None) -> Upgraded | None:
    """Move the cycle to `newer`. None where it is there already. `seen`: the version on which the person saw it.

    First all is frozen as it stands. Then what is asked as before goes along; what is asked in other words goes along
    and is to be confirmed; the rest stays with the older version, for ever. A submission goes on counting as far as it
    was given to the same words; where something is left to say, it is in progress again.
    """
    permit(by, rules.UPGRADE_CYCLE, cycle)
    held = held_cycle(cycle.pk)
    if held.framework_id == newer.pk:
        return None
    if seen and seen.pk != held.framework_id:
        raise CannotUpgrade(f"The cycle is on version {held.framework.version} by now. Look at the counts again.")
    require_newer(held, newer)
    done = _Move(held, newer, by).done()
    Cycle.objects.filter(pk=held.pk).update(framework=newer)
    return done


def require_newer(cycle: Cycle, newer: Framework) -> None:
    """Raise CannotUpgrade unless the cycle can move there."""
    older = cycle.framework
    if cycle.has_closed:
        raise CannotUpgrade(
            f"The cycle {cycle} closed on {cycle.closes_on:%-d %B %Y}, and its answers stay as they are. "
            "Start the next cycle on the newer version."
        )
    if newer.slug != older.slug:
        raise CannotUpgrade(f"{newer} is another framework. A cycle moves to a newer version of its own, {older}.")
    if newer.version_order <= older.version_order:
        raise CannotUpgrade(f"Version {newer.version} is not newer than version {older.version}, which the cycle uses.")
    if not newer.is_published:
        raise CannotUpgrade(f"{newer} is not published. Publish it before a cycle uses it.")
    if newer.judges != older.judges:
        raise CannotUpgrade(f"{newer} judges something else than {older}. Open a cycle of its own.")


class _Move:
    """One move while it is made: what both versions hold, and what each row's way is."""

    def __init__(self, cycle: Cycle, newer: Framework, by: User):
        self.cycle, self.older, self.newer, self.by = cycle, cycle.framework, newer, by
        self.ways: Ways = ways_between(self.older, newer)
        self.codes = Codes.of(self.older)
        self.dimensions_then, self.dimensions_now = dimensions_of(self.older), dimensions_of(newer)
        self.indicators = {one.code: one for dimension in self.dimensions_now for one in dimension.indicators.all()}
        self.dimensions = {dimension.code: dimension for dimension in self.dimensions_now}
        self.upgrade = Upgrade(cycle=cycle, older=self.older, newer=newer, by=by)

    def done(self) -> Upgraded:
        begun = SelfAssessment.objects.filter(cycle=self.cycle).order_by("pk")
        # Held before they are read: what was submitted while this waited counts as well.
        list(begun.select_for_update().values_list("pk"))
        listed = list(begun.select_related("organisation", "counting_snapshot"))
        self.upgrade.at = timezone.now()
        self.upgrade.save()
        for one in listed:
            one.cycle, one.framework = self.cycle, self.older
            take_record(one, self.upgrade, self.dimensions_then)
        tallies: dict[int, Tally] = {one.pk: Tally() for one in listed}
        for following in FOLLOWING:
            self._take_along(following, tallies)
        self._widen_what_was_asked()
        back = sum(self._settle(one, tallies[one.pk]) for one in listed)
        return Upgraded(self.upgrade, tallies, back)

    def _take_along(self, following: Following, tallies: dict[int, Tally]) -> None:
        """Each row where it goes, with a line in its history where it has one."""
        rows = list(following.rows_of(self.cycle).order_by("pk"))
        places: dict[tuple, Way] = {}
        marked: set[tuple] = set()
        for row in rows:
            parts = {f"{part}_id": getattr(row, f"{part}_id") for part in following.parts}
            way = self.codes.way(self.ways, **{name.removesuffix("_id"): key for name, key in parts.items()})
            places[tuple(parts.items())] = way
            is_marked = following.has_words and row.asked_as_id is not None
            marked |= {tuple(parts.items())} if is_marked else set()
            tallies[row.whose][following.name, fate_of(way, following, is_marked=is_marked)] += 1
            for name, value in self._changes(following, way, parts, is_marked).items():
                setattr(row, name, value)
        for parts, way in places.items():
            self._write(following, dict(parts), way, has_marked=parts in marked)
        if hasattr(following.model, "history"):
            following.model.history.bulk_history_create(
                rows,
                batch_size=500,
                update=True,
                default_user=self.by,
                default_change_reason=f"Moved to {self.newer.reference}"[:LONGEST_REASON],
            )

    def _write(self, following: Following, parts: dict, way: Way, *, has_marked: bool) -> None:
        """All rows of the cycle at one place. Those marked before go first: the others then are not marked yet."""
        here = following.rows_of(self.cycle).filter(**parts)
        if has_marked and way.goes_along:
            here.exclude(asked_as=None).update(**self._changes(following, way, parts, True))
        here.update(**self._changes(following, way, parts, False))

    def _changes(self, following: Following, way: Way, parts: dict, is_marked: bool) -> dict:
        """What is written into a row that stands at `parts`, all by keys."""
        if not way.goes_along:
            return {"left_in_id": self.upgrade.pk}
        (code,) = way.codes
        if parts.get("indicator_id"):
            indicator = self.indicators[code]
            there = {"indicator_id": indicator.pk, "dimension_id": indicator.dimension_id}
        else:
            there = {"dimension_id": self.dimensions[code].pk}
        changed = {name: key for name, key in there.items() if name in parts}
        if following.has_words and way.fate == Fate.TO_CONFIRM and not is_marked:
            (changed["asked_as_id"],) = parts.values()
        return changed

    def _widen_what_was_asked(self) -> None:
        """Who was asked about single dimensions is asked about those that come after them as well."""
        through = Contributor.dimensions.through
        asked = through.objects.filter(contributor__self_assessment__cycle=self.cycle, dimension__framework=self.older)
        through.objects.bulk_create(
            (
                through(contributor_id=contributor, dimension_id=dimension.pk)
                for contributor, key in asked.values_list("contributor", "dimension")
                for dimension in self._after(key)
            ),
            ignore_conflicts=True,
        )

    def _after(self, key: int) -> list[Dimension]:
        """The dimension of this code, else those in which its indicators are asked now."""
        then = next(one for one in self.dimensions_then if one.pk == key)
        codes = self.ways.dimensions[then.code].codes
        if not codes:
            after = [code for one in then.indicators.all() for code in self.ways.indicators[one.code].codes]
            keys = {self.indicators[code].dimension_id for code in after}
            codes = [one.code for one in self.dimensions_now if one.pk in keys]
        return [self.dimensions[code] for code in codes]

    def _settle(self, one: SelfAssessment, tally: Tally) -> bool:
        """What of it counts on, its version and its state. Whether it is in progress again."""
        one.framework = self.newer
        if one.counting_snapshot:
            dimension_of = {i.code: d.code for d in self.dimensions_now for i in d.indicators.all()}
            content = carried_content(one.counting_snapshot.content, self.ways, self.newer, dimension_of)
            one.counting_snapshot = take_carried(one, content, self.upgrade, self.dimensions_now)
        is_back = goes_back(one.status, self.ways, tally)
        to = Status.IN_PROGRESS if is_back else Status(one.status)
        move(one, to, by=self.by, note=self._words(tally), upgrade=self.upgrade)
        return is_back

    def _words(self, tally: Tally) -> str:
        """Moved from version 1 to version 2. Answers: 12 kept, 3 to confirm, 2 beside new questions."""
        counts = {fate: tally[ANSWERS, fate] + tally[DECLARED, fate] for fate in Fate}
        left = f"left with version {self.older.version}"
        names = {
            Fate.KEPT: "kept",
            Fate.TO_CONFIRM: "to confirm",
            Fate.BESIDE: "beside new questions",
            Fate.ARCHIVED: left,
        }
        told = ", ".join(f"{counts[fate]} {words}" for fate, words in names.items() if counts[fate])
        moved = f"Moved from version {self.older.version} to version {self.newer.version}."
        return f"{moved} Answers: {told}." if told else moved
