"""Two people practise with an incident that was, compare it with what happened, and write it up."""

import re

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Incident, Mode
from learning.models import Run, Scenario
from people.models import User
from postmortems.domain.factors import add_factor
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.models import Postmortem
from tests.browser.boxes import write
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

LIVE = 1_000
LOOK = "What do you want to look at?"


@pytest.fixture
def people(goldseam) -> tuple[User, User]:
    team = TeamFactory(name="Payments")
    return (
        UserFactory(display_name="Nia Kamau", team=team),
        UserFactory(display_name="Mateo Reyes", team=team),
    )


@pytest.fixture
def told(people) -> Postmortem:
    """A published write-up of an incident that Nia was in."""
    nia, _mateo = people
    ledger = ServiceFactory(name="ledger-writer", slug="ledger-writer")
    incident = IncidentFactory(by=nia, title="Payments time out", services=[ledger], is_over=True)
    write_up, lead = PostmortemFactory(by=nia, incident=incident), TechLeadFactory()
    add_factor(write_up, by=nia, kind="testing", text="Every test has a batch of one.")
    give_verdict(
        ask_for_review(write_up, by=nia, reviewer=lead), by=lead, verdict="approved", remarks=""
    )
    return publish_postmortem(write_up, by=nia)


def live(page: Page) -> None:
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")


def make_scenario(nia: Page, told: Postmortem) -> None:
    """Nia makes a scenario from the write-up, at one press, and then puts it right."""
    nia.goto(told.get_absolute_url())
    nia.get_by_role("button", name="Practise with it").click()
    expect(nia.get_by_role("heading", level=1)).to_have_text("A scenario to practise with")
    nia.get_by_label("Title").fill("Nobody can pay")
    write(nia, "What is known at the start", "Two customers wrote that paying fails.")
    nia.get_by_role("button", name="Save").click()
    for text, minutes, topics in (
        ("A release at **11:08**.", "", "deploy, release"),
        ("The log is full of `timeout`.", "", "logs"),
        ("A café calls.", "0", ""),
    ):
        form = nia.locator("#add-clue")
        write(nia, "What they see", text)
        form.get_by_label("After so many minutes").fill(minutes)
        form.get_by_label("When somebody looks at").fill(topics)
        form.get_by_role("button", name="Add it").click()
        expect(nia.locator("#clues")).to_contain_text(re.sub(r"[*`]", "", text))
    nia.get_by_role("button", name="It is ready").click()
    expect(nia.get_by_role("heading", level=1)).to_have_text("Nobody can pay")
    expect(nia.get_by_text("11:08")).to_have_count(0)


def test_two_people_practise_together(goldseam, people, told, signed_in):
    nia, mateo = (signed_in(person) for person in people)
    make_scenario(nia, told)

    # Mateo finds it in the library and begins; Nia joins with his link.
    mateo.get_by_role("link", name="Library").click()
    mateo.get_by_role("link", name="Practice", exact=True).click()
    mateo.get_by_role("link", name="Nobody can pay").click()
    mateo.get_by_role("button", name="Begin now").click()
    expect(mateo.get_by_text("This is practice.")).to_be_visible()
    playing = mateo.locator("#playing")
    expect(playing).to_contain_text("Two customers wrote that paying fails.")
    expect(playing).to_contain_text("A café calls.")
    playing.get_by_text("Play with others").click()
    invite = playing.locator("#invite code")
    run = Run.objects.get()
    expect(invite).to_have_text(re.compile(f"{run.get_absolute_url()}$"))
    link = invite.inner_text()
    live(mateo)
    nia.goto(link)
    expect(nia.get_by_text("A café calls.")).to_have_count(0)
    nia.get_by_role("button", name="Join the practice").click()
    expect(nia.locator("#playing")).to_contain_text("A café calls.")
    expect(mateo.locator("#people")).to_contain_text("Nia Kamau", timeout=LIVE)

    # Mateo asks, and both see what he found, without a reload; what Nia types stays.
    live(nia)
    nia.get_by_label(LOOK).fill("the lo")
    mateo.get_by_label(LOOK).fill("Was there a deployment?")
    mateo.get_by_role("button", name="Look", exact=True).click()
    for page in (mateo, nia):
        expect(page.locator("#playing")).to_contain_text("A release at 11:08.", timeout=LIVE)
    expect(nia.locator("#timeline")).to_contain_text("Looked at: Was there a deployment?")
    expect(nia.get_by_label(LOOK)).to_have_value("the lo")

    # Where there is nothing the answer is kind, and a hint is there for both.
    nia.get_by_label(LOOK).fill("the weather")
    nia.get_by_label(LOOK).press("Enter")
    expect(nia.locator("#playing")).to_contain_text("nothing out of the ordinary there")
    live(nia)
    live(mateo)
    mateo.get_by_role("button", name="A hint").click()
    expect(nia.locator("#playing")).to_contain_text("You could look at: logs.", timeout=LIVE)

    # It ends for both, and is compared with what happened.
    mateo.get_by_role("button", name="End the practice").click()
    expect(mateo.get_by_role("heading", level=1)).to_have_text(
        "What you did, and what happened then"
    )
    for words in (
        "Looked at: Was there a deployment?",
        "The log is full of timeout.",
        "Every test has a batch of one.",
    ):
        expect(mateo.get_by_text(words)).to_be_visible()
    expect(nia.locator("#playing")).to_contain_text("This practice is over", timeout=LIVE)
    nia.get_by_role("link", name="Compare with what happened").click()

    # The write-up of it is marked, and nowhere outside.
    nia.get_by_role("button", name="Write a practice write-up").click()
    expect(nia.get_by_text("This is practice.")).to_be_visible()
    write_up = Postmortem.objects.get(incidents__mode=Mode.PRACTICE)
    expect(nia.locator("[data-saved]")).to_have_attribute("data-state", "saved", timeout=LIVE)
    write(nia, "What happened?", "Nobody could pay for eleven minutes.")
    nia.get_by_role("link", name="Read it").click()
    expect(nia.get_by_text("This is practice.")).to_be_visible()
    assert write_up.moments.filter(text__contains="Was there a deployment?").exists()
    for page in ("/", "/incidents/", "/write-ups/", "/library/", "/follow-ups/"):
        nia.goto(page)
        expect(nia.locator("main")).not_to_contain_text("Nobody can pay")
    assert not any("Nobody can pay" in subject for subject in goldseam.mail.subjects())


def test_it_is_played_without_scripts(goldseam, people, told, window, signed_in):
    """Every press of it is a plain form."""
    nia, _mateo = people
    make_scenario(signed_in(nia), told)
    page = signed_in(nia, java_script_enabled=False)

    page.goto(Scenario.objects.get().get_absolute_url())
    page.get_by_role("button", name="Begin now").click()
    page.get_by_role("link", name="Playing a scenario? What you know by now").click()
    expect(page.locator("#playing")).to_contain_text("A café calls.")
    page.get_by_label(LOOK).fill("logs")
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.locator("#playing")).to_contain_text("The log is full of timeout.")
    page.get_by_role("button", name="A hint").click()
    expect(page.locator("#playing")).to_contain_text("You could look at: deploy.")
    page.get_by_role("button", name="End the practice").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What you did, and what happened then"
    )
    assert not Incident.objects.get(mode=Mode.PRACTICE).is_open
