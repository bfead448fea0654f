"""Who may do what with polls: permission words, each with its predicate, asked by every verb and page."""

import rules

from polls.models import Poll

ASK_POLLS = "polls.ask_polls"
LEAD_POLL = "polls.lead_poll"
LOAD_POLLS = "polls.load_polls"


@rules.predicate
def speaks_for_a_place(user, _thing=None) -> bool:
    """Whoever answers for an organisation or leads; contributors ask their POT."""
    reach = user.reach
    return bool(reach.answers_for or reach.led_ics or reach.led_regions or reach.is_administrator)


@rules.predicate
def is_administrator(user, _thing=None) -> bool:
    return user.is_administrator


@rules.predicate
def owns(user, poll: Poll) -> bool:
    return poll.owner_id == user.pk


for word, predicate in {
    ASK_POLLS: speaks_for_a_place,
    LEAD_POLL: is_administrator | (owns & speaks_for_a_place),
    LOAD_POLLS: is_administrator,
}.items():
    rules.add_perm(word, predicate)
