"""What one person writes to another, and that somebody may be glad of it, is seen by the two only.

The whole URL configuration is walked: every address, filled in with the numbers
of the private rows, is asked for by everybody who is not one of the two.
"""

import logging
import re
from uuid import UUID

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from incidents.domain.buddies import ask_for_buddy, sit_with
from incidents.domain.care import ask_for_a_word
from incidents.domain.filing import declare_incident
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import join_incident
from incidents.domain.writing_to_each_other import answer_note
from incidents.models import Asking, Buddy, Incident, Note, ReachOut
from learning.models import Story
from nudges.domain.saying import say
from nudges.models import Delivery, Nudge
from nudges.models.delivery import State
from people.models import Role, User
from postmortems.models import Postmortem
from tests.factories import (
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    ToolFactory,
    UserFactory,
    asked_reach_out,
    kind_note,
)
from tests.rules.pages import addresses

pytestmark = pytest.mark.django_db

# All tables count from here, so that a few numbers reach every row.
FIRST = 7_000_001
NUMBERS = [str(FIRST), str(FIRST + 1)]
SECRET = "Breathe. I once deleted the staging cluster, and they kept me."
ANSWER = "I cried a little when it came, and then I ate something."
# The words of the nudges, the pages and the mails of reaching out.
CARE = re.compile(
    rf"{re.escape(SECRET)}|{re.escape(ANSWER)}|kind word|may appreciate|wrote to you|wrote back"
    r"|Write to (?:Nia|Jo)|reach-out/\d|buddies/\d|beside them|sits? with (?:you|Jo)",
    re.IGNORECASE,
)
ASKED = re.compile(rf"{re.escape(SECRET)}|kind word|may appreciate|reach-out/\d", re.IGNORECASE)


@pytest.fixture
def counted_from_one_number():
    """Let every sequence begin at the same number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        for (name,) in cursor.fetchall():
            cursor.execute("SELECT setval(%s::regclass, %s, false)", [f'"{name}"', FIRST])


@pytest.fixture
def people(counted_from_one_number):
    team = TeamFactory()
    return {
        "nia": UserFactory(display_name="Nia Okafor", team=team),
        "jo": UserFactory(display_name="Jo Brandt", team=team),
        "ines": TechLeadFactory(display_name="Ines Duarte", leads=team, team=team),
        "reader": UserFactory(role=Role.READER),
        "member": UserFactory(team=team),
        "another tech lead": TechLeadFactory(),
        "admin": UserFactory(role=Role.ADMIN),
    }


@pytest.fixture
def private(people, work):
    """A note and its answer, somebody who is asked to write, one who asked for it, and a buddy."""
    service = ServiceFactory(slug="today")
    ToolFactory(service=service)
    incident = declare_incident(by=people["nia"], title="Search is empty", services=[service])
    note = kind_note(incident, text=SECRET)
    answer_note(note, by=people["nia"], text=ANSWER)
    slow = declare_incident(by=people["jo"], title="Search is slow")
    asked_reach_out(slow)
    sit_with(ask_for_buddy(slow, by=people["jo"]), by=people["ines"])
    join_incident(incident, by=people["member"])
    incident = resolve_incident(incident, by=people["nia"], summary="Rolled back.")
    with work():
        ask_for_a_word(incident, by=people["member"])
    PostmortemFactory(incident=incident, by=people["nia"], is_published=True)
    StoryFactory(by=people["nia"])
    for one in Nudge.objects.due():
        say(one.pk)
    Delivery.objects.update(state=State.SET_ASIDE)
    return note


def numbers(app, converter, name):
    """What stands in an address: numbers of rows, the names of apps, and something."""
    if converter == "reference":
        return [f"INC-{number}" for number in NUMBERS]
    if converter == "uuid":
        return [str(UUID(int=0))]
    if converter == "int" or name == "object_id":
        return NUMBERS
    if name == "app_label":
        return ["incidents", "nudges", "people"]
    return ["today"]


def everything(client, cookies):
    """Ask for every address with GET and POST; nothing that happens stays."""
    for address in addresses(numbers):
        for method in (client.get, client.post):
            client.cookies.load(dict(cookies))
            with transaction.atomic():
                response = method(address.path)
                transaction.set_rollback(True)
            yield address, method.__name__, response


def reached(answers, what):
    """The addresses where `what` or the note's own words are seen, or that are broken."""
    return [
        f"{method} {address.path} ({response.status_code})"
        for address, method, response in answers
        if response.status_code >= 500 or what.search(text_of(response))
    ]


def text_of(response):
    """What an answer says and where it leads; a sign-in repeats the address that was asked for."""
    leads_to = response.headers.get("Location", "").partition("?")[0]
    said = response.getvalue() if response.streaming else response.content
    return said.decode(errors="replace") + leads_to


@pytest.fixture
def walk(client_of):
    logging.disable(logging.WARNING)  # thousands of addresses that are refused, as they should be
    yield from _walks(client_of)
    logging.disable(logging.NOTSET)


def _walks(client_of):
    def answers(user: User | None):
        client = client_of(user) if user else Client()
        client.raise_request_exception = False
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        return everything(client, cookies)

    yield answers


def test_the_private_rows_are_among_the_numbers(private):
    for model in (Note, ReachOut, Asking, Buddy, Nudge, Delivery, Incident, Postmortem, Story):
        assert str(model.objects.order_by("pk").first().pk) in NUMBERS, model


def test_the_two_do_see_it(private, people, client_of):
    for who in ("nia", "ines"):
        page = text_of(client_of(people[who]).get(private.get_absolute_url()))
        assert SECRET in page
        assert ANSWER in page
    room = Buddy.objects.get().incident.get_absolute_url()
    assert "Ines sits with you" in text_of(client_of(people["jo"]).get(room))
    assert "You sit with Jo" in text_of(client_of(people["ines"]).get(room))
    asked = ReachOut.objects.open().first()
    assert CARE.search(text_of(client_of(people["ines"]).get("/")))
    assert client_of(people["ines"]).get(asked.get_absolute_url()).status_code == 200


STRANGERS = ["nobody", "reader", "member", "another tech lead", "admin"]


@pytest.mark.parametrize("who", STRANGERS)
def test_nobody_else_reaches_it_by_any_address(private, people, walk, who):
    assert reached(walk(people.get(who)), CARE) == []


def test_the_person_never_meets_who_was_asked(private, people, walk):
    """She reads what was written to her; that somebody was asked to is not for her to see."""
    Note.objects.all().delete()
    Buddy.objects.all().delete()

    assert reached(walk(people["nia"]), ASKED) == []


def test_whoever_is_asked_meets_no_broken_page(private, people, walk):
    assert reached(walk(people["ines"]), re.compile(r"(?!)")) == []


def test_what_is_private_is_in_no_admin_page():
    registered = set(admin.site._registry)

    assert registered.isdisjoint({Note, ReachOut, Asking, Buddy, Nudge})


def test_what_is_private_says_nothing_of_itself(private):
    """These texts end up in logs and error pages."""
    rows = [private, *ReachOut.objects.all(), *Asking.objects.all(), *Buddy.objects.all()]
    rows += [*Nudge.objects.all(), *Delivery.objects.all()]

    for row in rows:
        assert SECRET not in f"{row} {row!r}"
        assert "Jo" not in f"{row} {row!r}"
        assert "Nia" not in f"{row} {row!r}"


def test_a_log_line_about_a_failing_mail_says_nothing_private(private, caplog, monkeypatch):
    from nudges.domain import delivery

    def refuse(self, messages):
        raise OSError(SECRET)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    Delivery.objects.update(state=State.WAITING, due_at=timezone.now(), attempts=0)
    delivery.deliver("email")

    assert "put off" in caplog.text
    assert SECRET not in caplog.text
    assert "Nia" not in caplog.text
