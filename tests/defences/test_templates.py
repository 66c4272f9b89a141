"""Nothing in a page is a script or a style of its own, and everything in it is escaped."""

import re

import pytest

from tests.rules.source import ROOT, name_of, templates

# Mail programs read no style sheets; the export is one file, with a policy in it of its own.
WITH_STYLES = re.compile(r"templates/(nudges|status)/mail/|templates/postmortems/export\.html")
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
INLINE = re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)", re.IGNORECASE)
STYLE = re.compile(r"<style|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE)
PAGES = [path for path in templates() if path.suffix in {".html", ".svg"}]


def where(pattern, paths):
    return [name_of(path) for path in paths if pattern.search(TAG.sub("", path.read_text()))]


def test_no_page_has_a_script_or_a_handler_in_it():
    assert where(INLINE, PAGES) == []
    assert where(HANDLER, PAGES) == []
    assert where(re.compile("javascript:", re.IGNORECASE), PAGES) == []


def test_no_page_has_a_style_in_it():
    pages = [path for path in PAGES if not WITH_STYLES.search(name_of(path))]

    assert where(STYLE, pages) == []


def test_everything_is_escaped_that_is_read_as_html():
    as_it_is = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off")

    assert [name_of(path) for path in PAGES if as_it_is.search(path.read_text())] == []


def test_what_opens_elsewhere_cannot_reach_back():
    blank = re.compile(r"<a[^>]*target=\"_blank\"(?![^>]*rel=\"[^\"]*noopener)")

    assert where(blank, PAGES) == []


@pytest.mark.parametrize("call", [r"\beval\(", r"new Function\(", r"document\.write\("])
def test_our_scripts_run_no_text(call):
    scripts = list((ROOT / "static" / "js").rglob("*.js"))

    assert where(re.compile(call), scripts) == []
