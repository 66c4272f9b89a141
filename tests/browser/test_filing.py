"""Filing: in seconds, through a closed tab, without scripts, and while Goldseam is away."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from incidents.models import HelpRequest, Incident, ReachOut
from people.models import Session
from tests.browser.boxes import box, write
from tests.browser.conftest import PASSWORD
from tests.browser.test_every_page import breaches
from tests.factories import IncidentFactory, ServiceFactory, ToolFactory, UserFactory
from tests.running.waiting import until

NOTE = "What happened, or what did you see?"
TITLE = "Search answers with nothing"
OWN_WORDS = "In your own words"
OPEN = "Open the incident"
KEPT = "Kept on this device. It is sent by itself when Goldseam is back."
# Pauses grow to half a minute, and each is up to a third longer than the last.
BACK = 45_000
FORM_IS_KEPT = "caches.match('/incidents/new/').then((kept) => Boolean(kept))"


@pytest.fixture
def nia(goldseam):
    return UserFactory(display_name="Nia Kamau")


def is_kept(page: Page) -> None:
    """Wait until the browser has kept the form, and asks the service worker for pages."""
    active = "navigator.serviceWorker.controller?.state === 'activated'"
    until(lambda: page.evaluate(active) and page.evaluate(FORM_IS_KEPT))


def file(page: Page, title: str) -> None:
    page.goto("/incidents/new/")
    page.get_by_label(OWN_WORDS).fill(title)
    page.get_by_role("button", name=OPEN, exact=True).click()


def shelf(page: Page) -> int:
    return page.evaluate("caches.open('filings').then((it) => it.keys()).then((all) => all.length)")


def test_a_line_and_enter_are_enough_and_it_needs_no_mouse(nia, signed_in):
    ServiceFactory(name="Search")
    page = signed_in(nia)
    page.goto("/incidents/new/")

    expect(page.get_by_label(OWN_WORDS)).to_be_focused()
    page.keyboard.type(TITLE)
    page.keyboard.press("Tab")  # the undo path
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")  # the severity
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")  # the service
    page.keyboard.press("Space")
    expect(page.locator("#undo")).to_contain_text("No tools are written down for it yet.")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    incident = Incident.objects.get()
    assert (incident.title, incident.undo_path, incident.severity) == (
        TITLE,
        "irreversible",
        "minor",
    )
    assert [one.name for one in incident.services.all()] == ["Search"]


def test_a_service_is_found_by_a_part_of_its_name_and_shows_its_tools_at_once(nia, signed_in):
    for number in range(12):
        ServiceFactory(name=f"Shop {number}")
    tool = ToolFactory(service=ServiceFactory(name="ledger-writer"), command="shipper rollback")
    tool.service.experts.add(UserFactory(display_name="Samira Rahimi"))
    page = signed_in(nia)
    page.goto("/incidents/new/")

    page.get_by_label("Filter what there is to choose").fill("LEDG")
    expect(page.locator("#id_services .choice:visible")).to_have_text(["ledger-writer"])
    page.keyboard.press("Enter")

    expect(page.get_by_role("checkbox", name="ledger-writer")).to_be_checked()
    expect(page.get_by_role("button", name="Copy shipper rollback")).to_be_visible()
    expect(page.locator("#undo")).to_contain_text("Samira Rahimi knows it well")
    page.get_by_role("checkbox", name="ledger-writer").uncheck()
    expect(page.locator("#undo")).not_to_contain_text("shipper")


def test_when_it_was_is_asked_of_what_is_over(nia, signed_in):
    page = signed_in(nia)
    page.goto("/incidents/new/")
    started = page.get_by_label("When did it start?")

    expect(started).to_be_hidden()
    page.get_by_label("It is over, for the record").check()
    expect(started).to_be_visible()
    expect(page.get_by_role("button", name="Open it and ask for help")).to_be_hidden()


def test_the_first_time_company_is_offered_and_help_is_one_press(nia, signed_in):
    page = signed_in(nia)
    page.goto("/incidents/new/")
    expect(page.get_by_text("You are in the right place.")).to_be_visible()

    page.get_by_label(OWN_WORDS).fill(TITLE)
    page.get_by_label("I’d like somebody experienced to stay with me through this").check()
    page.get_by_role("button", name="Open it and ask for help").click()

    expect(page.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    asked = HelpRequest.objects.filter(asked_by=nia).values_list("is_for_company", flat=True)
    assert sorted(asked) == [False, True]


def test_a_draft_survives_a_closed_page_and_goes_when_it_is_filed(nia, signed_in):
    tool = ToolFactory(command="deploy rollback")
    page = signed_in(nia)
    page.goto("/incidents/new/")
    page.get_by_label(OWN_WORDS).fill(TITLE)
    page.get_by_label("Roll it back").check()
    page.get_by_role("checkbox", name=tool.service.name).check()
    window = page.context
    page.close()

    page = window.new_page()
    page.goto("/incidents/new/")
    expect(page.get_by_text("This is what you wrote earlier.")).to_be_visible()
    expect(page.get_by_label(OWN_WORDS)).to_have_value(TITLE)
    expect(page.get_by_label("Roll it back")).to_be_checked()
    expect(page.locator("#undo")).to_contain_text("deploy rollback")
    page.get_by_role("button", name=OPEN, exact=True).click()
    expect(page.get_by_role("heading", name="Thank you for raising this")).to_be_visible()

    page.goto("/incidents/new/")
    expect(page.get_by_label(OWN_WORDS)).to_have_value("")
    expect(page.get_by_text("This is what you wrote earlier.")).to_be_hidden()


def test_what_resembles_it_appears_while_typing_and_moves_no_field(nia, signed_in):
    IncidentFactory(title="Search answers with nothing at night", is_over=True)
    page = signed_in(nia)
    page.goto("/incidents/new/")
    mode = page.get_by_label("Happening now")
    before = mode.bounding_box()

    page.keyboard.type(TITLE)

    expect(page.locator("#beside")).to_contain_text("Search answers with nothing at night")
    assert mode.bounding_box() == before


def test_a_draft_can_be_cleared_and_is_nobody_elses(nia, signed_in, window):
    page = signed_in(nia)
    page.goto("/incidents/new/")
    page.get_by_label(OWN_WORDS).fill(TITLE)
    page.reload()
    page.get_by_role("button", name="Clear it").click()
    expect(page.get_by_label(OWN_WORDS)).to_have_value("")
    page.reload()
    expect(page.get_by_label(OWN_WORDS)).to_have_value("")

    page.get_by_label(OWN_WORDS).fill(TITLE)
    is_kept(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for()

    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
    )
    until(lambda: not page.evaluate(FORM_IS_KEPT))


def test_a_note_survives_a_closed_page_too(nia, signed_in):
    incident = IncidentFactory(by=nia)
    page = signed_in(nia)
    page.goto(incident.get_absolute_url())
    page.get_by_text("Add a note").click()
    said = box(page, NOTE)
    write(page, NOTE, "The index is empty.")
    page.reload()

    expect(said).to_have_value("The index is empty.")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#timeline")).to_contain_text("The index is empty.")

    page.get_by_text("Add a note").click()
    expect(said).to_have_value("")
    page.reload()
    expect(said).to_be_hidden()


def test_what_is_filed_while_goldseam_is_away_is_sent_once(goldseam, nia, signed_in):
    page = signed_in(nia)
    is_kept(page)
    goldseam.web.stop()

    # The form is there, in the words and with the name of whoever is signed in.
    file(page, TITLE)
    expect(page.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.goto("/incidents/new/")
    expect(page.get_by_text("Goldseam cannot be reached just now.")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_label(OWN_WORDS)).to_have_value("")
    page.get_by_label(OWN_WORDS).fill("And the mails are late")
    page.get_by_role("button", name=OPEN, exact=True).click()
    expect(page.locator("[data-when=waiting] li")).to_have_text([TITLE, "And the mails are late"])
    window = page.context
    page.close()

    # Two tabs are opened again, on pages that cannot be reached, and neither sends twice.
    tabs = [window.new_page() for _ in range(2)]
    for tab, address in zip(tabs, ("/library/", "/incidents/"), strict=True):
        tab.goto(address)
        expect(tab.get_by_text(KEPT)).to_be_visible()
    assert not Incident.objects.exists()
    goldseam.start()

    until(lambda: Incident.objects.count() == 2, within=BACK / 1000)
    for tab in tabs:
        expect(tab.get_by_text(KEPT)).to_be_hidden(timeout=BACK)
        tab.goto("/")
        assert shelf(tab) == 0
    assert sorted(Incident.objects.values_list("title", flat=True)) == sorted(
        [TITLE, "And the mails are late"]
    )
    assert ReachOut.objects.count() == 2
    for incident in Incident.objects.all():
        assert incident.declared_by == nia
        assert incident.started_at < incident.declared_at
        assert incident.timeline.count() == 1


def test_a_page_that_was_open_sends_it_and_says_so(goldseam, nia, signed_in):
    page = signed_in(nia)
    is_kept(page)
    other = page.context.new_page()
    other.goto("/library/")
    goldseam.web.stop()
    file(page, TITLE)
    expect(other.get_by_text(KEPT)).to_be_visible()
    page.close()
    goldseam.start()

    expect(other.get_by_text("What was kept on this device is open now.")).to_be_visible(
        timeout=BACK
    )
    other.get_by_role("link", name="Go there").click()
    expect(other.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    assert Incident.objects.count() == 1


def test_after_the_session_ended_it_waits_for_the_sign_in(goldseam, nia, signed_in):
    page = signed_in(nia)
    is_kept(page)
    goldseam.web.stop()
    file(page, TITLE)
    expect(page.get_by_text(KEPT)).to_be_visible()
    Session.objects.all().delete()
    goldseam.start()

    expect(page.get_by_text("It is sent when whoever wrote it has signed in.")).to_be_visible(
        timeout=BACK
    )
    page.locator("[data-when=signed-out]").get_by_role("link", name="Sign in").click()
    expect(page.get_by_text("It is sent when whoever wrote it has signed in.")).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
    assert not Incident.objects.exists()

    # Somebody else signs in first: nothing is sent in their name, and they do not see it.
    other = UserFactory()
    other.set_password(PASSWORD)
    other.save()
    for who in (other, nia):
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(who.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", level=1, name="Hello").wait_for()
        if who == other:
            expect(page.get_by_text(TITLE)).to_have_count(0)
            assert not Incident.objects.exists()
            page.get_by_role("button", name="Sign out").click()
            page.get_by_role("button", name="Sign in").wait_for()
    expect(page.get_by_text("What was kept on this device is open now.")).to_be_visible()
    assert Incident.objects.get().declared_by == nia


def test_what_goldseam_refuses_is_shown_in_the_form(goldseam, nia, signed_in):
    page = signed_in(nia)
    is_kept(page)
    goldseam.web.stop()
    file(page, "x" * 300)
    expect(page.get_by_text(KEPT)).to_be_visible()
    # As if a release in between had made the rule stricter.
    page.evaluate(
        """async () => {
          const shelf = await caches.open("filings");
          const [key] = await shelf.keys();
          const one = await (await shelf.match(key)).json();
          one.pairs.find(([name]) => name === "title")[1] = "x".repeat(301);
          await shelf.put(key, Response.json(one));
        }"""
    )
    goldseam.start()

    look = page.get_by_role("button", name="Look at it")
    look.wait_for(timeout=BACK)
    assert not Incident.objects.exists()
    look.click()
    expect(page.get_by_text("and 300 fit").first).to_be_visible()
    page.get_by_label(OWN_WORDS).fill(TITLE)
    page.get_by_role("button", name=OPEN, exact=True).click()

    expect(page.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    until(lambda: shelf(page) == 0)
    expect(look).to_be_hidden()
    assert [one.title for one in Incident.objects.all()] == [TITLE]


@contextmanager
def proxy_without_goldseam(port: int, status: int) -> Iterator[None]:
    """Answer everything as a proxy does that finds nobody behind it."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(status)

        do_POST = do_GET

        def log_message(self, *_words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), Answers) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


def test_a_proxy_that_finds_nobody_counts_as_away(goldseam, nia, signed_in):
    page = signed_in(nia)
    is_kept(page)
    goldseam.web.stop()

    for status in (502, 503, 504):
        with proxy_without_goldseam(goldseam.port, status):
            page.goto("/library/")
            expect(page.get_by_text("Goldseam cannot be reached just now")).to_be_visible()
            file(page, f"{TITLE}, {status}")
            expect(page.locator("[data-when=waiting]")).to_contain_text(f"{TITLE}, {status}")
            assert shelf(page) == 1
            page.evaluate("caches.delete('filings')")


def test_what_cannot_be_sent_stays_where_it_was_typed(goldseam, nia, signed_in):
    incident = IncidentFactory(by=nia)
    page = signed_in(nia)
    is_kept(page)
    page.goto(f"{incident.get_absolute_url()}close/")
    summary = page.get_by_label("What put it right?")
    resolve = page.get_by_role("button", name="Yes, it is resolved")
    said = page.get_by_text("Not sent: Goldseam cannot be reached just now.")

    for status in (None, 503):
        goldseam.web.stop()
        with proxy_without_goldseam(goldseam.port, status) if status else nullcontext():
            summary.fill("The index was built anew.")
            resolve.click()
            expect(said).to_be_visible()
            expect(summary).to_have_value("The index was built anew.")
            assert breaches(page) == []
    goldseam.start()
    expect(page.get_by_text("Goldseam is back, and your")).to_be_visible(timeout=BACK)
    expect(said).to_be_hidden()
    assert breaches(page) == []
    resolve.click()

    expect(page.get_by_role("heading", name="It is over.")).to_be_visible()
    incident.refresh_from_db()
    assert not incident.is_open


def test_a_note_that_was_not_sent_is_not_forgotten_by_the_next_page(goldseam, nia, signed_in):
    incident = IncidentFactory(by=nia)
    page = signed_in(nia)
    is_kept(page)
    page.goto(incident.get_absolute_url())
    page.get_by_text("Add a note").click()
    said = box(page, NOTE)
    write(page, NOTE, "The index")
    goldseam.web.stop()
    page.keyboard.type(" is empty.")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("Not sent:")).to_be_visible()
    goldseam.start()

    page.goto(f"{incident.get_absolute_url()}?key")
    page.goto(incident.get_absolute_url())

    expect(said).to_have_value("The index is empty.")


def test_any_page_that_cannot_be_reached_leads_to_the_form_and_comes_back(goldseam, nia, signed_in):
    page = signed_in(nia)
    is_kept(page)
    goldseam.web.stop()

    page.goto("/library/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Goldseam cannot be reached just now")
    assert breaches(page) == []
    page.get_by_role("link", name="Something broke").click()
    expect(page.get_by_label(OWN_WORDS)).to_be_focused()
    assert breaches(page) == []
    page.goto("/library/")
    goldseam.start()

    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Stuff we broke in prod", timeout=BACK)


def test_nothing_but_the_form_the_offline_page_and_files_is_kept(nia, signed_in):
    page = signed_in(nia)
    incident = IncidentFactory(by=nia)
    is_kept(page)
    for address in ("/", incident.get_absolute_url(), "/library/", "/people/profile/"):
        page.goto(address)

    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            for (const { url } of await (await caches.open(name)).keys()) {
              found.push(new URL(url).pathname);
            }
          }
          return found;
        }"""
    )
    pages = {path for path in kept if not path.startswith("/static/")}
    assert pages == {"/incidents/new/", "/offline/"}


def test_it_works_with_scripts_off(nia, signed_in):
    ServiceFactory(name="Search")
    page = signed_in(nia, java_script_enabled=False)
    page.goto("/incidents/new/")

    expect(page.get_by_label("Filter what there is to choose")).to_have_count(0)
    page.get_by_role("checkbox", name="Search").check()
    page.get_by_label("It is over, for the record").check()
    page.get_by_label("When did it start?").fill("2026-03-09T14:05")
    page.get_by_label("When was it over?").fill("2026-03-09T14:00")
    page.get_by_label(OWN_WORDS).fill(TITLE)
    page.get_by_role("button", name=OPEN, exact=True).click()
    expect(page.get_by_text("It was over after it started.").first).to_be_visible()
    expect(page.get_by_label(OWN_WORDS)).to_have_value(TITLE)
    page.get_by_label("When was it over?").fill("2026-03-09T15:00")
    page.get_by_role("button", name=OPEN, exact=True).click()

    expect(page.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    assert Incident.objects.get().services.count() == 1
