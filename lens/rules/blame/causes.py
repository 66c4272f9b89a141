"""A person as the cause of what happened."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import (
    ADVERB,
    CARE,
    DETERMINER,
    HARM,
    OTHERS,
    PAST,
    ROLE,
    SOMEBODY,
    THEY,
    W,
    any_of,
)

# After the noun comes what the person did, or nothing: "a developer tool" is a tool.
_NO_OTHER_NOUN = (
    r"(?='s (?:mis\w+|mistake|error|fail\w+|careless\w*|actions?|decision|omission|negligence"
    r"|oversight|typo|slip))|(?=[ ]{0,9}(?:[.,;:!?)—–-]|$|\()|[ ]{1,9}(?:who|that|whose|and|or|in"
    r"|at|on|with|during|while|when|from|had|not|of|to|as|into|after|before|without|by|mis\w+"
    r"|[a-z]{3,20}ly|(?!being|having)[a-z]{2,20}ing|[a-z]{2,20}ed)\b)"
)
_OUTSIDERS = any_of(
    """
    employees? contractors? technicians? interns? workers? staffers? subcontractors? trainees?
    admins? administrators? sysadmins? electricians? cleaners? newcomers? new_hires?
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
            "because",
            "problem",
            "issue",
            "cause",
            "reason",
            "trigger",
            "culprit",
            "caused",
            "due to",
            "traced",
            "because of",
            "attribut",
            "result of",
            "triggered",
            "owing to",
            "down to",
            "fault of",
            "introduced",
            "broken",
            "created",
        ),
        patterns=(
            r"(?:(?:caused|triggered|introduced|broken|brought down|brought about) by|due to"
            r"|owing to|traced(?: back)? to|attribut(?:ed|able) to|because of|(?:the|a) result of"
            rf"|down to) (?!(?:the )?teams? being|staff\b)(?:{SOMEBODY}|an? (?:[a-z-]{{2,20}}"
            rf" ){{0,2}}(?:{_OUTSIDERS})|(?:me|us|him|her|someone"
            rf"|somebody)\b)(?:{_NO_OTHER_NOUN})",
            rf"(?:problem|issue|cause|reason|trigger|culprit) (?:was|is) (?:that )?{SOMEBODY}"
            r" (?:who|not|[a-z]{2,20}ing)",
            r"(?:due to|because of|caused by|traced to|attributed to|result of) (?:me|us|him|her"
            r"|someone|somebody|our|my|their) (?:not )?[a-z]{2,20}ing(?= (?:the|an?|it|to|this"
            r"|out|in|our))",
            rf"because (?:an?|one of|some|another) (?:[a-z'-]{{2,20}} ){{0,3}}{ROLE}(?: (?:who|on"
            rf"|at|in|from) {W})? ?(?:had |has |\w{{3,20}}ly )?(?!was|noticed|asked|reported"
            rf"|spotted|saw|found|helped|joined|needed|had){PAST}",
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
        ),
        left_alone=(
            "The crash was caused by the operator pod.",
            "It was noticed by an engineer on another team.",
            "The delay was due to a missing index.",
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
            "delet",
            "drop",
            "wipe",
            "eras",
            "unplug",
            "pull",
            "trip",
            "destroy",
            "overwr",
            "trunc",
            "hit",
            "cut",
            "sever",
            "broke",
            "disconn",
            "corrupt",
            "leak",
            "spill",
            "caus",
            "pushed",
            "people",
            "commit",
        ),
        patterns=(
            rf"(?:{DETERMINER}|one) (?:[a-z'’-]{{2,30}} ){{0,2}}{_OUTSIDERS}(?: (?:who|at|from|of"
            rf"|in|for)(?: {W}){{0,4}}?)?(?: {ADVERB}){{0,2}} {HARM}",
            rf"(?:people|folks|engineers|developers|employees|contractors)(?: {ADVERB}){{0,2}}"
            rf" (?:{HARM}|committed|pushed|merged|deployed|changed)(?= )",
            rf"{OTHERS} (?:who )?(?:caus(?:ed|ing)|triggered) (?:a|an|the|this|that|our)"
            r" (?:\w{2,20} ){0,2}(?:outage|incident|crash|downtime|disruption|surge|loss|leak"
            r"|failure)",
        ),
        not_before=r"when|if|until|so that|helped|lets|let|after|once",
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
        ),
    ),
    Rule(
        id="someone-did",
        name="Someone did it",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="Without a name it still says that a person was the problem.",
        question="What does it take to do this, and which checks are on the way?",
        cues=("someone", "somebody"),
        patterns=(
            rf"(?:someone|somebody)(?: else)?(?: (?:on|in|from|at)(?: {W}){{1,4}}?)?(?: (?:had"
            r"|has|must have|may have|apparently|clearly|really|just|also|then|accidentally"
            r"|obviously|probably)){0,3} (?:merged|deleted|broke|pushed"
            r"|changed|dropped|removed|disabled|ran|rebooted|unplugged|tripped|committed|deployed"
            r"|left|turned|messed|touched|edited|overwrote|reverted|approved|wiped|screwed|renamed"
            r"|moved|cut|pulled|hit|misconfigured|leaked|shut|forced|enabled|bypassed|decided"
            r"|rotated|triggered|executed|uploaded|published|switched|killed|closed|copied)",
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
    Rule(
        id="you-did",
        name="Accusing the reader",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="Read by the one who did it, this is a finger pointed.",
        question="Could this be a question about the change instead?",
        cues=("stop", "you", "your"),
        patterns=(
            r"you(?:'ve)?(?: (?:have|just|really|clearly|obviously|also|apparently|totally"
            r"|completely|always|never|even|all|guys)){0,3} (?:broke|broken|forgot|forgotten"
            r"|messed|screwed|failed to|ignored|missed|skipped|ruined|caused|deleted|wrecked"
            r"|pushed (?:to|a|this|broken|straight|without))",
            r"you (?:clearly |obviously |still )?(?:didn't|did not|never|haven't|have not|don't"
            r"|can't) (?:even |ever |bother to |bothered to )?(?:read|check|test|tested|bother"
            r"|ask|asked|think|care|understand|look|looked|checked|follow|followed|tell|told"
            r"|listen|review|reviewed|verify|verified)",
            r"you (?:clearly |really |obviously )?have a problem(?= with)",
            r"you are (?:the (?:problem|one who)|doing it wrong|to blame)",
            r"(?:please |just )?stop (?:pushing|merging|breaking|deploying|committing|ignoring"
            r"|wasting|blaming|making)",
            r"(?:did|do|have|are) you even",
        ),
        not_before=r"(?:if|when|in case|until|before|unless|once|after|that|whether|what|hope|did"
        r"|and|may|might|or|where|sure|let us know|i think|anything|something|as)",
        not_after=r"(?:your |the )?password",
        found=(
            ("You broke the release branch.", "You broke"),
            ("You didn't even read the guide.", "You didn't even read"),
            ("You have a problem with deadlines.", "You have a problem"),
        ),
        left_alone=(
            "If you missed the call, there is a recording.",
            "You can read the guide here.",
            "Once you have deleted the volume, make a new one.",
        ),
    ),
    Rule(
        id="who-did",
        name="Asking who",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="“Who” makes people defend themselves; “what” and “how” let them tell.",
        question="What happened between the last good moment and the first bad one?",
        cues=("who",),
        patterns=(
            r"(?:so |and |but |just |exactly )?who(?: \w{2,20}ly)? (?:broke|approved|merged"
            r"|deployed|pushed|deleted|did|caused|changed|committed|touched|let|messed"
            r"|screwed|forgot|allowed|authori[sz]ed|signed off|made|ran|thought|decided|is"
            r" responsible|was responsible|gave|reviewed|turned|dropped|left)(?=[^\n]{0,200}\?)",
            r"(?:find out|finding out|found out|know|asked|ask|asking|identify|identified|figure"
            r" out|wonder|wondering|determine|tell me|question of|establish|see|track down|idea)"
            r" who(?: \w{2,20}ly)? (?:broke|approved|merged|deployed|pushed|deleted|did|caused"
            r"|changed|committed|touched|messed|screwed|forgot|allowed|authori[sz]ed|is"
            r" responsible|was responsible|made|ran|signed off|wrote|is to blame|was to blame)",
            r"who (?:in (?:their|his|her|its) right mind|the (?:hell|heck|fuck)|on earth)",
        ),
        not_before=r"(?:(?:nobody|no one|never|not|n't|without)(?: \S{1,20}){0,3}|people|person"
        r"|engineers?|those|anyone|everyone|someone|team|colleague|one"
        r"|all|developer|author|user|users|not|and|contractor|employee|friend|responders?)",
        found=(
            ("Who approved this change?", "Who approved"),
            ("We need to find out who deleted the record.", "find out who deleted"),
            ("Does anybody know who pushed it?", "know who pushed"),
        ),
        left_alone=(
            "Who is on call tonight?",
            "The engineer who merged it helped us to mend it.",
            "Thanks to everyone who ran the checks?",
        ),
    ),
    Rule(
        id="why-did-they",
        name="Asking why somebody did",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="“Why did you” asks for a defence.",
        question="How did this make sense at the time?",
        cues=("why",),
        patterns=(
            r"why(?: on earth| the hell| then| exactly)? (?:didn't|did|don't|do|would|wouldn't"
            r"|were|weren't|was|wasn't|had|hadn't|have|haven't|has|hasn't|doesn't|could|couldn't"
            r"|isn't|is|are|aren't) (?:not )?(?:you|he|she|anyone|anybody|nobody|no one|someone"
            rf"|somebody|{SOMEBODY})(?! team\b)",
            rf"why (?:did|didn't) they (?:not )?(?:\w{{2,20}}ly )?{CARE}",
            r"why (?:didn't|hadn't|weren't|haven't|did) we (?:not )?(?:\w{2,20}ly )?(?:notice"
            r"|check|test|catch|miss|ignore|forget|fail|think|see|know|monitor|monitoring|realise"
            r"|realize|ask|tell|read|roll|let|follow|react|spot|have|detect|communicate)",
            r"why (?:\S{1,20} ){1,4}(?:didn't|did not|failed to|wasn't|weren't|hadn't|forgot"
            rf" to) {CARE}",
        ),
        not_after=r"(?:need|want|use|like|recommend|prefer|care about|choose)",
        found=(
            ("Why didn't you ask first?", "Why didn't you"),
            ("Why did the engineer close the valve?", "Why did the engineer"),
            ("Why did we not notice it?", "Why did we not notice"),
        ),
        left_alone=(
            "Why did the queue grow?",
            "Why was the alert not sent?",
            "Why do we need two clusters?",
        ),
    ),
    Rule(
        id="five-whys-person",
        name="A chain of whys that ends at a person",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="A chain has one end; when that is a person, the rest goes unseen.",
        question="Where else could this chain have branched?",
        cues=("because",),
        patterns=(
            rf"why[^?\n]{{0,120}}\?[)*_ ]{{0,9}}(?:-|—|–|→)?[ ]{{0,9}}(?P<words>because (?:{THEY}"
            rf"|we|i|you) (?:\w{{2,20}}ly )?(?:did not|didn't|forgot|failed|never|{PAST}))",
            rf"because (?:{OTHERS}) (?:\w{{2,20}}ly )?(?:did not|didn't|never|had not|hadn't)"
            r" (?:\w{2,20}ly )?[a-z]{2,20}",
        ),
        found=(
            (
                "Why was it empty? Because the operator closed the valve.",
                "Because the operator closed",
            ),
            ("Why? Because someone forgot to ask.", "Because someone forgot"),
            (
                "It spread because the developer did not set a limit.",
                "because the developer did not set",
            ),
        ),
        left_alone=(
            "Why was it empty? Because the valve was closed.",
            "It spread because there was no limit.",
            "We waited because the operator was starting.",
        ),
    ),
)
