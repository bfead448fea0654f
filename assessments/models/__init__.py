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
from assessments.models.cycles import Cycle, Participation, Visibility
from assessments.models.documents import Document
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
    "Cycle",
    "DimensionRating",
    "Document",
    "Evidence",
    "EvidenceKind",
    "ICSPlacement",
    "Kind",
    "Membership",
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
    "Snapshot",
    "Status",
    "StatusChange",
    "User",
    "Visibility",
]
