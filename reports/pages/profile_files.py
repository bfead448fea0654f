"""The addresses of a profile's files: of the same organisation, and of the same initiative."""

from urllib.parse import urlencode

from django.urls import reverse

from reports.profiles import OrganisationProfile


def file_address(name: str, profile: OrganisationProfile) -> str:
    """`name`: of the address, without its app."""
    plain = reverse(f"reports:{name}", args=[profile.stock.cycle.slug, profile.body.slug])
    initiative = profile.said.initiative
    return f"{plain}?{urlencode({'initiative': initiative})}" if initiative else plain
