"""Turn the zone a report names into one that arithmetic can be done with.

Letters such as PST are read as the wall clock of the place that uses them, not as a
fixed offset: reports written in July still say "PST". Where an offset is written beside
the letters, the offset is what counts. Some letters mean several zones; the table takes
the reading most common in incident reports and `Zone.doubt` names the others, so that the
import can say so.
"""

import re
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

PLACES = {
    "ACST": "Australia/Adelaide",
    "ACDT": "Australia/Adelaide",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "AKST": "America/Anchorage",
    "AKDT": "America/Anchorage",
    "AST": "America/Halifax",
    "ADT": "America/Halifax",
    "AWST": "Australia/Perth",
    "BRT": "America/Sao_Paulo",
    "BST": "Europe/London",
    "CAT": "Africa/Maputo",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "EAT": "Africa/Nairobi",
    "EET": "Europe/Helsinki",
    "EEST": "Europe/Helsinki",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "HKT": "Asia/Hong_Kong",
    "HST": "Pacific/Honolulu",
    "IST": "Asia/Kolkata",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "MSK": "Europe/Moscow",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "SAST": "Africa/Johannesburg",
    "SGT": "Asia/Singapore",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
}

DOUBTS = {
    "AST": "also Arabia",
    "BST": "also Bangladesh",
    "CST": "also China and Cuba",
    "IST": "also Ireland and Israel",
    "MST": "also Malaysia",
}

PHRASES = {
    "alaska": "America/Anchorage",
    "atlantic": "America/Halifax",
    "central european": "Europe/Berlin",
    "central": "America/Chicago",
    "eastern european": "Europe/Helsinki",
    "eastern": "America/New_York",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "western european": "Europe/Lisbon",
}

_HOURS = r"(?P<sign>[+\-−])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?![\w:])"
_WITH_BASE = re.compile(rf"(?:UTC|GMT)\s?{_HOURS}")
_BARE = re.compile(r"(?P<sign>\+)(?P<hours>\d{2}):?(?P<minutes>\d{2})(?![\w:])")
_BARE_ISO = re.compile(r"(?P<sign>[+\-])(?P<hours>\d{2}):?(?P<minutes>\d{2})(?![\w:])")
_WORD = re.compile(r"(?:Z|[A-Z]{2,4})(?![\w/])")
_LETTERS = re.compile(r"\b[A-Z]{2,4}\b(?!\s?[+\-−]\d)")
_REGION = re.compile(r"\b[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_+\-]+){1,2}")
_PHRASE = re.compile(
    rf"\b(?P<phrase>{'|'.join(PHRASES)})\b(?=\W*(?:(?:standard|summer|daylight|time(?:zone)?)\b|$))",
    re.IGNORECASE,
)
_CITY = re.compile(r"\b([A-Z][a-z]+(?: [A-Z][a-z]+){0,2}) (?:local )?time\b")


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as a report names it, and what it was taken to be."""

    written: str
    tzinfo: tzinfo
    doubt: str = ""

    def __str__(self) -> str:
        if isinstance(self.tzinfo, ZoneInfo) and self.tzinfo.key != self.written:
            return f"{self.written} ({self.tzinfo.key})"
        return self.written


UTC_ZONE = Zone("UTC", UTC)


def zone_after_time(text: str, position: int, *, iso: bool) -> tuple[Zone, int] | None:
    """Read the zone that stands right behind a time, and where it ends.

    "10:00-11:00" is far more often a range than an offset, so a bare minus counts only
    behind an ISO time with its "T".
    """
    for pattern in (_WITH_BASE, _BARE_ISO if iso else _BARE):
        if offset := pattern.match(text, position):
            zone = _fixed(offset)
            return None if zone is None else (zone, offset.end())
    if word := _WORD.match(text, position):
        zone = Zone(word[0], UTC) if word[0] in {"Z", "UTC", "GMT"} else _lettered(word[0])
        return None if zone is None else (zone, word.end())
    return None


def zone_named_in(text: str) -> Zone | None:
    """Find the zone a phrase such as "PST (UTC-7)" or "Zurich time" names.

    An offset wins over letters, letters over a region, a region over the name of a city.
    """
    if offset := _WITH_BASE.search(text):
        zone = _fixed(offset)
        if zone is not None:
            return zone
    for letters in _LETTERS.findall(text):
        if letters in {"UTC", "GMT"}:
            return Zone(letters, UTC)
        zone = _lettered(letters)
        if zone is not None:
            return zone
    for region in _REGION.findall(text):
        if region in available_timezones():
            return Zone(region, ZoneInfo(region))
    if phrase := _PHRASE.search(text):
        return Zone(phrase[0], ZoneInfo(PHRASES[phrase["phrase"].lower()]))
    for city in _CITY.findall(text):
        key = _cities().get(city.lower())
        if key is not None:
            return Zone(f"{city} time", ZoneInfo(key))
    return None


def _fixed(match: re.Match[str]) -> Zone | None:
    hours, minutes = int(match["hours"]), int(match["minutes"] or 0)
    if hours > 14 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return Zone(match[0], timezone(offset if match["sign"] == "+" else -offset))


def _lettered(letters: str) -> Zone | None:
    place = PLACES.get(letters)
    return Zone(letters, ZoneInfo(place), DOUBTS.get(letters, "")) if place else None


@cache
def _cities() -> dict[str, str]:
    """Names of cities in the zone database, "new york" to "America/New_York"."""
    return {
        key.rsplit("/", 1)[-1].replace("_", " ").lower(): key
        for key in sorted(available_timezones())
        if "/" in key and not key.startswith(("Etc/", "US/", "posix/", "right/"))
    }
