"""Draws form fields for the template pack "aligns". Changes no form and checks nothing."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def drawn_as(field: BoundField, css_class: str) -> SafeString:
    """The field's widget with this class, and its `--error` form where the field has errors."""
    attrs = field.field.widget.attrs
    classes = [css_class, attrs.get("class", "")]
    if field.errors:
        classes.append(f"{css_class}--error")
    extra = {"class": " ".join(filter(None, classes))}
    if isinstance(field.field.widget, forms.Textarea) and attrs.get("maxlength"):
        # A browser cuts off pasted words at maxlength without a word; we count and say it instead.
        extra |= {"maxlength": False, "data-max": attrs["maxlength"]}
    if isinstance(field.field.widget, forms.PasswordInput):
        extra["data-show"] = True
    return field.as_widget(attrs=extra)


@register.filter
def field_named(form: forms.BaseForm, name: str) -> BoundField:
    """One field of a form; also noted as drawn, so that crispy does not draw it twice."""
    if hasattr(form, "rendered_fields"):
        form.rendered_fields.add(name)
    return form[name]


@register.filter
def faults(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Every error of the form with the address of its field on the page, in the order of the fields."""
    general = [(str(words), "") for words in form.non_field_errors()]
    return general + [(str(words), f"#{field.auto_id}") for field in form for words in field.errors]
