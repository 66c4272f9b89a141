"""The first week of somebody new: where to begin, ten things to read, and a word back."""

import re
from collections.abc import Callable
from datetime import date
from urllib.request import urlopen

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from learning import tasks
from learning.models import PathMark, Reading, ReadingPath, Remark, Story
from nudges.models import Nudge
from people.models import User
from postmortems.models import FollowUp
from tests.browser.boxes import box, write
from tests.browser.conftest import PASSWORD
from tests.factories import (
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
    set_up_weekly_talks,
)
from tests.running.waiting import until

MOUSE = {"width": 1440}
TOUCH = {"width": 390, "has_touch": True, "is_mobile": True}
LOADED = 15_000
SEEN = "Only you see how far you are."
SAY = "Say something kind, or ask"


@pytest.fixture
def beginning(goldseam) -> None:
    """What the first run brings: the shelf, and the path that fills itself."""


@pytest.fixture
def people(beginning) -> tuple[User, User, User]:
    """Nia, who begins today and has no password yet, her lead and an admin."""
    payments, long_ago = TeamFactory(name="Payments"), date(2019, 3, 4)
    old = {"is_senior": True, "joined_on": long_ago}
    ines = UserFactory(display_name="Ines Barbosa", team=payments, **old)
    payments.tech_leads.add(ines)
    dana = UserFactory(display_name="Dana Whitfield", role="admin", **old)
    return UserFactory(display_name="Nia Kamau", team=payments), ines, dana


@pytest.fixture
def stories(people) -> list[Story]:
    """Three that people who have been here for long have told, the oldest first."""
    _nia, ines, dana = people
    ledger = ServiceFactory(name="ledger-writer", slug="ledger-writer")
    return [
        StoryFactory(
            by=ines,
            title="I let a certificate run out",
            opening="It had renewed itself for six years.",
            what_broke="Every payment, for forty minutes. The certificate of the gateway was over.",
            services=[ledger],
        ),
        StoryFactory(by=dana, title="I dropped a table that was in use"),
        StoryFactory(by=ines, title="I sent 40,000 people the same letter"),
    ]


@pytest.mark.parametrize("device", [MOUSE, TOUCH], ids=["mouse", "touch"])
def test_a_first_week_with_stories_of_seniors(goldseam, people, stories, window, signed_in, device):
    nia_, ines_, dana_ = people
    press = Locator.tap if "has_touch" in device else Locator.click
    set_up_weekly_talks(by=dana_)
    nia, ines = window(**device).new_page(), signed_in(ines_)

    _sign_in_for_the_first_time(nia, nia_, goldseam)
    _be_shown_where_to_begin(nia, nia_, goldseam, press)
    _read_the_stories(nia, stories, press)
    _miss_something(nia, ines, stories[2], press)
    _find_the_talks(nia, press)
    _search_with_a_slip(nia, press)
    _read_the_rest(nia, press)

    # She is thanked, and where to begin is not said any more.
    expect(nia.locator("#walked")).to_contain_text("Thank you for reading them all")
    nia.goto("/")
    expect(nia.get_by_text("Nothing waits for you")).to_be_visible()
    expect(nia.locator("#first-path")).to_have_count(0)
    assert Nudge.objects.get(kind="remark").recipient == dana_
    _nobody_else_sees_how_far_she_is([ines, signed_in(dana_)], stories)


def test_the_path_of_an_empty_goldseam_is_read_to_its_end(beginning, window):
    """Nobody has told anything yet: it is made of well-known outages, and asks for nothing."""
    page = window().new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")
    page.get_by_label("Name").fill("Dana Whitfield")
    page.get_by_label("Email").fill("dana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Dana")

    page.locator("#first-path").get_by_role("link", name="Begin").click()
    _read_the_outages(page, already=0, press=Locator.click)

    expect(page.locator("#walked")).to_contain_text("Thank you for reading them all")
    expect(page.locator("#walked").get_by_role("link", name="Tell yours")).to_have_count(0)
    assert PathMark.objects.count() == 10
    assert not Reading.objects.exists()


def test_a_press_on_begin_counts_while_its_card_is_filled_in(people, signed_in):
    nia, *_others = people
    page, asked = signed_in(nia), []
    card = page.locator("#first-path")
    expect(card).to_contain_text("Your first ten stories")
    page.route("**/library/paths/first/card/", lambda route: asked.append(route))
    page.goto("/")
    until(lambda: page.evaluate("1") and asked)
    expect(card).to_contain_text("Your first stories")
    begin = card.get_by_role("link", name="Begin").element_handle()

    asked[0].continue_()
    expect(card).to_contain_text("Your first ten stories")

    assert begin.evaluate("link => link.isConnected")
    begin.click()
    expect(page.get_by_text("You have read 0 of 10.")).to_be_visible()


def _sign_in_for_the_first_time(nia: Page, nia_: User, goldseam) -> None:
    """An account that an admin made has no password: its owner chooses one, by mail."""
    nia.goto("/")
    nia.get_by_role("link", name=re.compile("Forgot")).click()
    nia.get_by_label("Email").fill(nia_.email)
    nia.get_by_role("button", name="Send me a link").click()
    mail = goldseam.mail.wait_for(nia_.email, "Choose a new password")
    nia.goto(re.search(r"http\S+/reset/key/\S+", mail.get_content())[0])
    for label in ("New password", "The same again"):
        nia.get_by_label(label).fill(PASSWORD)
    nia.get_by_role("button", name="Save it").click()
    expect(nia.get_by_role("heading", level=1)).to_have_text("Hello, Nia")


def _be_shown_where_to_begin(nia: Page, nia_: User, goldseam, press: Callable) -> None:
    """It stands on Today and in the library, and she is told of it."""
    expect(nia.locator("#first-path")).to_contain_text("Your first ten stories")
    press(nia.get_by_role("link", name="Library").first)
    expect(nia.locator("#first-path")).to_contain_text("New here?")
    press(nia.get_by_role("link", name=re.compile("^Today")))
    expect(nia.locator("[data-live]")).to_have_attribute("data-state", "live")
    goldseam.put(tasks.welcome)
    expect(nia.get_by_role("heading", name="Welcome, Nia. A place to begin")).to_be_visible()
    welcomed = goldseam.mail.wait_for(nia_.email, "Welcome, Nia")
    assert reverse("learning:first_path") in welcomed.get_body(["plain"]).get_content()
    assert not [
        one for one in goldseam.mail.subjects() if "Welcome" in one and nia_.email not in one
    ]
    press(nia.get_by_role("link", name="Read one"))
    expect(nia.get_by_text(SEEN)).to_be_visible()
    expect(nia.get_by_text("You have read 0 of 10.")).to_be_visible()
    press(nia.get_by_role("link", name="Begin", exact=True))


def _read_the_stories(nia: Page, stories: list[Story], press: Callable) -> None:
    first, second, third = stories
    expect(nia.get_by_role("heading", level=1)).to_have_text(first.title)
    press(nia.get_by_role("button", name="Thank you"))
    expect(nia.get_by_role("button", name="Thank you, 1", pressed=True)).to_be_visible()
    press(nia.get_by_role("button", name="Keep it"))
    expect(nia.get_by_role("button", name="Kept", pressed=True)).to_be_visible()
    press(nia.get_by_role("button", name="Read it, and on to the next"))

    # A word under the second one, in better words than those that came first.
    expect(nia.get_by_role("heading", level=1)).to_have_text(second.title)
    expect(nia.locator("#along")).to_contain_text("1 of 10 read")
    write(nia, SAY, "Thank you for this. The root cause was the same where I was before.")
    nia.locator(".cm-content .lens", has_text="The root cause was").click(timeout=LOADED)
    card = nia.locator(".hint-card:visible")
    better = card.locator("[data-hint-rewording]").inner_text()
    press(card.get_by_role("button", name="Use this"))
    expect(box(nia, SAY)).to_have_value(
        f"Thank you for this. {better} the same where I was before."
    )
    press(nia.get_by_role("button", name="Say it"))
    expect(nia.locator("#remarks")).to_contain_text(better)
    assert Remark.objects.get().story == second

    # The next step along the path is there after what she said, and by keyboard too.
    onward = nia.get_by_role("button", name="Read it, and on to the next")
    _tab_to(nia, onward)
    nia.keyboard.press("Enter")
    expect(nia.get_by_role("heading", level=1)).to_have_text(third.title)


def _miss_something(nia: Page, ines: Page, story: Story, press: Callable) -> None:
    """What she looked for becomes a follow-up, which her lead takes."""
    press(nia.get_by_role("link", name="This is missing from our docs"))
    nia.get_by_label("What is missing?").fill("How to stop a letter that is on its way.")
    press(nia.get_by_role("button", name="Say so"))
    expect(nia.get_by_text("Whoever would like to can take it now.")).to_be_visible()
    gap = FollowUp.objects.get()
    ines.goto(reverse("follow_ups:list") + "?owner=nobody")
    ines.get_by_role("link", name="How to stop a letter").click()
    expect(ines.locator("#from")).to_contain_text(story.title)
    ines.get_by_role("button", name="I’ll take it").click()
    expect(ines.locator("#plan")).to_contain_text("Ines Barbosa")
    gap.refresh_from_db()
    assert gap.keeper.display_name == "Ines Barbosa"


def _find_the_talks(nia: Page, press: Callable) -> None:
    """When they are, and an address that her calendar program reads."""
    press(nia.get_by_role("link", name="Library").first)
    press(nia.get_by_role("link", name="Talks", exact=True))
    expect(
        nia.get_by_text("Every Thursday at 15:00 (Europe/London), for 30 minutes.")
    ).to_be_visible()
    press(nia.get_by_role("button", name="Make my address"))
    address = nia.locator("#address code").inner_text()
    with urlopen(address) as answer:
        feed = answer.read().decode()
    assert feed.count("BEGIN:VEVENT") >= 1
    press(nia.get_by_role("link", name="I have copied it"))
    expect(nia.locator("#calendar")).to_contain_text("last read on")


def _search_with_a_slip(nia: Page, press: Callable) -> None:
    press(nia.get_by_role("link", name="Library").first)
    nia.get_by_label("Search the library").fill("certifcate")
    nia.get_by_label("Search the library").press("Enter")
    expect(nia.get_by_text("so “certificate” was looked for")).to_be_visible()
    expect(nia.locator("mark").first).to_have_text("certificate")
    press(nia.get_by_role("link", name="I let a certificate run out"))
    expect(nia.get_by_role("button", name="Kept", pressed=True)).to_be_visible()


def _read_the_rest(nia: Page, press: Callable) -> None:
    """She carries on where she was: the last story, then the well-known outages."""
    press(nia.get_by_role("link", name="Library").first)
    expect(nia.locator("#first-path")).to_contain_text("You have read 2 of 10.")
    press(nia.get_by_role("link", name="Carry on reading"))
    press(nia.get_by_role("button", name="Read it, and on to the next"))
    _read_the_outages(nia, already=3, press=press)


def _read_the_outages(page: Page, *, already: int, press: Callable) -> None:
    """Each is open when its turn comes, and marked by the hand or by the keyboard."""
    for read in range(already, 10):
        expect(page.get_by_text(f"You have read {read} of 10.")).to_be_visible()
        this = page.locator("li[id^=outage]", has=page.get_by_role("button", name="Mark as read"))
        expect(this.first.get_by_text("What was learnt.")).to_be_visible()
        onward = this.first.get_by_role("button", name="Mark as read")
        if read % 2:
            press(onward)
        else:
            _tab_to(page, onward)
            page.keyboard.press("Enter")


def _nobody_else_sees_how_far_she_is(others: list[Page], stories: list[Story]) -> None:
    path = ReadingPath.objects.get()
    for page in others:
        for address in (
            "/",
            "/library/",
            "/library/paths/",
            path.get_absolute_url(),
            reverse("learning:arrange", args=[path.pk]),
            "/library/bookmarks/",
            stories[0].get_absolute_url(),
            stories[2].get_absolute_url(),
            "/insights/",
        ):
            page.goto(address)
            expect(page.locator("[hx-trigger=load]")).to_have_count(0)
            expect(page.locator("main")).not_to_contain_text("Nia")
            expect(page.locator("main")).not_to_contain_text("10 of 10")


def _tab_to(page: Page, target: Locator) -> None:
    """Go on with the keyboard until there."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("the keyboard does not lead there")
