"""Where somebody says in which browsers messages reach them."""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from PIL import Image

from nudges.channels import push
from nudges.domain.browsers import MOST, keep_browser
from nudges.domain.outbox import nudge
from nudges.domain.saying import say
from nudges.models import Address, Delivery, Nudge
from nudges.push.encryption import encode
from nudges.push.keys import this_site
from people.browsers import browser_name
from people.errors import DomainError
from tests.factories import IncidentFactory, UserFactory
from tests.nudges.conftest import subscribe
from tests.running.push import Device

pytestmark = pytest.mark.django_db

PAGE = "/nudges/browsers/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def answered(endpoint, device, **more):
    return {"endpoint": endpoint, "p256dh": device.p256dh, "auth": device.auth} | more


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def browser(push_service):
    """What a browser answers when it subscribes."""
    return answered(*push_service.subscribe())


def test_allowing_messages_keeps_the_browser_by_a_name_its_owner_knows(client_of, nia, browser):
    client = client_of(nia)

    response = client.post(f"{PAGE}keep/", browser, headers={"User-Agent": FIREFOX})

    assert (response.status_code, response.url) == (302, PAGE)
    kept = Address.objects.get()
    assert (kept.person, kept.channel, kept.label) == (nia, "push", "Firefox on Linux")
    assert browser["endpoint"] not in kept.sealed
    html = client.get(PAGE).content.decode()
    assert "Firefox on Linux" in html
    assert "This browser</span>" in html


def test_allowing_them_twice_keeps_it_once(client_of, nia, browser):
    client = client_of(nia)

    for _ in range(2):
        client.post(f"{PAGE}keep/", browser)

    assert Address.objects.count() == 1


def test_a_browser_reaches_only_whoever_allowed_it_last(client_of, nia, browser):
    ines = UserFactory()
    client_of(nia).post(f"{PAGE}keep/", browser)
    nudge("update_due", about=IncidentFactory(mode="record"), to=[nia])
    say(Nudge.objects.get().pk)

    client_of(ines).post(f"{PAGE}keep/", browser)

    assert Address.objects.get().person == ines
    # What still waited for the one before goes to nobody.
    assert not Delivery.objects.filter(channel="push").exists()


def test_two_people_who_allow_it_at_once_share_no_browser(race, push_service):
    endpoint, device = push_service.subscribe()
    people = UserFactory(), UserFactory()

    outcomes = race(2, [lambda who=who: subscribe(who, endpoint, device) for who in people])

    assert outcomes == ["ok", "ok"]
    assert Address.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"p256dh": ""},
        {"p256dh": "AAAA"},
        {"p256dh": encode(b"\4" + bytes(64))},
        {"p256dh": "B" * 5000},
        {"auth": ""},
        {"auth": encode(bytes(15))},
        {"auth": encode(bytes(17))},
        {"auth": "é"},
        {"endpoint": ""},
        {"endpoint": "not an address"},
        {"endpoint": "https://"},
        {"endpoint": "ftp://push.example/a"},
        {"endpoint": "http://push.example/a"},
        {"endpoint": "https://somebody:secret@push.example/a"},
        {"endpoint": "https://push.example/a#b"},
        {"endpoint": "https://10.0.0.7/a"},
        {"endpoint": "https://169.254.169.254/latest/meta-data"},
        {"endpoint": "https://[::1]/a"},
        {"endpoint": "https://push.example:99999/a"},
        {"endpoint": "https://[push.example/a"},
        {"endpoint": "https://127.0.0.1/" + "a" * 1000},
        {"endpoint": "https://127.0.0.1/\0"},
    ],
)
@pytest.mark.parametrize("where", ["keep", "renew"])
def test_what_no_browser_answers_is_refused(client_of, nia, browser, wrong, where):
    response = client_of(nia).post(f"{PAGE}{where}/", browser | wrong)

    assert response.status_code == 422
    assert not Address.objects.exists()


def test_what_is_no_form_is_refused(client_of, nia):
    client = client_of(nia)

    for body in (b"{", b"\xff\xfe", b"endpoint=%FF"):
        for where in ("keep", "renew", "see", "leave"):
            response = client.post(f"{PAGE}{where}/", body, content_type="application/json")
            assert response.status_code == 422


def test_nobody_has_more_than_ten(client_of, nia, push_service):
    for _ in range(MOST):
        last = answered(*push_service.subscribe())
        assert client_of(nia).post(f"{PAGE}keep/", last).status_code == 302

    response = client_of(nia).post(f"{PAGE}keep/", answered(*push_service.subscribe()))

    assert response.status_code == 422
    assert "ten browsers" in response.content.decode()
    assert Address.objects.count() == MOST
    assert client_of(nia).post(f"{PAGE}keep/", last).status_code == 302


def test_nobody_has_more_than_ten_by_asking_at_once(race, push_service):
    nia = UserFactory()
    for _ in range(MOST - 1):
        subscribe(nia, *push_service.subscribe())

    outcomes = race(4, lambda: subscribe(nia, *push_service.subscribe()))

    assert sorted(outcomes) == ["DomainError"] * 3 + ["ok"]


def test_nobody_keeps_a_browser_for_somebody_else(nia, browser):
    with pytest.raises(DomainError):
        keep_browser(nia, by=UserFactory(), label="x", **browser)


def test_a_test_really_arrives(client_of, nia, browser_of, push_service):
    browser = browser_of(nia)
    client = client_of(nia)

    response = client.post(f"{PAGE}{browser.pk}/try/", follow=True)

    [said] = push_service.said_to(browser.endpoint)
    assert (said["title"], said["link"]) == ("It works", PAGE)
    assert "Sent." in response.content.decode()


@pytest.mark.parametrize(
    ("status", "says"), [(403, "HTTP 403"), (500, "HTTP 500"), (410, "not there")]
)
def test_a_test_that_does_not_arrive_says_why(
    client_of, nia, browser_of, push_service, status, says
):
    browser = browser_of(nia)
    push_service.answer(browser.endpoint, status)

    response = client_of(nia).post(f"{PAGE}{browser.pk}/try/")

    assert response.status_code == 422
    assert says in response.content.decode()
    assert Address.objects.exists() == (status != 410)


def test_a_test_into_this_servers_own_network_goes_nowhere(
    client_of, nia, browser_of, push_service, settings
):
    browser = browser_of(nia)
    settings.OUTBOUND_ALLOWED = []

    response = client_of(nia).post(f"{PAGE}{browser.pk}/try/")

    assert response.status_code == 422
    assert "does not call that address" in response.content.decode()
    assert push_service.asked == []


def test_a_test_is_not_waited_for_when_nobody_answers(
    client_of, nia, browser_of, push_service, monkeypatch
):
    browser = browser_of(nia)
    monkeypatch.setattr(push, "PATIENCE", (0.3, 0.3))
    push_service.hold(browser.endpoint)

    response = client_of(nia).post(f"{PAGE}{browser.pk}/try/")

    assert response.status_code == 422
    assert "did not answer" in response.content.decode()


def test_a_home_screen_is_told_what_goldseam_is_called(client):
    response = client.get("/manifest.webmanifest")

    assert response.headers["Content-Type"] == "application/manifest+json"
    assert not response.cookies
    told = response.json()
    assert (told["name"], told["start_url"], told["display"]) == ("Goldseam", "/", "standalone")
    sizes = {icon["sizes"]: Image.open(found(icon["src"])).size for icon in told["icons"]}
    assert sizes == {"192x192": (192, 192), "512x512": (512, 512)}


def found(address):
    return finders.find(address.removeprefix("/static/"))


def test_taking_one_out_leaves_the_others(client_of, nia, browser_of):
    lost, kept = browser_of(nia), browser_of(nia)

    client_of(nia).post(f"{PAGE}{lost.pk}/take-out/")

    assert Address.objects.get().pk == kept.pk


@pytest.mark.parametrize("verb", ["try", "take-out"])
def test_nobody_touches_another_persons_browser(client_of, nia, browser_of, push_service, verb):
    browser = browser_of(UserFactory())

    response = client_of(nia).post(f"{PAGE}{browser.pk}/{verb}/")

    assert response.status_code == 404
    assert Address.objects.exists()
    assert push_service.asked == []


def test_nobody_sees_another_persons_browser(client_of, nia, browser_of):
    browser_of(UserFactory())

    html = client_of(nia).get(PAGE).content.decode()

    assert "Firefox on Linux" not in html
    assert "No browser yet" in html


def test_signing_out_takes_out_the_browser_one_is_in_and_no_other(client_of, nia, browser):
    at_home = subscribe(nia, browser["endpoint"] + "x", Device())
    client = client_of(nia)
    client.post(f"{PAGE}keep/", browser)

    client.post(reverse("account_logout"))

    assert Address.objects.get().pk == at_home.pk


def test_signing_out_later_does_too_once_the_browser_was_seen(client_of, nia, browser):
    client_of(nia).post(f"{PAGE}keep/", browser)
    later = client_of(nia)
    seen = later.post(f"{PAGE}see/", {"endpoint": browser["endpoint"]})
    assert seen.json() == {"is_yours": True}

    later.post(reverse("account_logout"))

    assert not Address.objects.exists()


def test_another_person_in_the_browser_is_told_that_it_is_not_theirs(client_of, nia, browser):
    client_of(nia).post(f"{PAGE}keep/", browser)
    other = client_of(UserFactory())

    assert other.post(f"{PAGE}see/", browser).json() == {"is_yours": False}
    assert other.post(f"{PAGE}leave/", browser).status_code == 204

    assert not Address.objects.exists()


def test_a_browser_that_was_given_another_address_stays_its_owners(client_of, nia, push_service):
    client = client_of(nia)
    (old, device), (new, _device) = push_service.subscribe(), push_service.subscribe()
    client.post(f"{PAGE}keep/", answered(old, device))

    response = client.post(f"{PAGE}renew/", answered(new, device, old=old))

    assert response.status_code == 204
    assert Address.objects.count() == 1
    assert client.post(f"{PAGE}see/", {"endpoint": new}).json() == {"is_yours": True}


def test_what_its_owner_took_out_does_not_come_back_by_itself(client_of, nia, push_service):
    client = client_of(nia)
    (old, device), (new, _device) = push_service.subscribe(), push_service.subscribe()

    response = client.post(f"{PAGE}renew/", answered(new, device, old=old))

    assert response.status_code == 422
    assert response.json() == {"says": "This browser was taken out."}
    assert not Address.objects.exists()


def test_a_service_worker_learns_the_key_and_may_then_post(nia, browser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(nia)
    given = client.get(f"{PAGE}key/")

    assert given.json()["key"] == this_site().public_key
    assert "no-store" in given.headers["Cache-Control"]
    assert client.post(f"{PAGE}renew/", browser).status_code == 403
    headers = given.json()["headers"]
    assert client.post(f"{PAGE}renew/", browser, headers=headers).status_code == 204


def test_a_stranger_is_asked_to_sign_in(client, browser):
    for where in ("", "key/"):
        assert client.get(PAGE + where).status_code == 302
    for where in ("keep/", "renew/", "see/", "leave/", "1/try/", "1/take-out/"):
        assert client.post(PAGE + where, browser).status_code == 302
    assert not Address.objects.exists()


@pytest.mark.parametrize(
    ("introduces_itself", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("", "A browser"),
        ("<script>", "A browser"),
    ],
)
def test_a_browser_is_called_as_its_owner_knows_it(introduces_itself, name):
    assert browser_name(introduces_itself) == name
