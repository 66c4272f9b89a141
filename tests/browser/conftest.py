import os
import warnings

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.person import PATIENCE, Person
from tests.running.fixtures import goldseam, processes

__all__ = ["goldseam", "processes"]

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NO_BROWSER = (
    "There is no Chromium here, so NO BROWSER TEST RAN. Install one, or name its program in "
    "GOLDSEAM_CHROMIUM."
)
PASSWORD = "mended with gold"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def browser():
    """The system's Chromium, or Playwright's own. Without one, tests are left out loudly."""
    named = os.environ.get("GOLDSEAM_CHROMIUM")
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        program = next((one for one in (named, "/usr/bin/chromium", own) if _is_there(one)), None)
        if program is None and os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        if program is None:
            warnings.warn(NO_BROWSER, stacklevel=1)
            pytest.skip(NO_BROWSER)
        browser = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield browser
        browser.close()


def _is_there(program):
    return bool(program) and os.access(program, os.X_OK)


@pytest.fixture
def sit_down(goldseam, browser, request, tmp_path):
    """Give somebody a browser of their own: `sit_down(user)`, signed in.

    Whatever a page's scripts complain of, or the browser of a page, fails the test.
    """
    people = []

    def sitting(user, *, scripts=True, signed_in=True, **options):
        context = browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options,
            java_script_enabled=scripts,
        )
        if signed_in and user:
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": goldseam.url}
                    for name, value in goldseam.visitor(user).cookies.items()
                ]
            )
        person = Person(context.new_page(), user, goldseam.url, scripts=scripts)
        people.append(person)
        return person

    yield sitting
    failed = getattr(request.node, "failed", False)
    for number, person in enumerate(people):
        if failed:
            path = tmp_path / f"{number}.png"
            person.page.screenshot(path=path, full_page=True)
            request.node.add_report_section("teardown", "screenshot", str(path))
        person.page.context.close()
    if not failed:
        assert [error for person in people for error in person.errors] == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.failed = report.failed
    return report
