"""Who may do what with frameworks: the permission words, and the predicate behind each."""

import rules

LOAD_FRAMEWORK = "frameworks.load_framework"
PUBLISH_FRAMEWORK = "frameworks.publish_framework"
RETIRE_FRAMEWORK = "frameworks.retire_framework"
SEE_DRAFTS = "frameworks.see_drafts"


@rules.predicate
def is_administrator(user) -> bool:
    return user.is_authenticated and user.is_active and user.is_administrator


for permission in (LOAD_FRAMEWORK, PUBLISH_FRAMEWORK, RETIRE_FRAMEWORK, SEE_DRAFTS):
    rules.add_perm(permission, is_administrator)
