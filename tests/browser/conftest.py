"""A real Chromium in front of everything else that is real."""

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from people.models import User
from tests.running.fixtures import goldseam, processes
from tests.running.goldseam import Goldseam

__all__ = ["goldseam", "processes"]

PASSWORD = "a quiet word in the morning"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
NO_BROWSER = "No Chromium was found, so nothing was tried in a browser. ./dev test finds one."


def _chromium() -> str | None:
    named = os.environ.get("GOLDSEAM_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once. Without one, say so, and in CI fail."""
    program = _chromium()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        warnings.warn(NO_BROWSER, stacklevel=1)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def window(browser: Browser, goldseam: Goldseam) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser window of somebody's own: cookies, size, colours, with or without scripts."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        size = {"width": options.pop("width", 1440), "height": 900}
        context = browser.new_context(base_url=goldseam.url, viewport=size, **options)
        context.set_default_timeout(15_000)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def signed_in(window: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Sign somebody in through the form, in a window of their own."""

    def sign_in(user: User, **options: Any) -> Page:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
        page = window(**options).new_page()
        page.goto("/")
        page.get_by_label("Email").fill(user.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", level=1, name="Hello").wait_for()
        return page

    return sign_in
