"""Questions that Goldseam does not ask, whoever writes them down."""

import re

# Read after everything but letters and digits has become a space: "caused_by", "Caused-by".
ASKS_WHO = re.compile(
    r"\bwho(?:m|se)?\b.*\b(?:caus|br[eo]ke?|did|do(?:es|ne)\b|made|introduc|deploy|merg|commit|push"
    r"|trigger|chang|releas|ship|roll|wrote|code|fault|mistake|slip)"
    r"|\b(?:caused|introduced|broken|broke|deployed|merged|committed|pushed|triggered|changed"
    r"|released|shipped|rolled out|made|done) (?:by|it)\b"
    r"|\b(?:author|owner) of (?:the )?(?:change|code|commit|deploy|merge|pull|pr|release)"
    r"|\b(?:change|code|commit|deploy|deployment|merge|pr|pull request|release) (?:author|owner)\b"
    r"|\bresponsib|\baccountab|\bsuspects?\b|\bguilt|\bperpetrat|\bculprit|\boffend|\bwrongdo"
    r"|\bcauser|\bcommitter|\bdeployer|(?<!circuit )\bbreaker|\bmistake"
    r"|\bfault|\bblam(?:e|ed|es|ing)\b|\bhuman errors?\b|\broot causes?\b",
)


def asks_who(text: str) -> bool:
    """Whether words ask who caused something, or for the one reason it happened."""
    return ASKS_WHO.search(re.sub(r"[\W_]+", " ", text.lower())) is not None
