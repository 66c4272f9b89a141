import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from incidents.models import Incident, ReachOut
from nudges.models import Nudge
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, ToolFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW, FILE, TOOLS = "/incidents/new/", "/incidents/new/file/", "/incidents/new/tools/"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def beside(response, field):
    """What stands in the place where a field says what is wrong with it."""
    html = response.content.decode()
    found = re.search(rf'id="id_{field}_error">(.*?)</div>', html, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else None


def test_the_page_asks_for_one_line(client):
    html = client.get(NEW).content.decode()

    assert re.findall(
        r'<input[^>]* required[^>]*name="(\w+)"|name="(\w+)"[^>]* required', html
    ) == [("", "title")]
    assert re.search(r'name="client_token" value="[0-9a-f-]{36}"', html)


def test_one_line_opens_an_incident_and_is_thanked_first(client, nia):
    response = client.post(FILE, {"title": "Search answers with nothing"})

    incident = Incident.objects.get()
    assert (incident.title, incident.declared_by) == ("Search answers with nothing", nia)
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    main = page[page.index("<main") :]
    assert main.index("Thank you for raising this") < main.index("Search answers with nothing")


def test_the_thanks_are_for_the_filer_only(client_of):
    incident = IncidentFactory()

    response = client_of(UserFactory()).get(f"{incident.get_absolute_url()}?thanks")

    assert "Thank you for raising this" not in response.content.decode()


def test_everything_that_was_chosen_is_kept(client):
    search = ServiceFactory(name="Search")
    ToolFactory(service=search, command="deploy rollback search")

    response = client.post(
        FILE,
        {
            "title": "Search answers with nothing",
            "undo_path": "roll_back",
            "severity": "major",
            "mode": "live",
            "services": [search.pk],
        },
    )

    incident = Incident.objects.get()
    assert (incident.undo_path, incident.severity, incident.mode) == ("roll_back", "major", "live")
    assert list(incident.services.all()) == [search]
    assert "deploy rollback search" in client.get(response.url).content.decode()


def test_the_same_form_sent_twice_is_one_incident(client):
    typed = {"title": "Checkout is slow", "client_token": str(uuid4())}

    first, second = (client.post(FILE, typed) for _ in range(2))

    assert Incident.objects.count() == 1
    assert first.url == second.url


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"title": ""}, "title", "One line about what is going on is enough."),
        ({"title": "   "}, "title", "One line about what is going on is enough."),
        ({"title": "x" * 301}, "title", "and 300 fit"),
        ({"title": "Slow\x00"}, "title", "Null characters are not allowed"),
        ({"severity": "doom"}, "severity", "from the list."),
        ({"undo_path": "magic"}, "undo_path", "from the list."),
        ({"mode": "loud"}, "mode", "from the list."),
        ({"services": ["999999"]}, "services", "from the list."),
        ({"services": ["search"]}, "services", "from the list."),
    ],
)
def test_bad_input_is_answered_beside_the_field_and_nothing_is_saved(
    client, typed, field, sentence
):
    mail = ServiceFactory()
    good = {"title": "Half the mails are blank", "severity": "minor", "services": [mail.pk]}
    good["client_token"] = str(uuid4())

    response = client.post(FILE, good | typed)

    assert response.status_code == 422
    assert sentence in beside(response, field)
    html = response.content.decode()
    assert good["client_token"] in html
    if "title" not in typed:
        assert 'value="Half the mails are blank"' in html
    if "severity" not in typed:
        assert re.search(r'<input[^>]*value="minor"[^>]* checked', html)
    if "services" not in typed:
        assert re.search(rf'<input[^>]*value="{mail.pk}"[^>]* checked', html)
    assert not Incident.objects.exists()
    assert not Nudge.objects.exists()
    assert not ReachOut.objects.exists()


def test_what_was_typed_too_long_is_still_there(client):
    response = client.post(FILE, {"title": "Slow " * 80})

    assert ("Slow " * 80).strip() in response.content.decode()


def test_a_token_that_is_none_says_so_and_keeps_the_words(client):
    response = client.post(FILE, {"title": "Slow", "client_token": "seven"})

    assert response.status_code in (302, 422)
    assert Incident.objects.count() == (response.status_code == 302)
    if response.status_code == 422:
        assert "alert" in response.content.decode()


def test_practice_is_marked_as_practice_wherever_it_shows(client):
    response = client.post(FILE, {"title": "What if search were empty", "mode": "practice"})

    assert "Practice" in client.get(response.url).content.decode()
    assert "This is practice" in client.get(response.url).content.decode()


def test_a_record_asks_for_nobody(client):
    response = client.post(FILE, {"title": "Search was empty on Monday", "mode": "record"})

    assert "nobody is asked to respond" in client.get(response.url).content.decode()


@pytest.mark.parametrize("path", [NEW, TOOLS, FILE])
def test_strangers_are_sent_to_the_sign_in_and_readers_are_told_no(client_of, client, path):
    from django.test import Client

    ask = "post" if path == FILE else "get"

    stranger = getattr(Client(), ask)(path)
    reader = getattr(client_of(UserFactory(role=Role.READER)), ask)(path)

    assert stranger.status_code == 302
    assert stranger.url.startswith("/accounts/login/")
    assert reader.status_code == 403
    assert not Incident.objects.exists()
    assert getattr(client, "post" if ask == "get" else "get")(path).status_code == 405


def test_the_order_is_the_order_in_which_it_helps(client):
    ServiceFactory()

    html = client.get(NEW).content.decode()

    asked = [
        "id_title",
        "id_undo_path",
        "id_severity",
        "id_services",
        "id_mode",
        "id_is_restricted",
    ]
    places = [html.index(f'id="{name}"') for name in asked]
    assert places == sorted(places)


def test_chosen_services_show_their_tools_and_who_knows_them(client):
    search, mail = ServiceFactory(name="Search"), ServiceFactory(name="Mail")
    ToolFactory(service=search, command="deploy rollback search", is_safe_twice=True)
    search.experts.add(UserFactory(display_name="Samira Rahimi"))
    ServiceFactory(name="Ledger")

    html = client.get(TOOLS, {"services": [search.pk, mail.pk, "x", "9" * 30]}).content.decode()

    assert html.index("Mail") < html.index("No tools are written down") < html.index("Search")
    assert 'data-copy="deploy rollback search"' in html
    assert "Safe to run twice." in html
    assert "Samira Rahimi" in html
    assert "Ledger" not in html


def test_tools_take_the_same_queries_for_one_service_as_for_three(client, queries_of):
    def chosen(count):
        services = [ToolFactory().service for _ in range(count)]
        for service in services:
            service.experts.add(UserFactory())
        return f"{TOOLS}?" + "&".join(f"services={one.pk}" for one in services)

    assert queries_of(client, chosen(1)) == queries_of(client, chosen(3))


def test_the_tools_of_what_was_chosen_are_there_when_the_form_comes_back(client):
    tool = ToolFactory(command="deploy rollback search")

    response = client.post(FILE, {"title": "", "services": [tool.service_id]})

    assert "deploy rollback search" in response.content.decode()


def test_many_services_get_a_field_that_filters_them(client):
    for _ in range(9):
        ServiceFactory()
    assert "data-filter" not in client.get(NEW).content.decode()

    ServiceFactory()

    assert 'data-filter="id_services"' in client.get(NEW).content.decode()


def test_the_first_time_has_plainer_words_and_the_offer_of_company(client, nia):
    first = client.get(NEW).content.decode()
    IncidentFactory(by=nia, mode="practice")
    after_practice = client.get(NEW).content.decode()
    IncidentFactory(by=nia)
    later = client.get(NEW).content.decode()

    for html in (first, after_practice):
        assert "You are in the right place." in html
        assert "Going back to the version before makes it right" in html
        assert 'name="wants_company"' in html
    assert "One command puts it right" in later
    assert 'name="wants_company"' not in later


def test_what_is_over_can_say_when_it_was(client, nia):
    nia.time_zone = "Africa/Nairobi"
    nia.save()
    times = {"started_at": "2026-03-09T14:05", "resolved_at": "2026-03-09T15:00"}

    response = client.post(FILE, {"title": "Search was empty", "mode": "record"} | times)

    incident = Incident.objects.get()
    assert response.status_code == 302
    assert incident.started_at.isoformat() == "2026-03-09T11:05:00+00:00"
    assert incident.resolved_at.isoformat() == "2026-03-09T12:00:00+00:00"


@pytest.mark.parametrize(
    ("times", "field", "sentence"),
    [
        ({"started_at": "2099-03-09T14:05"}, "started_at", "Check the year."),
        ({"started_at": "yesterday"}, "started_at", "Give a day and a time"),
        (
            {"started_at": "2026-03-09T14:05", "resolved_at": "2026-03-09T14:00"},
            "resolved_at",
            "It was over after it started.",
        ),
    ],
)
def test_times_that_cannot_be_are_answered_beside_their_field(client, times, field, sentence):
    response = client.post(FILE, {"title": "Search was empty", "mode": "record"} | times)

    assert response.status_code == 422
    assert sentence in beside(response, field)
    assert all(f'value="{typed}"' in response.content.decode() for typed in times.values())
    assert not Incident.objects.exists()


def test_times_are_left_out_where_it_still_happens(client):
    times = {"started_at": "yesterday", "resolved_at": "2026-03-09T15:00"}

    client.post(FILE, {"title": "Search is empty", "mode": "live"} | times)

    incident = Incident.objects.get()
    assert incident.is_open
    assert incident.started_at == incident.declared_at


def test_what_waited_on_a_device_began_when_it_was_written(client):
    written = timezone.now() - timedelta(minutes=25)

    client.post(FILE, {"title": "The network is down", "written_at": written.isoformat()})

    assert Incident.objects.get().started_at == written


@pytest.mark.parametrize("written", ["", "soon", "2001-01-01T00:00:00Z", "2099-01-01T00:00:00Z"])
def test_a_clock_that_is_wrong_is_not_believed(client, written):
    client.post(FILE, {"title": "The network is down", "written_at": written})

    incident = Incident.objects.get()
    assert incident.started_at == incident.declared_at


def test_it_can_be_for_those_in_it_alone(client, client_of):
    client.post(FILE, {"title": "Somebody is in our network", "is_restricted": "on"})

    room = Incident.objects.get().get_absolute_url()
    assert client.get(room).status_code == 200
    assert client_of(UserFactory()).get(room).status_code == 404


def test_what_somebody_else_began_is_not_filed_unasked(client, nia):
    other = UserFactory()

    response = client.post(FILE, {"title": "Search is empty", "filer": other.pk})

    html = response.content.decode()
    assert response.status_code == 409
    assert not Incident.objects.exists()
    assert "Somebody else began this here" in html
    assert 'value="Search is empty"' in html
    assert f'name="filer" value="{nia.pk}"' in html


def test_one_s_own_is_filed(client, nia):
    client.post(FILE, {"title": "Search is empty", "filer": nia.pk})

    assert Incident.objects.get().declared_by == nia


def test_the_thanks_say_which_form_it_was(client):
    token = str(uuid4())

    response = client.post(FILE, {"title": "Search is empty", "client_token": token})

    assert f'data-filed="{token}"' in client.get(response.url).content.decode()


def asked_for(incident):
    return [(one.is_for_company, one.about, one.asked_by) for one in incident.help_requests.all()]


def test_one_button_opens_it_and_asks_for_help(client, nia):
    client.post(FILE, {"title": "Search is empty", "asks_for_help": "on"})

    assert asked_for(Incident.objects.get()) == [(False, "", nia)]


def test_somebody_can_be_asked_to_stay(client, nia):
    client.post(FILE, {"title": "Search is empty", "wants_company": "on"})

    assert asked_for(Incident.objects.get()) == [(True, "", nia)]


def test_what_is_over_needs_neither(client):
    both = {"wants_company": "on", "asks_for_help": "on"}

    client.post(FILE, {"title": "Search was empty", "mode": "record"} | both)

    assert asked_for(Incident.objects.get()) == []


def test_a_form_sent_twice_asks_once(client):
    typed = {"title": "Checkout is slow", "client_token": str(uuid4()), "asks_for_help": "on"}

    for _ in range(2):
        client.post(FILE, typed)

    assert len(asked_for(Incident.objects.get())) == 1
