import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.template import engines
from django.utils import timezone, translation

from people.models import User
from people.templatetags import goldseam

NOW = datetime(2026, 11, 22, 9, 31, tzinfo=UTC)
TEMPLATES = Path(settings.BASE_DIR / "templates")


def draw(template, **context):
    return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Nia Kamau", "NK"),
        ("Maria del Carmen Ruiz", "MR"),
        ("Cher", "C"),
        ("łukasz żółty", "ŁŻ"),
        ("Łukasz (on call)", "ŁC"),
        ("Ines - Data", "ID"),
        ("  Jo  ", "J"),
        ("🦊", "🦊"),
        ("李 小龍", "李小"),
        ("", "·"),
        (None, "·"),
    ],
)
def test_initials_of_a_name(name, letters):
    assert goldseam.initials(name) == letters


def test_initials_of_a_user_without_a_name_come_from_the_address():
    assert goldseam.initials(User(email="samira@example.com")) == "S"


@pytest.mark.parametrize(
    ("gap", "ago", "since"),
    [
        (timedelta(seconds=20), "just now", "0 min"),
        (timedelta(seconds=-20), "now", "0 min"),
        (timedelta(minutes=38), "38 min ago", "38 min"),
        (timedelta(minutes=-12), "in 12 min", "12 min"),
        (timedelta(hours=1, minutes=20), "1 hr ago", "1 hr 20 min"),
        (timedelta(hours=-2), "in 2 hr", "2 hr"),
        (timedelta(days=1, hours=3), "1 day ago", "1 day"),
        (timedelta(days=40), "40 days ago", "40 days"),
    ],
)
def test_times_are_said_from_now(gap, ago, since):
    with time_machine.travel(NOW, tick=False):
        assert goldseam.ago(NOW - gap) == ago
        assert goldseam.since(NOW - gap) == since


def test_time_words_are_those_of_the_page():
    with translation.override("en-gb"):
        words = json.loads(goldseam.time_words())

    assert words["in"].replace("{}", words["min"].replace("{}", "12")) == "in 12 min"
    assert words["ago"].replace("{}", words["hr"].replace("{}", "2")) == "2 hr ago"


def test_time_is_shown_in_the_zone_of_the_reader_and_names_it():
    template = "{% time value %}"

    with timezone.override(ZoneInfo("Europe/Warsaw")):
        shown = draw(template, value=NOW)

    assert ">22 Nov 2026, 10:31 CET</time>" in shown
    assert 'datetime="2026-11-22T09:31:00+00:00"' in shown


@time_machine.travel(NOW, tick=False)
def test_time_said_from_now_has_the_full_one_beside_it():
    template = '{% time value "since" %}'

    shown = draw(template, value=NOW - timedelta(minutes=38))

    assert 'title="22 Nov 2026, 08:53 UTC" data-relative="since">38 min</time>' in shown


def test_time_shows_nothing_for_a_moment_that_has_not_come():
    assert draw("{% time value %}", value=None) == ""


def test_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "lock" %}')
    labelled = draw('{% icon "lock" label=label %}', label="<Private>")
    assert 'role="img" aria-label="&lt;Private&gt;"' in labelled


def test_every_icon_a_template_names_is_in_the_sprite():
    sprite = (settings.BASE_DIR / "static/vendor/lucide/sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    named = {
        name
        for template in TEMPLATES.rglob("*.html")
        for name in re.findall(r'(?:{% icon |icon(?:=|\|default:))"([\w-]+)"', template.read_text())
    }

    assert "life-buoy" in named
    assert named - drawn == set()


@pytest.mark.parametrize("level", ["debug", "info", "success", "warning", "error"])
def test_message_of_every_level_has_a_tone_and_an_icon(level):
    assert goldseam.tone(level) in {"celadon", "iris", "amber", "ember"}
    assert goldseam.tone_icon(level) in {"info", "circle-check"}


@pytest.mark.parametrize(
    ("gap", "says"),
    [
        (timedelta(minutes=5), "5 min"),
        (timedelta(days=13), "13 days"),
        (timedelta(days=21), "3 weeks"),
        (timedelta(days=95), "3 months"),
        (timedelta(days=800), "2 years"),
    ],
)
def test_an_age_is_said_as_people_say_it(gap, says):
    with time_machine.travel(NOW, tick=False):
        assert goldseam.age(NOW - gap) == says
