"""People, teams, accounts, settings and what admins read, through the API."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from incidents.domain.room import join_incident
from incidents.domain.tasks import add_task
from incidents.models import Task
from organisation.domain.exporting import ask_for_export
from organisation.domain.leaving import let_leave
from organisation.domain.members import invite_person
from people.domain.auditing import note
from people.domain.away import be_away
from people.domain.rota import put_on_rota
from people.domain.tokens import make_token, open_service_account
from people.models import AuditEntry, Organisation, Role, Team, User
from tests.api.conftest import Script
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    TeamFactory,
    UserFactory,
    set_up_weekly_talks,
)
from tests.incidents.test_pictures import drawn
from tests.organisation.test_audit import LOOKED

pytestmark = pytest.mark.django_db

V1 = "/api/v1/"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau", title="Engineer", team=TeamFactory(name="Pay"))


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN, display_name="Dana Whitfield")


@pytest.fixture
def dana(script_of, admin):
    """An admin's script: `dana("teams/", {…})` sends, and reads without data."""
    return speaker(script_of(admin))


def speaker(script):
    def ask(path, data=None, status=200):
        answer = script.get(V1 + path) if data is None else script.post(V1 + path, data)
        assert answer.status_code == status, answer.content
        return answer.json() if answer.content else None

    return ask


# People and oneself


def test_everybody_reads_who_is_here(script_of, nia, admin):
    team = nia.team
    team.tech_leads.add(nia)
    ServiceFactory(slug="till").experts.add(nia)
    be_away(nia, by=nia, first_day=timezone.localdate(), last_day=timezone.localdate())
    open_service_account(by=admin, display_name="Bot")
    let_leave(UserFactory(display_name="Gone"), by=admin)
    invite_person(by=admin, display_name="Soon", email="soon@example.org", role="member")
    ask = speaker(script_of(UserFactory(role=Role.READER, display_name="Ann Reader")))

    people = ask("people/")["results"]
    assert [one["name"] for one in people] == ["Ann Reader", "Dana Whitfield", "Nia Kamau"]
    told = ask(f"people/{nia.pk}/")
    assert told == people[2]
    assert (told["title"], told["team"], told["leads"]) == ("Engineer", "Pay", ["Pay"])
    assert told["knows"] == ["till"]
    assert told["away"] == [
        {"first_day": str(timezone.localdate())} | {"last_day": str(timezone.localdate())}
    ]
    assert not {"email", "role", "is_senior", "last_login"} & told.keys()
    assert [one["name"] for one in ask("people/?q=engin")["results"]] == ["Nia Kamau"]
    assert len(ask(f"people/?team={nia.team_id}")["results"]) == 1
    ask("people/?team=none", status=400)


def test_people_come_in_pages_by_name(script_of, nia):
    for name in ("Bo", "Bo", "bo", "Cy"):
        UserFactory(display_name=name)
    ask = speaker(script_of(nia))

    said, path = [], "people/?limit=2"
    while path:
        page = ask(path)
        said += [one["name"] for one in page["results"]]
        path = (page["next"] or "").partition(V1)[2]
    assert said == ["Bo", "Bo", "bo", "Cy", "Nia Kamau"]


def profile(**more):
    return {
        "display_name": "Nia K.",
        "is_senior": True,
        "time_zone": "Africa/Nairobi",
        "workday_starts": "08:00",
        "workday_ends": "16:00",
        "workdays": [0, 1, 2],
    } | more


def test_somebody_says_what_they_say_of_themselves(script_of, nia):
    ask = speaker(script_of(nia))

    told = ask("me/change/", profile(title="Lead", country="KE"))
    assert (told["display_name"], told["title"], told["workdays"]) == ("Nia K.", "Lead", [0, 1, 2])
    assert told["country"] == "KE"
    assert ask("me/profile/") == told
    assert ask("me/zone/", {"time_zone": "Europe/London"})["time_zone"] == "Europe/London"
    today = timezone.localdate()
    days = {"first_day": str(today + timedelta(1)), "last_day": str(today + timedelta(3))}
    assert ask("me/go-away/", days)["away"] == [days]
    assert ask("me/come-back/", days)["away"] == []
    assert ask("me/go-away/", {**days, "last_day": "2001-01-01"}, status=409)["errors"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Moon/Base"},
        {"workday_ends": "07:00"},
        {"workdays": []},
        {"workdays": [7]},
        {"country": "XX"},
        {"display_name": ""},
        {"role": "admin"},
        {"is_service": True},
    ],
)
def test_what_makes_no_sense_of_oneself_is_said_back(script_of, nia, wrong):
    answer = speaker(script_of(nia))("me/change/", profile(**wrong), status=400)

    assert next(iter(answer["errors"])).partition(".")[0] in wrong
    nia.refresh_from_db()
    assert (nia.display_name, nia.role) == ("Nia Kamau", Role.MEMBER)


def test_a_picture_of_oneself_comes_and_goes(script_of, nia):
    script = script_of(nia)
    sent = SimpleUploadedFile("me.png", drawn("PNG"), "image/png")

    answer = script.client.post(f"{V1}me/picture/", {"file": sent})
    assert answer.status_code == 200, answer.content
    assert answer.json()["has_picture"] is True
    assert speaker(script)("me/remove-picture/", {})["has_picture"] is False


def test_a_reader_has_a_profile_and_a_script_has_none(script_of, admin):
    reader = UserFactory(role=Role.READER)
    assert speaker(script_of(reader))("me/change/", profile())["display_name"] == "Nia K."
    bot = open_service_account(by=admin, display_name="Bot", role="admin")
    _made, token = make_token(bot, by=admin, name="x", scopes=["organisation:write"])
    ask = speaker(Script(token))
    ask("me/profile/", status=403)
    ask("me/change/", profile(), status=403)


# Teams


def test_admins_keep_teams(dana, nia):
    made = dana("teams/", {"name": "Search", "tech_leads": [nia.pk]}, status=201)
    assert (made["name"], [one["name"] for one in made["tech_leads"]]) == ("Search", ["Nia Kamau"])
    at = f"teams/{made['id']}/"
    assert dana(f"{at}change/", {"name": "Finding"})["tech_leads"] == []
    assert dana("teams/", {"name": "Finding"}, status=409)["errors"]["name"]
    placed = dana(f"{at}put-on-rota/", {"person": nia.pk})["rota"]
    again = dana(f"{at}put-on-rota/", {"person": UserFactory().pk})["rota"]
    assert [one["position"] for one in again] == [0, 1]
    moved = dana(f"{at}rota/{placed[0]['id']}/move/", {"position": 1})["rota"]
    assert moved[1]["person"]["name"] == "Nia Kamau"
    assert len(dana(f"{at}rota/{placed[0]['id']}/take-off/", {})["rota"]) == 1
    dana(f"{at}discard/", {}, status=204)
    assert not Team.objects.filter(name="Finding").exists()


def test_a_team_that_is_in_use_stays(dana, nia):
    said = dana(f"teams/{nia.team_id}/discard/", {}, status=409)
    assert "people in it" in said["detail"]


def test_a_lead_keeps_their_rota_and_nothing_else(script_of, nia):
    nia.team.tech_leads.add(nia)
    other, ask = TeamFactory(), speaker(script_of(nia))
    place = put_on_rota(other, by=nia, person=nia)
    at = f"teams/{nia.team_id}/"

    assert len(ask(f"{at}put-on-rota/", {"person": nia.pk})["rota"]) == 1
    ask(f"{at}change/", {"name": "Mine"}, status=403)
    ask(f"{at}discard/", {}, status=403)
    ask("teams/", {"name": "Mine"}, status=403)
    ask(f"teams/{other.pk}/put-on-rota/", {"person": nia.pk}, status=403)
    ask(f"teams/{other.pk}/rota/{place.pk}/take-off/", {}, status=403)
    # A place of another team is not found by way of one's own.
    ask(f"{at}rota/{place.pk}/take-off/", {}, status=404)
    rotas = {one["id"]: one["rota"] for one in ask("teams/")["results"]}
    assert rotas[other.pk] == []
    assert len(rotas[nia.team_id]) == 1


# Accounts


def test_an_account_from_invitation_to_leaving(dana, nia, work):
    with work():
        soon = dana(
            "members/",
            {"display_name": "Ola", "email": "Ola@Example.org", "team": "Pay"},
            status=201,
        )
    assert [one.to for one in mail.outbox] == [["ola@example.org"]]
    assert (soon["email"], soon["team"], soon["has_arrived"]) == ("ola@example.org", "Pay", False)
    at = f"members/{soon['id']}/"
    assert [one["id"] for one in dana("members/?state=invited")["results"]] == [soon["id"]]
    dana(f"{at}invite-again/", {}, status=409)
    said = {"display_name": "Ola", "role": "reader", "team": None, "title": "", "is_senior": False}
    assert dana(f"{at}change/", said)["role"] == "reader"
    dana(f"{at}withdraw/", {}, status=204)
    dana(at, status=404)

    add_task(IncidentFactory(by=nia, title="Slow"), by=nia, text="Look", assignee=nia)
    held = dana(f"members/{nia.pk}/holds/")["results"]
    assert [(one["sort"], one["goes_with"], one["named"]) for one in held] == [
        ("task", "incidents", ["Look"])
    ]
    heir = UserFactory()
    left = dana(f"members/{nia.pk}/leave/", {"incidents": heir.pk})
    assert (left["is_here"], bool(left["left_at"])) == (False, True)
    assert Task.objects.get().assignee == heir
    dana(f"members/{nia.pk}/leave/", {}, status=409)
    assert dana(f"members/{nia.pk}/let-back/", {})["is_here"] is True


def test_of_what_is_restricted_an_admin_sees_a_count(dana, nia):
    incident = IncidentFactory(by=nia, title="A secret breach")
    join_incident(incident, by=nia)
    add_task(incident, by=nia, text="A secret step", assignee=nia)
    restrict_incident(incident, by=nia)

    [held] = [one for one in dana(f"members/{nia.pk}/holds/")["results"] if one["sort"] == "task"]
    assert (held["named"], held["count"]) == ([], 1)


def test_the_last_admin_stays_and_the_page_says_the_same(dana, admin, client_of):
    said = dana(f"members/{admin.pk}/leave/", {}, status=409)
    assert "is the only admin" in said["detail"]
    page = client_of(admin).post(reverse("organisation:let_leave", args=[admin.pk]))
    assert page.status_code == 422
    assert said["detail"] in page.text


def test_nobody_leaves_what_they_hold_to_whoever_cannot_take_it(dana, nia):
    reader = UserFactory(role=Role.READER)
    dana(f"members/{nia.pk}/leave/", {"teams": reader.pk}, status=400)
    dana(f"members/{nia.pk}/leave/", {"teams": nia.pk}, status=409)
    nia.refresh_from_db()
    assert nia.is_active


def test_scripts_and_whoever_was_erased_are_no_members(dana, admin):
    bot = open_service_account(by=admin, display_name="Bot")
    gone = UserFactory(is_active=False, erased_at=timezone.now(), left_at=timezone.now())
    for number in (bot.pk, gone.pk):
        dana(f"members/{number}/", status=404)
        dana(f"members/{number}/leave/", {}, status=404)


# Settings, and what is read


def test_admins_keep_settings_and_each_change_is_noted(dana, admin):
    words = {"name": "Larkspur", "postmortem_word": "retrospective"}
    assert dana("organisation/names/", words)["name"] == "Larkspur"
    meanings = {f"{one}_means": f"{one} here" for one in ("critical", "major", "minor")}
    minutes = {"critical_minutes": 10, "major_minutes": 20, "minor_minutes": None}
    assert dana("organisation/severities/", meanings | minutes)["major_minutes"] == 20
    days = {"country": "GB", "days_off": ["2026-12-24"]}
    assert dana("organisation/holidays/", days)["days_off"] == ["2026-12-24"]
    uses = {"uses_mail": True, "uses_browsers": False, "uses_chats": True}
    assert dana("organisation/channels/", uses)["uses_browsers"] is False
    kept = {"audit_days": 60, "nudge_days": 200, "delivery_days": 9}
    kept |= {"webhook_days": 3, "export_days": 2}
    assert dana("organisation/retention/", kept)["audit_days"] == 60
    read = dana("organisation/settings/")
    assert {**read, **words, **meanings, **minutes, **days, **uses, **kept} == read
    assert Organisation.objects.get().name == "Larkspur"
    changes = AuditEntry.objects.filter(action="organisation.setting")
    assert {one.by for one in changes} == {admin}
    assert changes.filter(details__field="audit_days", details__after=60).exists()


TALKS = {"is_on": True, "title": "Broke", "weekday": 3, "starts": "15:00", "minutes": 30}
TALKS |= {"time_zone": "Europe/London", "slots": 4}


@pytest.mark.parametrize(
    ("read", "write", "words"),
    [
        (
            "organisation/settings/",
            "organisation/names/",
            {"name": "Larkspur", "postmortem_word": "retrospective"},
        ),
        (
            "status-page/settings/",
            "status-page/set-up/",
            {"is_on": True, "title": "How we are", "intro": ""},
        ),
        ("talks/series/", "talks/set-up/", TALKS),
    ],
)
def test_of_two_who_change_what_there_is_one_of_the_second_is_told(
    script_of, admin, read, write, words
):
    set_up_weekly_talks(by=admin)
    script = script_of(admin)
    known = script.get(f"/api/v1/{read}")["ETag"]

    first = script.post(f"/api/v1/{write}", words, If_Match=known)
    assert first.status_code == 200, first.content
    assert script.post(f"/api/v1/{write}", words, If_Match=known).status_code == 412
    assert script.post(f"/api/v1/{write}", words, If_Match=first["ETag"]).status_code == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("names", {"name": "x", "postmortem_word": "blame"}),
        ("names", {"name": "x", "postmortem_word": "retrospective", "audit_days": 1}),
        ("holidays", {"country": "XX", "days_off": []}),
        ("holidays", {"country": "GB", "days_off": ["soon"]}),
        ("retention", {"audit_days": 1}),
        ("severities", {"critical_minutes": 1}),
    ],
)
def test_settings_that_make_no_sense_are_said_back(dana, path, said):
    dana(f"organisation/{path}/", said, status=400)
    assert not Organisation.objects.exists()


def test_the_audit_log_is_read_and_narrowed_down(dana, admin, nia):
    made = dana("teams/", {"name": "Search"}, status=201)
    dana("organisation/names/", {"name": "L", "postmortem_word": "postmortem"})
    put_on_rota(nia.team, by=nia, person=nia)

    lines = dana("audit/")["results"]
    assert lines[0]["action"] == "rota.put_on"
    assert lines[0]["by"] == {"id": nia.pk, "name": "Nia Kamau"}
    [line] = dana("audit/?action=people.team_made")["results"]
    assert line["about"] == {"type": "people.team", "id": str(made["id"])}
    assert line["details"] == {"name": "Search"}
    assert {one["by"]["id"] for one in dana(f"audit/?person={nia.pk}")["results"]} == {nia.pk}
    assert dana("audit/?until=2001-01-01")["results"] == []
    dana("audit/?action=nothing", status=400)
    dana("audit/?since=yesterday", status=400)


def test_the_audit_log_does_not_say_what_its_reader_may_not_see(dana, nia):
    incident = IncidentFactory(by=nia, title="A secret breach")
    join_incident(incident, by=nia)
    restrict_incident(incident, by=nia)
    note(LOOKED, by=None, about=incident, size=3)

    lines = dana("audit/?thing=incidents.incident")["results"]
    assert lines
    assert all(one["about"] is None and one["details"] == {} for one in lines)


def test_exports_are_listed_and_not_fetched(dana, admin):
    export = ask_for_export(by=admin)

    [told] = dana("exports/")["results"]
    assert (told["id"], told["state"]) == (export.pk, "waiting")
    assert dana(f"exports/{export.pk}/") == told
    assert not {"file", "claim"} & told.keys()


# Who may


FOR_ADMINS = [
    *("members/", "audit/", "exports/", "organisation/settings/"),
    *("members/{nia}/", "members/{nia}/holds/"),
]
DONE_BY_ADMINS = [
    *("members/", "members/{nia}/change/", "members/{nia}/leave/", "members/{nia}/let-back/"),
    *("members/{nia}/invite-again/", "members/{nia}/withdraw/", "teams/"),
    *("organisation/names/", "organisation/severities/", "organisation/holidays/"),
    *("organisation/channels/", "organisation/retention/"),
]


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_others_than_admins_are_told_no(script_of, nia, role):
    ask = speaker(script_of(UserFactory(role=role)))

    for path in FOR_ADMINS:
        ask(path.format(nia=nia.pk), status=403)
    for path in DONE_BY_ADMINS:
        ask(path.format(nia=nia.pk), {}, status=403)


def test_an_admins_token_does_what_its_scope_says(script_of, admin, nia):
    elsewhere = speaker(script_of(admin, "incidents:write"))
    reads = speaker(script_of(admin, "organisation:read"))

    for path in FOR_ADMINS:
        elsewhere(path.format(nia=nia.pk), status=403)
        reads(path.format(nia=nia.pk))
    for path in [*DONE_BY_ADMINS, "me/change/"]:
        reads(path.format(nia=nia.pk), {}, status=403)


def test_a_stranger_is_asked_who_they_are(client, nia):
    for path in [*FOR_ADMINS, "people/", "teams/", "me/profile/"]:
        assert client.get(V1 + path.format(nia=nia.pk)).status_code == 401


@pytest.mark.parametrize("path", ["people/", "teams/", "members/", "audit/", "exports/"])
def test_three_rows_take_as_many_queries_as_one(queries_of, client_of, admin, nia, path):
    def grow():
        lead = UserFactory(team=TeamFactory())
        lead.team.tech_leads.add(lead)
        ServiceFactory().experts.add(lead)
        put_on_rota(lead.team, by=admin, person=lead)
        ask_for_export(by=UserFactory(role=Role.ADMIN))

    grow()
    client = client_of(admin)
    few = queries_of(client, V1 + path)
    grow()
    grow()

    assert queries_of(client, V1 + path) == few <= 12


def test_one_that_was_read_before_is_changed_once(script_of, admin, nia):
    script = script_of(admin)
    at = f"{V1}members/{nia.pk}/"
    tag = script.get(at).headers["ETag"]
    said = {"display_name": "N", "role": "reader", "team": None, "title": "", "is_senior": False}

    assert script.post(f"{at}change/", said, If_Match=tag).status_code == 200
    assert script.post(f"{at}change/", said, If_Match=tag).status_code == 412
    assert User.objects.get(pk=nia.pk).role == Role.READER
