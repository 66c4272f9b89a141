"""Widgets that the templates in `templates/components/` know how to draw, and how all are drawn."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe


class Picks(forms.CheckboxSelectMultiple):
    """Any of many, each a box to tick, drawn at once: a template for each takes its time."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {*self.format_value(value)}
        identifier = (attrs or {}).get("id", name)
        return format_html_join(
            "",
            '<label class="check" for="{0}"><input type="checkbox" name="{1}" value="{2}" id="{0}"'
            "{3}><span>{4}</span></label>",
            (
                (f"{identifier}_{place}", name, option, _CHECKED[str(option) in chosen], label)
                for place, (option, label) in enumerate(self.choices)
            ),
        )


_CHECKED = {True: mark_safe(" checked"), False: ""}  # ast-grep-ignore: mark-safe


Hints = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


class ChoiceCards(forms.RadioSelect):
    """One choice of a few, each with a line that says what it means.

    `hints` maps a value to its line, or gives such lines when they are drawn.
    `components/choices.html` draws the cards.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[tuple[Any, Any]] = (),
        *,
        hints: Hints | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints: Hints = hints or {}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        hints = self.hints() if callable(self.hints) else self.hints
        option["hint"] = hints.get(str(option["value"]), "")
        return option


class Renderer(DjangoTemplates):
    """Draws the plain widgets itself, as Django's templates do.

    A room has thirty of them, and a template for each took longer than its queries.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget", {})
        if draw := DRAWN.get(template_name):
            return draw(widget)
        if template_name in OPTIONS and not widget.get("wrap_label"):
            return _input(widget)
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    value = _NOTHING if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"], widget["name"], value, flatatt(widget["attrs"]),
    )  # fmt: skip


def _textarea(widget: dict[str, Any]) -> SafeString:
    value = _NOTHING if widget["value"] is None else widget["value"]
    attributes = flatatt(widget["attrs"])
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], attributes, value)


def _select(widget: dict[str, Any]) -> SafeString:
    groups = format_html_join("", "{}", ((_group(*one[:2]),) for one in widget["optgroups"]))
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups
    )


def _group(name: str | None, options: list[dict[str, Any]]) -> SafeString:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((one["value"], flatatt(one["attrs"]), one["label"]) for one in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


_NOTHING = SafeString()
INPUTS = (
    "checkbox", "date", "datetime", "email", "file", "hidden", "input", "number", "password",
    "search", "tel", "text", "time", "url",
)  # fmt: skip
DRAWN: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
OPTIONS = {
    "django/forms/widgets/checkbox_option.html",
    "django/forms/widgets/radio_option.html",
}
