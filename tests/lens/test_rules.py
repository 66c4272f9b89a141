"""Every rule finds what its examples say, and leaves alone what it should."""

import re

import pytest

from lens import RULES, Category, analyse

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
