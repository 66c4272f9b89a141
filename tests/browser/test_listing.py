"""The list in a browser: narrowed in place, and without scripts by its form."""

import re

from playwright.sync_api import expect

from tests.factories import IncidentFactory, ServiceFactory, UserFactory


def test_what_is_ticked_and_typed_narrows_the_list_in_place(goldseam, signed_in):
    nia = UserFactory()
    search = ServiceFactory(name="Search", slug="search")
    IncidentFactory(by=nia, title="Search answers with nothing", services=[search])
    IncidentFactory(by=nia, title="Checkout is slow", severity="major")
    page = signed_in(nia)
    page.goto("/incidents/")
    cards = page.locator("#found article")
    expect(cards).to_have_count(2)

    page.locator("#filters > summary").click()
    page.get_by_label("Major").check()
    expect(cards).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/incidents/\?severity=major$"))
    expect(page.locator("#filters")).to_have_attribute("open", "")

    page.get_by_label("Major").uncheck()
    expect(cards).to_have_count(2)
    page.get_by_role("searchbox").fill("serch answers")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("Search answers with nothing")
    expect(page).to_have_url(re.compile(r"/incidents/\?q=serch\+answers$"))
    expect(page.locator("[data-announce]")).to_have_text("1 incident shown")

    page.reload()
    expect(cards).to_have_count(1)
    page.get_by_role("link", name="Leave out: “serch answers”").click()
    expect(cards).to_have_count(2)
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_without_scripts_the_form_leads_to_a_short_address(goldseam, signed_in):
    nia = UserFactory()
    IncidentFactory(by=nia, title="Checkout is slow", severity="major")
    IncidentFactory(by=nia, title="Search answers with nothing")
    page = signed_in(nia, java_script_enabled=False)
    page.goto("/incidents/")

    page.locator("#filters > summary").click()
    page.get_by_label("Major").check()
    page.get_by_role("button", name="Show").click()

    expect(page).to_have_url(re.compile(r"/incidents/\?severity=major$"))
    expect(page.locator("#found article")).to_have_count(1)
