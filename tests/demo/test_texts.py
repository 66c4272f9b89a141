"""What people read in the demo: kind, short of blame, and complete."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import demo
from demo.cast import PEOPLE, SIGN_INS, TEAMS
from demo.incidents import INCIDENTS
from demo.missed import MISSED
from demo.paths import PATHS
from demo.practice import SCENARIOS
from demo.prose import read
from demo.said import SAID
from demo.services import SERVICES
from demo.stories import STORIES
from demo.talks import AHEAD, PAST
from demo.write_ups import SKIPPED, WRITE_UPS
from learning.models import SECTIONS as STORY_SECTIONS
from postmortems.models import SECTIONS as WRITE_UP_SECTIONS

FOLDER = Path(demo.__file__).parent
PROSE = sorted([*FOLDER.glob("stories/*.md"), *FOLDER.glob("write_ups/*.md")])
WRITTEN = {path.stem for path in FOLDER.glob("write_ups/*.md")}

UNKIND = re.compile(
    r"""\b(
      root[ ]causes? | culprits? | faults? | faulty | offenders? | human[ ]errors?
      | blam\w+ | careless\w* | neglig\w+ | incompeten\w+ | stupid\w* | idiot\w*
      | (should|could|ought[ ]to|would|must)(n[’']t)?([ ]not)?[ ]have
      | failed[ ]to | neglected[ ]to | obvious\w* | if[ ]only | caused[ ]by
    )\b | !""",
    re.VERBOSE | re.IGNORECASE,
)


def texts_in(told):
    """Every string in what the demo is told from."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        yield from texts_in([*told.keys(), *told.values()])
    elif isinstance(told, (list, tuple)):
        for one in told:
            yield from texts_in(one)
    elif is_dataclass(told):
        for field in fields(told):
            yield from texts_in(getattr(told, field.name))


def steps():
    return [(told, step) for told in INCIDENTS for step in told.steps]


def test_the_check_of_words_finds_what_it_is_for():
    assert UNKIND.search("The root cause was found")
    assert UNKIND.search("They should not have done that")
    assert UNKIND.search("Great!")
    assert not UNKIND.search("By default it is off")


@pytest.mark.parametrize(
    "told",
    [
        PEOPLE,
        TEAMS,
        SIGN_INS,
        SERVICES,
        INCIDENTS,
        WRITE_UPS,
        SKIPPED,
        STORIES,
        SCENARIOS,
        SAID,
        PATHS,
        MISSED,
        [*PAST, *AHEAD],
    ],
    ids=[
        "people",
        "teams",
        "sign-ins",
        "services",
        "incidents",
        "write-ups",
        "skipped",
        "stories",
        "scenarios",
        "said",
        "paths",
        "missed",
        "talks",
    ],
)
def test_data_is_kind(told):
    texts = list(texts_in(told))

    assert texts
    assert [text for text in texts if UNKIND.search(text)] == []


@pytest.mark.parametrize("path", PROSE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_prose_is_kind(path):
    assert UNKIND.findall(path.read_text()) == []


@pytest.mark.parametrize("path", PROSE, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_prose_has_no_straight_quotes(path):
    outside_code = re.sub(r"`[^`]*`", "", path.read_text())

    assert re.findall(r"['\"]", outside_code) == []


def test_write_ups_name_nobody():
    names = {part for person in PEOPLE for part in person.name.split()}
    words = {
        path.stem: set(re.findall(r"\w+", path.read_text())) & names
        for path in FOLDER.glob("write_ups/*.md")
    }
    factors = [text for told in WRITE_UPS for _kind, text in told.factors]

    assert {stem: found for stem, found in words.items() if found} == {}
    assert [text for text in factors if set(re.findall(r"\w+", text)) & names] == []


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told.file)
def test_a_story_has_all_its_sections_and_is_read_in_a_few_minutes(told):
    prose = read(FOLDER / "stories" / f"{told.file}.md")
    words = sum(len(text.split()) for text in [prose.opening, *prose.sections.values()])

    assert prose.title
    assert 0 < len(prose.opening) <= 300
    assert list(prose.sections) == list(STORY_SECTIONS)
    assert 150 <= words <= 480


@pytest.mark.parametrize(
    "told", [one for one in WRITE_UPS if one.published is not None], ids=lambda told: told.incident
)
def test_a_published_write_up_has_all_its_sections(told):
    prose = read(FOLDER / "write_ups" / f"{told.incident}.md")

    assert list(prose.sections) == [
        name
        for name in WRITE_UP_SECTIONS
        if name not in ("what_made_it_possible", "what_we_know_now")
    ]
    assert len(told.factors) >= 2
    assert len({kind for kind, _text in told.factors}) >= 2


def test_every_file_is_told():
    assert {told.file for told in STORIES} == {path.stem for path in FOLDER.glob("stories/*.md")}
    assert {told.incident for told in WRITE_UPS} >= WRITTEN


def test_steps_are_in_order():
    out_of_order = [
        told.key
        for told in INCIDENTS
        if [step.minute for step in told.steps] != sorted(step.minute for step in told.steps)
    ]

    assert out_of_order == []


def test_live_steps_have_happened():
    assert [
        (told.key, step)
        for told, step in steps()
        if told.minutes_ago is not None and step.minute > told.minutes_ago
    ] == []


def test_services_have_a_way_back_that_says_what_it_does():
    assert len(SERVICES) == 6
    assert {tool.kind for service in SERVICES for tool in service.tools} == {
        "rollback",
        "feature_flag",
        "kill_switch",
        "read_only_mode",
        "repair_job",
    }
    assert all(tool.does.endswith((".", "?")) for service in SERVICES for tool in service.tools)


def test_addresses_reach_nobody():
    assert all(person.email.endswith("@larkspur.example") for person in PEOPLE)
