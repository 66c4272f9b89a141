"""Every rule, in the order in which the documents show them."""

from lens.rule import Rule
from lens.rules import single_cause
from lens.rules.blame import BLAME
from lens.rules.hindsight import HINDSIGHT

RULES: tuple[Rule, ...] = (*BLAME, *HINDSIGHT, *single_cause.RULES)
