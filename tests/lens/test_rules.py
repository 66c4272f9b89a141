"""Every rule finds what its examples say, and leaves alone what it should."""

import re
from random import Random
from re import _constants as constants
from re import _parser as parser

import pytest

from lens import RULES, Category, analyse
from lens.rule import phrase

FOUND = [(rule, *example) for rule in RULES for example in rule.found]
LEFT_ALONE = [(rule, text) for rule in RULES for text in rule.left_alone]


@pytest.mark.parametrize(("rule", "text", "words"), FOUND, ids=lambda one: getattr(one, "id", None))
def test_a_rule_finds_the_words_of_its_examples(rule, text, words):
    findings = [one for one in analyse(text) if one.rule == rule.id]

    assert [one.words for one in findings] == [words]
    assert text[findings[0].start : findings[0].end] == words
    assert (findings[0].category, findings[0].strength) == (rule.category, rule.strength)


@pytest.mark.parametrize(("rule", "text"), LEFT_ALONE, ids=lambda one: getattr(one, "id", None))
def test_a_rule_leaves_its_other_examples_alone(rule, text):
    assert [one.words for one in analyse(text) if one.rule == rule.id] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_is_whole(rule):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert len(rule.found) >= 3
    assert len(rule.left_alone) >= 3
    assert len(rule.name) <= 45
    assert len(rule.why) <= 100
    assert rule.why.endswith(".")
    assert rule.question.count("?") == 1
    assert "!" not in rule.why + rule.question


def test_ids_are_one_each_and_every_category_has_rules():
    ids = [rule.id for rule in RULES]

    assert len(set(ids)) == len(ids)
    assert {rule.category for rule in RULES} == set(Category)
    assert len(RULES) >= 40


def a_match_of(parsed, random):
    """Write something that a pattern may match, from the parts it is made of."""
    text = ""
    for kind, value in parsed:
        if kind is constants.LITERAL:
            text += chr(value)
        elif kind is constants.IN:
            text += one_of(value, random)
        elif kind is constants.BRANCH:
            text += a_match_of(random.choice(value[1]), random)
        elif kind is constants.SUBPATTERN:
            text += a_match_of(value[3], random)
        elif kind in {constants.MAX_REPEAT, constants.MIN_REPEAT}:
            least, _most, repeated = value
            text += "".join(a_match_of(repeated, random) for _ in range(least))
    return text


def one_of(characters, random):
    kind, value = random.choice(characters)
    if kind is constants.LITERAL:
        return chr(value)
    return "z" if kind in {constants.NEGATE, constants.RANGE} or "SPACE" not in str(value) else " "


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_part_of_a_pattern_is_out_of_reach_of_its_cues(rule):
    random = Random(rule.id)

    for pattern in rule.patterns:
        compiled = phrase(pattern)
        parsed = parser.parse(compiled.pattern)
        texts = {a_match_of(parsed, random) for _ in range(400)}
        out_of_reach = {
            " ".join(text.split())
            for text in texts
            if compiled.search(text) and not any(cue in text for cue in rule.cues)
        }
        assert out_of_reach == set()
