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
    SOMEBODY,
    THEY,
    W,
    any_of,
)

# After the noun comes what the person did, or nothing: "a developer tool" is a tool.
_NO_OTHER_NOUN = (
    r"(?=[ ]{0,9}(?:[.,;:!?)—–-]|$|\()"
    r"|[ ]{1,9}(?:who|that|whose|and|or|in|at|on|with|during|while|when|from|had|not|of|to|as|into"
    r"|after|before|without|by|mis\w+|[a-z]{3,20}ly|(?!being|having)[a-z]{2,20}ing"
    r"|[a-z]{2,20}ed)\b)"
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
            r"|owing to"
            r"|traced(?: back)? to|attribut(?:ed|able) to|because of|(?:the|a) result of"
            rf"|down to) (?!(?:the )?teams? being|staff\b)(?:{SOMEBODY}"
            rf"|an? (?:[a-z-]{{2,20}} ){{0,2}}"
            rf"(?:{_OUTSIDERS})|(?:me|us|him|her|someone|somebody)\b)(?:{_NO_OTHER_NOUN})",
        ),
        not_after=r"(?:capacity|shortage|vacation|holiday|availability|rotation|shortages"
        r"|being (?:on|ill"
        r"|asleep|away)|changes|turnover|demand|feedback|request|requests|interest|size"
        r"|constraints)",
        not_before=r"(?:not|wasn't|isn't|never|notice[ds]?|apolog\w+ for)",
        found=(
            ("The leak was caused by an engineer who copied a file.", "caused by an engineer"),
            (
                "It was traced back to one of the contractors.",
                "traced back to one of the contractors",
            ),
            ("This is due to somebody pulling a plug.", "due to somebody"),
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
            rf"(?:{DETERMINER}|one) (?:[a-z'’-]{{2,30}} ){{0,2}}{_OUTSIDERS}"
            rf"(?: (?:who|at|from|of|in|for)(?: {W}){{0,4}}?)?(?: {ADVERB}){{0,2}} {HARM}",
            rf"(?:people|folks|engineers|developers|employees|contractors)(?: {ADVERB}){{0,2}}"
            rf" (?:{HARM}|committed|pushed|merged|deployed|changed)(?= )",
            rf"{OTHERS} (?:who )?(?:caus(?:ed|ing)|triggered) (?:a|an|the|this|that"
            rf"|our) (?:\w{{2,20}} )"
            r"{0,2}(?:outage|incident|crash|downtime|disruption|surge|loss|leak|failure)",
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
            rf"(?:someone|somebody)(?: else)?(?: (?:on|in|from|at)(?: {W}){{1,4}}?)?"
            r"(?: (?:had|has|must have|may have|apparently|clearly|really|just|also|then"
            r"|accidentally"
            r"|obviously|probably)){0,3} (?:merged|deleted|broke|pushed|changed|dropped|removed"
            r"|disabled|ran|rebooted|unplugged|tripped|committed|deployed|left|turned|messed"
            r"|touched|edited|overwrote|reverted|approved|wiped|screwed|renamed|moved|cut|pulled"
            r"|hit|misconfigured|leaked|shut|forced|enabled|bypassed|decided)",
            r"(?:someone|somebody) must have (?:known|seen|noticed)",
        ),
        not_before=r"if|when|in case|until|before|unless|whenever|once|after",
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
        cues=("you", "your"),
        patterns=(
            r"you(?:'ve)?(?: (?:have|just|really|clearly|obviously|also|apparently|totally"
            r"|completely|always|never|even|all|guys)){0,3} (?:broke|broken|forgot|forgotten|messed"
            r"|screwed|failed to|ignored|missed|skipped|ruined|caused|deleted|wrecked|pushed (?:to"
            r"|a"
            r"|this|broken|straight|without))",
            r"you (?:clearly |obviously |still )?(?:didn't|did not|never|haven't|have not|don't"
            r"|can't)"
            r" (?:even |ever |bother to |bothered to )?(?:read|check|test|tested|bother|ask|asked"
            r"|think"
            r"|care|understand|look|looked|checked|follow|followed|tell|told|listen|review|reviewed"
            r"|verify|verified)",
            r"you (?:clearly |really |obviously )?have a problem(?= with)",
            r"you are (?:the (?:problem|one who)|doing it wrong|to blame)",
        ),
        not_before=r"(?:if|when|in case|until|before|unless|once|after|that|whether|what|hope|did"
        r"|and"
        r"|may|might|or|where|sure|let us know|i think|anything|something|as)",
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
            r"|deployed"
            r"|pushed|deleted|did|caused|wrote|changed|committed|touched|let|messed|screwed|forgot"
            r"|allowed|authori[sz]ed|signed off|made|ran|thought|decided|is responsible"
            r"|was responsible|gave|reviewed|turned|dropped|left)"
            r"(?=[^\n]{0,200}\?)",
            r"(?:find out|finding out|found out|know|asked|ask|asking|identify|identified"
            r"|figure out"
            r"|wonder|wondering|determine|tell me|question of|establish|see|track down|idea) who"
            r"(?: \w{2,20}ly)? (?:broke|approved|merged|deployed|pushed|deleted|did|caused|changed"
            r"|committed|touched|messed|screwed|forgot|allowed|authori[sz]ed|is responsible"
            r"|was responsible|made|ran|signed off|wrote|is to blame|was to blame)",
        ),
        not_before=r"(?:people|person|engineers?|those|anyone|everyone|someone|team|colleague|one"
        r"|all"
        r"|developer|author|user|users|not|and|contractor|employee|friend|responders?)",
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
            r"|were|weren't"
            r"|was|wasn't|had|hadn't|have|haven't|has|hasn't|doesn't|could|couldn't|isn't|is|are"
            r"|aren't)"
            r" (?:not )?(?:you|he|she|anyone|anybody|nobody|no one|someone|somebody"
            rf"|{SOMEBODY})(?! team\b)",
            rf"why (?:did|didn't) they (?:not )?(?:\w{{2,20}}ly )?{CARE}",
            r"why (?:didn't|hadn't|weren't|haven't|did) we (?:not )?(?:\w{2,20}ly )?(?:notice"
            r"|check|test|"
            r"catch|miss|ignore|forget|fail|think|see|know|monitor|monitoring|realise|realize|ask"
            r"|tell"
            r"|read|roll|let|follow|react|spot|have|detect|communicate)",
            r"why (?:\S{1,20} ){1,4}(?:didn't|did not|failed to|wasn't|weren't|hadn't|forgot to)"
            rf" {CARE}",
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
            r"|we|i|you)"
            rf" (?:\w{{2,20}}ly )?(?:did not|didn't|forgot|failed|never|{PAST}))",
            rf"because (?:{OTHERS}) (?:\w{{2,20}}ly )?(?:did not|didn't|never|had not|hadn't)"
            rf" (?:\w{{2,20}}ly )?[a-z]{{2,20}}",
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
