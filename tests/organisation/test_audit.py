"""The audit log's page: who did what, as far as its reader may see what it is about."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from hints.domain.hinting import RULE_IDS, hear_rule, silence_rule
from incidents.domain.checklists import change_checklist, delete_checklist, write_checklist
from incidents.domain.custom_fields import change_field, define_field, use_field
from incidents.domain.restricting import look_as_admin, restrict_incident
from incidents.domain.room import join_incident
from incidents.domain.services import add_link, create_service, describe_service, remove_link
from incidents.domain.status_page import set_up_status_page
from organisation.domain.members import change_member
from organisation.queries.audit import PAGE
from people.domain.auditing import Action, note
from people.domain.rota import move_on_rota, put_on_rota, take_off_rota
from people.models import AuditEntry, Role
from postmortems.domain.sharing import end_link, share_postmortem
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LOG = "/organisation/audit/"
DOWNLOAD = f"{LOG}download/"
RULE = min(RULE_IDS)
LOOKED = Action("tests.looked", "looked")


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN, display_name="Dana Whitfield")


def restricted():
    ines = UserFactory()
    incident = IncidentFactory(title="Somebody was hurt")
    join_incident(incident, by=ines)
    return restrict_incident(incident, by=ines)


def names():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_page_says_who_did_what_with_what(client_of, admin):
    team = TeamFactory(name="Payments")
    put_on_rota(team, by=admin, person=UserFactory())

    page = client_of(admin).get(LOG).text

    assert "Put somebody on a rota" in page
    assert f'<a href="/people/teams/{team.pk}/rota/">Payments</a>' in page
    assert "Dana Whitfield" in page


def test_whom_and_which_team_it_mentions_is_named(client_of, admin):
    tom, tills = UserFactory(display_name="Tom Hale"), TeamFactory(name="Tills")
    put_on_rota(TeamFactory(name="Payments"), by=admin, person=tom)
    words = {"display_name": "Tom Hale", "title": "", "is_senior": False}
    change_member(tom, by=admin, role=tom.role, team=tills, **words)

    page = client_of(admin).get(LOG).text

    assert "Person: Tom Hale" in page
    assert "Team: Tills" in page
    tills.delete()
    assert "Team: gone" in client_of(admin).get(LOG).text


def test_things_of_one_sort_alone_are_named_too(client_of, admin):
    for thing in (TeamFactory(name="Payments"), ServiceFactory(name="Tills")):
        note(LOOKED, by=admin, about=thing)

        assert str(thing) in client_of(admin).get(LOG).text


def test_what_is_restricted_is_named_to_nobody_who_does_not_see_it(client_of, admin):
    incident = restricted()
    note(LOOKED, by=None, about=incident, size=3)

    page = client_of(admin).get(LOG).text
    [line] = lines_of(client_of(admin).post(DOWNLOAD))[1:]

    assert "tests.looked: " in page
    assert "Somebody was hurt" not in page
    assert f"INC-{incident.pk}" not in page
    assert "Size: 3" not in page
    assert (line["about"], line["details"]) == (None, {})


def test_an_admin_who_opens_what_is_restricted_is_noted(client_of, admin):
    incident = restricted()
    look_as_admin(incident, by=admin)
    look_as_admin(incident, by=admin)

    [entry] = AuditEntry.objects.all()

    assert (entry.by, entry.action) == (admin, "incident.looked")
    assert "Somebody was hurt" in client_of(admin).get(LOG).text
    assert "Somebody was hurt" not in client_of(UserFactory(role=Role.ADMIN)).get(LOG).text


def test_pages_follow_each_other(client_of, admin):
    for n in range(PAGE + 1):
        note(LOOKED, by=admin, size=n)
    client = client_of(admin)

    first = client.get(LOG)
    last = first.context["page"].more
    second = client.get(LOG, {"before": last})

    assert len(first.context["page"].lines) == PAGE
    assert [one.entry.details["size"] for one in second.context["page"].lines] == [0]
    assert f"before={last}" in first.text
    assert second.context["page"].more is None


@pytest.mark.parametrize("asked", ["person", "action", "thing", "since", "until"])
def test_the_log_is_narrowed_down(client_of, admin, asked):
    other, team, now = UserFactory(), TeamFactory(), timezone.now()
    note(LOOKED, by=other)
    wanted = note(Action("rota.put_on", "put on"), by=admin, about=team)
    days = timedelta(days=3)
    old = AuditEntry.objects.create(action="tests.looked", at=now - days, by=other)
    given = {
        "person": str(admin.pk),
        "action": "rota.put_on",
        "thing": "people.team",
        "since": f"{now:%Y-%m-%d}",
        "until": f"{now - days:%Y-%m-%d}",
    }[asked]

    found = client_of(admin).get(LOG, {asked: given}).context["page"].lines

    expected = {"since": 2, "until": 1}.get(asked, 1)
    assert len(found) == expected
    assert (found[0].entry == old) == (asked == "until")
    assert (wanted in [one.entry for one in found]) == (asked != "until")


@pytest.mark.parametrize(
    "odd", [{"person": "x"}, {"since": "9999-12-31"}, {"until": "9999-12-31"}, {"before": "x"}]
)
def test_what_makes_no_sense_is_left_out(client_of, admin, odd):
    assert client_of(admin).get(LOG, odd).status_code == 200
    assert client_of(admin).post(DOWNLOAD, odd).status_code == 200


def test_the_page_asks_as_often_for_many_as_for_one(client_of, admin, queries_of):
    client = client_of(admin)

    def write():
        postmortem = PostmortemFactory()
        for thing in (TeamFactory(), UserFactory(), IncidentFactory(), postmortem):
            note(LOOKED, by=UserFactory(), about=thing, person=UserFactory().pk)

    write()
    few = queries_of(client, LOG)
    write()
    write()

    assert queries_of(client, LOG) == few <= 12


def lines_of(answer):
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def test_what_is_shown_can_be_taken_along_and_that_is_noted(client_of, admin):
    note(LOOKED, by=admin, about=admin, size=1)

    answer = client_of(admin).post(DOWNLOAD, {"action": ""})

    assert answer["Content-Type"] == "application/jsonl"
    assert 'filename="audit-' in answer["Content-Disposition"]
    along, looked = lines_of(answer)
    assert along["action"] == "audit.taken_along"
    assert looked | {"id": 0, "at": ""} == {
        "id": 0,
        "at": "",
        "by": {"id": admin.pk, "name": "Dana Whitfield"},
        "action": "tests.looked",
        "about": {"type": "people.user", "id": str(admin.pk)},
        "details": {"size": 1},
    }


def test_what_admins_and_leads_change_is_noted(admin):
    set_up_status_page(by=admin, is_on=True, title="", intro="")
    field = define_field(by=admin, label="Region", kind="text")
    change_field(field, by=admin, label="Area", kind="text")
    use_field(field, by=admin, is_in_use=False)
    checklist = write_checklist(by=admin, name="First", items=["Look"])
    change_checklist(checklist, by=admin, name="First", items=["Look twice"])
    delete_checklist(checklist, by=admin)
    delete_checklist(checklist, by=admin)
    service = create_service(by=admin, name="Cups")
    describe_service(service, by=admin, name="Cups", description="", experts=[])
    link = add_link(service, by=admin, label="Docs", url="https://example.org/")
    remove_link(link, by=admin)
    silence_rule(RULE, by=admin)
    hear_rule(RULE, by=admin)
    team, person = TeamFactory(), UserFactory()
    place = put_on_rota(team, by=admin, person=person)
    move_on_rota(place, by=admin, position=0)
    take_off_rota(place, by=admin)
    postmortem = PostmortemFactory(is_published=True)
    share_postmortem(postmortem, by=admin, days=3)
    end_link(postmortem.share_links.get(), by=admin)

    assert names() == [
        *("status_page.set_up", "field.defined", "field.changed", "field.used"),
        *("checklist.written", "checklist.changed", "checklist.deleted"),
        *("service.created", "service.described", "service.linked", "service.linked"),
        *("hints.silenced", "hints.heard", "rota.put_on", "rota.moved", "rota.taken_off"),
        *("write_up.shared", "write_up.link_ended"),
    ]
    assert person.email not in str(list(AuditEntry.objects.values_list("details", flat=True)))


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_others_are_told_no(client_of, role):
    client = client_of(UserFactory(role=role))

    assert client.get(LOG).status_code == 403
    assert client.post(DOWNLOAD).status_code == 403


def test_strangers_are_sent_to_the_sign_in(client):
    assert client.get(LOG).status_code == 302
    assert client.post(DOWNLOAD).status_code == 302
    assert not AuditEntry.objects.exists()
