"""Words that Goldseam does not use, in code or on screen."""

import re

# Also as they are written in identifiers: root_cause, rootCause, human-error.
FORBIDDEN = re.compile(
    r"root[\W_]*cause|human[\W_]*error|culprit|offender|(?<!de)faults?(?!line)(?![a-z])"
    r"|\bfaulty\b|blam(?:e|ed|es|ing)(?!less)",
    re.IGNORECASE,
)
