"""Draws the plain parts of forms without templates: the same HTML as Django's own.

A project's form has some 700 fields and 1,700 options; drawn by Django's templates they are 7,000 renderings.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Context = Mapping[str, Any]

INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "checkbox")


class LightRenderer(DjangoTemplates):
    """Django's renderer of forms; what has no drawing here goes through its templates."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context) if draw else super().render(template_name, context, request)


def attributes(given: Context) -> SafeString:
    """Attributes as Django draws them: no value for True, nothing for False."""
    drawn = []
    for name, value in given.items():
        if value is True:
            drawn.append(f" {conditional_escape(name)}")
        elif value is not False:
            drawn.append(f' {conditional_escape(name)}="{_text(value)}"')
    return mark_safe("".join(drawn))  # noqa: S308 - each part is escaped


def _text(value: Any) -> str:
    return conditional_escape(value if isinstance(value, SafeString) else str(value))


def _input(context: Context) -> SafeString:
    widget = context["widget"]
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes(widget["attrs"])
    )


def _textarea(context: Context) -> SafeString:
    widget = context["widget"]
    opening = attributes(widget["attrs"])
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], opening, widget["value"] or "")


def _select(context: Context) -> SafeString:
    widget = context["widget"]
    groups = [_group(name, options) for name, options, _index in widget["optgroups"]]
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        attributes(widget["attrs"]),
        mark_safe("".join(groups)),  # noqa: S308
    )


def _group(name: str | None, options: list[Context]) -> SafeString:
    rows = ((str(option["value"]), attributes(option["attrs"]), option["label"]) for option in options)
    drawn = format_html_join("", '\n  <option value="{}"{}>{}</option>', rows)
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, drawn) if name else drawn


def _label(context: Context) -> SafeString:
    if not context["use_tag"]:
        return conditional_escape(context["label"])
    return format_html("<{0}{1}>{2}</{0}>", context["tag"], attributes(context["attrs"] or {}), context["label"])


def _errors(context: Context) -> SafeString:
    errors = context["errors"]
    if not errors:
        return SafeString()
    place = format_html(' id="{}_error"', errors.field_id) if getattr(errors, "field_id", None) else ""
    items = format_html_join("", "<li>{}</li>", ((error,) for error in errors))
    return format_html('<ul class="{}"{}>{}</ul>', context["error_class"], place, items)


DRAWN: dict[str, Callable[[Context], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/label.html": _label,
    "django/forms/errors/list/default.html": _errors,
    "django/forms/errors/list/ul.html": _errors,
}
