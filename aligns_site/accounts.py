"""How django-allauth behaves here: nobody signs up by herself, people are invited or added."""

from allauth.account import forms, views
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from crispy_forms.layout import Layout
from django.http import HttpRequest
from django.urls import path, re_path, reverse

from aligns_site.forms import FormHelper, Press
from assessments.site import site_now


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not right. Check both and try again",
        "too_many_login_attempts": "Too many wrong tries. Wait five minutes, then try again",
        "enter_current_password": "This is not your current password. Type it again",
        "account_inactive": "This account is closed. Ask the person who gave you access",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_from_email(self) -> str:
        return site_now().sender

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")


class InOurWords:
    """Gives the fields of an allauth form our labels, advice and errors. `words`: name -> label, error if empty."""

    words: dict[str, tuple[str, str]]
    advice: dict[str, str] = {}
    press: str

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, missing) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, self.advice.get(name, "")
            field.error_messages |= {"required": missing, "invalid": "Enter an e-mail address, like name@example.org"}
            field.widget.attrs.pop("placeholder", None)
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.words)
        self.helper.add_input(Press(self.press))


NEW_PASSWORD = {
    "password1": ("New password", "Enter a new password"),
    "password2": ("New password again", "Enter the new password again"),
}
NEW_PASSWORD_ADVICE = {
    "password1": "At least 12 characters. Three words that you do not use elsewhere are a good password."
}


class SignInForm(InOurWords, forms.LoginForm):
    words = {
        "login": ("E-mail address", "Enter your e-mail address"),
        "password": ("Password", "Enter your password"),
    }
    press = "Sign in"


class ChangePasswordForm(InOurWords, forms.ChangePasswordForm):
    words = {"oldpassword": ("Current password", "Enter your current password")} | NEW_PASSWORD
    advice = NEW_PASSWORD_ADVICE
    press = "Change password"


class ResetPasswordForm(InOurWords, forms.ResetPasswordForm):
    words = {"email": ("E-mail address", "Enter your e-mail address")}
    press = "Send me a link"


class NewPasswordForm(InOurWords, forms.ResetPasswordKeyForm):
    words = NEW_PASSWORD
    advice = NEW_PASSWORD_ADVICE
    press = "Save new password"


def new_password_path(user) -> str:
    """The address at which this person chooses a password. It works until one is chosen, or it is too old."""
    key = f"{user_pk_to_url_str(user)}-{forms.default_token_generator.make_token(user)}"
    return reverse("account_reset_password_from_key", args=key.split("-", 1))


# Only what is used here, under the names that allauth reverses. Sign-up has no address.
urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
