"""The facts: places, people, cycles, answers and their frozen snapshots."""

from assessments.models.answers import (
    Answer,
    AnswerStatus,
    Confidence,
    DimensionRating,
    Evidence,
    EvidenceKind,
    Rating,
    Reason,
    SelfAssessment,
    Status,
    StatusChange,
)
from assessments.models.contributions import Consensus, Contribution, ContributionLink, Contributor
from assessments.models.cycles import Cycle, Participation, Visibility
from assessments.models.documents import Document
from assessments.models.lead_notes import LeadNote
from assessments.models.notices import DeclinedNotice, NoticeKind, SentNotice
from assessments.models.people import Membership, Reach, Role, User
from assessments.models.places import (
    ICS,
    ICSPlacement,
    Kind,
    Organisation,
    OrganisationPlacement,
    Region,
    Sector,
)
from assessments.models.snapshots import Cell, CellKind, CellStatus, Snapshot

__all__ = [
    "ICS",
    "Answer",
    "AnswerStatus",
    "Cell",
    "CellKind",
    "CellStatus",
    "Confidence",
    "Consensus",
    "Contribution",
    "ContributionLink",
    "Contributor",
    "Cycle",
    "DeclinedNotice",
    "DimensionRating",
    "Document",
    "Evidence",
    "EvidenceKind",
    "ICSPlacement",
    "Kind",
    "LeadNote",
    "Membership",
    "NoticeKind",
    "Organisation",
    "OrganisationPlacement",
    "Participation",
    "Rating",
    "Reach",
    "Reason",
    "Region",
    "Role",
    "Sector",
    "SelfAssessment",
    "SentNotice",
    "Snapshot",
    "Status",
    "StatusChange",
    "User",
    "Visibility",
]
