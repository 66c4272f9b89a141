"""Somebody in front of a browser, in the words of what they do there."""

import re

from playwright.sync_api import Locator, Page, expect

from people.models import User
from tests.running.waiting import until

PATIENCE = 10_000
# Chromium notes every answer that is not a 200; forms that were not accepted answer 422.
EXPECTED = re.compile(r"the server responded with a status of 4\d\d")


class Person:
    """One person at one page. `sees` waits, as a person would, and never loads the page again.

    Without scripts nothing arrives by itself, and then `sees` does load it again.
    """

    def __init__(self, page: Page, user: User, site: str, *, scripts: bool = True) -> None:
        self.page, self.user, self.site, self.scripts = page, user, site, scripts
        self.errors: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            self.errors.append(message.text)

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.site}{path}")

    def signs_in(self, password: str) -> None:
        """With the form, as anybody does."""
        self.goes_to("/")
        self.types("Email", self.user.email)
        self.types("Password", password)
        self.presses("Sign in")
        self.sees(f"Hello, {self.user.get_short_name()}")

    def types(self, label: str, text: str, *, within: str = "#main") -> None:
        field = self.page.locator(within).get_by_label(label, exact=False).first
        field.fill(text)

    def chooses(self, label: str, *, of: str = "") -> None:
        """A card, or an entry of the list called `of`."""
        if of:
            self.page.get_by_label(of).select_option(label=label)
        else:
            self.page.locator("label", has_text=label).first.click()

    def presses(self, name: str, *, within: str = "body") -> None:
        self.page.locator(within).get_by_role("button", name=name, exact=True).first.click()

    def opens(self, name: str, *, within: str = "body") -> None:
        """A form that folds out."""
        self.page.locator(within).locator("summary", has_text=name).first.click()

    def follows(self, name: str, *, within: str = "body") -> None:
        self.page.locator(within).get_by_role("link", name=name).first.click()

    def sees(self, text: str, *, within: str = "#main") -> Locator:
        """Wait until the words are there, on a page that is not loaded again."""
        found = self.page.locator(within).get_by_text(text).first
        if self.scripts:
            expect(found).to_be_visible()
        else:
            until(lambda: found.is_visible() or self._looks_again())
        return found

    def _looks_again(self) -> bool:
        self.page.reload()
        return False

    def sees_not(self, text: str, *, within: str = "#main") -> None:
        expect(self.page.locator(within).get_by_text(text)).to_have_count(0)

    def stays(self) -> None:
        """Mark the page, to tell later whether it was loaded again meanwhile."""
        if self.scripts:
            self.page.evaluate("window.stillHere = true")

    def is_still_there(self) -> bool:
        return not self.scripts or self.page.evaluate("window.stillHere === true")

    def is_live(self) -> None:
        """Wait until the page hears of changes."""
        if self.scripts:
            expect(self.page.locator("[data-live]")).to_have_attribute("data-state", "live")
