"""Signed out, every address answers with the sign-in page, whether or not it exists. Public views opt out."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's own check, for addresses that do not resolve too."""

    def __init__(self, get_response):
        super().__init__(self.guard_unknown)
        self.next_response = get_response

    def guard_unknown(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponse = self.next_response(request)
        if request.resolver_match is None and not request.user.is_authenticated:
            return self.handle_no_permission(request, None)
        return response
