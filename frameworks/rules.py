"""Who may do what with frameworks: the permission words, and the predicate behind each."""

import rules

LOAD_FRAMEWORK = "frameworks.load_framework"
PUBLISH_FRAMEWORK = "frameworks.publish_framework"
RETIRE_FRAMEWORK = "frameworks.retire_framework"
LOAD_CROSSWALK = "frameworks.load_crosswalk"
INVITE_REVIEWER = "frameworks.invite_reviewer"
SETTLE_COMMENT = "frameworks.settle_comment"
REVIEW_WORDING = "frameworks.review_wording"
SEE_DRAFTS = "frameworks.see_drafts"
LOAD_ACTIONS = "frameworks.load_actions"
WITHDRAW_ACTION = "frameworks.withdraw_action"


@rules.predicate
def is_administrator(user) -> bool:
    return user.is_authenticated and user.is_active and user.is_administrator


@rules.predicate
def is_its_reviewer(user, framework) -> bool:
    """Whether she is invited to review the words of this version."""
    return user.is_active and framework.reviewers.current().filter(user=user).exists()


ADMINISTRATORS_ONLY = (
    LOAD_FRAMEWORK,
    PUBLISH_FRAMEWORK,
    RETIRE_FRAMEWORK,
    LOAD_CROSSWALK,
    INVITE_REVIEWER,
    SETTLE_COMMENT,
    SEE_DRAFTS,
    LOAD_ACTIONS,
    WITHDRAW_ACTION,
)
for permission in ADMINISTRATORS_ONLY:
    rules.add_perm(permission, is_administrator)
rules.add_perm(REVIEW_WORDING, is_administrator | is_its_reviewer)
