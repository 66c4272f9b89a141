"""Every rule, in the order in which the documents show them."""

from lens.rule import Rule
from lens.rules import hindsight, single_cause
from lens.rules.blame import BLAME

RULES: tuple[Rule, ...] = (*BLAME, *hindsight.RULES, *single_cause.RULES)
