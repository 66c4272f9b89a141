"""Guess what a follow-up or a contributing factor is about, from the words in it.

A guess only sorts a list, and anybody can change it. None is better than a wrong one.
"""

import re
from collections.abc import Mapping

Kinds = Mapping[str, re.Pattern[str]]


def _kinds(**words: str) -> Kinds:
    """Kinds, the most telling first; a word ending in * stands for all that begin so."""
    return {
        kind: re.compile(
            r"\b(?:" + "|".join(w.replace("*", r"\w*").replace("_", " ?") for w in listed.split())
            + r")\b",
            re.IGNORECASE,
        )
        for kind, listed in words.items()
    }  # fmt: skip


FOLLOW_UP_KINDS = _kinds(
    documentation="doc docs document* readme run_book run_books playbook* checklist* guide guides "
    "guidance guideline* write_down wiki instructions language",
    detection="alert* alarm* monitor* notif* detect* page pager uptime health_check health_checks",
    testing="test tests tested testing staging sandbox validat* verif* e2e rehears* drill*",
    automation="automat* pipeline* bot bots cron schedule* ci continuous",
    debugging="debug* diagnos* log logs logged logging trace traces tracing metric* dashboard* "
    "graph* observab* investigat* visibility",
    tooling="tool tools tooling script* cli command* cheat_sheet linter template*",
    code="fix* bug bugs refactor* implement* handle handling retry retries timeout* limit* "
    "config* upgrad* remov* replac* increas* decreas*",
)
FACTOR_KINDS = _kinds(
    detection="alert* alarm* monitor* notif* unnoticed noticed detect* visibility signal* blind",
    documentation="doc docs document* playbook* run_book run_books instructions knowledge",
    testing="test tests tested testing staging sandbox validat* verif* qa",
    review="review* approv* pull_request pull_requests",
    time_pressure="pressure deadlines rush* hurr* code_freeze workload lunch friday",
    external="third-party third_party vendor* provider* upstream political expire expired "
    "certificate*",
    tooling="tool tools tooling script* pipeline* automat* terraform helm",
    process="process* communicat* coordinat* announc* planned planning maintenance prioriti* "
    "ownership responsib* lifecycle",
    design="design* architect* coupl* single config* default* dependen* limit* memory capacity",
)

_ADDRESS = re.compile(r"https?://\S+")


def guess(kinds: Kinds, *texts: str) -> str | None:
    """The first kind whose words occur, looking through one text after the other."""
    for text in texts:
        prose = _ADDRESS.sub(" ", text)
        for kind, words in kinds.items():
            if words.search(prose):
                return kind
    return None
