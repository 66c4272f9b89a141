"""Widgets that the templates in `templates/components/` know how to draw."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms


class ChoiceCards(forms.RadioSelect):
    """One choice of a few, each with a line that says what it means.

    `hints` maps a value to its line. `components/choices.html` draws the cards.
    """

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[tuple[Any, Any]] = (),
        *,
        hints: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["hint"] = self.hints.get(str(option["value"]), "")
        return option
