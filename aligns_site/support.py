"""The pages for support: Django's admin, with our sign-in, and not there for members who are not staff."""

from collections.abc import Callable
from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect


class SupportSite(AdminSite):
    site_header = site_title = "Support pages"
    index_title = "Records"

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        """Django's own guard, before which a signed-in member who is not staff finds nothing."""
        guarded = super().admin_view(view, cacheable)

        def staff_only(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not self.has_permission(request):
                raise Http404
            return guarded(request, *args, **kwargs)

        return update_wrapper(staff_only, guarded)

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """No sign-in page of its own: the middleware has sent everybody through ours."""
        if not self.has_permission(request):
            raise Http404
        return redirect("admin:index")
