"""Roles: what they are, taking, leaving and handing them over."""

import re

import pytest

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import hand_over_lead, hand_over_role, join_incident, take_role
from incidents.forms.room import HandOverForm
from incidents.models import Mode, ResponseRole
from incidents.roles import ROLES
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, TeamFactory, UserFactory
from tests.rules.words import FORBIDDEN

pytestmark = pytest.mark.django_db

LEAD, COMMUNICATIONS, SCRIBE, RESPONDER = ResponseRole


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def priya():
    return UserFactory(display_name="Priya Shah")


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia)


def roles(incident):
    return {one.user: one.role for one in incident.participations.all()}


def told(kind):
    return [one.recipient for one in Nudge.objects.open().filter(kind=kind)]


def last_line(incident):
    return incident.timeline.newest_first().first().text


def page(client, incident, query=""):
    return client.get(f"{incident.get_absolute_url()}hand-over/{query}").content.decode()


def send(client, incident, **data):
    return client.post(f"{incident.get_absolute_url()}roles/", data)


@pytest.mark.parametrize(
    ("role", "says"),
    [
        (LEAD, "Priya leads now. The rollback runs."),
        (COMMUNICATIONS, "Priya does communications now. The rollback runs."),
        (SCRIBE, "Priya keeps the notes now. The rollback runs."),
    ],
)
def test_every_role_is_handed_over_with_a_note(incident, nia, priya, role, says):
    take_role(incident, by=nia, role=role)

    hand_over_role(incident, by=nia, role=role, to=priya, note="The rollback runs.")

    assert roles(incident) == {nia: RESPONDER, priya: role}
    assert last_line(incident) == says
    assert told(role) == [priya]


def test_somebody_elses_role_is_handed_over_too_and_a_third_keeps_it(incident, nia, priya):
    jo, kim = UserFactory(), UserFactory()
    for who in (jo, kim):
        take_role(incident, by=who, role=SCRIBE)

    hand_over_role(incident, by=nia, role=SCRIBE, to=priya, instead_of=jo)

    assert roles(incident) == {nia: RESPONDER, jo: RESPONDER, kim: SCRIBE, priya: SCRIBE}


def test_whoever_is_asked_when_nobody_does_it_does_it_beside_nobody(incident, nia, priya):
    hand_over_role(incident, by=nia, role=COMMUNICATIONS, to=priya, instead_of=None)

    assert roles(incident) == {nia: RESPONDER, priya: COMMUNICATIONS}


def test_what_is_handed_on_is_no_longer_asked_of_the_one_before(incident, nia, priya):
    hand_over_role(incident, by=nia, role=SCRIBE, to=priya)
    hand_over_role(incident, by=priya, role=SCRIBE, to=(jo := UserFactory()))
    assert told(SCRIBE) == [jo]

    resolve_incident(incident, by=nia, summary="")

    assert told(SCRIBE) == []


def test_whoever_leads_is_not_given_another_role(incident, nia, priya):
    hand_over_lead(incident, by=nia, to=priya)

    with pytest.raises(DomainError) as refused:
        hand_over_role(incident, by=nia, role=SCRIBE, to=priya)

    assert refused.value.message_dict == {"to": ["Priya leads. Hand the lead over first."]}
    assert roles(incident)[priya] == LEAD


@pytest.mark.parametrize(
    ("role", "says"),
    [
        (LEAD, "No longer leads."),
        (COMMUNICATIONS, "No longer does communications."),
        (SCRIBE, "No longer keeps the notes."),
    ],
)
def test_a_role_is_left(incident, nia, priya, role, says):
    hand_over_role(incident, by=priya, role=role, to=nia)

    take_role(incident, by=nia, role=RESPONDER)

    assert roles(incident) == {nia: RESPONDER}
    assert last_line(incident) == says
    assert told(role) == []


def test_two_who_hand_the_lead_over_at_once_leave_one_lead_and_both_know(race):
    nia, priya, jo = UserFactory(), UserFactory(display_name="Priya"), UserFactory()
    incident = IncidentFactory(by=nia)
    hand_over_lead(incident, by=nia, to=nia)

    def give(to):
        return lambda: hand_over_lead(incident, by=nia, to=to, instead_of=nia, note="It runs.")

    outcomes = race(2, [give(priya), give(jo)])

    assert sorted(outcomes) == ["DomainError", "ok"]
    leads, other = (priya, jo) if outcomes[0] == "ok" else (jo, priya)
    assert roles(incident) == {nia: RESPONDER, leads: LEAD}
    assert told("lead") == [leads]
    with pytest.raises(DomainError, match=f"{leads} took the lead a moment ago"):
        hand_over_lead(incident, by=nia, to=other, instead_of=nia)
    hand_over_lead(incident, by=nia, to=other, instead_of=leads)
    assert roles(incident)[other] == LEAD


def test_two_who_press_the_button_to_lead_at_once_leave_the_first(race):
    nia, priya = UserFactory(), UserFactory()
    incident = IncidentFactory(by=nia)

    outcomes = race(
        2,
        [
            lambda who=who: take_role(incident, by=who, role=LEAD, instead_of=None)
            for who in (nia, priya)
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert incident.timeline.filter(kind="role").count() == 1


def test_the_later_one_finds_what_they_typed_and_may_decide_again(client_of, incident, nia, priya):
    jo, client = UserFactory(display_name="Jo Lind"), client_of(nia)
    hand_over_lead(incident, by=nia, to=nia)
    hand_over_lead(incident, by=nia, to=priya)
    data = {"role": "lead", "to": jo.pk, "note": "The rollback runs.", "instead_of": nia.pk}

    refused = send(client, incident, **data)

    html = refused.content.decode()
    assert refused.status_code == 422
    assert "Priya took the lead a moment ago." in html
    assert "The rollback runs." in html
    assert f'<option value="{jo.pk}" selected>Jo Lind</option>' in html
    [now] = re.findall(r'name="instead_of" value="(\d+)"', html)
    assert now == str(priya.pk)
    assert send(client, incident, **data | {"instead_of": now}).status_code == 302
    assert roles(incident)[jo] == LEAD


def test_whoever_presses_to_lead_too_late_is_told_in_the_room(client_of, incident, nia, priya):
    hand_over_lead(incident, by=priya, to=priya)

    response = client_of(nia).post(f"{incident.get_absolute_url()}role/", {"role": "lead"})

    assert response.status_code == 422
    assert "Priya took the lead a moment ago." in response.content.decode()
    assert roles(incident)[priya] == LEAD


@pytest.mark.parametrize("role", [LEAD, COMMUNICATIONS, SCRIBE])
def test_the_page_hands_over_what_it_says(client_of, incident, nia, priya, role):
    take_role(incident, by=priya, role=role)
    html = page(client_of(nia), incident, f"?role={role}&from={priya.pk}")

    assert str(ROLES[role].question) in html
    assert all(str(line) in html for line in ROLES[role].lines)
    assert f'name="instead_of" value="{priya.pk}"' in html
    sent = {"role": role, "to": nia.pk, "instead_of": priya.pk, "note": ""}
    assert send(client_of(nia), incident, **sent).status_code == 302
    assert roles(incident) == {nia: role, priya: RESPONDER}


@pytest.mark.parametrize(
    "query", ["?role=pilot", "?from=x", "?role=scribe&from=99999999999999999999"]
)
def test_the_page_takes_any_address(client_of, incident, nia, query):
    assert "Hand over" in page(client_of(nia), incident, query) or "Ask them" in page(
        client_of(nia), incident, query
    )


@pytest.mark.parametrize("odd", ["x", "999999", ""])
def test_somebody_who_cannot_be_read_is_nobody(client_of, incident, nia, priya, odd):
    response = send(client_of(nia), incident, to=priya.pk, instead_of=odd)

    assert response.status_code == 302
    assert roles(incident)[priya] == LEAD


def test_what_is_over_hands_nothing_over(client_of, nia):
    over = IncidentFactory(by=nia, is_over=True)

    assert client_of(nia).get(f"{over.get_absolute_url()}hand-over/").status_code == 302


def test_a_reader_hands_nothing_over(client_of, incident):
    reader = client_of(UserFactory(role=Role.READER))

    assert reader.get(f"{incident.get_absolute_url()}hand-over/").status_code == 403


def test_people_are_offered_nearest_first(incident, nia):
    team = TeamFactory()
    service = ServiceFactory(team=team)
    incident.services.add(service)
    expert, member, other = UserFactory(), UserFactory(team=team), UserFactory()
    service.experts.add(expert)

    field = HandOverForm(incident=incident).fields["to"]
    first, *groups = field.widget.choices

    assert first == ("", "Choose somebody")
    offered = {str(group): [value.value for value, _label in people] for group, people in groups}
    assert offered == {
        "Here now": [nia.pk],
        "With the services": [expert.pk, member.pk],
        "Everyone": [other.pk],
    }


def test_a_company_of_hundreds_takes_one_query(client_of, queries_of, incident, nia):
    address = f"{incident.get_absolute_url()}hand-over/"
    few = queries_of(client_of(nia), address)
    for _ in range(150):
        UserFactory()

    assert queries_of(client_of(nia), address) == few


def test_a_role_explains_itself_to_a_first_timer_only(client_of, nia, priya):
    first, later = IncidentFactory(by=priya), IncidentFactory(by=priya)
    take_role(first, by=nia, role=SCRIBE)
    take_role(later, by=nia, role=SCRIBE)
    words = "Your first time as scribe"

    assert words in client_of(nia).get(first.get_absolute_url()).content.decode()
    assert words not in client_of(priya).get(first.get_absolute_url()).content.decode()
    assert words not in client_of(nia).get(later.get_absolute_url()).content.decode()
    take_role(later, by=nia, role=LEAD)
    html = client_of(nia).get(later.get_absolute_url()).content.decode()
    assert "Your first time as incident lead" in html


def test_what_the_roles_are_can_be_read_by_everybody(client_of, incident):
    html = client_of(UserFactory(role=Role.READER)).get(incident.get_absolute_url())

    for about in ROLES.values():
        assert len(about.lines) == 3
        for line in about.lines:
            assert str(line) in html.content.decode()
            assert len(str(line)) < 100
            assert not FORBIDDEN.search(str(line))


def test_practice_tells_those_in_it_of_their_role_in_the_app_only(nia, priya):
    incident = IncidentFactory(by=nia, mode=Mode.PRACTICE)
    join_incident(incident, by=nia)

    hand_over_role(incident, by=nia, role=SCRIBE, to=priya)

    told_once = Nudge.objects.get(kind="scribe")
    assert (told_once.recipient, told_once.stays_in_app) == (priya, True)
