"""What somebody failed to do or to see."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import (
    AGENT,
    CARE,
    CARING,
    DETERMINER,
    OTHERS,
    PEOPLE,
    SO,
    SOMEBODY,
    WHOSE,
    W,
    any_of,
)

# Besides taking care of a system: what is said to have failed only if a person was to do it.
_DUTIES = any_of(
    """
    follow adhere comply appreciate plan recogni[sz]e reali[sz]e understand train act coordinate
    supervise maintain manage heed ensure perform conduct address learn disclose take pay keep use
    utili[sz]e observe respond identify implement protect wear secure enforce report correct rectify
    exercise patch invest cancel_the stop_the reduce_the slow
    """
)
_CARED_FOR = rf"(?:{CARE}|{_DUTIES})"

# What is in heads only.
_INSIGHT = any_of(
    """
    awareness knowledge understanding experience expertise skills? competence discipline rigou?r
    judge?ment foresight professionalism insight curiosity courage common_sense
    """
)

RULES = (
    Rule(
        id="failed-to",
        name="Somebody failed to",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="It measures a person against something that did not happen.",
        question="What did they do instead, and what was in front of them?",
        cues=(
            "fail",
            "neglect",
            "omitted",
            "refus",
        ),
        patterns=(
            rf"{PEOPLE}(?: (?:had|has|have|also|then|just|simply|repeatedly|both|again"
            r"|\w{3,20}ly)){0,3} (?:(?:failed|neglected|omitted|refused)"
            r"(?: \w{3,20}ly|, [^,\n]{2,40},)? to|omitted (?:the|an?))",
            r"they(?:'ve)?(?: \w{3,20}ly)? (?:neglected to|failed to "
            rf"(?:\w{{3,20}}ly )?{_CARED_FOR})",
            r"(?:by|for|of|with) (?:having )?(?:failing|neglecting|failed|neglected) to"
            rf" (?:\w{{3,20}}ly )?{_CARED_FOR}",
            rf"{SOMEBODY} (?:failing|neglecting) to",
            rf"(?:{PEOPLE}|they)(?: (?:had|has|have|also|completely|\w{{3,20}}ly)){{0,2}}"
            r" failed(?: \w{3,20}ly)? (?:at (?:that|this|it|our|the)|miserably|badly"
            r"|spectacularly|here|our (?:users|customers|community|own)|you|us|them)(?! over)",
            r"(?:and|but|who|then)(?: \w{2,20}ly| even| simply)? refused to"
            r" (?!connect|start|boot|load|run|accept|open|serve|respond|allow|work|build|compile"
            r"|come|join|bind|die|stop|stay|go|turn)[a-z]{2,20}",
            r"who (?:had |has |have )?(?:\w{3,20}ly )?(?:failed|neglected|refused|omitted) to",
            r"they (?:\w{3,20}ly )?failed to (?:\w{3,20}ly )?(?:think|see|notice|react)",
        ),
        not_after=r"(?:reproduce|load|parse|connect|bind|fetch|open|find|spot any|identify any) ",
        found=(
            (
                "The night shift engineer failed to call for help.",
                "The night shift engineer failed to",
            ),
            ("We neglected to write down the second step.", "We neglected to"),
            ("They failed to communicate the new date.", "They failed to communicate"),
            (
                "The duty team failed, not for the first time, to call for help.",
                "The duty team failed, not for the first time, to",
            ),
            ("The clerk omitted the second page.", "The clerk omitted the"),
        ),
        left_alone=(
            "The pod failed to start after the upgrade.",
            "They failed to join the cluster and were replaced.",
            "The link in the mail to the team failed to open.",
            "The platform failed to start new workers.",
            "The controller board failed to boot.",
        ),
    ),
    Rule(
        id="failure-to",
        name="A failure to do something",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="The same judgement as “failed to”, made to sound like a fact.",
        question="What was being done at that time, and what did it take?",
        cues=(
            "failure",
            "inability",
            "neglect",
            "refusal",
            "reluctance",
            "unwillingness",
        ),
        patterns=(
            rf"{WHOSE} (?:[\w-]{{2,20}} ){{0,2}}(?:failures?|inability|refusal|unwillingness"
            r"|neglect|reluctance) to",
            rf"(?:failure|refusal|inability|unwillingness) (?:by|of|on the part of) {AGENT}(?:,?"
            rf" {W}){{0,8}}?,? to",
            rf"failures? to (?:\w{{3,20}}ly )?{_CARED_FOR}",
            rf"failures? in (?:\w{{3,20}}ly )?(?:{CARING}|mentoring|training|supervising)"
            rf" {DETERMINER}",
            r"failures? of (?:management|leadership)|management failures?",
        ),
        not_in_sentence=r"failure to (?:respond|keep) (?:to )?(?:requests?|pings?|probes?)",
        found=(
            ("Our failure to write tests caught up with us.", "Our failure to"),
            ("Failure to anticipate the load led here.", "Failure to anticipate"),
            (
                "It was the failure of the engineers to ask that hurt most.",
                "failure of the engineers to",
            ),
            (
                "It was the failure of both pilots, who were tired, to answer.",
                "failure of both pilots, who were tired, to",
            ),
            ("There was a failure in planning the second night.", "failure in planning the"),
        ),
        left_alone=(
            "Failure to obtain the lock ends the job.",
            "A failure to delete users filled the table.",
            "The failure of the engine to start was logged.",
            "Failure in testing environments is cheap.",
        ),
    ),
    Rule(
        id="not-aware",
        name="Somebody was not aware",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="What someone did not see says little until we know what they did see.",
        question="What was on their screen, and what did it suggest?",
        cues=(
            "aware",
            "clueless",
            "ignoran",
            "inadequate",
            "insufficient",
            "know",
            "lack",
            "limited",
            "little",
            "n't",
            "never",
            "no ",
            "not",
            "oblivious",
            "poor",
            "reali",
            "think",
            "underst",
            "vague",
        ),
        patterns=(
            rf"(?!someone|somebody){OTHERS} (?:was|were|is) (?:\w{{3,20}}ly )?"
            r"(?:not aware|unaware|oblivious|ignorant|clueless)",
            rf"(?:{OTHERS}|the user)(?: \w{{3,20}}ly| just| still| simply)?"
            r" (?:did not|didn't|doesn't|does not|never|had not|hadn't)(?: even| really| fully"
            r"| seem to| stop to| actually){0,2} (?:know|known|reali[sz]ed?|understand|understood"
            r"|think|thought|consider|appreciate|bother|care|grasp(?:ed)?)",
            rf"lack(?:s|ed|ing)? (?:of |the |any |of any )?(?:\w{{2,20}} ){{0,2}}?{_INSIGHT}"
            rf"(?= (?:by|among|of|on|from|in) (?:the part of )?(?:{SOMEBODY}|us|them|me|him|her))",
            rf"(?:{PEOPLE}|they){SO} lack(?:s|ed)? (?:the |any )?(?:\w{{2,20}} ){{0,2}}?{_INSIGHT}",
            r"lack(?:s|ed) (?:any )?common sense",
            rf"(?:{PEOPLE}|they){SO} (?:had|have|has) (?:very |only )?(?:no|little|limited"
            rf"|insufficient|a poor|a vague) {_INSIGHT}",
            rf"(?:insufficient|inadequate|limited|poor|little|no) {_INSIGHT}"
            rf" (?:by|among|of|on the part of|from) {SOMEBODY}",
            r"(?:i|we|they|you)(?: just)? (?:did not|didn't|never)"
            r"(?: even| really| stop to){0,2} (?:think (?:to|about|of|that|it)|bother|care"
            r"|connect the dots|put two and two)",
            r"(?:did not|didn't|couldn't|could not|can't|not) be bothered",
        ),
        not_before=r"if|whether|when|where|so that|in case|unless|because no",
        found=(
            ("The operator was not aware of the second flag.", "The operator was not aware"),
            ("She didn't realise that the lock was global.", "She didn't realise"),
            ("We didn't think about the leap year.", "We didn't think about"),
            ("The operators lacked knowledge of the new valve.", "The operators lacked knowledge"),
            (
                "The new colleague had not understood the rota.",
                "The new colleague had not understood",
            ),
        ),
        left_alone=(
            "We were not aware of the new default.",
            "The scheduler did not know about the new node.",
            "The on-call engineer knew that the lock was global.",
            "The host lacked memory.",
        ),
    ),
)
