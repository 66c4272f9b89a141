"""The main job, from something breaking to somebody reading about it, by two people at once."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from incidents.models import Incident, Note
from nudges.models import Nudge
from people.models import User
from postmortems.models import Postmortem
from tests.browser.boxes import box, write
from tests.factories import ServiceFactory, TeamFactory, ToolFactory, UserFactory

# What one person does is on every other screen within a second.
LIVE = 1_000
NOTE = "What happened, or what did you see?"
TITLE = "Card payments declined for some customers"
WORDS = "I took the same table down in my second month. You did the right thing. Want company?"


@pytest.fixture
def people(goldseam) -> tuple[User, User]:
    """Nia, who is new, and Ines, who leads her team."""
    payments = TeamFactory(name="Payments")
    ines = UserFactory(display_name="Ines Barbosa", is_senior=True, team=payments)
    payments.tech_leads.add(ines)
    nia = UserFactory(display_name="Nia Kamau", team=payments)
    ledger = ServiceFactory(name="ledger-writer", slug="ledger-writer", team=payments)
    ToolFactory(service=ledger, command="shipper rollback ledger-writer")
    return nia, ines


def live(page: Page) -> None:
    """Wait until the page listens, so that what happens next is told to it."""
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")


def watch(page: Page) -> None:
    """Mark the document: when it is loaded anew, the mark is gone."""
    page.evaluate("window.notLoadedAgain = true")


def stayed(page: Page) -> bool:
    return page.evaluate("window.notLoadedAgain === true")


def test_an_incident_goes_from_filing_to_the_library(goldseam, people, signed_in):
    nia_, ines_ = people
    nia, ines = signed_in(nia_), signed_in(ines_)
    live(ines)
    watch(ines)

    # Nia files it and is thanked first.
    nia.get_by_role("link", name="Something broke").click()
    nia.get_by_label("In your own words").fill(TITLE)
    nia.get_by_role("radio", name="Roll it back").check()
    nia.get_by_role("radio", name="Major").check()
    nia.get_by_role("checkbox", name="ledger-writer").check()
    nia.get_by_role("button", name="Open the incident").click()
    expect(nia.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    expect(nia.get_by_text("shipper rollback ledger-writer")).to_be_visible()
    incident = Incident.objects.get()
    goldseam.mail.wait_for(nia_.email, "Thank you for raising")

    # Ines, who only had Today open, sees it and is asked in private to write.
    expect(ines.get_by_role("link", name=TITLE)).to_be_visible()
    expect(ines.get_by_role("heading", name="Nia may appreciate a kind word")).to_be_visible()
    assert stayed(ines)
    goldseam.mail.wait_for(ines_.email, "kind word")
    ines.get_by_role("link", name="Write to Nia").click()
    ines.get_by_label("Your words").fill(WORDS)
    ines.get_by_role("button", name="Send it to Nia").click()
    expect(ines.get_by_role("heading", name="Your note to Nia Kamau")).to_be_visible()
    goldseam.mail.wait_for(nia_.email, "Ines wrote to you")

    # Nia finds it on Today, and reads it.
    nia.get_by_role("link", name=re.compile("^Today")).click()
    nia.get_by_role("link", name="Read the note").click()
    expect(nia.get_by_text(WORDS)).to_be_visible()
    assert Note.objects.get().read_at

    _run_it_together(nia, ines, incident)

    # Ines resolves it; everyone is thanked and a write-up is proposed.
    ines.get_by_role("link", name="Resolve").click()
    ines.get_by_label("What put it right?").fill("Rolled back, and the rows are right.")
    ines.get_by_role("button", name="Yes, it is resolved").click()
    expect(ines.get_by_role("heading", level=1)).to_have_text("It is over. Thank you, all of you.")
    expect(nia.locator("#head .pill").first).to_have_text("Resolved", timeout=LIVE)
    check_ins = Nudge.objects.filter(kind="check_in", due_at__gt=timezone.now())
    assert {one.recipient for one in check_ins} == {nia_, ines_}

    _write_it_up(nia, ines, goldseam, ines_)

    # And there it is, for whoever comes next.
    ines.get_by_role("link", name="Library").click()
    ines.get_by_role("link", name=TITLE).click()
    expect(ines.locator("#factors")).to_contain_text("Nothing said that a batch keeps one account.")
    assert Postmortem.objects.get().is_published


def _run_it_together(nia: Page, ines: Page, incident: Incident) -> None:
    """Both are in the room, and each sees what the other does without loading it again."""
    for page in (nia, ines):
        page.goto(incident.get_absolute_url())
        live(page)
    watch(nia)

    ines.get_by_role("button", name="I’m here to help").click()
    expect(nia.locator("#people")).to_contain_text("Ines Barbosa", timeout=LIVE)

    ines.get_by_text("Ask somebody to lead").click()
    ines.get_by_label("Who?").select_option("Ines Barbosa")
    ines.get_by_label("What they need to know").fill("Nia carries on with the rows.")
    ines.get_by_role("button", name="Ask them").click()
    expect(nia.locator("#people")).to_contain_text("Incident lead", timeout=LIVE)

    # What Nia is typing stays while the room changes around it.
    nia.get_by_text("Add a note").click()
    write(nia, NOTE, "The batch keeps `one` account.")
    live(ines)
    ines.get_by_text("Post an update").click()
    write(ines, "How are things?", "Rolled back, declines are falling.")
    soon = timezone.localtime() + timedelta(minutes=45)
    ines.get_by_label("Next update").fill(soon.strftime("%Y-%m-%dT%H:%M"))
    ines.get_by_role("button", name="Post it").click()
    expect(nia.locator("#where-we-are")).to_contain_text("declines are falling", timeout=LIVE)
    expect(nia.locator("#where-we-are")).to_contain_text("in 44 min", timeout=LIVE)
    expect(box(nia, NOTE)).to_have_value("The batch keeps `one` account.")
    assert stayed(nia)

    live(ines)
    nia.get_by_role("button", name="Add it").click()
    expect(ines.locator("#timeline code")).to_have_text("one", timeout=LIVE)

    live(nia)
    watch(nia)
    note = ines.locator("#timeline li", has_text="keeps one account")
    note.get_by_role("button", name="A key moment").click()
    expect(nia.locator("#timeline li.key", has_text="keeps one account")).to_be_visible(
        timeout=LIVE
    )
    live(ines)
    ines.get_by_role("button", name="Mark as monitoring").click()
    expect(nia.locator("#head .pill").first).to_have_text("Monitoring", timeout=LIVE)
    assert stayed(nia)


def _write_it_up(nia: Page, ines: Page, goldseam, ines_: User) -> None:
    nia.get_by_role("link", name="What comes after").click()
    nia.get_by_role("button", name="Start the write-up").click()
    expect(nia.locator("[data-saved]")).to_have_attribute("data-state", "saved", timeout=LIVE)
    happened = box(nia, "What happened")
    expect(happened).to_have_value(re.compile("incident lead, 1 responder"))
    assert "Ines" not in happened.input_value().split("In the response")[1].splitlines()[0]
    write(nia, "What surprised us", "That it had gone well for years.")
    expect(nia.locator("[data-saved]")).to_have_attribute("data-state", "saved", timeout=LIVE)
    nia.get_by_role("link", name="Read it").click()
    expect(nia.locator("#timeline")).to_contain_text("The batch keeps one account.")

    for kind, text in (
        ("Documentation", "Nothing said that a batch keeps one account."),
        ("Testing", "Every test has a batch of one."),
    ):
        nia.get_by_text("Add a contributing factor").click()
        nia.get_by_label("What else had to be true?").fill(text)
        nia.get_by_label("What is it about?").select_option(kind)
        nia.get_by_role("button", name="Add it").click()
        expect(nia.locator("#factors")).to_contain_text(text)

    nia.get_by_role("link", name="Add a follow-up").click()
    nia.get_by_label("What will be different?").fill("Test with a batch of two")
    nia.get_by_label("What kind of change is it?").select_option("Testing")
    nia.get_by_label("Who makes it?").select_option("Nia Kamau")
    nia.get_by_label("By when?").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    nia.get_by_role("button", name="Add it").click()
    expect(nia.locator("#follow-ups")).to_contain_text("Test with a batch of two")

    nia.get_by_role("link", name="Ask for review").click()
    nia.get_by_label("Who reads it?").select_option("Ines Barbosa")
    nia.get_by_role("button", name="Ask", exact=True).click()
    expect(nia.locator("#review")).to_contain_text("was asked to read it")
    goldseam.mail.wait_for(ines_.email, "Review:")

    # The reviewer is a tech lead who is not among its authors, and says what she thinks.
    ines.get_by_role("link", name=re.compile("^Today")).click()
    ines.get_by_role("link", name="Read it").click()
    ines.get_by_role("checkbox", name="More than one contributing factor").check()
    ines.get_by_label("What did you learn, what would help?").fill("I did not know that either.")
    live(nia)
    ines.get_by_role("button", name="Approve").click()

    nia.get_by_role("button", name="Publish").click()
    expect(nia.locator("#head .pill, header .pill").first).to_have_text("Published")


def test_a_screen_that_was_cut_off_is_right_again(goldseam, people, signed_in):
    nia_, ines_ = people
    nia, ines = signed_in(nia_), signed_in(ines_)
    incident = _filed(goldseam, nia_)
    for page in (nia, ines):
        page.goto(incident.get_absolute_url())
        live(page)
    watch(ines)

    ines.context.set_offline(True)
    _note(nia, "Said while nobody could hear it")
    assert ines.get_by_text("Said while nobody could hear it").count() == 0
    ines.context.set_offline(False)

    expect(ines.get_by_text("Said while nobody could hear it")).to_be_visible()
    live(ines)

    # The same when the server itself was gone for a moment.
    goldseam.web.stop()
    goldseam.start()
    nia.reload()
    _note(nia, "Said after the server came back")
    expect(ines.get_by_text("Said after the server came back")).to_be_visible(timeout=40_000)
    assert stayed(ines)


def _filed(goldseam, by: User) -> Incident:
    answer = goldseam.visitor(by).fill_in("/incidents/new/", "/incidents/new/file/", title=TITLE)
    assert answer.status == 302
    return Incident.objects.get()


def _note(page: Page, text: str) -> None:
    page.get_by_text("Add a note").click()
    write(page, NOTE, text)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#timeline")).to_contain_text(text)
