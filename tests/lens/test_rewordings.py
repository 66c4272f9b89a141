"""A rewording stands in the place of the words, and the sentence reads right."""

import pytest

from lens import analyse


def reworded(text):
    for one in reversed(analyse(text)):
        if one.rewording is not None:
            text = text[: one.start] + one.rewording + text[one.end :]
    return text


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("It was a human error.", "It was an action the system allowed."),
        ("Human error was named.", "An action the system allowed was named."),
        ("Due to human errors, we stopped.", "Due to actions the system allowed, we stopped."),
        ("I accidentally closed the tunnel.", "I closed the tunnel."),
        ("The engineer mistakenly ran it.", "The engineer ran it."),
        ("The plan should have been reviewed.", "The plan was not reviewed."),
        ("The plans should have been reviewed.", "The plans were not reviewed."),
        ("It shouldn't have been merged.", "It was merged."),
        ("A limit would have caught it.", "A limit would catch it."),
        ("A limit could also have prevented it.", "A limit could also prevent it."),
        ("The root cause was a full disk.", "One contributing factor was a full disk."),
        (
            "The primary cause of the outage is a lock.",
            "One contributing factor in the outage is a lock.",
        ),
        ("We saw that the cause was a lock.", "We saw that one contributing factor was a lock."),
        ("**Root cause:** a full disk", "**Contributing factors:** a full disk"),
        (
            "The lock was named as the root cause of it.",
            "The lock was named as a contributing factor in it.",
        ),
        ("It has the same root cause.", "It has the same contributing factor."),
    ],
)
def test_a_rewording_reads_right_in_its_sentence(text, better):
    assert reworded(text) == better


@pytest.mark.parametrize(
    "text",
    [
        "Human error in reading the plan led here.",
        "A plan that should have been reviewed was not.",
        "The list of hosts and the plans should have been reviewed.",
        "If it had been on, a limit would have caught it.",
        "We should have known.",
        "The root cause of `x` was a lock.",
    ],
)
def test_no_rewording_is_offered_where_it_would_not_read_right(text):
    assert analyse(text)
    assert reworded(text) == text
