"""Two people in one write-up at once: what each writes the other sees, and nothing is lost."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from postmortems.models import Postmortem
from tests.browser.test_timeline import DOT, PASTE
from tests.factories import PostmortemFactory, UserFactory
from tests.running.goldseam import Goldseam
from tests.running.waiting import until

LIVE = 10_000
EDITORS = "**/live/write-ups/**"


class Network:
    """What lies between a page and the server, and can be taken away."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.is_there = True
        self._open: list[WebSocketRoute] = []
        page.route_web_socket(EDITORS, self._route)

    def _route(self, socket: WebSocketRoute) -> None:
        if self.is_there:
            socket.connect_to_server()
            self._open.append(socket)
        else:
            socket.close()

    def lose(self) -> None:
        self.is_there = False
        for socket in self._open:
            socket.close()
        self._open.clear()
        self.page.context.set_offline(True)

    def find(self) -> None:
        self.is_there = True
        self.page.context.set_offline(False)


@pytest.fixture
def nia(goldseam):
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def ruth(goldseam):
    return UserFactory(display_name="Ruth Oduya")


@pytest.fixture
def draft(nia, ruth) -> Postmortem:
    draft = PostmortemFactory(by=nia)
    draft.authors.add(ruth)
    return draft


@pytest.fixture
def opened(signed_in, draft) -> Callable[..., Page]:
    """Open the editor as somebody, and wait until the words are there."""

    def open_as(user, **options) -> Page:
        page = signed_in(user, **options)
        page.network = Network(page)
        page.goto(reverse("postmortems:edit", args=[draft.pk]))
        expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved", timeout=LIVE)
        return page

    return open_as


def box(page: Page, name: str) -> Locator:
    return page.locator(f"#box-{name} .cm-content")


def write(page: Page, name: str, words: str) -> None:
    """Write at the end of a section, as somebody with a keyboard does."""
    box(page, name).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def state(page: Page, name: str) -> None:
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", name, timeout=LIVE)


def test_two_write_at_once_and_see_each_other(goldseam, opened, nia, ruth, draft):
    hers, his = opened(nia), opened(ruth)

    write(hers, "impact", "Nobody could pay for an hour.")
    expect(box(his, "impact")).to_contain_text("Nobody could pay for an hour.", timeout=LIVE)
    expect(his.locator("[data-company]")).to_contain_text("Nia Kamau, Impact", timeout=LIVE)
    expect(his.locator("#box-impact .their-caret")).to_have_attribute("data-name", "Nia Kamau")
    write(his, "impact", " Then everybody could.")
    his.get_by_label("Title").fill("Payments stood still")
    expect(box(hers, "impact")).to_contain_text("Then everybody could.", timeout=LIVE)
    expect(hers.get_by_label("Title")).to_have_value("Payments stood still", timeout=LIVE)
    state(hers, "saved")
    state(his, "saved")

    draft.refresh_from_db()
    assert draft.title == "Payments stood still"
    assert draft.impact == "Nobody could pay for an hour. Then everybody could."
    assert ruth in draft.authors.all()
    his.close()
    expect(hers.locator("[data-company]")).to_be_hidden(timeout=LIVE)


def test_what_is_written_without_a_network_comes_together_later(goldseam, opened, nia, ruth, draft):
    hers, his = opened(nia), opened(ruth)
    write(hers, "impact", "Together. ")
    expect(box(his, "impact")).to_contain_text("Together.", timeout=LIVE)

    his.network.lose()
    state(his, "away")
    write(his, "impact", "On a train. ")
    write(his, "what_went_well", "The tunnel was short.")
    write(hers, "impact", "At a desk. ")
    state(hers, "saved")
    his.network.find()

    state(his, "saved")
    for page in (hers, his):
        for words in ("Together.", "On a train.", "At a desk."):
            expect(box(page, "impact")).to_contain_text(words, timeout=LIVE)
    assert box(hers, "impact").inner_text() == box(his, "impact").inner_text()
    draft.refresh_from_db()
    assert draft.impact == box(hers, "impact").inner_text()
    assert draft.what_went_well == "The tunnel was short."


def test_a_tab_that_is_closed_without_a_network_loses_nothing(goldseam, opened, nia, draft):
    page = opened(nia)
    page.network.lose()
    state(page, "away")
    write(page, "impact", "Written in a lift.")
    page.wait_for_timeout(500)  # the browser's own database says not when it has written
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(False)

    page.network.find()
    page.reload()

    state(page, "saved")
    expect(box(page, "impact")).to_have_text("Written in a lift.", timeout=LIVE)
    until(lambda: Postmortem.objects.get().impact == "Written in a lift.")


def test_a_server_that_dies_and_comes_back_loses_nothing(
    goldseam: Goldseam, opened, nia, ruth, draft
):
    hers, his = opened(nia), opened(ruth)
    write(hers, "impact", "Before.")
    state(hers, "saved")

    goldseam.web.kill()
    state(hers, "away")
    state(his, "away")
    write(hers, "impact", " Hers meanwhile.")
    write(his, "what_went_well", "His meanwhile.")
    goldseam.start()

    state(hers, "saved")
    state(his, "saved")
    expect(box(hers, "what_went_well")).to_have_text("His meanwhile.", timeout=LIVE)
    expect(box(his, "impact")).to_have_text("Before. Hers meanwhile.", timeout=LIVE)
    draft.refresh_from_db()
    assert draft.impact == "Before. Hers meanwhile."
    assert draft.what_went_well == "His meanwhile."


def test_without_valkey_two_still_write_together(goldseam: Goldseam, opened, nia, ruth, draft):
    hers, his = opened(nia), opened(ruth)
    goldseam.stop_valkey()
    try:
        write(hers, "impact", "No queue, and still here.")
        state(hers, "saved")
        expect(box(his, "impact")).to_contain_text("still here", timeout=LIVE)
    finally:
        goldseam.bring_valkey_back()


def test_where_no_websocket_comes_through_the_form_saves(goldseam, signed_in, nia, draft):
    page = signed_in(nia)
    page.route_web_socket(EDITORS, lambda socket: socket.close())
    page.goto(reverse("postmortems:edit", args=[draft.pk]))
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "alone", timeout=LIVE)

    write(page, "impact", "Saved with a button.")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved with a button.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.impact == "Saved with a button."
    page.unroute_all()


def test_the_editor_has_tools_and_keys_and_a_preview(goldseam, opened, nia, draft):
    page = opened(nia)
    section = page.locator("#box-impact")
    write(page, "impact", "Nobody could pay")
    page.keyboard.press("Shift+Home")
    section.get_by_role("button", name="Bold").click()
    state(page, "saved")
    until(lambda: Postmortem.objects.get().impact == "**Nobody could pay**")

    page.keyboard.press("Control+z")
    until(lambda: Postmortem.objects.get().impact == "Nobody could pay")
    page.keyboard.press("Control+y")
    until(lambda: Postmortem.objects.get().impact == "**Nobody could pay**")

    section.get_by_role("button", name="Preview").click()
    expect(section.locator(".preview strong")).to_have_text("Nobody could pay")
    section.get_by_role("button", name="Preview").click()
    expect(box(page, "impact")).to_be_visible()

    # The Tab key leaves the editor; one stop leads to all the tools.
    box(page, "impact").focus()
    page.keyboard.press("Shift+Tab")
    expect(section.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(section.get_by_role("button", name="Italic")).to_be_focused()
    page.keyboard.press("Tab")
    expect(box(page, "impact")).to_be_focused()


def test_what_this_browser_kept_goes_with_whoever_signs_out(goldseam, opened, nia):
    page = opened(nia)
    names = "async () => (await indexedDB.databases()).map(({ name }) => name)"
    until(lambda: any(name.startswith("goldseam:write-up:") for name in page.evaluate(names)))

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign out").or_(page.get_by_label("Email")).first.wait_for()

    until(lambda: not page.evaluate(names))


def test_a_picture_is_pasted_into_a_section(goldseam, opened, nia, draft):
    page = opened(nia)
    write(page, "impact", "The queue:")

    box(page, "impact").evaluate(PASTE, [DOT, "image/gif"])

    expect(box(page, "impact")).to_contain_text("![a graph](/incidents/pictures/", timeout=LIVE)
    state(page, "saved")
    page.get_by_role("link", name="Read it").click()
    expect(page.locator("#impact img")).to_have_js_property("naturalWidth", 1)
