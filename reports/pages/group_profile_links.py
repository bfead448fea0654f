"""The address of the profile of an ICS or region, for the reports that name one. Decides no permission."""

from django.urls import reverse


def group_address(cycle: str, kind: str, slug: str) -> str:
    """Empty for kinds and sectors, which have no profile."""
    return reverse(f"reports:{kind}_profile", args=[cycle, slug]) if kind in ("ics", "region") else ""
