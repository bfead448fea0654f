"""Signed out, every address answers with the sign-in page, whether or not it exists. Public views opt out."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's own check, for addresses that do not resolve too."""

    def __init__(self, get_response):
        super().__init__(self.guard_unknown)
        self.next_response = get_response

    def get_login_url(self, view_func) -> str:
        """One sign-in page, whatever a view's own idea of one is: the address would tell that the view exists."""
        return resolve_url(settings.LOGIN_URL)

    def lead_to_sign_in(self, request: HttpRequest, view_func) -> HttpResponseBase:
        """What was sent too late is not done: the sign-in page says so, and leads to the page that sent it."""
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        sender, site = request.headers.get("Referer", ""), request.build_absolute_uri("/")
        back = f"/{sender.removeprefix(site)}" if sender.startswith(site) else request.get_full_path()
        return redirect(f"{self.get_login_url(view_func)}?{urlencode({'next': back, 'unsaved': 'yes'}, safe='/')}")

    handle_no_permission = lead_to_sign_in

    def guard_unknown(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info:  # no address of ours has one, and PostgreSQL takes none
            raise Http404
        response: HttpResponse = self.next_response(request)
        if request.resolver_match is None and not request.user.is_authenticated:
            return self.lead_to_sign_in(request, None)
        return response
