"""Whatever stands behind the question mark of an address, a page answers."""

import logging

import pytest
from django.db import transaction

from tests.rules.test_query_counts import World, pages

pytestmark = pytest.mark.django_db

PARAMETERS = (
    *("after", "before", "from", "incident", "into", "key", "q", "service", "show", "sort"),
    *(
        "about",
        "age",
        "big",
        "kind",
        "opening",
        "owner",
        "path",
        "period",
        "state",
        "status",
        "tag",
        "talk",
        "team",
        "thanks",
    ),
    "write_up",
)
ODD = {
    "five thousand digits": "9" * 5000,
    "a NUL character": "\0",
    "a number that no row can have": str(2**63),
    "a zone that the database refuses": "0~2026-01-01T00:00:00+23:59~5",
    "a number below nothing": "-1",
    "digits of another script": "１２",
}


@pytest.fixture
def quiet():
    logging.disable(logging.ERROR)  # what is broken is told by the test
    yield
    logging.disable(logging.NOTSET)


def answer(client, path, /, **odd):
    """The status of a page; what went wrong in the database stays behind."""
    with transaction.atomic():
        response = client.get(path, odd)
        if response.streaming:
            response.getvalue()
        transaction.set_rollback(True)
    return response.status_code


def readable(world, clients):
    """Every page of ours, once, with somebody who is shown it."""
    seen = set()
    for page, path in pages(world):
        name = page.partition(" ")[0]
        for client in clients:
            if name not in seen and answer(client, path) == 200:
                seen.add(name)
                yield name, path, client


def test_odd_values_break_no_page(client_of, quiet):
    world = World()
    world.grow(1)
    clients = [client_of(world.nia), client_of(world.ines)]
    for client in clients:
        client.raise_request_exception = False
    found = list(readable(world, clients))
    assert len(found) > 20

    broken = [
        f"{page} with {name}"
        for page, path, client in found
        for name, value in ODD.items()
        if answer(client, path, **dict.fromkeys(PARAMETERS, value)) >= 500
    ]

    assert broken == []
