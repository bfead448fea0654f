"""The facts: places, people, cycles, answers and their frozen snapshots."""

from assessments.models.people import User  # noqa: F401
