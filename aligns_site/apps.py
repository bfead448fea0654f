"""How the pages for support (Django's admin) are wired in."""

from django.contrib.admin.apps import AdminConfig


class SupportPages(AdminConfig):
    default_site = "aligns_site.support.SupportSite"
