"""Words that blame appear in no name, on no page and in no column; nothing shouts."""

import re

import pytest
from django.db import connection

from tests.rules.source import (
    OURS,
    ROOT,
    identifiers,
    name_of,
    python_files,
    screen_texts,
    scripts_and_styles,
    templates,
)
from tests.rules.words import FORBIDDEN

EXCLAMATION = re.compile(r"!")
# Code, not words: {% if a != b %}, <!doctype>, <!-- -->, and a style sheet's !important.
NOT_SHOUTING = re.compile(r"!=|<!doctype|<!--|!important|<!\[", re.IGNORECASE)
# What the lens looks for has to have a name in the lens, and nowhere else.
NAMED_BY_THE_LENS = {"BLAME", "blame"}


def is_of_the_lens(path):
    return "lens" in {*path.parent.relative_to(ROOT).parts, path.stem}


@pytest.mark.parametrize(
    "text",
    [
        "root cause",
        "rootCause",
        "ROOT_CAUSE",
        "the culprit",
        "human-error",
        "whose fault",
        "blamed",
    ],
)
def test_the_words_are_recognised(text):
    assert FORBIDDEN.search(text)


@pytest.mark.parametrize(
    "text", ["default", "preventDefault", "blameless", "without blame", "segfault", "a cause"]
)
def test_other_words_are_left_alone(text):
    assert not FORBIDDEN.search(text)


def test_no_identifier_has_such_a_word():
    found = [
        f"{name_of(path)}:{line} {name}"
        for path in python_files(*OURS)
        for line, name in identifiers(path)
        if FORBIDDEN.search(name) and not (name in NAMED_BY_THE_LENS and is_of_the_lens(path))
    ]

    assert found == []


def test_no_template_script_or_style_sheet_has_such_a_word():
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in [*templates(), *scripts_and_styles()]
        for match in FORBIDDEN.finditer(path.read_text())
    ]

    assert found == []


def test_nothing_that_python_says_has_such_a_word():
    found = [
        f"{name_of(path)}:{line} {text}"
        for path in python_files(*OURS)
        for line, text in screen_texts(path)
        if FORBIDDEN.search(text)
    ]

    assert found == []


def test_no_template_shouts():
    found = [
        f"{name_of(path)}: {text[max(0, match.start() - 40) : match.end()]!r}"
        for path in templates()
        for text in [NOT_SHOUTING.sub("", path.read_text())]
        for match in EXCLAMATION.finditer(text)
    ]

    assert found == []


def test_nothing_that_python_says_shouts():
    found = [
        f"{name_of(path)}:{line} {text}"
        for path in python_files(*OURS)
        for line, text in screen_texts(path)
        if EXCLAMATION.search(text)
    ]

    assert found == []


@pytest.mark.django_db
def test_no_table_column_constraint_or_index_has_such_a_word():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'
            UNION SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'public'
            UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public'
            UNION SELECT conname FROM pg_constraint
            """
        )
        names = [name for (name,) in cursor.fetchall()]

    assert len(names) > 100
    assert [name for name in names if FORBIDDEN.search(name)] == []
