"""Words that Goldseam does not use, in code or on screen."""

import re

# As they are written in identifiers too: root_cause, RootCause, human-error. "Blameless" and
# "without blame" say what we are.
FORBIDDEN = re.compile(
    r"root[\W_]*causes?|human[\W_]*errors?|culprits?|offenders?"
    r"|(?<!de)(?<!seg)fault(?:s|y)?(?![a-z])|(?<!without )blam(?:e|ed|es|ing)(?!less)",
    re.IGNORECASE,
)

# Names under which a row, a field or a page could say who caused an incident.
NAMES_SOMEBODY = re.compile(
    r"caused?_?by|causer|causing|responsib|at_fault|accountab|suspect|guilt|perpetrator"
    r"|(?:introduced|broken|broke|deployed|merged|committed|pushed|triggered|changed|released"
    r"|shipped|rolled_out|made)_?(?:by|it)$"
    r"|author_of|change_?author|committer|deployer|breaker|mistake|slip|wrongdoer|origin(?:ator)?$",
    re.IGNORECASE,
)
