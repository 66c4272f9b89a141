"""Boxes of Markdown, which become editors when somebody is in them."""

from playwright.sync_api import Locator, Page, expect

LOADED = 15_000


def write(page: Page, label: str, words: str) -> None:
    """Write into a box, in place of what is there."""
    page.get_by_role("textbox", name=label, exact=True).click()
    editor = page.locator(".editor:focus-within .cm-content")
    expect(editor).to_be_focused(timeout=LOADED)
    editor.fill(words)
    expect(box(page, label)).to_have_value(words)


def box(page: Page, label: str) -> Locator:
    """The box itself, whose value a form sends, whether an editor hides it or not."""
    return page.get_by_label(label, exact=True).and_(page.locator("textarea"))
