"""Boxes of Markdown, which become editors when somebody is in them."""

import re

from playwright.sync_api import Locator, Page, expect

LOADED = 15_000


def write(page: Page, label: str, words: str) -> None:
    """Write into a box, in place of what is there."""
    # The label leads to the box and to its editor alike, whichever is there by now.
    page.locator("label", has_text=re.compile(rf"^\s*{re.escape(label)}")).first.click()
    editor = page.locator(".editor:focus-within .cm-content")
    expect(editor).to_be_focused(timeout=LOADED)
    editor.fill(words)
    expect(box(page, label)).to_have_value(words)


def box(page: Page, label: str) -> Locator:
    """The box itself, whose value a form sends, whether an editor hides it or not."""
    return page.get_by_label(label, exact=True).and_(page.locator("textarea"))
