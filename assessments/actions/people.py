"""Verbs about people: let somebody in, invite by e-mail, end an access, hand over."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from aligns_site.access import ActionRefused, permit
from assessments import mail, rules
from assessments.models import ICS, ICSPlacement, Membership, Organisation, Region, Role, User

PLACE_OF = {
    Role.CONTRIBUTOR: ("organisation", Organisation),
    Role.POT: ("organisation", Organisation),
    Role.ICS_LEAD: ("ics", ICS),
    Role.REGIONAL_LEAD: ("region", Region),
    Role.ADMINISTRATOR: (None, None),
}


CLOSED = "The account of this address is closed. An administrator can open it again."


class AlreadyEnded(ActionRefused):
    """Somebody was quicker."""


class AccountClosed(ActionRefused):
    """The person cannot sign in, so no access would let her in."""


class NobodyLeft(ActionRefused):
    """With this access the last person would go who can do the work, or let somebody in who can."""


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
    # One that was merged into another is that other.
    return {field: getattr(place, "merged_into", None) or place}


@transaction.atomic
def add_member(
    *, by: User, email: str, role: str, at: str = "", name: str = "", password: str | None = None
) -> tuple[Membership, bool]:
    """Give a person a role at the place with slug `at`, making her account where she has none.

    Returns the membership and whether anything is new. A password is set for a new account only; whoever sits at
    the command line may choose a simple one.
    """
    email = _address(email)
    wanted = Membership(role=role, **place_of(role, at))
    permit(by, rules.ADD_MEMBER, wanted)
    return _let_in(wanted, by=by, email=email, name=name, password=password)


@transaction.atomic
def invite_member(
    *, by: User, email: str, role: str, at: str = "", name: str = "", site: str
) -> tuple[Membership, bool]:
    """The same, and tell the person by e-mail. `site`: the address at which she finds the service."""
    membership, is_new = add_member(by=by, email=email, role=role, at=at, name=name)
    if is_new:
        _tell(membership, by=by, site=site)
    return membership, is_new


@transaction.atomic
def send_invitation_again(*, by: User, membership: Membership, site: str) -> Membership:
    permit(by, rules.ADD_MEMBER, membership)
    held = _locked(membership)
    if not held.user.is_active:
        raise AccountClosed(CLOSED)
    _tell(held, by=by, site=site)
    return held


@transaction.atomic
def end_membership(*, by: User, membership: Membership) -> Membership:
    """End an access at once. Raises AlreadyEnded, and NobodyLeft where one may not leave like this."""
    permit(by, rules.END_MEMBERSHIP, membership)
    return _end(_locked(membership), by=by)


@transaction.atomic
def hand_over(*, by: User, membership: Membership, email: str, name: str = "", site: str) -> Membership:
    """Let somebody into one's own role and leave it. Returns the membership of whoever follows."""
    permit(by, rules.HAND_OVER, membership)
    email = _address(email)
    held = _locked(membership)
    if email.lower() == held.user.email:
        raise ActionRefused("This is your own address. Give the address of the person who takes over from you.")
    wanted = Membership(role=held.role, organisation=held.organisation, ics=held.ics, region=held.region)
    follower, is_new = _let_in(wanted, by=by, email=email, name=name)
    _end(held, by=by)
    if is_new:
        _tell(follower, by=by, site=site)
    return follower


def _let_in(
    wanted: Membership, *, by: User, email: str, name: str, password: str | None = None
) -> tuple[Membership, bool]:
    """The caller has asked for permission."""
    user = User.objects.by_email(email)
    if user is None:
        if password and not by.is_system:
            validate_password(password, User(email=email, name=name))
        user = User.objects.create_user(email, password or None, name=name)
    elif user.is_system:
        raise ActionRefused("This address belongs to the system itself.")
    elif not (user.is_active or by.is_system):
        raise AccountClosed(CLOSED)
    existing = user.memberships.current().sharing_the_seat_of(wanted).first()
    if existing:
        return existing, False
    wanted.user, wanted.added_by = user, by
    wanted.full_clean()
    wanted.save()
    return wanted, True


def _tell(membership: Membership, *, by: User, site: str) -> None:
    """Once it is sure that the access stays. A post office that does not answer undoes nothing."""
    transaction.on_commit(lambda: mail.send_invitation(membership, by=by, site=site), robust=True)


def _locked(membership: Membership) -> Membership:
    """The same as it is now, held with all that share its seat, so that two cannot leave it at one moment."""
    seat = Membership.objects.current().sharing_the_seat_of(membership)
    held = {one.pk: one for one in seat.select_for_update(of=("self",)).with_people()}
    if membership.pk not in held:
        raise AlreadyEnded(f"The access of {membership.user} has ended already.")
    return held[membership.pk]


def _end(held: Membership, *, by: User) -> Membership:
    """The caller holds the row and has asked for permission."""
    others = Membership.objects.current().sharing_the_seat_of(held).filter(user__is_active=True).exclude(pk=held.pk)
    if not others.exists():
        _require_somebody_above(held, by=by)
    held.ended_at, held.ended_by = timezone.now(), by
    held.save(update_fields=["ended_at", "ended_by"])
    return held


def _require_somebody_above(held: Membership, *, by: User) -> None:
    """Raise NobodyLeft where nobody could let the next person in. Whoever ends another's access can."""
    if held.role == Role.ADMINISTRATOR:
        raise NobodyLeft("This is the last administrator. Let another one in first.")
    if by.pk == held.user_id and not _somebody_above(held):
        raise NobodyLeft(
            f"Nobody else is {held.get_role_display()} of {held.place}, and nobody is there to name the next one. "
            "Hand over to somebody first."
        )


def _somebody_above(held: Membership) -> bool:
    today = timezone.localdate()
    active = Membership.objects.current().filter(user__is_active=True)
    if held.role == Role.POT:
        led = Membership.objects.ics_with_a_lead()
        return Organisation.objects.filter(pk=held.organisation_id).within(ics=led, on=[today]).exists()
    if held.role == Role.ICS_LEAD:
        regions = ICSPlacement.objects.filter(ics=held.ics_id).values("region")
        return active.filter(role=Role.REGIONAL_LEAD, region__in=regions).exists()
    if held.role == Role.REGIONAL_LEAD:
        return active.filter(role=Role.ADMINISTRATOR).exists()
    return True


def _address(email: str) -> str:
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise ActionRefused(f"{address[:100]!r} is not an e-mail address.") from None
    return address
