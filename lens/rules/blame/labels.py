"""Labels that end the enquiry: error, mistake, failure."""

from lens.finding import Category, Strength
from lens.rewordings import system_allowed
from lens.rule import Rule
from lens.vocabulary import ADJECTIVE, OTHERS, PEOPLE, SOMEBODY, WHOSE, W, any_of

NEGATED = (
    r"(?:(?:was|is|were) (?:it|this|that) (?:caused by|due to)"
    r"|(?:(?<!\bit\s)(?<!\bthis\s)(?<!\bthat\s)not|never|no|call\w{0,3}|label\w{0,4}|see|saw"
    r"|isn't|wasn't|aren't|don't|rather than|instead of|beyond|avoid\w{0,4}|no such thing as"
    r"|reject\w{0,3}|against|prone to|risks? of|possibility of|chances? of|room for"
    r"|susceptible to|potential for|opportunit(?:y|ies) for|problems? of|solv\w{1,3}|cope with"
    r"|coping with|account\w{0,3} for|tolera\w{2,3}|resilien\w{1,3}|robust|designed for"
    r"|effects? of|cost of|even|blam\w{1,3}|den(?:y|ied|ies)|sources? of|reduc\w{1,3}"
    rf"|prevent\w{{0,3}}|eliminat\w{{1,3}}|minimi[sz]\w{{1,3}})(?: {W}){{0,3}})"
)
_TECHNICAL = (
    r"(?:rates?|messages?|pages?|reports?|reporting|logs?|codes?|handl\w+|responses?|counts?"
    r"|budgets?|return|happen|occur|should|can|must|will|metrics?|class(?:es)?|dialogs?|screens?"
    r"|tracking|boundar\w+|types?|budget|strings?|is (?:never|not|rarely|a symptom|an effect)"
    r"|isn't|are (?:never|not|rarely))"
)
_CARED_FOR = any_of(
    """
    anticipate appreciate check test follow communicate notify escalate adhere comply consider
    verify plan document monitor recogni[sz]e reali[sz]e review understand train prepare inform act
    coordinate supervise maintain heed ensure perform conduct address learn disclose take ask
    assess evaluate pay keep use utili[sz]e observe question respond identify investigate
    implement protect wear secure enforce report correct rectify exercise foresee escalate patch
    warn tell inform invest cancel_the stop_the reduce_the slow
    """
)

RULES = (
    Rule(
        id="human-error",
        name="Human error as the answer",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="“Human error” is where the enquiry gets interesting, and this ends it.",
        question="What made this action look right at that moment?",
        cues=("error", "mistake", "pebkac", "human fa", "fat", "stupidity"),
        patterns=(
            r"(?:an? )?(?:human|operator|user|pilot|driver|technician|personnel|people"
            r"|administrator|admin|engineer|developer|staff|technician|employee|crew|pebkac"
            r"|programmer|sysadmin)(?:'s)?[ -](?:errors?|mistakes?)",
            r"human (?:fault|failure|failings?|carelessness|oversight|slips?|negligence"
            r"|misjudge?ment)",
            r"(?:an? )?manual (?:errors?|mistakes?)(?= ?[.,;:)]| ?$"
            r"| (?:by|in|during|made|on|while|when|that|led|caused))",
            r"pebkac|fat[ -]finger(?:ed|ing|s)?",
        ),
        not_before=NEGATED,
        not_after=_TECHNICAL,
        rewording=system_allowed,
        found=(
            ("The review came to the conclusion that it was human error.", "human error"),
            ("A user error emptied the shared calendar.", "A user error"),
            ("He fat-fingered the port number.", "fat-fingered"),
        ),
        left_alone=(
            "The user error rate is plotted per minute.",
            "The lock makes the step less prone to human error.",
            "Was it caused by human error or by the disk?",
            "An error in the parser stopped the import.",
        ),
    ),
    Rule(
        id="error-by-person",
        name="An error by somebody",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="This puts the reason inside one person, where nobody can mend it.",
        question="What did the tool show right before this?",
        cues=(
            "error",
            "mistake",
            "misconf",
            "careless",
            "inaction",
            "slip",
            "typo",
            "blunder",
            "oversight",
            "negligence",
            "lapse",
            "failure",
            "misunderst",
            "miscommun",
            "confusion",
        ),
        patterns=(
            r"(?:errors?|mistakes?|slips?|typos?|blunders?|oversights?|negligence|lapses?"
            rf"|misconfigurations?|carelessness|inaction)(?: {W}){{0,2}}"
            r" (?:made |caused |committed |introduced )?(?:by|on the part of|from)"
            rf" (?!teams?\b){SOMEBODY}",
            r"(?:errors?|mistakes?|oversights?|slips?|lapses?|failures?|negligence"
            r"|misunderstandings?|miscommunication|confusion) (?:on|from|at)"
            r" (?:our|my|his|her|their|your)(?: own)? (?:part|side|end)",
            rf"{WHOSE} (?:{ADJECTIVE} ){{0,2}}errors?(?= ?[.,;)]| ?$"
            r"| (?:was|were|in|that|and|when|of))",
        ),
        not_before=r"(?:any|every|each|such an?)",
        not_after=r"(?:rates?|messages?|pages?|logs?|codes?|handl\w+|budgets?|tracking|page)",
        found=(
            (
                "It began with a mistake by one of the technicians.",
                "mistake by one of the technicians",
            ),
            (
                "There was an oversight on our part in the hand-over.",
                "oversight on our part",
            ),
            ("The typo made by an intern went live at noon.", "typo made by an intern"),
        ),
        left_alone=(
            "Errors by region are shown on the second tab.",
            "The mistake was found by the type checker.",
            "Their error budget was used up by noon.",
        ),
    ),
    Rule(
        id="mistake",
        name="Calling it a mistake",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="It only became a mistake by how it turned out.",
        question="What was done, and what was it meant to do?",
        cues=(
            "mistake",
            "error",
            "blunder",
            "slip-up",
            "screw-up",
            "oversight",
            "accident",
            "wrong",
            "screwup",
            "fault",
            "typo",
            "lapse",
            "misconduct",
            "inaction",
            "slip",
            "mix",
            "sorry",
            "apolog",
            "turned out",
        ),
        patterns=(
            rf"{WHOSE} (?:own )?(?:{ADJECTIVE} ){{0,2}}(?:mistakes?|blunders?|screw-?ups?"
            r"|slip-?ups?|oversights?|typos?|lapses?|misconduct|inaction|wrongdoing)",
            r"(?:an? |the |this |that |such |some )?(?:[a-z-]{2,20} )?blunders?",
            r"(?:mistakes?|blunders?) (?:was|were|has been|have been|had been|are being|being)"
            r" made",
            r"(?:the |that )?same mistakes?",
            r"(?:this|that|the|our|an?) (?:\w{2,20} )?oversight"
            r" (?:led|caused|meant|let|allowed|resulted|made|was|is)",
            r"(?:due to|because of|through|by) (?:an?|this|some|simple) (?:\w{2,20} )?oversight",
            r"(?:mistake|error|oversight|fault) (?:was|is) (?:\w{2,20}ly )?"
            r"(?:mine|ours|theirs|his|hers)",
            r"(?:ma[dk]e|making|committed) (?:an?|some|the|several|this|that|another|two"
            rf"|\w+ly an?) (?:{ADJECTIVE} ){{0,2}}(?:mistakes?|errors?|blunders?|slip|wrong call)",
            r"(?:it|this|that|which|what i did|what we did)(?: was|'s| is| were)(?: \w{1,20}ly)?"
            rf" an? (?:{ADJECTIVE} )?(?:mistake|blunder|screw-?up|oversight|lapse)",
            r"(?:an? )?(?:silly|stupid|simple|dumb|rookie|careless|classic|embarrassing|costly"
            r"|honest|basic|elementary|huge|terrible|sloppy|foolish|beginner's)"
            r" (?:mistake|error|slip|blunder)",
            rf"{PEOPLE} (?:{W},? ){{1,14}}?(?P<words>by (?:mistake|accident))",
            r"(?:was|is|were) (?:an?|our|my|their|simply an?) (?:\w{2,20} )?oversights?",
            r"(?:sorry|apologi[sz]e|apologies) for (?:the|my|our|this)"
            r" (?:oversight|slip|mix-?up|mistake|blunder|carelessness)",
            r"(?:turned out|proved|happened|seems|seemed|appears|appeared) to be"
            rf" (?:an?|my|our|their|his|her) (?:{ADJECTIVE} )?(?:mistake|blunder|oversight)",
            r"(?:my|our|his|her|their|your) (?:wrong|incorrect|bad|stupid|mistaken|hasty)"
            r" (?:operation|action|decision|command|merge|commit|push|change|move|call"
            r"|assumption|guess|judge?ment|choice)s?",
            rf"(?:{PEOPLE}|they) (?:did|have done|had done) "
            r"(?:something|it|this|that|things|everything) (?:\w{2,20}ly )?wrong",
        ),
        not_before=(
            r"(?:learn|learnt|learned|learning|grow) from|if|anyone|everyone|everybody|when"
            r"|avoid|prevent|repeat|without|not|no"
        ),
        found=(
            ("Once I saw my mistake I called the others.", "my mistake"),
            ("It turned out to be an oversight.", "turned out to be an oversight"),
            ("She made a big mistake in the second step.", "made a big mistake"),
            ("We closed the wrong ticket by accident.", "by accident"),
        ),
        left_alone=(
            "The table was emptied by mistake.",
            "We learn from our mistakes together.",
            "A mistake in the form is shown beside the field.",
        ),
    ),
    Rule(
        id="failed-to",
        name="Somebody failed to",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="It measures a person against something that did not happen.",
        question="What did they do instead, and what was in front of them?",
        cues=("fail", "neglect", "omitted", "refus"),
        patterns=(
            rf"{PEOPLE}(?: (?:had|has|have|also|then|just|simply|repeatedly|both|again"
            r"|\w{3,20}ly)){0,3} (?:failed|neglected|omitted|refused)(?: \w{3,20}ly)? to",
            r"they(?:'ve)?(?: \w{3,20}ly)? (?:neglected to|failed to "
            rf"(?:\w{{3,20}}ly )?{_CARED_FOR})",
            rf"(?:by|for) (?:failing|neglecting) to {_CARED_FOR}",
            rf"{SOMEBODY} (?:failing|neglecting) to",
            rf"(?:{PEOPLE}|they)(?: (?:had|has|have|also|completely|\w{{3,20}}ly)){{0,2}}"
            r" failed(?: \w{3,20}ly)? (?:at (?:that|this|it|our|the)|miserably|badly"
            r"|spectacularly|here|our (?:users|customers|community|own)|you|us|them)(?! over)",
            r"(?:and|but|who|then)(?: \w{2,20}ly| even| simply)? refused to"
            r" (?!connect|start|boot|load|run|accept|open|serve|respond|allow|work|build|compile"
            r"|come|join|bind|die|stop|stay|go|turn)[a-z]{2,20}",
        ),
        not_after=r"(?:reproduce|load|parse|connect|bind|fetch|open|find|spot any|identify any) ",
        found=(
            (
                "The night shift engineer failed to call for help.",
                "The night shift engineer failed to",
            ),
            ("We neglected to write down the second step.", "We neglected to"),
            ("They failed to communicate the new date.", "They failed to communicate"),
        ),
        left_alone=(
            "The pod failed to start after the upgrade.",
            "They failed to join the cluster and were replaced.",
            "The link in the mail to the team failed to open.",
        ),
    ),
    Rule(
        id="failure-to",
        name="A failure to do something",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="The same judgement as “failed to”, made to sound like a fact.",
        question="What was being done at that time, and what did it take?",
        cues=("failure", "inability", "refusal", "unwillingness", "neglect", "reluctance"),
        patterns=(
            rf"{WHOSE} (?:[\w-]{{2,20}} ){{0,2}}(?:failures?|inability|refusal|unwillingness"
            r"|neglect|reluctance) to",
            rf"(?:failure|refusal) (?:by|of|on the part of) {SOMEBODY}(?: {W}){{0,3}} to",
            rf"failures? to (?:\w{{3,20}}ly )?{_CARED_FOR}",
        ),
        not_in_sentence=r"failure to (?:respond|keep) (?:to )?(?:requests?|pings?|probes?)",
        found=(
            ("Our failure to write tests caught up with us.", "Our failure to"),
            ("Failure to anticipate the load led here.", "Failure to anticipate"),
            (
                "It was the failure of the engineers to ask that hurt most.",
                "failure of the engineers to",
            ),
        ),
        left_alone=(
            "Failure to obtain the lock ends the job.",
            "A failure to delete users filled the table.",
            "The failure of the engine to start was logged.",
        ),
    ),
    Rule(
        id="not-aware",
        name="Somebody was not aware",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="What someone did not see says little until we know what they did see.",
        question="What was on their screen, and what did it suggest?",
        cues=("aware", "reali", "didn't", "did not", "know", "think", "underst"),
        patterns=(
            rf"(?!someone|somebody){OTHERS} (?:was|were|is) (?:\w{{3,20}}ly )?"
            r"(?:not aware|unaware|oblivious|ignorant|clueless)",
            rf"(?:{OTHERS}|the user)(?: \w{{3,20}}ly| just| still| simply)?"
            r" (?:did not|didn't|doesn't|does not|never)(?: even| really| fully| seem to"
            r"| stop to| actually){0,2} (?:know|reali[sz]e|understand|think|consider|appreciate"
            r"|bother|care|grasp)",
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
        ),
        left_alone=(
            "We were not aware of the new default.",
            "The scheduler did not know about the new node.",
            "The on-call engineer knew that the lock was global.",
        ),
    ),
)
