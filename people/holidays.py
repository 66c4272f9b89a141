"""Public holidays by country, as the `holidays` library knows them."""

from datetime import date
from functools import cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _
from holidays import HolidayBase, country_holidays, list_supported_countries


def is_holiday(country: str, day: date) -> bool:
    """Whether a day is a public holiday in all of a country, by its ISO 3166 code."""
    return bool(country) and day in _of(country)


def holiday_name(country: str, day: date) -> str:
    """What a public holiday is called there, or nothing on other days."""
    return _of(country).get(day) or "" if country else ""


@cache
def _of(country: str) -> HolidayBase:
    # It works out a year when a day of it is asked for.
    return country_holidays(country)


@cache
def countries() -> frozenset[str]:
    """The codes of the countries whose holidays are known."""
    return frozenset(list_supported_countries(include_aliases=False))


def country_choices() -> list[tuple[str, str]]:
    """The countries by name, in the reader's language."""
    names = Locale.parse(to_locale(get_language() or "en")).territories
    return sorted(((code, names.get(code, code)) for code in countries()), key=lambda one: one[1])


def check_country(code: str) -> None:
    """Accept only countries whose holidays are known."""
    if code not in countries():
        raise ValidationError(_("The holidays of this country are not known here."))
