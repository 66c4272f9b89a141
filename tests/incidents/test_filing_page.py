import re
from uuid import uuid4

import pytest

from incidents.models import Incident, ReachOut
from nudges.models import Nudge
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, ToolFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW, FILE = "/incidents/new/", "/incidents/new/file/"


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


@pytest.mark.parametrize("path", [NEW, FILE])
def test_strangers_are_sent_to_the_sign_in_and_readers_are_told_no(client_of, client, path):
    from django.test import Client

    ask = "get" if path == NEW else "post"

    stranger = getattr(Client(), ask)(path)
    reader = getattr(client_of(UserFactory(role=Role.READER)), ask)(path)

    assert stranger.status_code == 302
    assert stranger.url.startswith("/accounts/login/")
    assert reader.status_code == 403
    assert not Incident.objects.exists()
    assert getattr(client, "post" if ask == "get" else "get")(path).status_code == 405
