"""What is done for oneself or without a name shows nobody whose doing it was.

Two people do the same, one in one world and one in another, and somebody else asks for every
address there is: an admin, and their tech lead. They find the same words in both worlds.
"""

import logging
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from learning.domain.anonymous import hand_in, publish_handed_in, withdraw_anonymous
from learning.domain.paths import bring_path
from learning.domain.pulse import answer_pulse, open_questions
from learning.domain.reading import bookmark, mark_read, react
from learning.domain.talks.asking import say_not_this_time
from learning.domain.talks.calendar import calendar_with, make_calendar, note_read
from learning.domain.walking import mark_walked
from learning.insights.quarters import Quarter
from learning.models import Outage, PulseRound, TalkInvitation, TalkSession
from nudges.domain.outbox import nudge
from nudges.push.keys import this_site
from people.models import Role
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)
from tests.rules.pages import addresses

pytestmark = pytest.mark.django_db

FIRST = 7_000_001
NUMBERS = [str(FIRST), str(FIRST + 1), str(FIRST + 50)]
# Drawn anew for every page.
DRAWN = re.compile(
    r'name="(?:csrfmiddlewaretoken|client_token|secret)" value="[^"]*"|nonce="[^"]*"'
    r'|name="csp-nonce" content="[^"]*"'
    r'|"X-CSRFToken": "\w+"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}'
)


def count_from(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute("SELECT setval(%s::regclass, %s, false)", [f'"{name}"', number])


@pytest.fixture
def people():
    """Two who are alike, and those who look."""
    this_site()  # has a key, the same for both
    count_from(FIRST)
    team = TeamFactory()
    nia, jo, *others = (
        UserFactory(team=team, display_name=name) for name in ("Nia", "Jo", "Ada", "Bo", "Cy")
    )
    return {
        "nia": nia,
        "jo": jo,
        "others": others,
        "tech lead": TechLeadFactory(leads=team, team=team),
        "admin": UserFactory(role=Role.ADMIN, team=team),
    }


@pytest.fixture
def there(people):
    """A library with a story, a path, a session that is asked for, and questions."""
    team = people["nia"].team
    service = ServiceFactory(slug="today", team=team)
    incident = IncidentFactory(by=people["others"][0], services=[service], is_over=True)
    PostmortemFactory(incident=incident, by=people["others"][0], is_published=True)
    quarter = Quarter.of(timezone.localdate())
    this = PulseRound.objects.create(
        occasion="quarter", quarter=quarter.first_day, closes_at=timezone.now() + timedelta(days=9)
    )
    everyone = [people["nia"], people["jo"], *people["others"]]
    nudge(this.nudge_kind, about=this, to=everyone)
    session = TalkSession.objects.create(
        week=quarter.first_day,
        title="Talks",
        starts_at=timezone.now() + timedelta(days=3),
        ends_at=timezone.now() + timedelta(days=3, minutes=30),
        time_zone="UTC",
    )
    session.slots.create(number=1)
    for person in everyone:
        asked = TalkInvitation.objects.create(session=session, person=person)
        nudge("talk_slot", about=asked, to=[person], counted_from=session.starts_at)
    bring_path()
    return StoryFactory(by=people["others"][1])


def read_and_keep(story, by):
    mark_read(story, by=by, is_on=True)
    bookmark(story, by=by, is_on=True)
    mark_walked(Outage.objects.order_by("pk").first(), by=by, is_on=True)


def thank(story, by):
    react(story, by=by, kind="thank_you", is_on=True)


def say_no(_story, by):
    say_not_this_time(TalkInvitation.objects.get(person=by), by=by)
    note_read(calendar_with(make_calendar(by=by)))


def answer(_story, by):
    this = PulseRound.objects.get()
    open_questions(this, by=by)
    answer_pulse(this, by=by, quarter_help=1)


def tell(_story, by):
    """One story that is changed, and one that is withdrawn."""
    kept, withdrawn = "x" * 43, "y" * 43
    for secret, title in ((kept, "I dropped it"), (kept, "I let it go"), (withdrawn, "Another")):
        hand_in(secret=secret, by=by, publish=True, title=title, what_broke="Search.")
        publish_handed_in()
    withdraw_anonymous(withdrawn)


def numbers(app, converter, name):
    if converter == "reference":
        return [f"INC-{number}" for number in NUMBERS[:1]]
    if converter == "uuid":
        return [str(UUID(int=0))]
    if converter == "int" or name == "object_id":
        return NUMBERS
    if name == "app_label":
        return ["people", "nudges", "postmortems"]
    return ["today"]


def all_pages(client):
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    pages = {}
    for address in addresses(numbers):
        client.cookies.clear()
        client.cookies.load(cookies)
        with transaction.atomic():
            response = client.get(address.path)
            said = response.getvalue() if response.streaming else response.content
            transaction.set_rollback(True)
        text = said.decode(errors="replace") + response.headers.get("Location", "")
        pages[address.path] = response.status_code, DRAWN.sub("", text)
    return pages


@pytest.mark.parametrize("who", ["tech lead", "admin"])
def test_every_page_is_the_same_whoever_did_it(who, people, there, client_of, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    logging.disable(logging.WARNING)
    client = client_of(people[who])
    client.raise_request_exception = False
    worlds = []
    for name in ("nia", "jo"):
        with transaction.atomic():
            count_from(FIRST + 50)
            for act in (read_and_keep, thank, say_no, answer, tell):
                act(there, people[name])
            worlds.append(all_pages(client))
            transaction.set_rollback(True)
    logging.disable(logging.NOTSET)

    nia, jo = worlds
    assert nia.keys() == jo.keys()
    assert [path for path in nia if nia[path] != jo[path]] == []
    assert sum(status == 200 for status, _text in nia.values()) > 40
