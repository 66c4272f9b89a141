"""What the lens says, in the editor of a write-up, a timeline entry and a story."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from hints.models import Dismissal
from incidents.domain.room import add_note
from incidents.models import TimelineEntry
from learning.models import Story
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

WAIT = 10_000
TEXT = "The root cause was the index. It was human error."


@pytest.fixture
def nia(goldseam):
    return UserFactory(display_name="Nia Kamau")


def write(page: Page, label: str, words: str) -> None:
    """Write into a box, which becomes an editor as soon as somebody is in it."""
    page.locator("label", has_text=label).first.click()
    editor = page.locator(".editor:focus-within .cm-content")
    expect(editor).to_be_focused(timeout=WAIT)
    page.keyboard.press("Control+End")
    page.keyboard.type(words)


def at_words(page: Page, words: str):
    """Put the caret into words that are underlined, and give the card about them."""
    page.locator(".cm-content .lens", has_text=words).click()
    card = page.locator(".hint-card:visible")
    expect(card).to_contain_text(words)
    return card


def test_a_rewording_is_taken_and_a_hint_is_dismissed(goldseam, signed_in, nia):
    page = signed_in(nia)
    draft = PostmortemFactory(by=nia)
    page.goto(reverse("postmortems:edit", args=[draft.pk]))
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved", timeout=WAIT)
    write(page, "Impact", TEXT)
    expect(page.locator("#box-impact .lens")).to_have_count(2, timeout=WAIT)
    expect(page.locator("#box-impact")).to_contain_text("2 to look at")

    card = at_words(page, "The root cause was")
    expect(card).to_contain_text("?")
    better = card.locator("[data-hint-rewording]").inner_text()
    card.get_by_role("button", name="Use this").click()
    expect(page.locator("#box-impact .cm-content")).to_contain_text(f"{better} the index.")

    at_words(page, "human error").get_by_role("button", name="Keep mine").click()
    expect(page.locator("#box-impact .lens")).to_have_count(0, timeout=WAIT)
    assert Dismissal.objects.count() == 1
    page.reload()
    expect(page.locator("#box-impact .cm-content")).to_contain_text("human error", timeout=WAIT)
    page.wait_for_timeout(1_500)  # that nothing is said needs the time in which it would be
    expect(page.locator("#box-impact .lens")).to_have_count(0)


def test_hints_are_reached_from_the_keyboard(goldseam, signed_in, nia):
    page = signed_in(nia)
    incident = IncidentFactory(by=nia)
    entry = add_note(incident, by=nia, text=TEXT)
    page.goto(reverse("incidents:edit_entry", args=[incident.pk, entry.pk]))
    write(page, "What happened, or what did you see?", " ")
    expect(page.locator(".lens")).to_have_count(2, timeout=WAIT)

    page.keyboard.press("F8")
    expect(page.locator(".hint-card")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".lens")).to_have_count(1, timeout=WAIT)
    page.get_by_role("button", name=re.compile("^Save")).click()
    page.wait_for_url(re.compile(r"INC-\d+/"))
    assert TimelineEntry.objects.get(pk=entry.pk).text != TEXT


def test_a_note_in_the_room_and_a_new_story_have_hints(goldseam, signed_in, nia):
    page = signed_in(nia)
    page.goto(IncidentFactory(by=nia).get_absolute_url())
    page.get_by_text("Add a note").click()
    write(page, "What happened, or what did you see?", TEXT)
    expect(page.locator(".lens")).to_have_count(2, timeout=WAIT)
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#timeline")).to_contain_text("It was human error.")

    page.goto(reverse("learning:tell"))
    page.get_by_label("Title").fill("I broke search")
    write(page, "What broke", TEXT)
    expect(page.locator(".lens")).to_have_count(2, timeout=WAIT)
    at_words(page, "human error").get_by_role("button", name="Keep mine").click()
    expect(page.locator(".lens")).to_have_count(1, timeout=WAIT)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="I broke search")).to_be_visible()
    assert "human error" in Story.objects.get().what_broke
