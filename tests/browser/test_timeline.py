"""The timeline in a real browser: pictures that are pasted, windows in place, what becomes due."""

import base64
import contextlib
import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, Route, expect

from incidents.domain.room import add_note, post_update
from incidents.models import Picture
from tests.browser.boxes import box, write
from tests.factories import IncidentFactory, UserFactory
from tests.running.waiting import until

NOTE = "What happened, or what did you see?"
DOT = base64.b64encode(
    b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
).decode()
LIVE_ROOM = re.compile(r"/incidents/INC-\d+/live/")
PASTE = """(box, [data, type]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "a graph.png", { type }));
  box.focus();
  const event = { clipboardData: carried, bubbles: true, cancelable: true };
  box.dispatchEvent(new ClipboardEvent("paste", event));
}"""


def begin_note(page: Page, words: str) -> Locator:
    page.get_by_text("Add a note").click()
    write(page, NOTE, words)
    return box(page, NOTE)


def test_a_picture_is_pasted_into_a_note(goldseam, signed_in):
    nia = UserFactory()
    page = signed_in(nia)
    page.goto(IncidentFactory(by=nia).get_absolute_url())
    note = begin_note(page, "Declines:")
    editor = page.get_by_role("textbox", name=NOTE)

    editor.evaluate(PASTE, [base64.b64encode(b"<svg/>").decode(), "image/png"])
    expect(page.locator("#note-pictures")).to_contain_text("not a picture that can be shown")
    assert note.input_value() == "Declines:"

    editor.evaluate(PASTE, [DOT, "image/gif"])
    expect(note).to_have_value(re.compile(r"^Declines:\n\n!\[a graph\]\(/incidents/pictures/"))
    page.get_by_role("button", name="Add it").click()
    picture = page.locator("#timeline img")
    expect(picture).to_have_attribute("src", Picture.objects.get().get_absolute_url())
    expect(picture).to_have_js_property("naturalWidth", 1)


def test_earlier_entries_come_in_place_and_what_is_typed_stays(goldseam, signed_in):
    nia = UserFactory()
    incident = IncidentFactory(by=nia)
    for number in range(80):
        add_note(incident, by=nia, text=f"Note {number} here")
    page = signed_in(nia)
    page.goto(incident.get_absolute_url())
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")
    note = begin_note(page, "half written")

    page.get_by_role("link", name="Earlier").click()
    expect(page.locator("#seam")).to_contain_text("Note 40 here")
    assert note.input_value() == "half written"
    expect(page).to_have_url(re.compile("before="))
    until(lambda: page.evaluate("document.activeElement.id") == "timeline-title")

    # What happens meanwhile moves nobody to another place.
    post_update(incident, by=nia, conditions="Falling.")
    page.locator("[data-live]").dispatch_event("refresh")
    expect(page.locator("#where-we-are")).to_contain_text("Falling.")
    expect(page.locator("#seam")).to_contain_text("Note 40 here")

    page.get_by_role("link", name="Newer").click()
    expect(page.locator("#seam")).to_contain_text("Note 79 here")
    assert note.input_value() == "half written"


def test_a_refresh_under_way_brings_nobody_back_to_the_former_window(goldseam, signed_in):
    nia = UserFactory()
    incident = IncidentFactory(by=nia)
    for number in range(80):
        add_note(incident, by=nia, text=f"Note {number} here")
    page = signed_in(nia)
    with page.expect_response(LIVE_ROOM):
        page.goto(incident.get_absolute_url())
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")
    refresh = page.locator("[data-live]")
    asked: list[Route] = []
    page.route(LIVE_ROOM, lambda route: asked.append(route))

    def answer(number: int) -> None:
        until(lambda: page.evaluate("1") and len(asked) > number)
        with contextlib.suppress(PlaywrightError):  # the page let go of it
            asked[number].continue_()

    # A move ends the refresh before it.
    refresh.dispatch_event("refresh")
    until(lambda: page.evaluate("1") and asked)
    page.get_by_role("link", name="Earlier").click()
    answer(1)
    expect(page.locator("#seam")).to_contain_text("Note 40 here")
    answer(0)

    # A refresh waits for the move before it, and then asks for the window that came.
    page.get_by_role("link", name="Newer").click()
    refresh.dispatch_event("refresh")
    answer(2)
    expect(page.locator("#seam")).to_contain_text("Note 79 here")
    answer(3)
    page.unroute_all()
    assert ["before=" in route.request.url for route in asked] == [False, True, False, False]
    expect(page.locator("#seam")).to_contain_text("Note 79 here")


def test_that_an_update_is_due_says_itself(goldseam, signed_in):
    nia = UserFactory()
    incident = IncidentFactory(by=nia)
    soon = timezone.now() + timedelta(minutes=20)
    post_update(incident, by=nia, conditions="Slow.", next_update_at=soon)
    page = signed_in(nia)
    page.clock.install()
    page.goto(incident.get_absolute_url())
    expect(page.locator("#where-we-are")).to_contain_text("Next update")

    page.clock.fast_forward("21:00")

    def is_due():
        # The room may fetch itself meanwhile, from a server whose clock has not gone forward.
        page.clock.fast_forward("00:15")
        due, not_yet = (page.locator(f"#where-we-are {part}") for part in (".is-due", ".not-yet"))
        return due.is_visible() and not_yet.is_hidden()

    until(is_due)
