"""The pages for support: Django's admin, with our sign-in, and not there for members who are not staff."""

from collections.abc import Callable
from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator


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

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
