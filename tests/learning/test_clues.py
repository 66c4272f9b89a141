"""What somebody wants to look at is understood as people say it."""

import pytest

from learning.clues import is_about


@pytest.mark.parametrize(
    ("asked", "topics"),
    [
        ("logs", ["logs"]),
        ("the log, please", ["logs"]),
        ("Show me the LOGS of the ledger", ["logs"]),
        ("deployments", ["deploy"]),
        ("deploy", ["deployments"]),
        ("was there a deployment?", ["release", "deploy"]),
        ("the last release", ["last release"]),
        ("what did the last big release bring", ["last release"]),
        ("dashbord", ["dashboard"]),
        ("error-rate", ["error rate"]),
        ("größe", ["GRÖSSE"]),
    ],
)
def test_it_is_found(asked, topics):
    assert is_about(asked, topics)


@pytest.mark.parametrize(
    ("asked", "topics"),
    [
        ("logs", []),
        ("", ["logs"]),
        ("…", ["logs"]),
        ("logs", ["…"]),
        ("login", ["log"]),
        ("the release", ["last release"]),
        ("database", ["dashboard"]),
        ("my dog", ["dogma"]),
    ],
)
def test_it_is_something_else(asked, topics):
    assert not is_about(asked, topics)
