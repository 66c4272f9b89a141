"""An export of everything forgets no model and no column, and gives nothing that opens anything."""

import pytest
from django.apps import apps

from organisation.exports import RULES, Gives, rule_of

MODELS = apps.get_models(include_auto_created=True)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_is_given_or_kept_back_with_a_reason(model):
    assert model._meta.label in RULES, "decide in organisation/exports.py"
    rule = RULES[model._meta.label]
    if isinstance(rule, Gives):
        columns = {field.name for field in model._meta.concrete_fields}
        assert set(rule.columns) | rule.keeps.keys() == columns
        assert not set(rule.columns) & rule.keeps.keys()
        assert rule.only_if.keys() <= set(rule.columns)
        assert all(rule.keeps.values())
    else:
        assert rule.because


def test_no_rule_is_about_what_is_gone():
    assert RULES.keys() <= {model._meta.label for model in MODELS}
    assert not isinstance(rule_of("no.such"), Gives)


def test_whatever_opens_something_is_kept_back():
    words = ("token", "digest", "password", "sealed", "secret", "session_key")
    given = [
        f"{label}.{column}"
        for label, rule in RULES.items()
        if isinstance(rule, Gives)
        for column in rule.columns
        if any(word in column for word in words)
    ]

    # Digests of files that were brought in.
    assert given == [
        "incidents.Picture.digest",
        "postmortems.Postmortem.source_digest",
        "learning.StoryPicture.digest",
    ]
