"""What waits for somebody, by mouse and by keyboard, on Today and on the page of all of it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from nudges.domain.outbox import nudge
from nudges.models import Nudge
from nudges.models.nudge import State
from nudges.queries.waiting import ON_TODAY
from tests.browser.test_every_page import LONG, problems_of
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory
from tests.running.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nia(goldseam):
    return UserFactory(display_name="Nia Kamau", joined_on=timezone.localdate() - timedelta(900))


def said(user, kind="anniversary", title="Receipts are blank"):
    """Something that waits for somebody. Returns what it is about."""
    incident = IncidentFactory(title=title, mode="record")
    about = PostmortemFactory(incident=incident) if kind == "anniversary" else incident
    nudge(kind, about=about, to=[user], at=timezone.now(), again="here")
    until(lambda: Nudge.objects.filter(recipient=user, kind=kind, state=State.SENT).exists())
    return about


def state_of(user, kind="anniversary"):
    return Nudge.objects.get(recipient=user, kind=kind).state


def test_what_comes_and_ends_is_seen_without_loading_the_page(nia, signed_in):
    page = signed_in(nia)
    badge = page.get_by_role("link", name=re.compile("^Today")).locator(".count")
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    expect(badge).to_have_count(0)

    said(nia)

    expect(badge).to_have_text(re.compile("^1"))
    waiting = page.get_by_role("heading", name="A year ago: Receipts are blank")
    expect(waiting).to_be_visible()

    other = page.context.new_page()
    other.goto("/nudges/")
    other.get_by_role("button", name="Done: A year ago").click()

    expect(badge).to_have_count(0)
    expect(waiting).to_have_count(0)


@pytest.mark.parametrize("place", ["/", "/nudges/"])
def test_done_and_undone_by_keyboard(nia, signed_in, place):
    page = signed_in(nia)
    said(nia)
    page.goto(place)
    page.evaluate("window.isTheSame = true")

    page.get_by_role("button", name="Done: A year ago").focus()
    page.keyboard.press("Enter")

    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(page.get_by_text("is done.")).to_be_visible()
    until(lambda: state_of(nia) == State.DONE)

    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="A year ago: Receipts are blank")).to_be_visible()
    expect(undo).to_have_count(0)
    assert state_of(nia) == State.SENT
    assert page.evaluate("window.isTheSame")


def test_the_way_back_stays_while_the_page_keeps_up(nia, signed_in):
    page = signed_in(nia)
    said(nia)
    page.goto("/")
    page.get_by_text("Why this came, or not now").click()
    page.get_by_role("button", name="Don’t ask again").click()
    expect(page.get_by_text("is not said again.")).to_be_visible()
    # What can be taken back is where the keyboard goes first.
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.get_by_role("link", name="All your reminders").focus()

    said(nia, "update_due")

    expect(page.get_by_role("heading", name=re.compile("An update on"))).to_be_visible()
    expect(page.get_by_text("is not said again.")).to_be_visible()
    expect(page.get_by_role("link", name="All your reminders")).to_be_focused()


def test_what_is_put_off_stands_under_coming(nia, signed_in):
    page = signed_in(nia)
    said(nia)
    page.goto("/nudges/")

    page.get_by_text("Why this came, or not now").click()
    page.locator("[name=until]").first.click()

    expect(page.get_by_text("You put it off. It comes again")).to_be_visible()
    page.get_by_role("button", name="Show it now").click()
    expect(page.get_by_role("button", name="Done: A year ago")).to_be_visible()
    assert state_of(nia) == State.SENT


def test_all_of_it_works_without_scripts(nia, signed_in):
    page = signed_in(nia, java_script_enabled=False)
    said(nia)
    page.goto("/nudges/")

    page.get_by_role("button", name="Done: A year ago").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Done: A year ago")).to_be_visible()

    page.get_by_role("link", name="What reaches you").click()
    box = page.get_by_role("group", name="How are you?").get_by_label("Email")
    expect(box).to_be_checked()
    box.uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_role("group", name="How are you?").get_by_label("Email")).not_to_be_checked()
    page.get_by_role("button", name="As it comes by itself").click()
    expect(page.get_by_role("group", name="How are you?").get_by_label("Email")).to_be_checked()


@pytest.mark.parametrize("width", [1440, 360])
def test_many_and_long_ones_fit(nia, signed_in, width):
    said(nia, title=LONG)
    fill(nia)
    page = signed_in(nia, width=width)
    wrong = {}
    for address in ("/", "/nudges/", "/nudges/sent/", "/nudges/preferences/"):
        page.goto(address)
        for more in page.locator("#main details.more > summary").all()[:2]:
            more.click()
        if found := problems_of(page):
            wrong[address] = found
    assert wrong == {}
    page.goto("/")
    expect(page.locator(".waiting > li")).to_have_count(ON_TODAY)


def fill(user):
    """More than Today shows."""
    write_up = PostmortemFactory(incident=IncidentFactory(title=LONG, mode="record"))
    for n in range(ON_TODAY + 5):
        kind = ("comment", "anniversary")[n % 2]
        nudge(kind, about=write_up, to=[user], at=timezone.now(), again=str(n))
