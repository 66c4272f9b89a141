"""What the documents say is so."""

import re
from pathlib import Path

import pytest
from django.urls import resolve

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
SETTINGS = (ROOT / "config" / "settings.py").read_text()


def test_every_setting_is_in_the_operators_page_and_no_other():
    read = set(
        re.findall(
            r"(?:environ\.get|flag|words|reachable|pairs|one_of)\(\s*\"([A-Z_]+)\"", SETTINGS
        )
    )
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


def test_every_address_of_the_api_that_is_named_is_there():
    page = (ROOT / "docs" / "api.md").read_text()
    named = set(re.findall(r"/api/v1/[\w/-]*", page)) - {"/api/v1/", "/api/v1"}

    lost = [one for one in named if resolve(one).url_name == "api_nowhere"]

    assert named
    assert lost == []
