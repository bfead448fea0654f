"""Who may do what: permission words, each with its predicate over (user, thing), asked by every verb and page."""

import rules
from django.utils import timezone

from assessments.models import Membership, Organisation, Role

SEE_DRAFT = "assessments.see_draft"
SEE_DOCUMENT = "assessments.see_document"
ADD_EVIDENCE = "assessments.add_evidence"
CHANGE_EVIDENCE = "assessments.change_evidence"
START = "assessments.start"
RATE = "assessments.rate"
SUBMIT = "assessments.submit"
WITHDRAW = "assessments.withdraw"
AGREE = "assessments.agree"
RETURN = "assessments.return"
REOPEN = "assessments.reopen"
IMPORT = "assessments.import"
OPEN_CYCLE = "assessments.open_cycle"
EXTEND_CYCLE = "assessments.extend_cycle"
CLOSE_CYCLE = "assessments.close_cycle"
RESTRICT_CYCLE = "assessments.restrict_cycle"
ASK_ORGANISATIONS = "assessments.ask_organisations"
UPGRADE_CYCLE = "assessments.upgrade_cycle"
LOAD_PLACES = "assessments.load_places"
CHANGE_PLACES = "assessments.change_places"
MERGE_PLACES = "assessments.merge_places"
ADD_MEMBER = "assessments.add_member"
END_MEMBERSHIP = "assessments.end_membership"
CLOSE_ACCOUNT = "assessments.close_account"
CHANGE_SITE = "assessments.change_site"
REMOVE_DEMO = "assessments.remove_demo"
HAND_OVER = "assessments.hand_over"
CONTRIBUTE = "assessments.contribute"
ASK_CONTRIBUTORS = "assessments.ask_contributors"
ASK_QUESTION = "assessments.ask_question"
REPLY = "assessments.reply"
NUDGE = "assessments.nudge"
SEND_NOTICES = "assessments.send_notices"
GIVE_TIME = "assessments.give_time"
FOLLOW_PROGRESS = "assessments.follow_progress"
SEE_DESK = "assessments.see_desk"


@rules.predicate
def belongs(user, asked) -> bool:
    """`asked`: a self-assessment or a participation, here and below."""
    return asked.organisation_id in user.reach.own


@rules.predicate
def answers_for(user, asked) -> bool:
    return asked.organisation_id in user.reach.answers_for


@rules.predicate
def answers_for_evidence(user, evidence) -> bool:
    return answers_for(user, evidence.self_assessment)


@rules.predicate
def added_it(user, evidence) -> bool:
    """A contributor changes what she added herself, as long as she belongs to the organisation."""
    return evidence.added_by_id == user.pk and belongs(user, evidence.self_assessment)


@rules.predicate
def belongs_to_its_organisation(user, document) -> bool:
    return belongs(user, document.self_assessment)


@rules.predicate
def is_shared_in_what_counts(_user, document) -> bool:
    """Whether the submission that counts holds and shares it. Who may see that submission, `visible_to` answers."""
    snapshot, key = document.self_assessment.counting_snapshot, str(document.uuid)
    pieces = snapshot.content["evidence"] if snapshot else []
    return any(piece["shared"] and piece.get("document", {}).get("uuid") == key for piece in pieces)


@rules.predicate
def leads_its_ics(user, asked) -> bool:
    return _lies_within(asked, ics=user.reach.led_ics)


@rules.predicate
def leads_its_region_alone(user, asked) -> bool:
    """The regional lead stands in where the organisation's ICS has no lead."""
    return _lies_within(asked, regions=user.reach.led_regions) and not _has_ics_lead(asked)


@rules.predicate
def is_administrator(user, _thing=None) -> bool:
    return user.is_administrator


@rules.predicate
def leads(user, asked=None) -> bool:
    """Whether she follows how far this organisation has come; without one, whether she follows any."""
    reach = user.reach
    if asked is None:
        return bool(reach.led_ics or reach.led_regions or reach.is_administrator)
    return reach.is_administrator or _lies_within(asked, ics=reach.led_ics, regions=reach.led_regions)


@rules.predicate
def may_add(user, membership: Membership) -> bool:
    """Whom each role may let in: see the table of roles in docs/glossary.md."""
    return membership.place_id in user.charge.get(membership.role, ())


@rules.predicate
def holds(user, membership: Membership) -> bool:
    return membership.user_id == user.pk


@rules.predicate
def can_be_followed(_user, membership: Membership) -> bool:
    """A contributor leaves; the other roles have duties that somebody must take on."""
    return membership.role != Role.CONTRIBUTOR


def _lies_within(asked, *, ics=(), regions=()) -> bool:
    """Whether the organisation lay there when its cycle closed, or lies there today."""
    if not (ics or regions):
        return False
    days = [asked.cycle.closes_on, timezone.localdate()]
    return Organisation.objects.filter(pk=asked.organisation_id).within(ics=ics, regions=regions, on=days).exists()


def _has_ics_lead(asked) -> bool:
    return _lies_within(asked, ics=Membership.objects.ics_with_a_lead())


for word, predicate in {
    SEE_DRAFT: belongs,
    SEE_DOCUMENT: belongs_to_its_organisation | is_shared_in_what_counts,
    ADD_EVIDENCE: belongs,
    CHANGE_EVIDENCE: answers_for_evidence | added_it,
    START: answers_for,
    RATE: answers_for,
    SUBMIT: answers_for,
    WITHDRAW: answers_for,
    AGREE: leads_its_ics | leads_its_region_alone,
    RETURN: leads_its_ics | leads_its_region_alone,
    REOPEN: leads_its_ics | leads_its_region_alone | is_administrator,
    IMPORT: is_administrator | leads_its_ics,
    OPEN_CYCLE: is_administrator,
    EXTEND_CYCLE: is_administrator,
    CLOSE_CYCLE: is_administrator,
    RESTRICT_CYCLE: is_administrator,
    ASK_ORGANISATIONS: is_administrator,
    UPGRADE_CYCLE: is_administrator,
    LOAD_PLACES: is_administrator,
    CHANGE_PLACES: is_administrator,
    MERGE_PLACES: is_administrator,
    ADD_MEMBER: is_administrator | may_add,
    END_MEMBERSHIP: is_administrator | may_add | holds,
    CLOSE_ACCOUNT: is_administrator,
    CHANGE_SITE: is_administrator,
    REMOVE_DEMO: is_administrator,
    HAND_OVER: holds & can_be_followed,
    CONTRIBUTE: belongs,
    ASK_CONTRIBUTORS: answers_for,
    ASK_QUESTION: leads_its_ics | leads_its_region_alone,
    REPLY: answers_for,
    NUDGE: leads,
    SEND_NOTICES: is_administrator,
    GIVE_TIME: leads_its_ics | leads_its_region_alone | is_administrator,
    FOLLOW_PROGRESS: leads,
    SEE_DESK: is_administrator,
}.items():
    rules.add_perm(word, predicate)
