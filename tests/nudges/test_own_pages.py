"""The pages on which somebody sees what waits, what comes and what was sent."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident
from nudges.domain import delivery
from nudges.domain.outbox import end, nudge, snooze
from nudges.domain.planning import BURST, FIRST
from nudges.domain.saying import say
from nudges.kinds import KINDS
from nudges.models import Delivery, Nudge
from nudges.models.delivery import State as DeliveryState
from nudges.models.nudge import State
from nudges.queries import waiting_for
from nudges.queries.sent import PAGE, sent_to
from nudges.queries.waiting import MOST, ON_TODAY
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory, number_of_no_row

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OFFICE = {"workday_starts": time(9), "workday_ends": time(17, 30), "workdays": list(range(5))}


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def nia(monday):
    return UserFactory(**OFFICE)


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


@pytest.fixture
def incident(monday):
    return IncidentFactory(title="Receipts are blank", mode="record")


def tell(user, *kinds, about):
    """Say these kinds to somebody now."""
    for kind in kinds:
        nudge(kind, about=about, to=[user], at=timezone.now(), again=str(timezone.now()))
    for this in Nudge.objects.due().filter(recipient=user).order_by("pk"):
        say(this.pk)


def fill(user, count, *, about, **fields):
    """So many rows of somebody's, one minute after the other."""
    row = {"kind": "update_due", "state": State.SENT, "times_said": 1} | fields
    template = Nudge(recipient=user, about=about, **row)
    Nudge.objects.bulk_create(
        Nudge(
            recipient=user,
            about_type_id=template.about_type_id,
            about_id=template.about_id,
            dedupe_key=f"{row['kind']}:{n}:{fields}",
            said_at=timezone.now() - timedelta(minutes=n) if row["times_said"] else None,
            **row,
        )
        for n in range(count)
    )


# What waits


def test_what_is_kind_and_urgent_comes_first(nia, incident):
    write_up = PostmortemFactory(incident=IncidentFactory(is_over=True))
    ranked = ["update_due", "kind_note", "check_in", "approved", "write_up", "anniversary"]
    for kind in reversed(ranked):
        about = write_up if kind in ("approved", "anniversary") else incident
        fill(nia, 1, about=about, kind=kind)

    ordered = [one.kind for one in Nudge.objects.filter(recipient=nia).in_order()]

    assert ordered == ranked
    assert [KINDS[kind].rank for kind in ordered] == [0, 1, 2, 3, 4, 5]


def test_among_equals_the_newest_is_first(nia, monday):
    for title in ("Older", "Newer"):
        tell(nia, "update_due", about=IncidentFactory(title=title, mode="record"))
        monday.shift(timedelta(minutes=1))

    assert [one.nudge.about.title for one in waiting_for(nia).listed] == ["Newer", "Older"]


def test_today_shows_a_few_and_says_that_there_are_more(client, nia, incident):
    fill(nia, ON_TODAY + 1, about=incident)

    page = client.get("/").text

    assert page.count('id="nudge-') == ON_TODAY
    assert "There is more: all that waits for you" in page


def test_a_thousand_that_wait_are_not_all_shown(client, nia, incident, queries_of):
    fill(nia, 3, about=incident)
    few = queries_of(client, "/nudges/")
    fill(nia, 1_000, about=incident, kind="write_up")

    assert queries_of(client, "/nudges/") == few
    page = client.get("/nudges/").text
    assert page.count('id="nudge-') == MOST
    assert "There are more" in page


def test_what_comes_later_stands_apart_in_its_order(client, nia, incident, monday):
    tell(nia, "update_due", about=incident)
    nudge("write_up", about=incident, to=[nia], at=MONDAY + timedelta(days=3))
    nudge("check_in", about=incident, to=[nia])
    snooze(Nudge.objects.get(kind="update_due"), by=nia)

    page = client.get("/nudges/")

    waiting = page.context["waiting"]
    assert [one.nudge.kind for one in waiting.coming] == ["update_due", "check_in", "write_up"]
    assert "You put it off" in page.text
    assert "26 Nov 2026, 10:00 UTC" in page.text
    assert "Nothing waits for you" in page.text


def test_what_is_not_theirs_to_see_any_more_is_left_out(client, nia, incident):
    tell(nia, "update_due", about=incident)
    nudge("check_in", about=incident, to=[nia])
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)

    page = client.get("/nudges/")

    assert (page.context["waiting"].listed, page.context["waiting"].coming) == ([], ())
    assert "Receipts" not in page.text
    assert "INC-" not in page.text


def test_empty_rooms_say_what_comes_there(client):
    assert "Nothing waits for you" in client.get("/nudges/").text
    assert "Nothing is planned" in client.get("/nudges/").text
    assert "Nothing has been sent to you yet" in client.get("/nudges/sent/").text


def test_practice_is_marked(client, nia, incident):
    nudge("update_due", about=incident, to=[nia], stays_in_app=True)

    assert "Practice" in client.get("/nudges/").text


def test_one_press_answers_where_one_press_is_enough(client, nia, monday):
    incident = IncidentFactory(by=nia, is_over=True)
    monday.shift(timedelta(minutes=1))
    tell(nia, "check_in", about=incident)

    fine = reverse("incidents:am_fine", args=[incident.pk])

    page = client.get("/").text
    client.post(fine)

    assert "I’m fine, thank you" in page
    assert f'action="{fine}"' in page
    assert not Nudge.objects.open().filter(kind="check_in").exists()


# What was sent


def sendings(user):
    said = [one.nudge for one in sent_to(user).said]
    return [(one.state, one.others) for nudge in said for one in nudge.deliveries.all()]


def test_what_was_sent_says_where_and_when(client, nia, incident, monday):
    tell(nia, "check_in", about=incident)
    delivery.deliver("email")
    monday.shift(timedelta(hours=1))

    page = client.get("/nudges/sent/").text

    assert f"How are you after {incident.reference}?" in page
    assert "Waits for you" in page
    assert page.count("23 Nov 2026, 10:00 UTC") == 2


def test_what_waits_for_the_morning_says_so(client, nia, incident, monday):
    monday.move_to(MONDAY.replace(hour=22))
    tell(nia, "check_in", about=incident)

    page = client.get("/nudges/sent/").text

    assert "waits until" in page
    assert "24 Nov 2026, 09:00 UTC" in page


def test_what_went_together_says_with_how_many(client, nia, monday):
    for _ in range(FIRST + 3):
        tell(nia, "check_in", about=IncidentFactory(mode="record"))
    monday.shift(BURST)
    delivery.deliver("email")

    assert sorted(sendings(nia)) == [("sent", 0)] * FIRST + [("sent", 2)] * 3
    assert client.get("/nudges/sent/").text.count("together with 2 others") == 3


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"state": DeliveryState.NOT_NEEDED}, "no longer needed"),
        ({"state": DeliveryState.SET_ASIDE}, "could not be delivered; an admin sees it"),
        ({"last_error": "SMTPDataError 451"}, "did not get through yet, and is tried again"),
        ({}, "on its way"),
    ],
)
def test_what_became_of_a_message_is_said_in_plain_words(client, nia, incident, fields, says):
    tell(nia, "check_in", about=incident)
    Delivery.objects.update(**fields)

    page = client.get("/nudges/sent/").text

    assert says in page
    assert "SMTPDataError" not in page
    assert not re.search(number_of_no_row("451"), page)


def test_what_ended_says_how(client, nia, incident):
    tell(nia, "check_in", about=incident)
    end("check_in", about=incident, because="answered")
    tell(nia, "anniversary", "write_up", about=PostmortemFactory())
    mine = Nudge.objects.filter(recipient=nia)
    client.post(reverse("nudges:finish", args=[mine.get(kind="anniversary").pk]))
    client.post(reverse("nudges:stop", args=[mine.get(kind="write_up").pk]))

    page = client.get("/nudges/sent/").text

    for words in ("Over", "You said it is done", "You stopped it"):
        assert words in page


def test_what_is_gone_is_said_without_its_name(client, nia, incident):
    tell(nia, "check_in", about=incident)
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)

    page = client.get("/nudges/sent/").text

    assert "How are you?" in page
    assert "not for you to see any more" in page
    assert incident.reference not in page


def test_what_was_never_said_is_not_sent(nia, incident):
    nudge("check_in", about=incident, to=[nia])

    assert sent_to(nia).said == []


def test_a_thousand_that_were_sent_are_read_page_by_page(client, nia, incident, queries_of):
    fill(nia, 3, about=incident)
    few = queries_of(client, "/nudges/sent/")
    fill(nia, 1_000, about=incident, kind="write_up", state=State.DONE)
    assert queries_of(client, "/nudges/sent/") == few <= 12

    found, place = [], ""
    while True:
        page = sent_to(nia, after=place)
        assert len(page.said) <= PAGE
        found += [one.nudge for one in page.said]
        if not (place := page.more):
            break

    assert len(found) == len(set(found)) == 1_003
    assert found == sorted(found, key=lambda one: (one.said_at, one.pk), reverse=True)
    assert queries_of(client, f"/nudges/sent/?after={sent_to(nia).more}") == few


def test_what_comes_meanwhile_moves_no_page(nia, incident):
    fill(nia, PAGE + 5, about=incident)
    first = sent_to(nia)
    tell(nia, "check_in", about=incident)

    second = sent_to(nia, after=first.more)

    assert len(second.said) == 5
    assert not {one.nudge for one in first.said} & {one.nudge for one in second.said}


@pytest.mark.parametrize(
    "odd", ["x", "1", "1.2.3", "-1.2", "9" * 17 + ".1", "٣.٤", "1." + "9" * 18]
)
def test_odd_places_are_the_start_or_the_end(client, nia, incident, odd):
    fill(nia, 3, about=incident)

    assert client.get("/nudges/sent/", {"after": odd}).status_code == 200


def test_nobody_sees_what_was_sent_to_somebody_else(client, incident):
    tell(UserFactory(), "check_in", about=incident)

    for page in ("/nudges/", "/nudges/sent/"):
        assert incident.reference not in client.get(page).text
