"""Messages of the browser: allowed with one press, shown, followed, and never another person's.

Chromium subscribes only with Google's own service, and never in a window of a test. So the
page's PushManager is played here: it subscribes with a push service on this machine, which
decrypts what the real worker sends. What it read is handed to the real service worker.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from incidents.domain.room import hand_over_lead
from nudges.models import Address, PushKey
from people.sealing import unseal
from tests.browser.conftest import PASSWORD
from tests.browser.test_every_page import breaches
from tests.factories import IncidentFactory, UserFactory
from tests.running.push import PushService, running_push_service
from tests.running.waiting import until

PAGE = "/nudges/browsers/"
ALLOW = "Allow messages here"
ON = "Messages reach you here."
OFF = "Messages do not reach you here yet."
PLAYED = """
    const KEPT = "played-subscription";
    const bytes = (key) => {
      if (typeof key !== "string") return key;
      return Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
    };
    const played = ({ endpoint, keys, key }) => ({
      endpoint,
      options: { applicationServerKey: bytes(key).buffer },
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => localStorage.removeItem(KEPT) ?? true,
    });
    PushManager.prototype.getSubscription = async () => {
      const kept = localStorage.getItem(KEPT);
      return kept && played(JSON.parse(kept));
    };
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
      const key = btoa(String.fromCharCode(...new Uint8Array(applicationServerKey)));
      localStorage.setItem(KEPT, JSON.stringify({ ...(await newSubscription()), key }));
      return PushManager.prototype.getSubscription();
    };
"""
IS_AWAKE = """
    async () => {
      const { active } = await navigator.serviceWorker.ready;
      while (active.state !== "activated") await new Promise((wait) => setTimeout(wait, 20));
    }
"""
SHOWN = """
    async () => {
      const { registration } = self;
      const all = await registration.getNotifications();
      return all.map(({ title, body, tag, icon }) => ({ title, body, tag, icon }));
    }
"""
# A press that a script plays may neither focus nor open a window: that much is played as well.
PRESS = """
    async () => {
      let opened;
      WindowClient.prototype.focus = async function () { return this; };
      self.clients.openWindow = async (url) => (opened = url);
      const [notification] = await self.registration.getNotifications();
      const press = new NotificationEvent("notificationclick", { notification });
      const done = new Promise((resolve) => (press.waitUntil = resolve));
      self.dispatchEvent(press);
      await done;
      return opened;
    }
"""

CHANGE = """
    async ({ before, after }) => {
      const event = new ExtendableEvent("pushsubscriptionchange");
      const done = new Promise((resolve) => (event.waitUntil = resolve));
      event.oldSubscription = { endpoint: before };
      event.newSubscription = { toJSON: () => after };
      self.dispatchEvent(event);
      await done;
    }
"""


@pytest.fixture
def push_service() -> Iterator[PushService]:
    with running_push_service() as service:
        yield service


@pytest.fixture
def nia(goldseam):
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def page(nia, goldseam, signed_in, push_service) -> Page:
    """Nia, in a browser that may show messages."""
    page = signed_in(nia)
    plays(page.context, push_service, goldseam.url)
    return page


def plays(context: BrowserContext, service: PushService, url: str) -> None:
    def new_subscription() -> dict[str, object]:
        endpoint, device = service.subscribe()
        return {"endpoint": endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}}

    context.grant_permissions(["notifications"], origin=url)
    context.expose_function("newSubscription", new_subscription)
    context.add_init_script(PLAYED)


def allow(page: Page) -> str:
    """Allow messages, and return where they go."""
    page.goto(PAGE)
    page.get_by_role("button", name=ALLOW).click()
    expect(page.get_by_text(ON)).to_be_visible()
    kept = json.loads(page.evaluate("localStorage.getItem('played-subscription')"))
    return kept["endpoint"]


def bring(page: Page, said: dict[str, object] | str) -> None:
    """Hand the service worker what a push service read."""
    page.evaluate(IS_AWAKE)
    registrations: list[dict[str, object]] = []
    devtools = page.context.new_cdp_session(page)
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: registrations.extend(event["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    until(lambda: page.wait_for_timeout(50) or registrations)
    number = registrations[-1]["registrationId"]
    data = said if isinstance(said, str) else json.dumps(said)
    origin = page.evaluate("location.origin")
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": number, "data": data},
    )
    devtools.detach()


def in_worker(page: Page, script: str, given: object = None) -> object:
    [worker] = page.context.service_workers
    return worker.evaluate(script, given)


def shown(page: Page) -> dict[str, str]:
    [notice] = until(lambda: page.wait_for_timeout(50) or in_worker(page, SHOWN))
    return notice


def test_one_press_allows_messages_and_a_test_of_them_shows(page, push_service):
    page.goto(PAGE)
    expect(page.get_by_text(OFF)).to_be_visible()
    assert breaches(page) == []

    endpoint = allow(page)
    assert breaches(page) == []
    page.get_by_role("button", name="Send a test").click()

    expect(page.get_by_text("It shows in that browser")).to_be_visible()
    [said] = push_service.said_to(endpoint)
    bring(page, said)
    notice = shown(page)
    assert notice["title"] == "It works"
    assert notice["icon"].endswith(".png")
    assert page.request.get(notice["icon"]).status == 200


def test_what_a_live_incident_asks_is_told_and_leads_to_its_room(page, nia, push_service):
    endpoint = allow(page)
    incident = IncidentFactory(title="Labels print twice")

    hand_over_lead(incident, by=incident.declared_by, to=nia)

    [said] = until(lambda: push_service.said_to(endpoint), within=30)
    bring(page, said)
    assert incident.reference in shown(page)["title"]
    assert in_worker(page, PRESS) is None
    page.wait_for_url(f"**{said['link']}")
    assert incident.reference in page.url


def test_without_an_open_window_one_is_opened(page, goldseam):
    page.goto(PAGE)
    bring(page, {"title": "T", "link": "/incidents/"})
    shown(page)
    page.goto("about:blank")

    assert in_worker(page, PRESS) == f"{goldseam.url}/incidents/"


@pytest.mark.parametrize(
    "link", ["https://elsewhere.example/", "//elsewhere.example", "http://[", 7]
)
def test_a_message_leads_nowhere_else(page, goldseam, link):
    page.goto(PAGE)
    bring(page, {"title": "T", "link": link})
    shown(page)

    in_worker(page, PRESS)

    page.wait_for_url(f"{goldseam.url}/**")


def test_what_cannot_be_read_still_shows_something(page):
    page.goto(PAGE)

    bring(page, "not what was sent")

    assert shown(page)["title"] == "Something for you in Goldseam"


def test_a_repeat_takes_the_place_of_the_first(page):
    page.goto(PAGE)
    for title in ("First", "Again"):
        bring(page, {"title": title, "tag": "nudge-1"})

    until(lambda: page.wait_for_timeout(50) or shown(page)["title"] == "Again")


def test_signing_out_ends_messages_here(page):
    allow(page)

    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("heading", name="Sign in").wait_for()
    assert not Address.objects.exists()


def test_the_next_person_in_the_browser_gets_none_of_the_last_ones(page, nia):
    allow(page)
    ines = UserFactory(display_name="Ines Duarte")
    ines.set_password(PASSWORD)
    ines.save(update_fields=["password"])
    page.context.clear_cookies()  # her session ended; she did not sign out

    page.goto("/")
    page.get_by_label("Email").fill(ines.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    until(lambda: page.wait_for_timeout(50) or not Address.objects.exists())
    page.goto(PAGE)
    expect(page.get_by_text(OFF)).to_be_visible()
    allow(page)
    assert Address.objects.get().person == ines


def test_with_another_key_of_the_site_the_browser_subscribes_anew(page, nia, push_service):
    before = allow(page)
    PushKey.objects.all().delete()

    later = page.context.new_page()
    later.goto("/incidents/")

    is_renewed = "localStorage.getItem('played-subscription')"
    until(lambda: before not in str(later.evaluate(is_renewed)))
    until(lambda: later.wait_for_timeout(50) or Address.objects.count() == 1)
    after = json.loads(later.evaluate(is_renewed))["endpoint"]
    later.goto(PAGE)
    expect(later.get_by_text(ON)).to_be_visible()
    later.get_by_role("button", name="Send a test").click()
    expect(later.get_by_text("It shows in that browser")).to_be_visible()
    assert len(push_service.said_to(after)) == 1


def test_a_browser_that_is_given_another_address_says_so_by_itself(page, nia, push_service):
    before = allow(page)
    endpoint, device = push_service.subscribe()
    keys = {"p256dh": device.p256dh, "auth": device.auth}

    change = {"before": before, "after": {"endpoint": endpoint, "keys": keys}}
    in_worker(page, CHANGE, change)

    [kept] = Address.objects.all()
    assert (kept.person, unseal(kept.sealed)["endpoint"]) == (nia, endpoint)


def test_a_browser_taken_out_elsewhere_stays_out(page):
    allow(page)
    Address.objects.all().delete()

    page.goto(PAGE)

    expect(page.get_by_text(OFF)).to_be_visible()
    until(lambda: page.evaluate("localStorage.getItem('played-subscription')") is None)


def test_whoever_said_no_to_the_browser_is_told_where_to_change_that(nia, signed_in):
    page = signed_in(nia)
    said_no = "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"
    page.context.add_init_script(said_no)

    page.goto(PAGE)

    expect(page.get_by_text("This browser was told to show no messages")).to_be_visible()
    assert breaches(page) == []


def test_without_scripts_browsers_can_be_taken_out(goldseam, nia, signed_in, page):
    allow(page)
    plain = signed_in(nia, java_script_enabled=False)

    plain.goto(PAGE)
    expect(plain.get_by_text("a browser needs JavaScript")).to_be_visible()
    plain.get_by_role("button", name="Take out").click()

    expect(plain.get_by_text("No browser yet")).to_be_visible()
    assert not Address.objects.exists()
