"""How the pages for support (Django's admin) are wired in."""

from django.contrib.admin import apps


class SupportPages(apps.AdminConfig):
    default = False
    default_site = "aligns_site.support.SupportSite"
