"""The pages on which admins keep webhooks."""

import re

import pytest

from incidents.domain.filing import declare_incident
from people.models import Role
from tests.factories import UserFactory
from tests.rules.pages import addresses
from tests.webhooks.conftest import heard
from webhooks.domain import delivery
from webhooks.events import EVENTS
from webhooks.models import Endpoint, Message, State

pytestmark = pytest.mark.django_db


def every_address(endpoint, message):
    numbers = {"endpoint": [str(endpoint.pk)], "message": [str(message.pk)]}
    found = addresses(lambda app, converter, name: numbers.get(name, ["1"]))
    return [one.path for one in found if one.name.startswith("webhooks:")]


@pytest.fixture
def declared(endpoint):
    declare_incident(by=UserFactory(), title="Card payments fail")
    return Message.objects.get()


def test_only_admins_come_in(endpoint, declared, client, client_of):
    for role in (Role.MEMBER, Role.READER):
        somebody = client_of(UserFactory(role=role))
        for path in every_address(endpoint, declared):
            assert (somebody.get(path).status_code, somebody.post(path).status_code) == (403, 403)
    for path in every_address(endpoint, declared):
        assert client.post(path).status_code == 302
        assert client.post(path).url.startswith("/accounts/login/")
    assert Endpoint.objects.get().is_on


def test_adding_shows_the_secret_once(receiver, admin, client_of):
    page = client_of(admin).post(
        "/webhooks/add/",
        {"url": f"{receiver.url}/hook", "events": ["incident.declared", "story.published"]},
    )

    assert page.status_code == 201
    assert "no-store" in page["Cache-Control"]
    [secret] = set(re.findall(r"whsec_[\w+/=]+", page.text))
    this = Endpoint.objects.get()
    assert this.events == ["incident.declared", "story.published"]
    assert secret not in client_of(admin).get(this.get_absolute_url()).text

    declare_incident(by=admin, title="Card payments fail")
    delivery.deliver(this.pk)
    assert heard(receiver, secret)


def test_what_was_typed_is_kept_when_it_is_refused(admin, client_of):
    page = client_of(admin).post(
        "/webhooks/add/", {"url": "https://127.0.0.1/x", "events": ["story.published"]}
    )

    assert page.status_code == 422
    assert "https://127.0.0.1/x" in page.text
    assert "own network" in page.text


def test_changing(endpoint, admin, client_of):
    client = client_of(admin)
    form = client.get(f"/webhooks/{endpoint.pk}/edit/").text
    assert endpoint.url in form
    assert form.count("checked") == len(EVENTS)

    answer = client.post(
        f"/webhooks/{endpoint.pk}/change/",
        {"url": endpoint.url, "description": "The wall", "events": ["incident.declared"]},
    )
    assert answer.url == endpoint.get_absolute_url()
    assert "The wall" in client.get("/webhooks/").text


def test_new_secret_is_shown_once(endpoint, admin, client_of):
    page = client_of(admin).post(f"/webhooks/{endpoint.pk}/rotate/")

    assert "whsec_" in page.text
    assert endpoint.secret not in page.text


def test_off_on_and_out(endpoint, admin, client_of):
    client, at = client_of(admin), f"/webhooks/{endpoint.pk}"
    client.post(f"{at}/off/")
    assert "an admin switched it off" in client.get(f"{at}/").text
    client.post(f"{at}/on/")
    assert "switched it off" not in client.get(f"{at}/").text
    client.post(f"{at}/take-out/")
    assert client.get(f"{at}/").status_code == 404


def test_test_says_what_came_of_it(endpoint, receiver, admin, client_of):
    client, at = client_of(admin), f"/webhooks/{endpoint.pk}"
    page = client.post(f"{at}/try/", follow=True)
    assert "It was taken." in page.text
    [said] = heard(receiver, endpoint.secret)
    assert said["type"] == "test"

    assert "in ten seconds" in client.post(f"{at}/try/", follow=True).text
    Endpoint.objects.update(tried_out_at=None)
    receiver.status = 500
    assert "It was not taken: HTTP 500." in client.post(f"{at}/try/", follow=True).text
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_log_shows_what_came_of_each_and_not_what_it_said(
    endpoint, receiver, declared, admin, client_of
):
    receiver.status, receiver.answer = 500, b"<b>no</b>"
    delivery.deliver(endpoint.pk)
    client = client_of(admin)

    page = client.get(endpoint.get_absolute_url()).text
    assert "HTTP 500" in page
    assert "Card payments" not in page
    page = client.get(declared.get_absolute_url()).text
    assert "&lt;b&gt;no&lt;/b&gt;" in page
    assert "Card payments" not in page


def test_replay_of_one_and_of_all(endpoint, receiver, declared, admin, client_of):
    client, at = client_of(admin), f"/webhooks/{endpoint.pk}"
    assert "waits to be sent" in client.post(
        f"{at}/messages/{declared.pk}/replay/", follow=True
    ).text  # fmt: skip
    delivery.deliver(endpoint.pk)
    client.post(f"{at}/messages/{declared.pk}/replay/")
    delivery.deliver(endpoint.pk)
    assert len(receiver.calls) == 2

    Message.objects.update(state=State.FAILED)
    assert "1 goes out again." in client.post(f"{at}/replay/", {"since": "day"}, follow=True).text
    delivery.deliver(endpoint.pk)
    assert len(receiver.calls) == 3
    assert client.post(f"{at}/replay/", {"since": "ever"}).status_code == 422


def test_message_of_another_endpoint_is_not_there(endpoint, declared, admin, client_of):
    other = Endpoint.objects.create(url="https://example.org", events=[], sealed_secret="-")

    client = client_of(admin)
    assert client.get(f"/webhooks/{other.pk}/messages/{declared.pk}/").status_code == 404


def test_pages_ask_as_often_for_many_rows_as_for_one(
    endpoint, receiver, declared, admin, client_of, queries_of
):
    client, pages = client_of(admin), ("/webhooks/", endpoint.get_absolute_url())
    delivery.deliver(endpoint.pk)
    before = [queries_of(client, page) for page in pages]
    for number in range(3):
        declare_incident(by=admin, title=f"Another {number}")
    delivery.deliver(endpoint.pk)
    Endpoint.objects.create(url="https://example.org", events=[], sealed_secret="-")

    assert [queries_of(client, page) for page in pages] == before
    assert max(before) <= 12


def test_log_has_pages(endpoint, admin, client_of):
    Message.objects.bulk_create(
        Message(endpoint=endpoint, event="test", body="{}") for _ in range(30)
    )
    client = client_of(admin)

    first = client.get(endpoint.get_absolute_url()).text
    older = re.search(r'href="(\?after=\d+)" rel="next"', first)[1]
    second = client.get(endpoint.get_absolute_url() + older).text
    rows = [set(re.findall(r'id="message-(\d+)"', page)) for page in (first, second)]
    assert [len(one) for one in rows] == [25, 5]
    assert not rows[0] & rows[1]
