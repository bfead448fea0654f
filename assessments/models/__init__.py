"""The facts: places, people, cycles, answers and their frozen snapshots."""

from assessments.models.accounts import AccountChange
from assessments.models.answers import (
    Answer,
    AnswerStatus,
    Confidence,
    DimensionRating,
    Evidence,
    EvidenceKind,
    Rating,
    Reason,
)
from assessments.models.contributions import Consensus, Contribution, ContributionLink, Contributor
from assessments.models.cycle_changes import CycleChange, CycleChangeKind
from assessments.models.cycles import Cycle, Participation, Visibility
from assessments.models.documents import Document
from assessments.models.lead_notes import LeadNote
from assessments.models.notices import DeclinedNotice, NoticeKind, SentNotice
from assessments.models.people import Membership, Reach, Role, User
from assessments.models.place_changes import Changed, PlaceChange
from assessments.models.places import (
    ICS,
    ICSPlacement,
    Kind,
    Organisation,
    OrganisationPlacement,
    Region,
    Sector,
)
from assessments.models.self_assessments import SelfAssessment, Status, StatusChange
from assessments.models.site import SiteDetails
from assessments.models.snapshots import Cell, CellKind, CellStatus, Snapshot, SnapshotKind
from assessments.models.upgrades import Upgrade

__all__ = [
    "ICS",
    "AccountChange",
    "Answer",
    "AnswerStatus",
    "Cell",
    "CellKind",
    "CellStatus",
    "Changed",
    "Confidence",
    "Consensus",
    "Contribution",
    "ContributionLink",
    "Contributor",
    "Cycle",
    "CycleChange",
    "CycleChangeKind",
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
    "PlaceChange",
    "Rating",
    "Reach",
    "Reason",
    "Region",
    "Role",
    "Sector",
    "SelfAssessment",
    "SentNotice",
    "SiteDetails",
    "Snapshot",
    "SnapshotKind",
    "Status",
    "StatusChange",
    "Upgrade",
    "User",
    "Visibility",
]
