"""How every verb begins: ask for permission once, refuse in plain words. Knows no model and no role."""

from django.core.exceptions import PermissionDenied


class ActionRefused(Exception):
    """A verb that cannot be done now. `str()` of it is a sentence for the person, and says what to do."""


class NotPermitted(ActionRefused, PermissionDenied):
    """The person may see the thing but may not do this to it. A page answers 403."""


def permit(by, permission: str, thing=None) -> None:
    """Let `by` go on, or raise NotPermitted. `permission` is a word of an app's rules.py.

    The system person, as whom the commands act, may do everything that a command offers.
    """
    if by.is_system or by.has_perm(permission, thing):
        return
    raise NotPermitted("Your role does not include this. If you think it should, ask the person who gave you access.")
