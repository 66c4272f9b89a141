"""What the documents say is so."""

import re
from pathlib import Path

import pytest

from incidents.api import AskingForHelp, ChangingStatus, Declaring, Noting, Resolving, Updating
from incidents.repair_api import Reporting
from tests.rules.pages import addresses

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SETTINGS = (ROOT / "config" / "settings.py").read_text()


def test_every_setting_is_in_the_operators_page_and_no_other():
    read = set(re.findall(r"(?:environ\.get|flag|words|reachable)\(\s*\"([A-Z_]+)\"", SETTINGS))
    assert "dj_database_url.config(" in SETTINGS
    read.add("DATABASE_URL")
    page = (ROOT / "docs" / "operators.md").read_text()

    described = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))

    assert described == read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)|src(?:set)?=\"([^\"]+)\"", page.read_text())
    files = [one or other for one, other in links if not (one or other).startswith("http")]

    assert [file for file in files if not (page.parent / file).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_dev_exists(page):
    program = (ROOT / "dev").read_text()
    known = set(re.findall(r"^\./dev (\w+)", program, re.MULTILINE))

    named = set(re.findall(r"\./dev (\w+)", page.read_text()))

    assert named <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_package_and_file_that_is_named_exists(page):
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_.]*)`", page.read_text())
    roots = [ROOT, ROOT / "incidents"]  # inside an app: `domain/` stands for every app's

    assert [one for one in named if not any((root / one).exists() for root in roots)] == []


def test_the_api_page_names_every_address_and_what_it_takes():
    described = {
        (address.replace("INC-142", "INC-1"), method): set(re.findall(r"`(\w+)`", takes))
        for address, method, _what, takes in re.findall(
            r"^\| `(/api/\S+)` \| (\w+) \| ([^|]*) \|([^|]*)\|$",
            (ROOT / "docs" / "api.md").read_text(),
            re.MULTILINE,
        )
    }

    assert described == {
        ("/api/v1/incidents/", "GET"): set(),
        ("/api/v1/incidents/", "POST"): set(Declaring().fields),
        ("/api/v1/incidents/INC-1/", "GET"): set(),
        ("/api/v1/incidents/INC-1/notes/", "POST"): set(Noting().fields),
        ("/api/v1/incidents/INC-1/updates/", "POST"): set(Updating().fields),
        ("/api/v1/incidents/INC-1/help/", "POST"): set(AskingForHelp().fields),
        ("/api/v1/incidents/INC-1/status/", "POST"): set(ChangingStatus().fields),
        ("/api/v1/incidents/INC-1/resolve/", "POST"): set(Resolving().fields),
        ("/api/v1/repairs/7/progress", "GET"): set(),
        ("/api/v1/repairs/7/progress", "POST"): set(Reporting().fields),
    }
    named = {address.rstrip("/") for address, _method in described}
    assert named == {
        one.path.rstrip("/") for one in addresses(one_of_each) if one.path.startswith("/api/")
    }


def one_of_each(app, converter, name):
    return ["INC-1" if converter == "reference" else "7"]
