"""Verbs about people: let somebody in."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from aligns_site.access import ActionRefused, permit
from assessments import rules
from assessments.models import ICS, Membership, Organisation, Region, Role, User

PLACE_OF = {
    Role.CONTRIBUTOR: ("organisation", Organisation),
    Role.POT: ("organisation", Organisation),
    Role.ICS_LEAD: ("ics", ICS),
    Role.REGIONAL_LEAD: ("region", Region),
    Role.ADMINISTRATOR: (None, None),
}


class UnknownPlace(ActionRefused):
    """No place of the kind that the role needs has this slug."""


def place_of(role: str, slug: str) -> dict:
    """The field of a membership and the place that `slug` names for this role. Raises UnknownPlace."""
    field, model = PLACE_OF[Role(role)]
    label = Role(role).label
    if field is None:
        if slug:
            raise UnknownPlace(f"A membership as {label} is not at a place: leave the place out.")
        return {}
    place = model.objects.filter(slug=slug).first() if slug else None
    if place is None:
        kind = model._meta.verbose_name
        raise UnknownPlace(
            f"There is no {kind} {slug!r}." if slug else f"Say at which {kind}: {label} is a role at one."
        )
    return {field: place}


@transaction.atomic
def add_member(
    *, by: User, email: str, role: str, at: str = "", name: str = "", password: str | None = None
) -> tuple[Membership, bool]:
    """Give a person a role at the place with slug `at`, making her account where she has none.

    Returns the membership and whether anything is new. A password is set for a new account only; whoever sits at
    the command line may choose a simple one.
    """
    email = _address(email)
    place = place_of(role, at)
    wanted = Membership(role=role, **place)
    permit(by, rules.ADD_MEMBER, wanted)
    user = User.objects.by_email(email)
    is_new_user = user is None
    if is_new_user:
        if password and not by.is_system:
            validate_password(password, User(email=email, name=name))
        user = User.objects.create_user(email, password or None, name=name)
    elif user.is_system:
        raise ActionRefused("This address belongs to the system itself.")
    existing = user.memberships.current().filter(role=role, **place).first()
    if existing:
        return existing, False
    wanted.user, wanted.added_by = user, by
    wanted.full_clean()
    wanted.save()
    return wanted, True


def _address(email: str) -> str:
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ActionRefused(f"{address[:100]!r} is not an e-mail address.") from None
    return address
