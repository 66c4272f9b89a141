"""Words that make a person the reason, their own or somebody else's."""

from lens.rule import Rule
from lens.rules.blame import (
    causes,
    character,
    failures,
    harm,
    labels,
    neglect,
    norms,
    questions,
    remedies,
    slips,
    whose,
    yardsticks,
)

BLAME: tuple[Rule, ...] = (
    *labels.RULES,
    *failures.RULES,
    *causes.RULES,
    *questions.RULES,
    *slips.RULES,
    *harm.RULES,
    *character.RULES,
    *whose.RULES,
    *norms.RULES,
    *yardsticks.RULES,
    *neglect.RULES,
    *remedies.RULES,
)
