"""The pages of talks: who may do what, what is said, and what a form that is refused keeps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.domain.talks.asking import ask_for_speakers
from learning.domain.talks.slots import describe_talk, take_slot
from learning.domain.talks.swaps import offer_swap
from learning.models import Answer, SwapState, TalkInvitation, TalkSeries, TalkSession
from people.models import Role
from tests.factories import TechLeadFactory, UserFactory, set_up_weekly_talks

pytestmark = pytest.mark.django_db

TALKS = reverse("learning:talks")
SET_UP = {
    "is_on": "on",
    "title": "What broke",
    "weekday": "2",
    "starts": "10:30",
    "time_zone": "Europe/Berlin",
    "slots": "3",
    "minutes": "25",
    "place": "",
}


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Duarte")


@pytest.fixture
def tom():
    return UserFactory(display_name="Tom Brandt")


@pytest.fixture
def session(ines):
    set_up_weekly_talks(by=ines)
    # Not the first, which may begin within the hour.
    return TalkSession.objects.soonest_first()[1]


def past(session, days=3):
    """Let a session have been."""
    began = timezone.now() - timedelta(days=days)
    TalkSession.objects.filter(pk=session.pk).update(
        starts_at=began, ends_at=began + timedelta(minutes=30)
    )
    session.refresh_from_db()
    return session


def url(name, *args):
    return reverse(f"learning:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


def test_before_they_are_set_up_the_page_says_who_can(ines, tom, client_of):
    assert "Set them up" in text(client_of(ines).get(TALKS))
    page = text(client_of(tom).get(TALKS))
    assert "A tech lead or an admin sets them up here" in page
    assert "Set them up" not in page


def test_leads_and_admins_set_them_up(ines, client_of):
    for person in (ines, UserFactory(role=Role.ADMIN)):
        assert client_of(person).get(url("set_up_talks")).status_code == 200

    response = client_of(ines).post(url("save_talks"), SET_UP)

    assert response.url == TALKS
    series = TalkSeries.objects.get()
    assert (series.title, series.weekday, series.zone.key) == ("What broke", 2, "Europe/Berlin")
    page = text(client_of(ines).get(TALKS))
    assert "Every Wednesday at 10:30 (Europe/Berlin), for 25 minutes" in page
    assert text(client_of(ines).get(url("set_up_talks"))).count('value="10:30"') == 1


def test_others_do_not(tom, session, client_of):
    client = client_of(tom)

    for name in ("set_up_talks", "move_talks"):
        args = [] if name == "set_up_talks" else [session.pk]
        assert client.get(url(name, *args)).status_code == 403
    for name in ("save_move_talks", "cancel_talks", "keep_recording"):
        assert client.post(url(name, session.pk), {}).status_code == 403
    assert client.post(url("save_talks"), SET_UP).status_code == 403
    assert Client().get(TALKS).status_code == 302
    reader = client_of(UserFactory(role=Role.READER))
    assert reader.get(session.get_absolute_url()).status_code == 200
    assert reader.post(url("take_slot", session.pk)).status_code == 403


def test_a_set_up_that_cannot_be_is_said_beside_its_field(ines, client_of):
    odd = SET_UP | {"slots": "6", "minutes": "25", "title": ""}

    response = client_of(ines).post(url("save_talks"), odd)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["title"]
    response = client_of(ines).post(url("save_talks"), odd | {"title": "What broke"})
    assert "6 slots take 30 minutes" in text(response)
    assert response.context["form"]["minutes"].value() == "25"


def test_somebody_takes_a_slot_says_what_it_is_about_and_gives_it_back(tom, session, client_of):
    client = client_of(tom)

    taken = client.post(url("take_slot", session.pk), {"title": "A comma"}, follow=True)
    assert "Five minutes are yours" in text(taken)
    slot = session.slots.get(speaker=tom)
    words = {"title": "The comma", "slides": "https://example.org/s"}
    described = client.post(url("describe_talk", slot.pk), words, follow=True)
    assert 'href="https://example.org/s" rel="noreferrer"' in text(described)
    assert "The comma" in text(client.get(TALKS))
    given = client.post(url("give_back_slot", slot.pk), follow=True)

    assert "Thank you for saying so in time" in text(given)
    assert "Take five minutes" in text(given)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/s", "nonsense"]
)
def test_links_are_of_the_web(address, tom, ines, session, client_of):
    slot = take_slot(session, by=tom)

    response = client_of(tom).post(url("describe_talk", slot.pk), {"slides": address})
    recorded = client_of(ines).post(url("keep_recording", session.pk), {"recording": address})

    assert [one.status_code for one in (response, recorded)] == [422, 422]
    assert "Give an address of the web" in text(response)
    assert response.context["talk_form"]["slides"].value() == address


def test_the_last_slot_is_kept_and_the_page_says_so_kindly(tom, session, client_of):
    for _each in range(3):
        take_slot(session, by=UserFactory())

    response = client_of(tom).post(url("take_slot", session.pk), {"title": "Mine"})

    assert response.status_code == 422
    assert "kept for somebody who has been around for a while" in text(response)
    assert 'value="Mine"' in text(response)


def test_the_page_says_that_a_talk_is_in_person(tom, session, client_of):
    for page in (TALKS, session.get_absolute_url()):
        assert "A talk is in person: people see you" in text(client_of(tom).get(page))


def test_whoever_is_new_is_not_asked_to_begin(ines, tom, session, client_of):
    assert "Whoever begins makes it easier" in text(client_of(ines).get(TALKS))
    assert "Whoever begins makes it easier" not in text(client_of(tom).get(TALKS))


def test_whoever_is_asked_says_yes_or_no_with_one_press(session, client_of):
    yes, no = (UserFactory(is_senior=True) for _each in range(2))
    TalkSession.objects.filter(pk=session.pk).update(
        starts_at=timezone.now() + timedelta(days=7),
        ends_at=timezone.now() + timedelta(days=7, minutes=30),
    )
    ask_for_speakers(session.pk)
    assert "Would you tell something?" in text(client_of(no).get(TALKS))
    assert "Not this time" in text(client_of(no).get(session.get_absolute_url()))

    client_of(yes).post(url("take_slot", session.pk))
    thanked = client_of(no).post(url("not_this_time", session.pk), follow=True)

    assert "Thank you for saying so. Nobody is told" in text(thanked)
    assert "Would you tell something?" not in text(thanked)
    answers = dict(TalkInvitation.objects.values_list("person", "answer"))
    assert (answers[yes.pk], answers[no.pk]) == (Answer.TAKEN, Answer.NOT_THIS_TIME)


def test_nobody_else_answers_for_somebody(ines, tom, session, client_of):
    TalkInvitation.objects.create(session=session, person=ines)
    slot = take_slot(session, by=ines)

    client = client_of(tom)
    assert client.post(url("not_this_time", session.pk)).status_code == 404
    for name in ("describe_talk", "give_back_slot", "offer_swap"):
        assert client.post(url(name, slot.pk), {}).status_code == 403
    assert client.get(url("choose_swap", slot.pk)).status_code == 403


def test_a_swap_is_offered_and_accepted_with_one_press(ines, tom, session, client_of):
    other = TalkSession.objects.soonest_first()[2]
    mine, theirs = take_slot(session, by=ines), take_slot(other, by=tom, title="A comma")
    page = text(client_of(ines).get(url("choose_swap", mine.pk)))
    assert "Tom Brandt, “A comma”" in page

    asked = client_of(ines).post(url("offer_swap", mine.pk), {"wanted": theirs.pk}, follow=True)
    assert "You asked Tom Brandt to trade places" in text(asked)
    swap = mine.swaps_offered.get()
    for page in (TALKS, other.get_absolute_url()):
        assert "Ines Duarte would like to trade places" in text(client_of(tom).get(page))
    stranger = client_of(UserFactory())
    assert stranger.post(url("accept_swap", swap.pk)).status_code == 404
    assert client_of(ines).post(url("accept_swap", swap.pk)).status_code == 403
    accepted = client_of(tom).post(url("accept_swap", swap.pk), follow=True)

    assert "You have traded places" in text(accepted)
    assert accepted.redirect_chain[0][0] == session.get_absolute_url()
    assert session.slots.get(speaker=tom).title == "A comma"


def test_a_swap_is_declined_or_taken_back(ines, tom, session, client_of):
    other = TalkSession.objects.soonest_first()[2]
    mine, theirs = take_slot(session, by=ines), take_slot(other, by=tom)

    swap = offer_swap(mine, by=ines, wanted=theirs)
    client_of(tom).post(url("decline_swap", swap.pk))
    again = offer_swap(mine, by=ines, wanted=theirs)
    client_of(ines).post(url("withdraw_swap", again.pk))
    late = client_of(tom).post(url("accept_swap", again.pk))

    assert late.status_code == 422
    assert "not open any more" in text(late)
    swap.refresh_from_db()
    assert swap.state == SwapState.DECLINED


def test_whom_one_can_ask_is_said_in_the_readers_own_zone(tom, session, client_of):
    nia = TechLeadFactory(time_zone="Africa/Nairobi")
    mine = take_slot(session, by=nia)
    take_slot(session, by=tom)

    page = text(client_of(nia).get(url("choose_swap", mine.pk)))

    theirs = session.starts_at.astimezone(nia.zone) + timedelta(minutes=5)
    assert f"{theirs:%H:%M} EAT: Tom Brandt" in page


def test_with_nobody_to_swap_with_the_page_says_what_to_do(ines, session, client_of):
    slot = take_slot(session, by=ines)

    assert "Nobody to swap with yet" in text(client_of(ines).get(url("choose_swap", slot.pk)))
    response = client_of(ines).post(url("offer_swap", slot.pk), {"wanted": "99"})
    assert response.status_code == 422


def test_a_session_is_moved_and_called_off(ines, session, client_of):
    client = client_of(ines)
    later = timezone.now() + timedelta(days=40)

    client.post(url("save_move_talks", session.pk), {"starts_at": f"{later:%Y-%m-%dT%H:%M}"})
    session.refresh_from_db()
    assert session.starts_at == later.replace(second=0, microsecond=0)
    early = {"starts_at": f"{timezone.now() - timedelta(days=1):%Y-%m-%dT%H:%M}"}
    assert client.post(url("save_move_talks", session.pk), early).status_code == 422
    off = client.post(url("cancel_talks", session.pk), follow=True)

    assert "Called off" in text(off)
    assert "Take five minutes" not in text(off)
    assert client.post(url("cancel_talks", session.pk)).status_code == 422


def test_what_was_told_can_be_watched_and_becomes_a_story_with_one_press(
    tom, ines, session, client_of
):
    slot = take_slot(session, by=tom, title="The comma")
    describe_talk(slot, by=tom, title="The comma", slides="https://example.org/s")
    past(session)
    client_of(tom).post(
        url("keep_recording", session.pk), {"recording": "https://example.org/video"}
    )

    page = text(client_of(ines).get(TALKS))
    assert 'href="https://example.org/video" rel="noreferrer"' in page
    assert 'href="https://example.org/s" rel="noreferrer"' in page
    tell = f"{url('tell')}?talk={slot.pk}"
    assert tell in text(client_of(tom).get(session.get_absolute_url()))
    form = client_of(tom).get(tell).context["form"]
    assert (form["title"].value(), form["byline"].value()) == ("The comma", "name")
    assert "anonymous" not in [choice[0] for choice in form.fields["byline"].choices]


@pytest.mark.parametrize("talk", ["", "x", "0", "9" * 30, "1"])
def test_a_talk_of_somebody_else_prefills_nothing(talk, tom, client_of):
    form = client_of(tom).get(url("tell"), {"talk": talk}).context["form"]

    assert form["title"].value() is None


def test_earlier_sessions_come_page_by_page(ines, client_of):
    set_up_weekly_talks(by=ines)
    week = TalkSession.objects.soonest_first().first().week
    for number in range(1, 46):
        began = timezone.now() - timedelta(weeks=number)
        TalkSession.objects.create(
            week=week - timedelta(weeks=number + 10),
            title="Then",
            starts_at=began,
            ends_at=began + timedelta(minutes=30),
            time_zone="UTC",
        )
    client, seen, address = client_of(ines), [], TALKS

    while address:
        page = client.get(address).context["talks"]
        seen += [one.starts_at for one in page.past]
        address = f"{TALKS}?after={page.more}".replace("+", "%2B") if page.more else ""

    assert len(seen) == 45
    assert seen == sorted(seen, reverse=True)


def test_pages_take_as_many_queries_for_ten_as_for_one(tom, ines, session, client_of, queries_of):
    client = client_of(ines)
    other = TalkSession.objects.soonest_first()[2]
    own = take_slot(session, by=ines)
    theirs = take_slot(other, by=tom)
    offer_swap(theirs, by=tom, wanted=own)
    TalkInvitation.objects.create(session=other, person=ines)
    pages = [
        TALKS,
        session.get_absolute_url(),
        url("choose_swap", own.pk),
        url("set_up_talks"),
    ]
    few = [queries_of(client, page) for page in pages]
    for one in TalkSession.objects.soonest_first()[1:]:
        for _each in range(2):
            take_slot(one, by=TechLeadFactory())
        TalkInvitation.objects.get_or_create(session=one, person=ines)

    assert [queries_of(client, page) for page in pages] == few
    assert max(few) <= 12
