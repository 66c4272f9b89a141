"""What a finding says, and which of several stays."""

import pytest

from lens import RULES, Category, Strength, analyse


def words(text, **options):
    return [one.words for one in analyse(text, **options)]


def test_a_finding_points_at_its_words_beyond_what_is_wide_or_combined():
    text = "🎉 e\u0301 שלום — The **operator** failed to check `x`; it was human error."

    findings = analyse(text)

    assert [one.words for one in findings] == ["The **operator** failed to", "human error"]
    assert [text[one.start : one.end] for one in findings] == [one.words for one in findings]


def test_a_finding_says_what_its_rule_says():
    [finding] = analyse("They blamed the new colleague.")
    rule = next(rule for rule in RULES if rule.id == "blames")

    assert finding.category == Category.BLAME
    assert finding.strength == Strength.STRONG
    assert (finding.why, finding.question) == (rule.why, rule.question)


def test_findings_come_in_order_and_the_strongest_of_those_that_overlap_stays():
    text = "Nobody noticed it. Due to an engineer who left, it was a careless change."

    found = [(one.rule, one.strength) for one in analyse(text)]

    assert found == [
        ("nobody-noticed", Strength.HINT),
        ("caused-by-person", Strength.STRONG),
        ("character", Strength.STRONG),
    ]


def test_a_single_cause_is_hinted_at_once_a_document():
    text = "Root cause: a full disk.\n\nThe root cause was a full disk. It boils down to a disk."

    assert words(text) == ["Root cause:"]


def test_rules_that_are_switched_off_find_nothing():
    text = "It was human error, and nobody noticed."

    assert words(text, without=["human-error"]) == ["nobody noticed"]
    assert words(text, without=[rule.id for rule in RULES]) == []


def test_a_rule_that_does_not_exist_cannot_be_switched_off():
    with pytest.raises(ValueError, match="no such rules: typo"):
        analyse("", without=["typo"])


@pytest.mark.parametrize(
    "text",
    [
        "Ada failed to check the plan.",
        "Ada Lovelace failed to check the plan.",
        "@ada failed to check the plan.",
        "Unfortunately Ada failed to check the plan.",
        "Because of **Ada Lovelace**, who failed to check the plan.",
    ],
)
def test_people_involved_are_known_by_full_name_first_name_and_handle(text):
    assert words(text, names=["Ada Lovelace", "@ada"]) != []


@pytest.mark.parametrize(
    "text", ["Ada failed to start.", "Travis failed to deploy.", "Ada's mistake"]
)
def test_a_bare_name_is_nobody_without_the_list(text):
    assert words(text) == []


def test_what_a_person_has_is_theirs():
    assert words("It was Ada's mistake.", names=["Ada Lovelace"]) == ["Ada's mistake"]
    assert words("It was Zoë’s fault.", names=["Zoë"]) == ["Zoë’s fault"]


def test_a_name_in_another_word_is_nobody():
    assert words("Adapters failed to check in.", names=["Ada"]) == []
    assert words("The markdown file failed to check.", names=["Mark"]) == []


def test_names_with_odd_characters_are_taken_as_they_are():
    assert words("A.*B failed to check.", names=["A.*B", "(", "", "  ", "@"]) is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I forgot to ask.", "I forgot to"),
        ("It was my fault.", "my fault"),
        ("I should have asked.", "I should have asked"),
        ("The leak was caused by me.", "caused by me"),
    ],
)
def test_people_who_write_of_themselves_are_told_so_warmly(text, words):
    [finding] = analyse(text)
    rule = next(rule for rule in RULES if rule.id == finding.rule)

    assert finding.words == words
    assert finding.why != rule.why
    assert finding.why.startswith("You ")
    assert "you" in finding.question or "You" in finding.question


def test_others_are_spoken_of_as_the_rule_says():
    [finding] = analyse("The engineer forgot to ask.")

    assert not finding.why.startswith("You ")


@pytest.mark.parametrize(
    "text",
    [
        "We should add an alert.",
        "We could add a second check.",
        "Somebody should look into it.",
        "The on-call engineer restarted the pod at 10:02.",
        "The pod failed to start.",
        "She believed that she was on staging.",
        "The table was accidentally dropped.",
        "It went unnoticed for three days.",
    ],
)
def test_a_neutral_account_is_left_alone(text):
    assert words(text) == []
