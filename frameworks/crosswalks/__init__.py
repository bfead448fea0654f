"""Crosswalks: which indicators of two framework versions ask about the same things. For reading only."""
