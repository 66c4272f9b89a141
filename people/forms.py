"""Forms, and the way every form hands what it cleaned to a domain function."""

import re
import zoneinfo
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from people.errors import DomainError
from people.holidays import country_choices
from people.models import User, Weekday
from people.models.user import check_time_zone

# Tabs and ends of lines are fine; the NUL character has a rule of Django's own.
CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

# In place of Django's own sentences, where a field has none written for it.
PLAIN = {
    "invalid_choice": _("Choose one from the list."),
    "invalid_pk_value": _("Choose from the list."),
    "invalid_list": _("Choose from the list."),
}


def _say_plainly(field: forms.Field) -> None:
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        defaults |= getattr(kind, "default_error_messages", {})
    for code, sentence in PLAIN.items():
        if code in defaults and field.error_messages[code] == defaults[code]:
            field.error_messages[code] = sentence


def no_control_characters(text: object) -> None:
    """Refuse characters that nobody sees and that break terminals, exports and mail."""
    if isinstance(text, str) and (found := CONTROL.search(text)):
        raise ValidationError(
            _("There is a character that cannot be shown after “%(before)s”. Please take it out."),
            params={"before": text[max(0, found.start() - 12) : found.start()]},
        )


def _say_how_much_fits(field: forms.CharField) -> None:
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator):
            validator.message = _(
                "This is %(show_value)s characters long, and %(limit_value)s fit. "
                "The rest can go into a note or a link."
            )


class DomainForm(forms.Form):
    """A form whose field names are the keyword names of a domain function."""

    outcome: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_plainly(field)
            if isinstance(field, forms.CharField):
                _say_how_much_fits(field)
                field.validators.append(no_control_characters)

    def applies(self, verb: Callable[..., Any], *things: Any, **more: Any) -> bool:
        """Whether the form was valid and `verb` did what it asked.

        What `verb` returned is then in `outcome`. A rule that said no stands
        among the form's errors, and what was typed is kept.
        """
        if not self.is_valid():
            return False
        try:
            self.outcome = verb(*things, **more, **self.cleaned_data)
        except DomainError as error:
            self.add_error(None, error)
            return False
        return True


def offer(field: forms.Field, choices: Iterable[Any]) -> None:
    """Let a field of a form offer what is there now."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def time_zones() -> list[tuple[str, str]]:
    """Every zone that an account may have, by name."""
    names = zoneinfo.available_timezones() - {"localtime", "Factory"}
    return [(name, name.replace("_", " ")) for name in sorted(names)]


PASSWORD_HINT = _("At least ten characters. A few words in a row are easy to remember.")


class FirstAdminForm(DomainForm):
    display_name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Give the name that people here know you by.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Give the address you would like to sign in with.")},
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput({"autocomplete": "new-password"}, render_value=False),
        strip=False,
        error_messages={"required": _("Choose a password.")},
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones, initial="UTC")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            person = User(
                email=cleaned.get("email", ""), display_name=cleaned.get("display_name", "")
            )
            try:
                password_validation.validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class ClockField(forms.TimeField):
    """A time of day, from the browser's own picker."""

    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    default_error_messages = {
        "required": _("Give a time, such as 09:00."),
        "invalid": _("Give a time, such as 09:00."),
    }


def countries_or_none() -> list[tuple[str, str]]:
    return [("", str(_("No country"))), *country_choices()]


class DayField(forms.DateField):
    """A day, from the browser's own picker."""

    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": _("Give a day, such as 2026-12-24."),
        "invalid": _("Give a day, such as 2026-12-24."),
    }


class ZoneForm(DomainForm):
    """The time zone of a browser, or the one that was kept."""

    time_zone = forms.ChoiceField(choices=time_zones, validators=[check_time_zone])


class AvatarForm(DomainForm):
    """A picture of oneself. Whether it is one, is seen when it is drawn."""

    file = forms.FileField(
        label=_("A picture of you"),
        help_text=_("PNG, JPEG, GIF or WebP, up to 10 MB. The middle of it is shown."),
        widget=forms.ClearableFileInput({"accept": "image/png,image/jpeg,image/gif,image/webp"}),
        error_messages={
            "required": _("Choose a picture."),
            "empty": _("This file is empty."),
            "missing": _("Choose a picture."),
        },
    )


class AwayForm(DomainForm):
    """From one day to another, both included."""

    first_day = DayField(label=_("First day away"))
    last_day = DayField(label=_("Last day away"))


class ProfileForm(DomainForm):
    display_name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Give the name that people here know you by.")},
    )
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    is_senior = forms.BooleanField(
        label=_("I have been around for a while"),
        help_text=_("Your stories are put in front, so that newer people see they are not alone."),
        required=False,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, validators=[check_time_zone]
    )
    workday_starts = ClockField(label=_("My workday starts"))
    workday_ends = ClockField(label=_("My workday ends"))
    workdays = forms.TypedMultipleChoiceField(
        label=_("I work on"),
        choices=Weekday,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    country = forms.ChoiceField(
        label=_("Public holidays of"),
        choices=countries_or_none,
        help_text=_("Nobody asks you for anything on them."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("workday_starts"), cleaned.get("workday_ends")
        if starts and ends and starts >= ends:
            self.add_error("workday_ends", _("The workday ends after it starts."))
        return cleaned


class AddressForm(DomainForm):
    email = forms.EmailField(
        label=_("New address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": _("Give the address you would like to sign in with.")},
    )


class EndSessionForm(DomainForm):
    handle = forms.CharField(max_length=64, widget=forms.HiddenInput)


class TokenForm(DomainForm):
    token = forms.CharField(max_length=2000, widget=forms.HiddenInput)
