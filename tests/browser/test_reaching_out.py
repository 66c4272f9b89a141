"""A kind word, from the request to the answer, with the keyboard; and a buddy without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect

from incidents.domain.filing import declare_incident
from incidents.models import Buddy, Incident, Note
from people.models import User
from tests.factories import TeamFactory, UserFactory
from tests.running.waiting import until

GAP = "…"


@pytest.fixture
def people(goldseam) -> tuple[User, User]:
    """Nia, who is new, and Ines, who leads her team."""
    payments = TeamFactory(name="Payments")
    ines = UserFactory(display_name="Ines Barbosa", is_senior=True, team=payments)
    payments.tech_leads.add(ines)
    return UserFactory(display_name="Nia Kamau", team=payments), ines


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a link or button with the keyboard, once no script moves to somewhere else."""
    page.wait_for_load_state()
    found = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name))
    found.first.focus()
    page.keyboard.press("Enter")


def chosen(page: Page) -> str:
    return page.evaluate(
        "(() => { const at = document.activeElement;"
        " return at.value.slice(at.selectionStart, at.selectionEnd) })()"
    )


def test_an_opening_is_begun_filled_sent_and_answered(goldseam, people, signed_in):
    nia, ines = people
    declare_incident(by=nia, title="Search is empty")
    page = signed_in(ines)
    press(page, "Write to Nia")
    # Which gap is chosen is the script's to do.
    page.wait_for_load_state()
    box = page.get_by_label("Your words")
    box.fill("Hello Nia.")

    # Below what is there, and the first gap is chosen, so that typing fills it.
    been_there = page.locator("#openings li", has_text="When I broke")
    been_there.get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(box).to_have_value(re.compile(r"^Hello Nia\.\n\nWhen I broke … in my first year"))
    expect(box).to_be_focused()
    assert chosen(page) == GAP
    page.keyboard.type("search")

    press(page, "Send it to Nia")
    expect(page.get_by_text("a gap that only you can fill").last).to_be_visible()
    box = page.get_by_label("Your words")
    expect(box).to_have_value(re.compile("When I broke search in my first year"))
    box.fill(box.input_value().replace(GAP, "a cup of tea, and company."))
    press(page, "Send it to Nia")
    expect(page.get_by_role("heading", name="Your note to Nia Kamau")).to_be_visible()

    # Nia answers with one press, and Ines reads it.
    hers = signed_in(nia)
    press(hers, "Read the note")
    expect(hers.get_by_text("a cup of tea, and company.")).to_be_visible()
    press(hers, "I’m fine, thank you")
    expect(hers.locator("article .prose").last).to_have_text("I’m fine, thank you")
    page.goto("/")
    expect(page.get_by_role("heading", name="Nia wrote back to you")).to_be_visible()
    press(page, "Read it")
    expect(page.locator("article .prose").last).to_have_text("I’m fine, thank you")
    assert Note.objects.filter(read_at=None).count() == 0


def test_openings_and_a_buddy_work_without_scripts(goldseam, people, signed_in):
    nia, ines = people
    hers, page = (signed_in(who, java_script_enabled=False) for who in (nia, ines))
    hers.goto("/incidents/new/")
    hers.get_by_label("In your own words").fill("Search is empty")
    hers.get_by_role("button", name="Open the incident").click()
    hers.get_by_role("button", name="Somebody to sit with me").first.click()
    expect(hers.get_by_role("heading", name="Somebody to sit with you")).to_be_visible()

    page.goto("/")
    page.get_by_role("button", name="I’ll sit with them").click()
    expect(page.get_by_role("heading", name="You sit with Nia")).to_be_visible()
    hers.reload()
    expect(hers.get_by_role("heading", name="Ines sits with you")).to_be_visible()
    hers.get_by_role("button", name="All right from here").click()
    until(lambda: Buddy.objects.get().ended_at)

    page.goto("/")
    page.get_by_role("link", name="Write to Nia").click()
    page.get_by_label("Your words").fill("Hello Nia.")
    page.locator("#openings li", has_text="When I broke").get_by_role("button").click()
    expect(page.get_by_label("Your words")).to_have_value(
        re.compile(r"^Hello Nia\.\s+When I broke …")
    )


def test_a_rota_is_kept_with_the_keyboard(goldseam, people, signed_in):
    _nia, ines = people
    for name in ("Ada Moreau", "Bo Larsen"):
        UserFactory(display_name=name, team=ines.team)
    page = signed_in(ines)
    page.goto("/people/profile/")
    press(page, "The rota of Payments")
    for name in ("Ada Moreau", "Bo Larsen"):
        page.get_by_label("Who?").select_option(label=name)
        press(page, "Put them last")
        expect(page.locator("#places b").last).to_have_text(name)
    press(page, "Move Bo Larsen up")
    expect(page.locator("#places b")).to_have_text(["Bo Larsen", "Ada Moreau"])
    press(page, re.compile("^Take off"))
    expect(page.locator("#places b")).to_have_text(["Ada Moreau"])


def test_the_room_shows_at_once_that_somebody_came(goldseam, people, signed_in):
    nia, ines = people
    incident = declare_incident(by=nia, title="Search is empty")
    hers, page = signed_in(nia), signed_in(ines)
    hers.goto(incident.get_absolute_url())
    expect(hers.locator("[data-live]")).to_have_attribute("data-state", "live")
    hers.locator("#care").get_by_role("button", name="Somebody to sit with me").click()
    expect(hers.locator("#buddy")).to_be_visible()
    expect(hers.locator("[data-live]")).to_have_attribute("data-state", "live")

    page.goto("/")
    page.get_by_role("button", name="I’ll sit with them").click()

    expect(hers.get_by_role("heading", name="Ines sits with you")).to_be_visible(timeout=5_000)
    assert Incident.objects.get().participations.count() == 2
