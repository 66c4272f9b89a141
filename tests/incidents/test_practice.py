"""Practice is marked everywhere, counts nowhere, and nothing of it leaves the app."""

import pytest
from django.core import mail
from django.utils import timezone

from config.navigation import Navigation
from incidents.domain.helping import ask_for_help, take_help_request
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import hand_over_lead, hand_over_role, join_incident, post_update
from incidents.domain.telling import tell
from incidents.models import Incident, Mode, ReachOut, Severity
from nudges.domain.saying import say
from nudges.models import Delivery, Nudge
from tests.factories import IncidentFactory, ServiceFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def outside():
    """Those whom a real incident would turn to."""
    return [TechLeadFactory(), UserFactory(is_senior=True)]


@pytest.fixture
def practice(nia, outside):
    service = ServiceFactory()
    service.experts.set(outside)
    return IncidentFactory(
        by=nia, mode=Mode.PRACTICE, severity=Severity.CRITICAL, services=[service]
    )


def test_a_whole_practice_feels_real_inside_and_is_silent_outside(practice, nia, outside):
    jo = UserFactory()
    join_incident(practice, by=jo)
    hand_over_lead(practice, by=jo, to=nia)
    hand_over_role(practice, by=nia, role="scribe", to=jo)
    take_help_request(ask_for_help(practice, by=nia, about="the rows"), by=jo)
    post_update(practice, by=nia, conditions="Still looking.")
    resolve_incident(practice, by=nia, summary="")
    Nudge.objects.exclude(due_at=None).update(due_at=timezone.now())
    for one in Nudge.objects.due():
        say(one.pk)

    told = set(Nudge.objects.values_list("kind", "recipient"))
    assert {kind for kind, _who in told} == {
        "thank_you", "lead", "scribe", "help_wanted", "on_my_way", "update_due", "check_in",
    }  # fmt: skip
    assert {who for _kind, who in told} == {nia.pk, jo.pk}
    assert not Nudge.objects.filter(stays_in_app=False).exists()
    assert not Delivery.objects.exists()
    assert mail.outbox == []
    assert not ReachOut.objects.exists()


def test_it_is_in_no_count(practice, nia):
    assert Navigation(nia, "incidents").open_incidents == 0
    assert practice not in Incident.objects.happening()


@pytest.mark.parametrize("page", ["", "live/", "details/", "close/", "hand-over/", "check-in/"])
def test_every_page_of_it_says_so(client_of, practice, nia, page):
    html = client_of(nia).get(f"{practice.get_absolute_url()}{page}").content.decode()

    assert ">Practice</span>" in html


def test_its_room_says_so_at_the_top_and_a_real_one_does_not(client_of, practice, nia):
    real = IncidentFactory(by=nia)

    def room(incident):
        return client_of(nia).get(incident.get_absolute_url()).content.decode()

    assert "This is practice." in room(practice)
    assert "This is practice." not in room(real)


def test_its_check_in_asks_for_nobodys_word(client_of, practice, nia):
    resolve_incident(practice, by=nia, summary="")

    html = client_of(nia).get(f"{practice.get_absolute_url()}check-in/").content.decode()

    assert "I would welcome a word" not in html
    assert "I’m fine, thank you" in html


def test_what_is_restricted_is_told_to_those_who_may_see_it(nia):
    incident, let_in, stranger = IncidentFactory(by=nia), UserFactory(), UserFactory()
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)
    incident.refresh_from_db()
    incident.accesses.create(user=let_in)

    tell(incident, "lead", to=[nia, let_in, stranger])

    told = Nudge.objects.filter(kind="lead").values_list("recipient", flat=True)
    assert set(told) == {nia.pk, let_in.pk}
