"""The review of a version's wording: invited people comment on it, and mark it as reviewed."""
