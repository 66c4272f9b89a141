"""Words that judge with what is known only now."""

from lens.rule import Rule
from lens.rules.hindsight import afterwards, could, should, undone

HINDSIGHT: tuple[Rule, ...] = (*should.RULES, *could.RULES, *afterwards.RULES, *undone.RULES)
