"""The facts that this app keeps, by noun."""

from frameworks.models.crosswalks import Crosswalk, Pair, RemovedCrosswalk
from frameworks.models.recommended_actions import RecommendedAction
from frameworks.models.reviews import ReviewComment, Reviewer, ReviewMark
from frameworks.models.versions import (
    Dimension,
    Framework,
    Indicator,
    LevelDescriptor,
    MaturityLevel,
    all_parts,
    outline,
    version_order,
)
from frameworks.models.waiting_files import WaitingFile

__all__ = [
    "Crosswalk",
    "Dimension",
    "Framework",
    "Indicator",
    "LevelDescriptor",
    "MaturityLevel",
    "Pair",
    "RecommendedAction",
    "RemovedCrosswalk",
    "ReviewComment",
    "ReviewMark",
    "Reviewer",
    "WaitingFile",
    "all_parts",
    "outline",
    "version_order",
]
