"""A bad hour with rows to repair: four people in four browsers, from filing to resolution."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from incidents.models import Incident, Kind, Repair, RepairState, ResponseRole, Status
from nudges.models import Nudge
from people.models import User
from tests.browser.boxes import write
from tests.browser.test_journey import live, stayed, watch
from tests.factories import ServiceFactory, TeamFactory, ToolFactory, UserFactory

# Four browsers share the cores; that it takes a second at most is held by test_journey.py.
LIVE = 5_000
TITLE = "Payments are booked to the wrong account"
COMMAND = "shipper rollback ledger-writer"


@pytest.fixture
def people(goldseam) -> dict[str, User]:
    """Nia files, Samira knows the service, Priya speaks for it, Ines leads the team."""
    team = TeamFactory(name="Payments")
    here = {
        name: UserFactory(display_name=full, team=team, is_senior=name in {"samira", "ines"})
        for name, full in {
            "nia": "Nia Kamau",
            "samira": "Samira Rahimi",
            "priya": "Priya Sundaram",
            "ines": "Ines Barbosa",
        }.items()
    }
    team.tech_leads.add(here["ines"])
    ledger = ServiceFactory(name="ledger-writer", slug="ledger-writer", team=team)
    ledger.experts.add(here["samira"])
    ToolFactory(service=ledger, command=COMMAND)
    return here


def test_four_people_repair_data_from_filing_to_resolution(goldseam, people, signed_in):
    nia, samira, priya, ines = (signed_in(people[name]) for name in people)
    for page in (samira, priya, ines):
        live(page)

    incident = _file(nia)
    _come_to_help(nia, samira)
    _write_kindly(goldseam, ines, people["nia"])
    _share_the_roles(incident, samira, priya, ines)
    _roll_back(incident, samira, nia)
    repair = _begin_the_repair(incident, nia, samira, priya)
    _run_it(goldseam, repair, nia, priya)
    _finish(incident, samira, nia, priya, ines)

    assert incident.timeline.filter(kind=Kind.REPAIR, text__contains="1,204").exists()
    assert not Nudge.objects.open().filter(kind="help_wanted").exists()


def _file(nia: Page) -> Incident:
    """One line, how it can be undone, the service, and a hand, all in one press."""
    nia.get_by_role("link", name="Something broke").click()
    nia.get_by_label("In your own words").fill(TITLE)
    nia.get_by_role("radio", name="Roll back, then repair data").check()
    nia.get_by_role("radio", name="Major").check()
    nia.get_by_role("checkbox", name="ledger-writer").check()
    expect(nia.locator("#undo")).to_contain_text(COMMAND)
    nia.get_by_role("button", name="Open it and ask for help").click()
    expect(nia.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    live(nia)
    return Incident.objects.get()


def _come_to_help(nia: Page, samira: Page) -> None:
    """Samira, who knows the service, hears of it on Today and comes with one press."""
    watch(nia)
    samira.get_by_role("button", name="I’m on my way").click()
    expect(nia.locator("#people")).to_contain_text("Samira Rahimi", timeout=LIVE)
    expect(nia.get_by_role("heading", name="Samira is on the way")).to_be_visible(timeout=LIVE)
    assert stayed(nia)


def _write_kindly(goldseam, ines: Page, nia_: User) -> None:
    """Ines, asked in private, writes two lines of her own."""
    ines.get_by_role("link", name="Write to Nia").click()
    ines.get_by_label("Your words").fill("I have doubled a ledger. You are not alone in there.")
    ines.get_by_role("button", name="Send it to Nia").click()
    expect(ines.get_by_role("heading", name="Your note to Nia Kamau")).to_be_visible()
    goldseam.mail.wait_for(nia_.email, "Ines wrote to you")


def _share_the_roles(incident: Incident, samira: Page, priya: Page, ines: Page) -> None:
    """Samira leads, Priya speaks for it, Ines keeps notes; each sees what the others do."""
    for page in (samira, priya, ines):
        page.goto(incident.get_absolute_url())
        live(page)
    samira.get_by_role("button", name="I’ll lead").click()
    expect(priya.locator("#people")).to_contain_text("Incident lead", timeout=LIVE)
    for page, role in ((priya, "Communications"), (ines, "Scribe")):
        page.get_by_role("button", name="I’m here to help").click()
        page.get_by_text("What I do here").click()
        page.get_by_role("button", name=role).click()
        expect(samira.locator("#people")).to_contain_text(role, timeout=LIVE)
    roles = dict(incident.participations.values_list("user__display_name", "role"))
    assert roles == {
        "Nia Kamau": ResponseRole.RESPONDER,
        "Samira Rahimi": ResponseRole.LEAD,
        "Priya Sundaram": ResponseRole.COMMUNICATIONS,
        "Ines Barbosa": ResponseRole.SCRIBE,
    }


def _roll_back(incident: Incident, samira: Page, nia: Page) -> None:
    """The tool that was used is a key moment, on every screen."""
    nia.goto(incident.get_absolute_url())
    live(nia)
    live(samira)
    samira.locator("#tools").get_by_role("button", name="I used this").click()
    moment = nia.locator("#timeline li.key", has_text="Rolled back ledger-writer")
    expect(moment).to_be_visible(timeout=LIVE)
    samira.get_by_role("button", name="Mark as mitigating").click()
    expect(nia.locator("#head .pill").first).to_have_text("Mitigating", timeout=LIVE)


def _begin_the_repair(incident: Incident, nia: Page, samira: Page, priya: Page) -> Repair:
    """Nia scopes, copies and tries it dry; Samira looks it over, for Nia cannot."""
    nia.get_by_role("link", name="Repair the data").click()
    nia.get_by_label("What was written?").fill("Rows of half an hour point at the wrong account.")
    nia.get_by_label("Who runs it?").select_option("Nia Kamau")
    nia.get_by_label("Who pairs?").select_option("Samira Rahimi")
    nia.get_by_role("button", name=re.compile("^Begin")).click()
    expect(nia.get_by_role("heading", name="Seven steps")).to_be_visible()
    expect(priya.get_by_role("heading", name="Repairing the data")).to_be_visible(timeout=LIVE)
    repair = incident.repairs.get()
    _tick(nia, "scope", rows="1,204")
    for step in ("stop_writes", "copy", "dry_run"):
        _tick(nia, step)

    expect(nia.locator("#step-check")).to_contain_text(
        "You run it, so Samira or somebody else looks"
    )
    expect(nia.locator("#step-check").get_by_text("Tick it")).to_have_count(0)
    samira.goto(f"{incident.get_absolute_url()}repairs/{repair.pk}/")
    _tick(samira, "check")
    nia.goto(f"{incident.get_absolute_url()}repairs/{repair.pk}/")
    live(nia)
    _tick(nia, "run")
    return repair


def _tick(page: Page, step: str, *, rows: str = "") -> None:
    live(page)
    this = page.locator(f"#step-{step}")
    this.get_by_text("Tick it").click()
    if rows:
        this.get_by_label("Rows").fill(rows)
    this.get_by_role("button", name=re.compile("It is (done|running)")).click()
    expect(page.locator(f"#step-{step}[data-ticked]")).to_be_visible()


def _run_it(goldseam, repair: Repair, nia: Page, priya: Page) -> None:
    """The script says how far it is, and the bar moves in Priya's room."""
    nia.get_by_role("button", name="Make a token").click()
    token = nia.locator("#token code").first.inner_text()
    live(priya)
    watch(priya)
    _post(goldseam, repair, token, done=812)
    expect(priya.locator("#repairs")).to_contain_text("812 of 1,204", timeout=LIVE)
    _post(goldseam, repair, token, done=1204)
    expect(priya.locator("#repairs")).to_contain_text("1,204 of 1,204", timeout=LIVE)
    assert stayed(priya)

    priya.get_by_text("Post an update").click()
    write(priya, "How are things?", "Every row is put right. We look again now.")
    priya.get_by_role("button", name="Post it").click()
    expect(priya.locator("#where-we-are")).to_contain_text("We look again now.")

    nia.goto(f"{repair.incident.get_absolute_url()}repairs/{repair.pk}/")
    live(nia)
    nia.get_by_role("button", name="I looked again: every row is right").click()
    expect(nia.get_by_role("heading", name="Put right")).to_be_visible()
    repair.refresh_from_db()
    assert (repair.state, repair.done) == (RepairState.VERIFIED, 1204)


def _post(goldseam, repair: Repair, token: str, *, done: int) -> None:
    request = urllib.request.Request(
        f"{goldseam.url}/api/v1/repairs/{repair.pk}/progress",
        data=json.dumps({"done": done, "total": 1204}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def _finish(incident: Incident, samira: Page, nia: Page, priya: Page, ines: Page) -> None:
    """Samira resolves it; everybody sees it, and everybody is thanked."""
    for page in (samira, nia, priya, ines):
        page.goto(incident.get_absolute_url())
        live(page)
    samira.get_by_role("link", name="Resolve").click()
    samira.get_by_label("What put it right?").fill("Rolled back, and 1,204 rows put right.")
    samira.get_by_role("button", name="Yes, it is resolved").click()
    expect(samira.get_by_role("heading", level=1)).to_have_text(
        "It is over. Thank you, all of you."
    )
    for page in (nia, priya, ines):
        expect(page.locator("#head .pill").first).to_have_text("Resolved", timeout=LIVE)
    incident.refresh_from_db()
    assert incident.status == Status.RESOLVED
