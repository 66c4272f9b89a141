"""What the templates share: icons, initials, the ways to say a time, and Markdown.

A builtin library (`config/settings.py`), so no template needs to load it.
"""

import json
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.dates import MONTHS_3
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import addresses
from people import markdown as markdown_
from people.organisation import the_organisation

register = template.Library()

TONES = {
    "success": "celadon",
    "info": "iris",
    "debug": "iris",
    "warning": "amber",
    "error": "ember",
}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """Draw a Lucide icon from the sprite; with `label` it is read out, otherwise it is decoration.

    A new icon is added to the list in `stack/vendor.py`.
    """
    sprite = static("vendor/lucide/sprite.svg")
    if label:
        return format_html(
            '<svg class="i" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label, sprite, name,
        )  # fmt: skip
    return format_html(
        '<svg class="i" aria-hidden="true"><use href="{}#{}"></use></svg>', sprite, name
    )


@register.simple_tag
def address(view: str, *numbers: int) -> str:
    """Give an address, as `url` does, in what is drawn again and again: a room, a row of a list."""
    return addresses.address(view, *numbers)


@register.simple_tag
def called(what: str) -> str:
    """Return the organisation's word for a "postmortem", or for several "postmortems"."""
    return the_organisation().word(several=what == "postmortems")


@register.simple_tag
def organisation_name() -> str:
    """Return what the organisation is called, or nothing."""
    return the_organisation().name


@register.filter
def initials(who: Any) -> str:
    """Return the one or two letters that stand for a user, or for a name.

    Names are whatever people say they are: one word, five, an emoji, nothing.
    """
    name = who.get_full_name() if hasattr(who, "get_full_name") else str(who or "")
    words = [word for word in name.split() if any(character.isalnum() for character in word)]
    if not words:
        return name.strip()[:2] or "·"
    ends = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(next(c for c in word if c.isalnum()) for word in ends).upper()


@register.filter
def markdown(text: str | None) -> SafeString:
    """Return Markdown as safe HTML, for inside a `.prose`."""
    return markdown_.render(text or "")


@register.filter
def markdown_line(text: str | None) -> SafeString:
    """Return a line of Markdown as safe HTML, without a paragraph around it."""
    return markdown_.render_line(text or "")


@register.filter
def minus(number: int, other: int) -> int:
    """Subtract."""
    return int(number) - int(other)


@register.filter
def grouped(number: int) -> str:
    """Write a number so that its size is seen: 1,204."""
    return formats.number_format(number, force_grouping=True)


@register.filter
def tone(level: str) -> str:
    """Return the colour in which a message of this level is shown."""
    return TONES.get(level, "iris")


@register.filter
def tone_icon(level: str) -> str:
    """Return the icon beside a message of this level."""
    return "circle-check" if level == "success" else "info"


@register.simple_tag
def time(value: datetime | None, how: str = "full") -> SafeString:
    """Write a moment, with another way of saying it in its title; nothing when there is none.

    `how` is "full" (22 Nov 2026, 09:31 GMT), "clock" (09:31), "day" (22 Nov 2026), "age"
    (3 weeks), "ago" (12 min ago, in 12 min) or "since" (38 min); `static/js/times.js` keeps
    the last two true.
    """
    if value is None:
        return SafeString()
    machine, value = moment(value), timezone.localtime(value)
    if how in ("ago", "since"):
        said = ago(value) if how == "ago" else since(value)
        return format_html(
            '<time datetime="{}" title="{}" data-relative="{}">{}</time>',
            machine, absolute(value), how, said,
        )  # fmt: skip
    if how == "clock":
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', machine, absolute(value), clock(value)
        )
    if how == "age":
        return format_html(
            '<time datetime="{}" title="{}">{}</time>', machine, absolute(value), age(value)
        )
    said = day(value) if how == "day" else absolute(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', machine, ago(value), said)


@register.filter
def moment(value: datetime) -> str:
    """Return a time as `<time datetime>` and scripts read it."""
    return value.isoformat(timespec="seconds")


@register.filter(expects_localtime=True)
def absolute(value: datetime) -> str:
    """Return a time in full, with the name of the zone: 22 Nov 2026, 09:31 GMT."""
    return f"{day(value)}, {clock(value)} {value.tzname() or ''}".rstrip()


@register.filter(expects_localtime=True)
def day(value: datetime) -> str:
    """Return the day of a time: 22 Nov 2026."""
    return f"{value.day} {str(MONTHS_3[value.month]).title()} {value.year}"


@register.filter(expects_localtime=True)
def clock(value: datetime) -> str:
    """Return the time of day: 09:31."""
    return f"{value:%H:%M}"


@register.filter(expects_localtime=True)
def zone(value: datetime) -> str:
    """Return the name of the zone a time is shown in: GMT."""
    return value.tzname() or ""


@register.filter
def ago(value: datetime) -> str:
    """Return how far a moment is from now, before or after it: 12 min ago, in 12 min."""
    gap = value - timezone.now()
    if abs(gap) < timedelta(minutes=1):
        return _("now") if gap > timedelta() else _("just now")
    largest = duration(abs(gap), parts=1)
    if gap > timedelta():
        return _("in %(duration)s") % {"duration": largest}
    return _("%(duration)s ago") % {"duration": largest}


@register.filter
def since(value: datetime) -> str:
    """Return how long it is since a moment, or until it: 38 min, 1 hr 20 min, 3 days."""
    return duration(abs(timezone.now() - value))


@register.filter
def age(value: datetime) -> str:
    """Return how long ago a moment was, in days and longer as people say it: 3 weeks, 5 months."""
    days = (timezone.now() - value).days
    if days < 14:
        return since(value)
    if days < 60:
        return ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}
    months = int(days / 30.44)
    if months < 24:
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    return ngettext("%(n)d year", "%(n)d years", months // 12) % {"n": months // 12}


@register.filter
def duration(gap: timedelta, parts: int = 2) -> str:
    """Return a length of time as people say it."""
    minutes = int(gap.total_seconds() // 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    said = []
    if hours:
        said.append(_("%(n)d hr") % {"n": hours})
    if not hours or (minutes % 60 and parts > 1):
        said.append(_("%(n)d min") % {"n": minutes - hours * 60})
    return " ".join(said)


@register.simple_tag
def time_words() -> str:
    """Return the words of `ago` and `duration`, for `static/js/times.js` to say it the same way."""
    gap = {"duration": "{}"}
    return json.dumps(
        {
            "now": _("now"),
            "just": _("just now"),
            "in": _("in %(duration)s") % gap,
            "ago": _("%(duration)s ago") % gap,
            "hr": _("%(n)d hr").replace("%(n)d", "{}"),
            "min": _("%(n)d min").replace("%(n)d", "{}"),
        },
        ensure_ascii=False,
    )
