"""One write-up from draft through changes to the library, with three people in it at once.

Nia writes it, Ruth writes with her and loses the network in the middle, and Ines, a tech lead,
reads it: in one browser each, and nobody loads a page again to see what the others do.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from postmortems.models import Postmortem, Status, Thread
from tests.browser.test_writing_together import LIVE, Network, box, state, write
from tests.factories import IncidentFactory, TechLeadFactory, UserFactory
from tests.running.waiting import until

SELECT = """([section, words]) => {
  const walker = document.createTreeWalker(
    document.querySelector(`#${section} > .prose`), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    return;
  }
}"""


@pytest.fixture
def people(goldseam):
    nia = UserFactory(display_name="Nia Kamau")
    ruth = UserFactory(display_name="Ruth Oduya")
    ines = TechLeadFactory(display_name="Ines Barbosa")
    incident = IncidentFactory(by=nia, title="Labels printed twice", is_over=True)
    incident.participations.create(user=ruth)
    return nia, ruth, ines, incident


def reading(page: Page, draft: Postmortem) -> None:
    page.goto(draft.get_absolute_url())
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live", timeout=LIVE)
    page.evaluate("window.stayed = true")


def test_three_people_take_a_write_up_from_draft_to_the_library(goldseam, signed_in, people):
    nia, ruth, ines, incident = people
    hers, his, leads = signed_in(nia), signed_in(ruth), signed_in(ines)
    hers.goto(reverse("incidents:after", args=[incident.pk]))
    hers.get_by_role("button", name="Start the write-up").click()
    state(hers, "saved")
    draft = Postmortem.objects.get()
    reading(leads, draft)
    his.network = Network(his)
    his.goto(reverse("postmortems:edit", args=[draft.pk]))
    state(his, "saved")

    # Two write, and the third reads what they write.
    write(hers, "impact", "Every label came out twice, for two hours.")
    write(his, "what_went_well", "The counter at the door.")
    expect(leads.locator("#impact")).to_contain_text("Every label came out twice", timeout=LIVE)
    expect(box(hers, "what_went_well")).to_contain_text("The counter", timeout=LIVE)

    # He loses the network and goes on. She goes on too, and asks for a review.
    his.network.lose()
    state(his, "away")
    write(his, "what_went_well", " It stopped the belt by itself.")
    write(hers, "impact", " Nobody was hurt.")
    state(hers, "saved")
    hers.get_by_role("link", name="Read it").click()
    hers.get_by_role("link", name="Ask for review").click()
    hers.get_by_label("Who reads it?").select_option("Ines Barbosa")
    hers.get_by_role("button", name=re.compile("^Ask")).click()
    expect(hers.locator("#head .pill").first).to_have_text("In review")
    his.network.find()
    state(his, "saved")
    expect(leads.locator("#what_went_well")).to_contain_text("stopped the belt", timeout=LIVE)
    draft.refresh_from_db()
    assert draft.impact.endswith("for two hours. Nobody was hurt.")
    assert draft.what_went_well == "The counter at the door. It stopped the belt by itself."

    # She suggests words where she read them, and changes to the whole.
    expect(leads.locator("#head .pill").first).to_have_text("In review", timeout=LIVE)
    leads.evaluate(SELECT, ["impact", "came out twice"])
    leads.locator("[data-comment-here]").click()
    leads.get_by_label("Your comment").first.fill("How many were there?")
    leads.get_by_label("Other words for it").first.fill("came out twice, 1,200 in all")
    leads.get_by_role("button", name="Say it").first.click()
    expect(leads.locator("#open-threads")).to_contain_text("How many were there?")
    leads.get_by_label("What did you learn, what would help?").fill("Say what made it possible.")
    leads.get_by_role("button", name="Suggest changes").click()
    expect(leads.locator("#head .pill").first).to_have_text("Changes suggested")

    # The author takes her words with one press, and they stand in the other editor at once.
    reading(hers, draft)
    hers.get_by_role("button", name="Take it over").click()
    expect(box(his, "impact")).to_contain_text("twice, 1,200 in all, for two hours", timeout=LIVE)
    write(his, "what_made_it_possible", "Two belts shared one counter.")
    state(his, "saved")
    expect(hers.locator("#what_made_it_possible")).to_contain_text("Two belts", timeout=LIVE)
    assert not Thread.objects.get().is_open

    # Once more, approved and published; then his editor says that it is no more kept.
    hers.get_by_role("link", name="Ask for another review").click()
    hers.get_by_label("Who reads it?").select_option("Ines Barbosa")
    hers.get_by_role("button", name=re.compile("^Ask")).click()
    reading(leads, draft)
    leads.get_by_label("More than one contributing factor").check()
    leads.get_by_role("button", name="Approve").click()
    expect(leads.locator("#head .pill").first).to_have_text("Approved")
    expect(his.locator("[data-saved]")).to_have_attribute(
        "data-state", "ended-4423", timeout=20_000
    )
    expect(hers.get_by_role("button", name="Publish")).to_be_visible(timeout=LIVE)
    hers.get_by_role("button", name="Publish").click()
    expect(hers.locator("#head .pill").first).to_have_text("Published")

    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED
    assert set(draft.authors.all()) == {nia, ruth}
    kept = draft.versions.order_by("number").values_list("occasion", flat=True)
    assert kept.last() == "published"
    until(lambda: draft.versions.count() >= 3)
