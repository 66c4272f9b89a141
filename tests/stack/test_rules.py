"""Our own rules, as far as `./dev lint` does not look at them by itself."""

import yaml

from tests.rules.source import ROOT

RULES = ROOT / "stack" / "rules"
EXAMPLES = ROOT / "stack" / "rule_tests"


def test_every_rule_has_examples():
    for path in RULES.glob("*.yml"):
        rule = yaml.safe_load(path.read_text())
        examples = yaml.safe_load((EXAMPLES / f"{path.stem}-test.yml").read_text())
        assert rule["id"] == examples["id"] == path.stem
        assert rule["severity"] == "error"
        assert examples["valid"]
        assert examples["invalid"]
