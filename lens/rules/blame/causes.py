"""A person as the cause of what happened."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import ADVERB, DETERMINER, HARM, OTHERS, PAST, ROLE, SOMEBODY, W, any_of

# After the noun comes what the person did, or nothing: "a developer tool" is a tool.
_NO_OTHER_NOUN = (
    r"(?='s (?:mis\w+|mistake|error|fail\w+|careless\w*|actions?|decision|omission|negligence"
    r"|oversight|typo|slip|script|change|commit|command|edit|pr|push|query|test|experiment))"
    r"|(?=[ ]{0,9}(?:[.,;:!?)—–-]|$|\()|[ ]{1,9}(?:who|that|whose|and|or|in|at|on|with|during|while"
    r"|when|from|had|not|of|to|as|did|into|after|before|without|by|mis\w+|[a-z]{3,20}ly|(?!being"
    r"|having)[a-z-]{2,20}ing|[a-z]{2,20}ed)\b)"
)
_OUTSIDERS = any_of(
    r"""
    employees? contractors? technicians? interns? workers? staffers? subcontractors? trainees?
    admins? administrators? sysadmins? electricians? cleaners? newcomers? new_hires? students?
    apprentices? juniors? team_members? staff_members?
    members?_of_(?:staff|(?:the|our|their)_(?:\w{1,20}_){0,2}(?:team|crew|staff))
    """
)

RULES = (
    Rule(
        id="caused-by-person",
        name="Caused by somebody",
        category=Category.BLAME,
        strength=Strength.STRONG,
        why="This names a person as the cause, and leaves the path to it dark.",
        question="How could one action have this effect?",
        cues=(
            "attribut",
            "broken",
            "brought",
            "cause",
            "created",
            "culprit",
            "down to",
            "due to",
            "factor",
            "fault of",
            "found",
            "human",
            "identified",
            "intervention",
            "introduced",
            "involvement",
            "issue",
            "named",
            "owing to",
            "people",
            "pointed",
            "problem",
            "reason",
            "result of",
            "seen",
            "singled",
            "stem",
            "traced",
            "trigger",
            "weak",
        ),
        patterns=(
            r"(?:(?:caused|triggered|introduced|broken|brought down|brought about) "
            r"(?:by|through)|due to|owing to|traced(?: back)? to|attribut(?:ed|able) to"
            r"|because of(?: what| how)?|(?:the|a) result of|down to|stem(?:s|med) from)"
            r" (?!(?:the )?teams? being|staff\b)"
            rf"(?:{SOMEBODY}|an? (?:[a-z-]{{2,20}} ){{0,2}}(?:{_OUTSIDERS})"
            rf"|(?:me|us|him|her|someone|somebody)\b)(?:{_NO_OTHER_NOUN})",
            rf"(?:problem|issue|cause|reason|trigger|culprit) (?:was|is) (?:that )?{SOMEBODY}"
            r" (?:who|not|[a-z]{2,20}ing)",
            rf"{SOMEBODY} (?:is|are|was|were|remains?) (?!not |never )(?:\w{{2,20}} ){{0,2}}?(?:the"
            rf"|a|an) (?:{W} ){{0,2}}(?:causes?|reasons?|problem|weak(?:est)? link|weak point"
            r"|culprits?)(?= (?:of|for|behind|here|in|that|with)| ?[.,;!?]| ?$)",
            r"(?:human|people|staff) (?:involvement|intervention|factor) (?:is|was)"
            r" (?:\w{2,20} ){0,2}(?:cause|problem|weakest|to blame)"
            r"|(?:is|was) (?:the|its) (?:human|people) (?:involvement|factor|element)",
            rf"{SOMEBODY} (?:is|are|was|were|been) (?:\w{{2,20}} ){{0,2}}"
            r"(?:identified|named|seen|singled out|pointed out|found) as the"
            r" (?:\w{2,20} )?(?:culprits?|cause|reason|problem)",
            r"(?:due to|because of|caused by|traced to|attributed to|result of)"
            r" (?:me|us|him|her|someone|somebody|our|my|their)"
            r" (?:not )?[a-z]{2,20}ing(?= (?:the|an?|it|to|this|out|in|our))",
            rf"because (?:an?|one of|some|another) (?:[a-z'-]{{2,20}} ){{0,3}}{ROLE}"
            rf"(?: (?:who|on|at|in|from) {W})? ?(?:had |has |\w{{3,20}}ly )?"
            r"(?!was|happened|noticed|asked|reported|spotted|saw|found|helped|joined|needed"
            rf"|had){PAST}",
        ),
        not_after=r"(?:capacity|shortage|vacation|holiday|availability|rotation|shortages"
        r"|being (?:on|ill|asleep|away)|changes|turnover|demand|feedback|request|requests"
        r"|interest|size|constraints)",
        not_before=r"(?:not|wasn't|isn't|never|notice[ds]?|apolog\w+ for)",
        found=(
            ("The leak was caused by an engineer who copied a file.", "caused by an engineer"),
            (
                "It was traced back to one of the contractors.",
                "traced back to one of the contractors",
            ),
            ("This is due to somebody pulling a plug.", "due to somebody pulling"),
            (
                "The gap stems from a contractor copying the file by hand.",
                "stems from a contractor",
            ),
            ("It was traced to an intern's script.", "traced to an intern"),
        ),
        left_alone=(
            "The crash was caused by the operator pod.",
            "It was noticed by an engineer on another team.",
            "The delay was due to a missing index.",
            "As a rule, people are not the cause of an outage.",
        ),
    ),
    Rule(
        id="employee-did",
        name="An employee as the subject of the failure",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="The story starts at a person, so that it ends there too.",
        question="What did the system look like first, and what did they see of it?",
        cues=(
            "broke",
            "caus",
            "changed",
            "commit",
            "corrupt",
            "cut",
            "delet",
            "deployed",
            "destroy",
            "disconn",
            "drop",
            "eras",
            "hit",
            "kick",
            "knock",
            "leak",
            "merged",
            "misconf",
            "misplaced",
            "mistyped",
            "off",
            "overwr",
            "people",
            "pull",
            "pushed",
            "sever",
            "shut",
            "spill",
            "tamper",
            "touch",
            "trigger",
            "trip",
            "trunc",
            "unplug",
            "wipe",
        ),
        patterns=(
            rf"(?:{DETERMINER}|one) (?:[a-z'’-]{{2,30}} ){{0,2}}{_OUTSIDERS}"
            rf"(?: (?:who|at|from|of|in|for)(?: {W}){{0,4}}?)?(?: {ADVERB}){{0,2}} {HARM}",
            rf"(?:people|folks|engineers|developers|employees|contractors)(?: {ADVERB}){{0,2}}"
            rf" (?:{HARM}|committed|pushed|merged|deployed|changed)(?= )",
            rf"{OTHERS} (?:who )?(?:caus(?:ed|ing)|triggered) (?:a|an|the|this|that|our)"
            r" (?:\w{2,20} ){0,2}(?:outage|incident|crash|downtime|disruption|surge|loss|leak"
            r"|failure)",
        ),
        not_in_sentence=r"as (?:planned|agreed|instructed|intended|asked)|on purpose",
        not_before=r"if|until|so that|helped|lets|let|after|once|whenever",
        not_after=r"(?:in|off|together|by|to the call) ",
        found=(
            ("An employee deleted the shared folder.", "An employee deleted"),
            ("One of our contractors cut the fibre.", "One of our contractors cut"),
            ("People merged changes while the build was red.", "People merged"),
        ),
        left_alone=(
            "The engineer restarted the pod at noon.",
            "An employee reported the smoke.",
            "The job deleted the shared folder.",
            "The contractor cut the cable at the mark, as planned.",
        ),
    ),
    Rule(
        id="someone-did",
        name="Someone did it",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="Without a name it still says that a person was the problem.",
        question="What does it take to do this, and which checks are on the way?",
        cues=(
            "somebody",
            "someone",
        ),
        patterns=(
            rf"(?:someone|somebody)(?: else)?(?: (?:on|in|from|at)(?: {W}){{1,4}}?)?"
            r"(?: (?:had|has|must have|may have|apparently|clearly|really|just|also|then"
            r"|accidentally|obviously|probably)){0,3} (?:merged|deleted|broke|pushed|changed"
            r"|dropped|removed|disabled|ran|rebooted|unplugged|tripped|committed|deployed|left"
            r"|turned|messed|touched|edited|overwrote|reverted|approved|wiped|screwed|renamed"
            r"|wrote (?:code|this|that code)|configured|thought|forgot|moved|cut|pulled|hit"
            r"|misconfigured|leaked|shut|forced|enabled|bypassed|decided|rotated|triggered"
            r"|executed|uploaded|published|switched|killed|closed|copied)",
            r"(?:someone|somebody) must have (?:known|seen|noticed)",
        ),
        not_before=r"if|when|in case|until|before|unless|whenever|once|after|luckily|could",
        not_after=r"(?:a |some )?(?:comment|suggestion|note|idea|question)",
        found=(
            ("Someone merged it while the build was red.", "Someone merged"),
            ("Apparently somebody had deleted the record.", "somebody had deleted"),
            ("Someone from the other team turned it off.", "Someone from the other team turned"),
        ),
        left_alone=(
            "Someone reported the broken link.",
            "If someone deletes a project, it can be restored.",
            "When someone pushed a tag, the build began.",
        ),
    ),
)
