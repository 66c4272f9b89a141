"""Words that make a person the reason, their own or somebody else's."""

from lens.rule import Rule
from lens.rules.blame import causes, character, labels, norms, remedies, slips

BLAME: tuple[Rule, ...] = (
    *labels.RULES,
    *causes.RULES,
    *slips.RULES,
    *character.RULES,
    *norms.RULES,
    *remedies.RULES,
)
