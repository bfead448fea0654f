"""Who may do what with a saved view: permission words, each with its predicate, asked by every verb and page."""

import rules

from assessments.models import Membership
from reports.models import SavedView

SAVE_VIEW = "reports.save_view"
SHARE_VIEW = "reports.share_view"
CHANGE_VIEW = "reports.change_view"
REMOVE_VIEW = "reports.remove_view"
PUT_ON_HOME = "reports.put_on_home"


@rules.predicate
def is_member(user, _thing=None) -> bool:
    return user.is_member


@rules.predicate
def belongs_there(user, membership: Membership) -> bool:
    """A view is shared with a place at which one holds a role."""
    return membership.user_id == user.pk and membership.is_current and membership.place_id is not None


@rules.predicate
def owns(user, view: SavedView) -> bool:
    return view.owner_id == user.pk


@rules.predicate
def may_open(user, view: SavedView) -> bool:
    return SavedView.objects.visible_to(user).filter(pk=view.pk).exists()


for word, predicate in {
    SAVE_VIEW: is_member,
    SHARE_VIEW: belongs_there,
    CHANGE_VIEW: owns,
    REMOVE_VIEW: owns,
    PUT_ON_HOME: may_open,
}.items():
    rules.add_perm(word, predicate)
