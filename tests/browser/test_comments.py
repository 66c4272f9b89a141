"""Comments in a real browser: words are selected, painted, shown in the editor and replaced."""

import re

import pytest
from playwright.sync_api import expect

from postmortems.domain.commenting import start_thread
from postmortems.domain.writing import save_postmortem
from postmortems.models import Thread
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory
from tests.running.waiting import until

IMPACT = "No alert at first. The 🙂 lag had **no alert** for three hours."
# Selects the `nth` time that words stand in the impact.
SELECT = """([words, nth]) => {
  const place = document.querySelector("#impact > .prose");
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0 || nth-- > 0) continue;
    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
    return;
  }
}"""
PAINTED = "[...(CSS.highlights.get('commented') ?? [])].map((range) => range.toString())"


@pytest.fixture
def nia(goldseam):
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def postmortem(nia):
    postmortem = PostmortemFactory(by=nia)
    return save_postmortem(postmortem, by=nia, revision=1, title="Lag", impact=IMPACT)


def live(page):
    expect(page.locator("[data-live]")).to_have_attribute("data-state", "live")
    return page


def test_selected_words_are_commented_on_and_painted(postmortem, signed_in):
    ines = TechLeadFactory()
    page = signed_in(ines)
    page.goto(postmortem.get_absolute_url())
    live(page)
    page.evaluate(SELECT, ["no alert", 0])
    expect(page.locator("#impact [data-comment-on]")).to_contain_text("on what is selected")

    page.locator("[data-comment-here]").click()
    until(lambda: page.evaluate("document.activeElement.id") == "comment_text")
    assert page.input_value("#comment_about") == "impact"
    assert page.input_value("#comment_quote") == "no alert"
    page.keyboard.type("What would one look at?")
    page.get_by_role("button", name="Say it").first.click()

    expect(page.locator("#open-threads")).to_contain_text("What would one look at?")
    thread = Thread.objects.get()
    assert IMPACT[thread.start : thread.end] == "no alert"
    until(lambda: page.evaluate(PAINTED) == ["no alert"])

    # What is painted leads to what was said, and back.
    page.locator("#impact strong").click()
    until(lambda: page.evaluate("document.activeElement.id") == f"thread-{thread.pk}")
    page.locator("[data-show-words]").click()
    assert page.evaluate("CSS.highlights.get('commented-now').size") == 1


def test_the_keyboard_alone_comments_on_a_section(postmortem, signed_in):
    page = signed_in(TechLeadFactory())
    page.goto(postmortem.get_absolute_url())
    page.locator("#impact [data-comment-on]").focus()

    page.keyboard.press("Enter")
    until(lambda: page.evaluate("document.activeElement.id") == "comment_text")
    page.keyboard.type("Well told.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("#open-threads")).to_contain_text("Well told.")
    assert Thread.objects.get().section == "impact"


def test_a_comment_stays_half_written_when_another_arrives(postmortem, nia, signed_in):
    page = signed_in(TechLeadFactory())
    page.goto(postmortem.get_absolute_url())
    live(page)
    page.locator("#impact [data-comment-on]").click()
    page.locator("#comment_text").fill("half written")

    start_thread(postmortem, by=nia, about="impact", quote="three hours", text="Or four?")
    page.locator("[data-live]").dispatch_event("refresh")

    expect(page.locator("#open-threads")).to_contain_text("Or four?")
    assert page.input_value("#comment_text") == "half written"
    assert page.input_value("#comment_about") == "impact"


def test_a_suggestion_is_taken_over_and_stands_in_an_open_editor(postmortem, nia, signed_in):
    start_thread(
        postmortem, by=TechLeadFactory(), about="impact", quote="lag had no alert",
        suggestion="lag rose without an alert",
    )  # fmt: skip
    second = UserFactory()
    postmortem.authors.add(second)
    editor, page = signed_in(nia), signed_in(second)
    editor.goto(f"{postmortem.get_absolute_url()}edit/")
    words = editor.locator("#box-impact .commented")
    expect(words.first).to_be_visible()
    assert "".join(words.all_text_contents()) == "lag had **no alert**"
    editor.locator("[data-show-words]").click()
    until(lambda: editor.evaluate("getSelection().toString()") == "lag had **no alert**")

    page.goto(postmortem.get_absolute_url())
    page.get_by_role("button", name="Take it over").click()

    expect(page.locator("#impact")).to_contain_text("The 🙂 lag rose without an alert for three")
    box = editor.locator("#box-impact .cm-content")
    expect(box).to_contain_text("lag rose without an alert for three hours")
    expect(editor.locator("#threads")).to_contain_text(re.compile("1 resolved"))
