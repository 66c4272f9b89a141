"""Every page, as different people meet it: read out, by keyboard, small, dark, long and empty."""

from pathlib import Path

import pytest
from django.urls import resolve, reverse
from playwright.sync_api import Page, expect

from demo.load import load
from incidents.models import Incident, Mode, Note, ReachOut, Status
from learning.models import Story
from people.models import User
from postmortems.models import FollowUp, FollowUpState, Postmortem, ReviewRound
from postmortems.models import Status as WriteUp
from tests.factories import IncidentFactory, PostmortemFactory, StoryFactory, UserFactory
from tests.rules.pages import addresses
from tests.rules.test_pages import one_of_each

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LONG = "Everything" * 15
# What a smaller window or darker colours can spoil is less than all there is to look at.
COLOURS_AND_SIZES = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
LOOKS = [
    (1440, "light", RULES),
    (1440, "dark", COLOURS_AND_SIZES),
    (390, "dark", RULES),
    (390, "light", COLOURS_AND_SIZES),
]
NARROWEST = 360
STRANGERS = [
    "/accounts/login/",
    "/accounts/inactive/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-used/",
    "/accounts/password/reset/key/done/",
    "/no/such/page/",
]
NOT_PAGES = {
    "navigation": "a fragment of every page",
    "today_parts": "a fragment of Today",
    "incidents:live_room": "a fragment of a room",
    "postmortems:live_write_up": "a fragment of a write-up",
    "healthz": "for machines",
    "api:incident-list": "for machines",
    "api:incident-detail": "for machines",
    "people:first_run": "only on an empty database, where it is looked at",
    "account_set_password": "leads on to changing it",
}


@pytest.fixture
def pages(goldseam) -> dict[User, list[str]]:
    """Every page there is, in the demo organisation, by who looks at it."""
    load()
    over = Incident.objects.filter(status=Status.RESOLVED, mode=Mode.LIVE).last()
    happening = Incident.objects.filter(status=Status.MITIGATING).get()
    reach_out = ReachOut.objects.open().exclude(asked=None).first()
    note = Note.objects.latest("sent_at")
    this_round = ReviewRound.objects.open().get()
    in_review = this_round.postmortem
    draft = Postmortem.objects.get(status=WriteUp.DRAFT)
    follow_up = FollowUp.objects.filter(state=FollowUpState.OPEN).first()
    story = Story.objects.published().first()
    found = [
        (
            User.objects.get(email="ines@larkspur.example"),
            "/",
            reverse("incidents:list"),
            reverse("incidents:declare"),
            happening.get_absolute_url(),
            reverse("incidents:choose_lead", args=[happening.pk]),
            reverse("incidents:close", args=[happening.pk]),
            over.get_absolute_url(),
            reverse("incidents:after", args=[over.pk]),
            reverse("incidents:check_in", args=[over.pk]),
            reverse("postmortems:list"),
            Postmortem.objects.published().last().get_absolute_url(),
            reverse("postmortems:letting_go", args=[follow_up.postmortem_id, follow_up.pk]),
            reverse("learning:library"),
            story.get_absolute_url(),
            reverse("learning:tell"),
            reverse("people:profile"),
            reverse("account_change_password"),
            reverse("account_reauthenticate"),
            reverse("account_logout"),
            "/no/such/page/",
        ),
        (reach_out.asked, reach_out.get_absolute_url()),
        (note.recipient, note.get_absolute_url()),
        (
            this_round.reviewer,
            in_review.get_absolute_url(),
            reverse("postmortems:choose_another", args=[in_review.pk, this_round.pk]),
        ),
        (
            draft.authors.first(),
            reverse("postmortems:edit", args=[draft.pk]),
            reverse("postmortems:choose_reviewer", args=[draft.pk]),
            reverse("postmortems:plan", args=[draft.pk]),
        ),
        (story.author, reverse("learning:edit", args=[story.pk])),
    ]
    by_reader: dict[User, list[str]] = {}
    for reader, *own in found:
        by_reader.setdefault(reader, []).extend(own)
    return by_reader


def breaches(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    """What axe finds wrong with the page as it is."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        "(rules) => axe.run(document, rules)", rules | {"resultTypes": ["violations"]}
    )
    return [
        f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]
    ]


def is_too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def problems_at_all_sizes(page: Page, address: str) -> dict[str, list[str]]:
    """Look at a page large and small, light and dark, without loading it again."""
    page.goto(address)
    found = {}
    for width, colours, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=colours)
        if problems := breaches(page, rules) + ["too wide"] * is_too_wide(page):
            found[f"{address} at {width}, {colours}"] = problems
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    if is_too_wide(page):
        found[f"{address} at {NARROWEST}"] = ["too wide"]
    return found


def test_every_page_is_accessible_and_fits(pages, signed_in):
    wrong = {}
    for reader, own in pages.items():
        page = signed_in(reader)
        for address in own:
            wrong |= problems_at_all_sizes(page, address)
    assert wrong == {}


def test_pages_of_strangers_are_accessible_and_fit(goldseam, window):
    page = window().new_page()
    wrong = problems_at_all_sizes(page, reverse("people:first_run"))
    UserFactory()
    for address in STRANGERS:
        wrong |= problems_at_all_sizes(page, address)
    assert wrong == {}


def test_no_page_is_forgotten(pages):
    """What the URL configuration can show is either looked at here or left out for a reason."""
    looked_at = {
        resolve(one).view_name for own in pages.values() for one in own if "no/" not in one
    }
    looked_at |= {resolve(one).view_name for one in STRANGERS if "no/" not in one}

    there = {one.name for one in addresses(one_of_each) if one.is_shown and not one.is_djangos}

    assert there - looked_at == set(NOT_PAGES)


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
            problems = breaches(page) + ["too wide"] * is_too_wide(page)
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
