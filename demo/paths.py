"""What Larkspur would like its new people to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    what: str
    """A story by its file, or a well-known outage by its key."""
    note: str = ""


@dataclass(frozen=True)
class Path:
    title: str
    team: str
    maker: str
    intro: str
    stops: list[Stop]
    is_first: bool = False


PATHS = [
    Path(
        "Your first ten stories",
        "Payments",
        "ines",
        "How payments break, how we notice, and what the people next to you did.",
        [
            Stop("doubled-ledger", "Mine, so that you know who is asking you to read this."),
            Stop("emailed-test", "Marek has been here the longest. It happened to him too."),
            Stop("eager-retry", "The one to have in mind before you put a retry anywhere."),
            Stop("first-change", "Nia’s first change. Look at what people said to her."),
            Stop("wrong-staging"),
            Stop("stripe-2019", "How somebody much larger than us tells a bad day."),
            Stop("summer-time", "Money and clocks. Ask Jo about it, they like to be asked."),
            Stop("gitlab-2017", "Read it for how openly they speak."),
            Stop("two-certificates"),
            Stop("log-axis", "For the end: how to look at a graph twice."),
        ],
        is_first=True,
    ),
    Path(
        "Clocks, queues and other traps",
        "Platform",
        "ruth",
        "What looks simple here and is not.",
        [
            Stop("summer-time"),
            Stop("half-the-fleet", "Keep the word “half” in mind when you plan a rollout."),
            Stop("cloudflare-regex-2019", "Lucía’s story is the same trap on a smaller day."),
            Stop("greedy-regex"),
        ],
    ),
]

READ = {"nia": 3, "tom": 1}
"""How many of the first path of their team somebody has read."""
