"""Verbs about saved views: save, change, remove, put on one's home page and take off. No report is changed by them."""

from django.db import transaction

from aligns_site.access import ActionRefused, permit
from assessments.folding import folded
from assessments.models import Membership, User
from reports import rules
from reports.models import SavedView
from reports.query import Query
from reports.saving import CYCLES, Wanted

MOST_VIEWS = 100


class NameTaken(ActionRefused):
    """The person has another view of this name."""


class ViewGone(ActionRefused):
    """It was removed in another window."""


class TooManyViews(ActionRefused):
    """A list that nobody can read is of no use."""


@transaction.atomic
def save_view(
    *,
    by: User,
    wanted: Wanted,
    name: str,
    follows_newest: bool = False,
    shared_as: Membership | None = None,
    is_on_home: bool = False,
) -> SavedView:
    """Raises NameTaken and TooManyViews."""
    permit(by, rules.SAVE_VIEW)
    _permit_sharing(by, shared_as)
    held = _locked_views(by)
    if len(held) >= MOST_VIEWS:
        raise TooManyViews(f"You have {MOST_VIEWS} saved views. Remove one that you no longer need, and save again.")
    _require_free(name, held)
    query = wanted.following if follows_newest else wanted.settled
    view = SavedView(owner=by, name=name, report=wanted.report, shared_as=shared_as, **_address_of(query))
    view.full_clean()
    view.save()
    _set_on_home(view, by, is_on_home)
    return view


@transaction.atomic
def change_view(
    *, by: User, view: SavedView, name: str, shared_as: Membership | None = None, is_on_home: bool = False
) -> SavedView:
    """Another name, shared with others or with nobody. Raises NameTaken and ViewGone."""
    permit(by, rules.CHANGE_VIEW, view)
    _permit_sharing(by, shared_as)
    held = _locked_views(by)
    if view not in held:
        raise ViewGone(f"“{view}” was removed meanwhile. Open the report and save it again.")
    _require_free(name, [one for one in held if one != view])
    view.name, view.shared_as = name, shared_as
    view.full_clean()
    view.save(update_fields=["name", "shared_as"])
    _set_on_home(view, by, is_on_home)
    return view


@transaction.atomic
def remove_view(*, by: User, view: SavedView) -> None:
    """From every list and home page that it is on."""
    permit(by, rules.REMOVE_VIEW, view)
    view.delete()


@transaction.atomic
def put_on_home(*, by: User, view: SavedView) -> None:
    permit(by, rules.PUT_ON_HOME, view)
    _set_on_home(view, by, True)


@transaction.atomic
def take_off_home(*, by: User, view: SavedView) -> None:
    permit(by, rules.PUT_ON_HOME, view)
    _set_on_home(view, by, False)


def _set_on_home(view: SavedView, user: User, wanted: bool) -> None:
    if wanted:
        view.put_on_home_by.add(user)
    else:
        view.put_on_home_by.remove(user)


def _permit_sharing(by: User, shared_as: Membership | None) -> None:
    if shared_as is not None:
        permit(by, rules.SHARE_VIEW, shared_as)


def _locked_views(owner: User) -> list[SavedView]:
    """What she has, held until the end of the verb, so that two names cannot become one at one moment."""
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    return list(SavedView.objects.of(owner))


def _require_free(name: str, others: list[SavedView]) -> None:
    taken = next((one for one in others if folded(one.name) == folded(name)), None)
    if taken:
        raise NameTaken(f"You have a view “{taken}” already. Choose another name.")


def _address_of(query: Query) -> dict[str, str]:
    """As the model keeps it."""
    named = {name: getattr(query, name, "") for name in CYCLES}
    return {"query": query.as_address.removeprefix("?"), **named}
