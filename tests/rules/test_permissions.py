"""Who is let in where: every address, for everybody, compared with the tables beside this file.

In a table each line is an address, a verb and a state of what it is about, and then for each
person `yes` (they are let in, if only to hear that the form is empty), `no` (told so), `hidden`
(as if it were not there), `sign-in`, or `verb` (not with this verb). What depends on the row is
written with a bar between.

The tables are edited by hand, since they are what was decided. Where one does not fit, the test
prints the lines as they are now.
"""

import logging
from collections import Counter
from pathlib import Path

import pytest

from tests.rules.pages import addresses
from tests.rules.permission_world import (
    PEOPLE,
    STATES,
    WITH_DRAFTS,
    PermissionWorld,
    Question,
    asked,
    fixed,
    room_of,
    somebody,
)

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
TABLES = [HERE / "permissions_of_pages.txt", HERE / "permissions_of_the_api.txt"]
# What Django's admin shows to everybody: its way to the sign-in, and words for its scripts.
OF_THE_ADMIN_FOR_ALL = {"admin:login", "admin:logout", "admin:jsi18n"}


def lines_of(path):
    for line in path.read_text().splitlines():
        words = line.split()
        if words and not line.startswith("#"):
            yield words


def table():
    """What was decided, by question."""
    return {Question(*words[:3]): tuple(words[3:]) for path in TABLES for words in lines_of(path)}


def every_name():
    return {one.name for one in addresses(lambda app, converter, name: ["1"])}


# Walked side by side, each in a world of its own.
APART = {
    "api": {"api"},
    "incidents": {"incidents", "status"},
    "learning": {"learning", "insights", "nudges"},
}
GROUPS = [*APART, "others"]


def rooms_in(group):
    rooms = {room_of(name) for name in every_name()} - {"admin"}
    return APART[group] if group in APART else rooms - set().union(*APART.values())


def line(question, answers):
    name = f"{question.name} {question.verb} {question.state}"
    return f"{name:<64}" + " ".join(f"{one:<9}" for one in answers).rstrip()


def is_about_another_verb(answers):
    """Nobody is let in with this verb: the address has none of it."""
    return "verb" in answers and set(answers) <= {"verb", "sign-in", "no"}


def found_in(world, room):
    """What everybody is answered now."""
    seen = {}
    for state in STATES:
        for question, answers in asked(world, state, room):
            said = tuple("|".join(sorted(answers[who])) for who in PEOPLE)
            if not is_about_another_verb(said):
                seen[question] = said
    return seen


def shortened(found):
    """One line for all states in which an address answers everybody alike."""
    alike = {}
    for question, answers in found.items():
        alike.setdefault((question.name, question.verb, answers), []).append(question.state)
    for (name, verb, answers), states in alike.items():
        yield (
            Question(
                name,
                verb,
                "any" if _all(states, name) else ",".join(states),
            ),
            answers,
        )


def _all(states, name):
    every = len(STATES) - (room_of(name) not in WITH_DRAFTS)
    return len(states) == every or name in fixed()


@pytest.fixture
def quiet():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("group", GROUPS)
def test_everybody_is_answered_as_the_tables_say(group, quiet):
    rooms, world = rooms_in(group), PermissionWorld()
    decided = {one: said for one, said in table().items() if room_of(one.name) in rooms}

    found = {}
    for room in sorted(rooms):
        found |= dict(shortened(found_in(world, room)))

    new = [line(one, said) for one, said in found.items() if decided.get(one) != said]
    gone = [str(one) for one in decided if one not in found]
    assert not new, "As they are now:\n" + "\n".join(new)
    assert not gone, "No longer so:\n" + "\n".join(gone)


def test_every_address_is_in_a_table():
    decided = {question.name for question in table()}

    missing = {name for name in every_name() if not name.startswith("admin:")} - decided

    assert missing == set()


def test_each_name_is_of_one_address():
    """Or the table could not say which of them it means."""
    routes = {(one.name, one.path) for one in addresses(lambda app, converter, name: [name])}
    named = Counter(name for name, _route in routes if not name.startswith("admin:"))

    assert [name for name, count in named.items() if count > 1] == []


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_each_line_has_an_answer_for_everybody(path):
    wrong = [words for words in lines_of(path) if len(words) != 3 + len(PEOPLE)]

    assert wrong == []
    assert path.read_text().splitlines()[0].split()[-len(PEOPLE) :] == list(PEOPLE)


def test_nobody_is_shown_what_breaks():
    broken = [
        str(question)
        for question, answers in table().items()
        if any(word.isdecimal() for answer in answers for word in answer.split("|"))
    ]

    assert broken == []


@pytest.mark.parametrize("who", [who for who in PEOPLE if who != "admin"])
def test_the_admin_is_for_admins(who, quiet, client, client_of):
    person = somebody(who)
    asking = client_of(person) if person else client
    asking.raise_request_exception = False

    let_in = {
        address.name
        for address in addresses(lambda app, converter, name: ["1"])
        if address.name.startswith("admin:") and asking.get(address.path).status_code == 200
    }

    assert let_in <= OF_THE_ADMIN_FOR_ALL
