"""Leaving: what somebody holds goes on with others, and nothing more is said to them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from incidents.domain.helping import ask_for_help, take_help_request
from incidents.domain.repairing import begin_repair
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import hand_over_lead, join_incident
from incidents.domain.tasks import add_task
from incidents.models import Participation
from learning.domain.talks.calendar import make_calendar
from learning.domain.talks.slots import take_slot
from learning.models import TalkCalendar, TalkSession
from nudges.channels.names import Channel
from nudges.domain.outbox import nudge
from nudges.models import Address, Delivery, Nudge
from organisation.domain.leaving import let_back, let_leave
from organisation.queries.leaving import held_by
from people.domain.rota import put_on_rota
from people.domain.tokens import make_token
from people.errors import DomainError
from people.models import AuditEntry, Role, User
from postmortems.domain.debriefing import plan_debrief
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.following_up import add_follow_up
from postmortems.domain.reviewing import ask_for_review
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
    asked_reach_out,
    set_up_weekly_talks,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN, display_name="Dana Whitfield")


@pytest.fixture
def lead():
    return TechLeadFactory(team=TeamFactory(), display_name="Ines Barbosa")


@pytest.fixture
def nia(lead):
    lead.leads_teams.add(lead.team)
    return TechLeadFactory(team=lead.team, display_name="Nia Kamau")


def everything(lead):
    names = ("incidents", "services", "follow_ups", "write_ups", "reviews", "debriefs", "teams")
    return dict.fromkeys(names, lead)


def give_all(nia):
    """One of each sort to hold."""
    other = UserFactory()
    incident = IncidentFactory(by=other)
    hand_over_lead(incident, by=other, to=nia)
    task = add_task(incident, by=nia, text="Look at the queue", assignee=nia)
    repair = begin_repair(incident, by=other, what_was_written="Wrong", run_by=nia)
    wanted = take_help_request(ask_for_help(incident, by=other, about="The rows"), by=nia)
    service = ServiceFactory()
    service.experts.add(nia)
    follow_up = add_follow_up(
        PostmortemFactory(by=other), by=other, what="Test it", kind="code", owner=nia
    )
    over = IncidentFactory(by=nia, is_over=True)
    draft = start_postmortem(over, by=nia)
    this_round = ask_for_review(PostmortemFactory(by=other), by=other, reviewer=nia)
    starts_at = timezone.now() + timedelta(days=3)
    debrief = plan_debrief(
        PostmortemFactory(by=other),
        by=other,
        starts_at=starts_at,
        minutes=45,
        invited=[other],
        facilitator=nia,
    )
    place = put_on_rota(TeamFactory(), by=other, person=nia)
    set_up_weekly_talks(by=UserFactory(role=Role.ADMIN), slots=6, minutes=30)
    slot = take_slot(TalkSession.objects.soonest_first()[1], by=nia)
    return locals()


def test_each_sort_is_shown_and_then_goes_to_whoever_was_chosen(client_of, dana, lead, nia):
    held = give_all(nia)
    led = nia.leads_teams.get()
    page = reverse("organisation:leaving", args=[nia.pk])
    client = client_of(dana)

    piles = client.get(page).context["piles"]
    response = client.post(
        reverse("organisation:let_leave", args=[nia.pk]),
        dict.fromkeys(everything(lead), lead.pk),
    )

    assert len({pile.sort for pile in piles}) == 12
    assert response.url == reverse("organisation:member", args=[nia.pk])
    for name in ("task", "repair", "wanted", "follow_up", "this_round", "debrief", "slot"):
        held[name].refresh_from_db()
    roles = Participation.objects.filter(incident=held["incident"])
    assert roles.get(role="lead").user == lead
    assert roles.get(user=nia).role == "responder"
    assert held["task"].assignee == held["repair"].run_by == held["follow_up"].owner == lead
    assert held["wanted"].is_open
    assert list(held["service"].experts.all()) == [lead]
    assert {nia, lead} <= set(held["draft"].authors.all())
    assert held["this_round"].reviewer == held["debrief"].facilitator == lead
    assert led in lead.leads_teams.all()
    assert not nia.leads_teams.exists()
    assert held["place"].team.rota.get().person == lead
    assert held["slot"].speaker is None
    # Whoever wrote stays an author of it.
    left = held_by(User.objects.get(pk=nia.pk), reader=dana)
    assert [pile.sort for pile in left] == ["write_up"]


def test_what_nobody_takes_on_is_open_to_others(dana, lead, nia):
    held = give_all(nia)

    let_leave(nia, by=dana)

    for name in ("task", "repair", "this_round", "debrief"):
        held[name].refresh_from_db()
    assert held["task"].assignee is held["repair"].run_by is held["debrief"].facilitator is None
    assert not held["incident"].participations.filter(role="lead").exists()
    assert held["this_round"].reviewer == lead
    assert not held["service"].experts.exists()


def test_they_are_signed_out_and_nothing_more_is_said(client_of, dana, nia):
    client = client_of(nia)
    incident = IncidentFactory(by=nia)
    nudge("update_due", about=incident, to=[nia], again="x")
    chat = {"label": "Ours", "digest": "1", "outlet": "chat:1", "sealed": ""}
    Address.objects.create(person=nia, channel=Channel.CHAT, **chat)
    make_calendar(by=nia)
    token, _word = make_token(nia, by=nia, name="Mine", scopes=["incidents:read"])

    let_leave(nia, by=dana)

    assert client.get("/people/").status_code == 302
    assert not Nudge.objects.filter(recipient=nia).open().exists()
    assert not Delivery.objects.filter(recipient=nia, state="waiting").exists()
    assert not Address.objects.exists()
    assert not TalkCalendar.objects.exists()
    token.refresh_from_db()
    assert token.revoked_at
    assert AuditEntry.objects.filter(action="people.left", by=dana, about_id=nia.pk).exists()


def test_their_words_stay_under_their_name(client_of, dana, nia):
    incident = IncidentFactory(by=nia, title="Search is empty")

    let_leave(nia, by=dana)

    assert "Nia" in client_of(dana).get(incident.get_absolute_url()).text


def test_a_kind_word_is_asked_of_somebody_else_and_no_admin_sees_it(client_of, dana, lead):
    nia = UserFactory(team=lead.team)
    reach_out = asked_reach_out(IncidentFactory(by=nia))
    senior = reach_out.asked
    TechLeadFactory()

    page = client_of(dana).get(reverse("organisation:leaving", args=[senior.pk]))
    let_leave(senior, by=dana)

    reach_out.refresh_from_db()
    assert reach_out.asked != senior
    assert [pile.sort for pile in page.context["piles"]] in ([], ["lead"])


def test_what_is_restricted_is_counted_and_goes_to_who_sees_it(client_of, dana, lead, nia):
    there = UserFactory()
    incident = IncidentFactory(by=nia, title="Secret thing")
    join_incident(incident, by=there)
    hand_over_lead(incident, by=nia, to=nia)
    task = add_task(incident, by=nia, text="Secret task", assignee=nia)
    restrict_incident(incident, by=nia)
    client = client_of(dana)

    page = client.get(reverse("organisation:leaving", args=[nia.pk]))
    let_leave(nia, by=dana, **everything(lead))

    task.refresh_from_db()
    assert "Secret" not in page.text
    assert {pile.sort: pile.unseen for pile in page.context["piles"]}["task"] == 1
    assert task.assignee == there
    assert incident.participations.get(role="lead").user == there
    assert not incident.participations.filter(user=lead).exists()
    assert "Dana" not in " ".join(incident.timeline.values_list("text", flat=True))


def test_the_only_admin_does_not_leave(client_of, dana):
    response = client_of(dana).post(reverse("organisation:let_leave", args=[dana.pk]))

    dana.refresh_from_db()
    assert response.status_code == 422
    assert dana.is_active


def test_two_admins_who_leave_at_once_leave_one(race):
    one, other = UserFactory(role=Role.ADMIN), UserFactory(role=Role.ADMIN)

    outcomes = race(2, [lambda: let_leave(one, by=one), lambda: let_leave(other, by=other)])

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert User.objects.here().count() == 1


def test_leaving_twice_and_heirs_who_cannot_are_refused(dana, nia):
    reader = UserFactory(role=Role.READER)
    for heir in (reader, nia, UserFactory(is_active=False)):
        with pytest.raises(DomainError, match="cannot take this on"):
            let_leave(nia, by=dana, services=heir)
    let_leave(nia, by=dana)

    with pytest.raises(DomainError, match="has left already"):
        let_leave(nia, by=dana)


def test_they_can_come_back_and_are_told_how(client_of, dana, nia, work):
    client = client_of(nia)
    let_leave(nia, by=dana)

    with work():
        client_of(dana).post(reverse("organisation:let_back", args=[nia.pk]))

    nia.refresh_from_db()
    [letter] = mail.outbox
    assert nia.is_active
    assert nia.left_at is None
    assert letter.to == [nia.email]
    assert "/password/reset/key/" in letter.body
    assert client.get("/people/").status_code == 302  # a session from before stays ended
    assert let_back(nia, by=dana) == nia


def test_the_page_asks_as_often_for_much_as_for_little(client_of, dana, nia, queries_of):
    page, client = reverse("organisation:leaving", args=[nia.pk]), client_of(dana)
    give_all(nia)
    before = queries_of(client, page)
    for _n in range(2):
        other = UserFactory()
        hand_over_lead(IncidentFactory(by=other), by=other, to=nia)
        ServiceFactory().experts.add(nia)

    assert queries_of(client, page) == before <= 12
