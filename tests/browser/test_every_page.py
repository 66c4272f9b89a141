"""Every page, as different people meet it: read out, by keyboard, small, dark, long and empty."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from demo.load import load
from incidents.domain.status_page import set_up_status_page
from incidents.models import (
    Checklist,
    CustomField,
    HelpRequest,
    Incident,
    Mode,
    Note,
    ReachOut,
    Status,
)
from learning.models import Story
from people.models import User
from postmortems.models import Postmortem
from postmortems.models import Status as WriteUp
from tests.factories import IncidentFactory, PostmortemFactory, StoryFactory, UserFactory

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LONG = "Everything" * 15


@pytest.fixture
def pages(goldseam) -> dict[str, list[str]]:
    """The pages of the demo organisation, by the email of who looks at them."""
    load()
    over = Incident.objects.filter(status=Status.RESOLVED, mode=Mode.LIVE).last()
    happening = Incident.objects.filter(status=Status.MITIGATING).get()
    asked = ReachOut.objects.open().filter(asked__email__startswith="ines@").first()
    note = Note.objects.filter(recipient__email__startswith="nia@").latest("sent_at")
    edited = happening.timeline.filter(revision__gt=1).first()
    waiting = Postmortem.objects.get(status=WriteUp.IN_REVIEW)
    draft = Postmortem.objects.get(status=WriteUp.DRAFT)
    ines = [
        "/",
        reverse("incidents:list"),
        reverse("incidents:list") + "?q=paymnts&severity=major&mine=1&from=yesterday",
        reverse("incidents:answers", args=[happening.pk]),
        reverse("incidents:declare"),
        reverse("incidents:services"),
        reverse("incidents:service", args=["ledger-writer"]),
        reverse("incidents:edit_service", args=["ledger-writer"]),
        reverse("incidents:new_link", args=["ledger-writer"]),
        reverse("incidents:new_tool", args=["ledger-writer"]),
        reverse("incidents:checklists"),
        happening.get_absolute_url(),
        reverse("incidents:close", args=[happening.pk]),
        reverse("incidents:begin_repair", args=[happening.pk]),
        happening.repairs.get().get_absolute_url(),
        reverse("incidents:edit_repair", args=[happening.pk, happening.repairs.get().pk]),
        f"{happening.get_absolute_url()}?key",
        reverse("incidents:times", args=[happening.pk]),
        reverse("incidents:edit_entry", args=[happening.pk, edited.pk]),
        edited.get_absolute_url(),
        reverse("incidents:choose_whom", args=[happening.pk]),
        HelpRequest.objects.open().get().get_absolute_url(),
        Incident.objects.get(mode=Mode.PRACTICE).get_absolute_url(),
        reverse("learning:beside_incident", args=[happening.pk]),
        over.get_absolute_url(),
        reverse("incidents:after", args=[over.pk]),
        reverse("incidents:links", args=[happening.pk]),
        reverse("incidents:merge", args=[happening.pk]),
        reverse("incidents:merge", args=[happening.pk]) + f"?into={over.pk}",
        reverse("incidents:access", args=[happening.pk]),
        asked.get_absolute_url(),
        reverse("postmortems:list"),
        waiting.get_absolute_url(),
        Postmortem.objects.published().last().get_absolute_url(),
        reverse("learning:library"),
        Story.objects.published().first().get_absolute_url(),
        reverse("learning:tell"),
        reverse("people:profile"),
        reverse("account_change_password"),
        "/no/such/page/",
    ]
    nia = [
        note.get_absolute_url(),
        reverse("incidents:check_in", args=[over.pk]),
        reverse("postmortems:edit", args=[draft.pk]),
        reverse("postmortems:choose_reviewer", args=[draft.pk]),
        reverse("postmortems:plan", args=[draft.pk]),
        reverse("postmortems:comment", args=[waiting.pk]) + "?about=impact",
    ]
    checklist = Checklist.objects.first()
    dana = [
        reverse("incidents:new_service"),
        reverse("incidents:edit_checklist", args=[checklist.pk]),
        reverse("incidents:ask_to_delete", args=[checklist.pk]),
        reverse("incidents:fields"),
        reverse("incidents:new_field"),
        CustomField.objects.first().get_absolute_url(),
    ]
    return {
        "ines@larkspur.example": ines,
        "nia@larkspur.example": nia,
        "dana@larkspur.example": dana,
    }


def breaches(page: Page) -> list[str]:
    """What axe finds wrong with the page as it is."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("(rules) => axe.run(document, rules)", RULES)
    return [
        f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]
    ]


def doubled(page: Page) -> list[str]:
    """Ids that several elements have: a label would lead to the wrong one."""
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    return sorted({f"twice: #{one}" for one in ids if ids.count(one) > 1})


def is_too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize(
    ("width", "colours"), [(1440, "light"), (1440, "dark"), (360, "light"), (390, "dark")]
)
def test_every_page_is_accessible_and_fits(pages, signed_in, width, colours):
    wrong = {}
    for email, addresses in pages.items():
        page = signed_in(User.objects.get(email=email), width=width, color_scheme=colours)
        for address in addresses:
            page.goto(address)
            problems = breaches(page) + doubled(page) + ["too wide"] * is_too_wide(page)
            if problems:
                wrong[address] = problems
    assert wrong == {}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_pages_of_strangers_are_accessible_and_fit(goldseam, window, colours):
    wrong = {}
    for has_people, addresses in (
        (False, ["/people/welcome/"]),
        (True, ["/accounts/login/", "/accounts/password/reset/", "/no/such/page/"]),
        (True, ["/status/", "/status/subscribe/", "/status/subscribe/asked/"]),
    ):
        if has_people:
            admin = UserFactory(role="admin")
            set_up_status_page(by=admin, is_on=True, title="Larkspur status", intro="")
        for width in (1440, 360):
            page = window(width=width, color_scheme=colours).new_page()
            for address in addresses:
                page.goto(address)
                problems = breaches(page) + doubled(page) + ["too wide"] * is_too_wide(page)
                if problems:
                    wrong[width, address] = problems
    assert wrong == {}


def test_long_words_empty_rooms_and_people_without_a_name_fit(goldseam, signed_in):
    nobody = UserFactory(display_name="", email="somebody-with-a-very-long-address@example.org")
    incident = IncidentFactory(title=LONG, by=nobody)
    write_up = PostmortemFactory(
        incident=IncidentFactory(title=LONG, is_over=True, by=nobody), by=nobody
    )
    story = StoryFactory(title=LONG, by=nobody)
    wrong = {}
    for width in (1440, 360):
        page = signed_in(nobody, width=width)
        for address in (
            "/",
            "/incidents/",
            incident.get_absolute_url(),
            "/write-ups/",
            write_up.get_absolute_url(),
            "/library/",
            story.get_absolute_url(),
        ):
            page.goto(address)
            problems = breaches(page) + doubled(page) + ["too wide"] * is_too_wide(page)
            if problems:
                wrong[width, address] = problems
    assert wrong == {}


def test_filing_needs_no_mouse(goldseam, signed_in):
    page = signed_in(UserFactory(display_name="Nia Kamau"))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.get_by_role("link", name="Something broke").evaluate("e => e.matches(':focus')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_label("In your own words")).to_be_focused()
    page.keyboard.type("Search answers with nothing")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you for raising this")).to_be_visible()


def test_nothing_on_a_page_breaks_the_content_policy(pages, signed_in):
    said: list[str] = []
    page = signed_in(User.objects.get(email="ines@larkspur.example"))
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in pages["ines@larkspur.example"][:-1]:
        page.goto(address)
        page.wait_for_load_state("load")
    assert said == []
