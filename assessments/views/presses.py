"""Addresses behind a single button, as every app has them."""

from aligns_site.presses import press

__all__ = ["press"]
