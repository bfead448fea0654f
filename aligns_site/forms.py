"""The pieces of which the forms of every app are laid out. Knows how a form looks, never what it is about."""

from typing import Self

from crispy_forms.helper import FormHelper as CrispyFormHelper
from crispy_forms.layout import BaseInput


class Choice(str):
    """A choice's name with what stands around it. Give it as the label: `("rated", Choice("Rated", hint="..."))`.

    `hint` stands under the name, `strip` (see components/strip.html) beside it, `before` is a word above the choice
    such as "or". `under` names fields of the same form that belong to this choice: they stand under it, and with
    JavaScript only while it is chosen. Such fields are drawn here and must not be in the layout too.
    """

    hint: str
    level_strip: object | None
    before: str
    under: tuple[str, ...]

    def __new__(cls, name: str, *, hint: str = "", strip=None, before: str = "", under: tuple[str, ...] = ()) -> Self:
        choice = super().__new__(cls, name)
        choice.hint, choice.level_strip, choice.before, choice.under = hint, strip, before, under
        return choice


class FormHelper(CrispyFormHelper):
    """A form that is sent by post and checked by us, in our words, not by the browser in its own."""

    form_method = "post"

    def __init__(self, form=None, **attrs):
        super().__init__(form)
        self.attrs = {"novalidate": True, **attrs}


class Press(BaseInput):
    """A button that sends the form. `look` is empty, "secondary" or "warning".

    As the attribute `press` of a field with a list it stands beside that list.
    """

    input_type = "submit"
    field_classes = "nhsuk-button"

    def __init__(self, words: str, *, name: str = "", value: str = "", look: str = "", **attrs: str):
        super().__init__(name, value, css_class=f"nhsuk-button--{look}" if look else None, **attrs)
        self.words = words
