"""Words that make a person the reason, their own or somebody else's."""

from lens.rule import Rule
from lens.rules.blame import (
    causes,
    character,
    fault,
    harm,
    labels,
    neglect,
    norms,
    questions,
    remedies,
    slips,
    yardsticks,
)

BLAME: tuple[Rule, ...] = (
    *labels.RULES,
    *causes.RULES,
    *questions.RULES,
    *slips.RULES,
    *harm.RULES,
    *character.RULES,
    *fault.RULES,
    *norms.RULES,
    *yardsticks.RULES,
    *neglect.RULES,
    *remedies.RULES,
)
