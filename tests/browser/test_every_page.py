"""Every page, as different people meet it: read out, by keyboard, small, dark, long and empty."""

from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from incidents.domain.status_page import set_up_status_page
from people.models import User
from postmortems.domain.following_up import add_follow_up
from postmortems.domain.handing_over import pass_on_follow_up
from postmortems.domain.sharing import share_postmortem
from tests.browser.demo_pages import demo_pages
from tests.factories import IncidentFactory, PostmortemFactory, StoryFactory, UserFactory
from tests.rules.pages import addresses as every_address

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ABOUT_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LONG = "Everything" * 15
# What may stand in an address, by its converter.
ANY = {
    "int": "1",
    "reference": "INC-1",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
# The address of a write-up that was shared, which is not known before.
SHARED = "(shared)"
# What answers a GET and is no page of its own for somebody who is signed in.
FRAGMENTS = {
    *("navigation", "today_parts", "today_beside", "incidents:found", "incidents:tools"),
    *("incidents:live_room", "incidents:details", "incidents:live_repairs"),
    *("incidents:live_repair", "postmortems:live_write_up", "postmortems:live_import"),
    *("postmortems:live_threads", "follow_ups:of_service", "follow_ups:live_follow_up"),
    *("learning:beside", "learning:live_run", "learning:following", "learning:first_card"),
    *("learning:practice_room", "hints:rules", "nudges:live_mine"),
    "organisation:live_exports",
}
FILES = {
    *(
        "api_nowhere",
        "healthz",
        "service_worker",
        "manifest",
        "nudges:push_key",
        "people:avatar",
        "directory:data_file",
        "incidents:export_csv",
        "incidents:export_json",
    ),
    *("incidents:export_markdown", "incidents:export_one", "incidents:picture"),
    *("postmortems:export_markdown", "postmortems:export_html", "postmortems:export_pdf"),
    *("postmortems:calendar", "follow_ups:export_csv", "shared:picture", "learning:picture"),
    *("learning:talk_feed", "learning:talk_session_calendar", "insights:export_csv"),
    "organisation:download_export",
}
OF_STRANGERS = {
    *("offline", "people:first_run", "shared:read", "status:page", "status:feed"),
    *("people:confirm_address", "people:single_sign_on", "people:single_sign_on_answered"),
    *("status:subscribing", "status:asked", "status:confirm", "status:leave"),
}


@pytest.fixture
def pages(goldseam) -> dict[str, list[str]]:
    return demo_pages()


def walk(page: Page, addresses: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page, once everything is there that it fetches by itself."""
    wrong: dict[str, list[str]] = {}
    said: list[str] = []
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in addresses:
        said.clear()
        answer = page.goto(address)
        expect(page.locator('[hx-get][hx-trigger="load"]')).to_have_count(0)
        problems = problems_of(page) + (said if answer and answer.ok else [])
        if problems:
            wrong[f"{address} at {page.viewport_size}"] = problems
    return wrong


def problems_of(page: Page) -> list[str]:
    """In the light, and then in the dark."""
    page.emulate_media(color_scheme="light")
    found = breaches(page) + doubled(page) + ["too wide"] * is_too_wide(page)
    page.emulate_media(color_scheme="dark")
    return found + [f"in the dark, {one}" for one in breaches(page, ABOUT_COLOURS)]


def breaches(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("(rules) => axe.run(document, rules)", rules)
    return [
        f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]
    ]


def doubled(page: Page) -> list[str]:
    """Ids that several elements have: a label would lead to the wrong one."""
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    return sorted({f"twice: #{one}" for one in ids if ids.count(one) > 1})


def is_too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def test_no_page_is_left_out(pages, client):
    client.force_login(UserFactory(role="admin"))
    client.raise_request_exception = False

    there = {
        one.name
        for one in every_address(lambda app, converter, name: [ANY.get(converter, "x")])
        if one.is_ours and not one.name.startswith(("api:", "repair_progress", "scim"))
        if client.get(one.path).status_code != HTTPStatus.METHOD_NOT_ALLOWED
    }

    seen = {name for addresses in pages.values() for name in map(name_of, addresses)}
    assert there - FRAGMENTS - FILES - OF_STRANGERS - seen == set()


def name_of(address: str) -> str:
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


@pytest.mark.parametrize("width", [1440, 360])
def test_every_page_is_accessible_and_fits(pages, signed_in, width):
    wrong = {}
    for email, addresses in pages.items():
        page = signed_in(User.objects.get(email=email), width=width)
        wrong |= walk(page, addresses)
    assert wrong == {}


def test_pages_of_strangers_are_accessible_and_fit(goldseam, window):
    wrong = {}
    for has_people, addresses in (
        (False, ["/people/welcome/"]),
        (True, ["/accounts/login/", "/accounts/password/reset/", "/no/such/page/"]),
        (True, ["/people/address/confirm/no-such-link/"]),
        (True, ["/status/", "/status/subscribe/", "/status/subscribe/asked/"]),
        (True, ["/shared/no-such-link/", SHARED]),
    ):
        if has_people:
            admin = UserFactory(role="admin")
            set_up_status_page(by=admin, is_on=True, title="Larkspur status", intro="")
            token = share_postmortem(PostmortemFactory(is_published=True), by=admin, days=30)
            addresses = [one.replace(SHARED, f"/shared/{token}/") for one in addresses]
        for width in (1440, 360):
            wrong |= walk(window(width=width).new_page(), addresses)
    assert wrong == {}


def test_long_words_empty_rooms_and_people_without_a_name_fit(goldseam, signed_in):
    nobody = UserFactory(display_name="", email="somebody-with-a-very-long-address@example.org")
    incident = IncidentFactory(title=LONG, by=nobody)
    write_up = PostmortemFactory(
        incident=IncidentFactory(title=LONG, is_over=True, by=nobody), by=nobody
    )
    story = StoryFactory(title=LONG, by=nobody)
    follow_up = add_follow_up(write_up, by=nobody, what=LONG, kind="code", owner=nobody)
    pass_on_follow_up(
        add_follow_up(write_up, by=nobody, what=LONG, kind="debugging"), by=nobody, where=LONG
    )
    wrong = {}
    for width in (1440, 360):
        page = signed_in(nobody, width=width)
        addresses = [
            "/",
            "/incidents/",
            incident.get_absolute_url(),
            "/write-ups/",
            write_up.get_absolute_url(),
            "/follow-ups/",
            "/follow-ups/?state=handed_over",
            follow_up.get_absolute_url(),
            "/library/",
            story.get_absolute_url(),
        ]
        wrong |= walk(page, addresses)
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
