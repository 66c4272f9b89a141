"""Labels that end the enquiry: error and mistake."""

from lens.finding import Category, Strength
from lens.rewordings import system_allowed
from lens.rule import Rule
from lens.vocabulary import ADJECTIVE, AGENT, PEOPLE, ROLE, SOMEBODY, WHOSE, W

_NEGATED = (
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

_VERB = "(?:was|were|is|are|been|being|had|has|have|and|but|that|which|noticed|found|spotted|fixed)"

RULES = (
    Rule(
        id="human-error",
        name="Human error as the answer",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="“Human error” is where the enquiry gets interesting, and this ends it.",
        question="What made this action look right at that moment?",
        cues=(
            "error",
            "fat",
            "human",
            "mistake",
            "pebkac",
            "slip",
            "stupidity",
        ),
        patterns=(
            rf"(?:an? )?(?:{ROLE}|user|driver|personnel|pebkac)(?:'s)?[ -](?:errors?|mistakes?)",
            r"human (?:fault|failure|failings?|carelessness|oversight|slips?|negligence"
            r"|misjudge?ment)",
            r"(?:an? )?manual (?:errors?|mistakes?)(?= ?[.,;:)]| ?$"
            r"| (?:by|in|during|made|on|while|when|that|led|caused))",
            r"slips? of the (?:finger|hand|pen|tongue|keyboard|mouse)",
            r"pebkac|fat[ -]finger(?:ed|ing|s)?",
        ),
        not_before=_NEGATED,
        not_after=_TECHNICAL,
        rewording=system_allowed,
        found=(
            ("The review came to the conclusion that it was human error.", "human error"),
            ("A user error emptied the shared calendar.", "A user error"),
            ("He fat-fingered the port number.", "fat-fingered"),
            ("A mechanic error was noted in the file.", "A mechanic error"),
            ("It was a slip of the finger.", "slip of the finger"),
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
            "assum",
            "bad ",
            "blunder",
            "careless",
            "confusion",
            "erroneous",
            "error",
            "failure",
            "faulty",
            "inaction",
            "incorrect",
            "lapse",
            "misa",
            "miscommun",
            "misconf",
            "misha",
            "misj",
            "misr",
            "mistake",
            "misunderst",
            "misuse",
            "negligence",
            "oversight",
            "slip",
            "typo",
            "wrong",
        ),
        patterns=(
            r"(?:errors?|mistakes?|slips?|typos?|blunders?|oversights?|negligence|lapses?"
            r"|misuse|mishandling|misreading|misunderstanding|misjudge?ment|misapplication"
            rf"|misconfigurations?|carelessness|inaction)(?: (?!{_VERB}\b){W}){{0,5}}?"
            r" (?:made |caused |committed |introduced )?(?:by|on the part of|from)"
            rf" (?!teams?\b){AGENT}",
            r"(?:errors?|mistakes?|oversights?|slips?|lapses?|failures?|negligence"
            r"|misunderstandings?|miscommunication|confusion|assumptions?) (?:on|from|at)"
            r" (?:our|my|his|her|their|your)(?: own)? (?:part|side|end)",
            rf"{WHOSE} (?:{ADJECTIVE} ){{0,2}}errors?(?= ?[.,;)]| ?$"
            r"| (?:was|were|in|that|and|when|of))",
            r"(?:wrong|incorrect|erroneous|mistaken|faulty|bad) [\w-]{2,20}"
            r" (?:that )?(?:was |were |had been |being )?(?:entered|made|issued|typed|pushed|run"
            r"|committed|deployed"
            rf"|applied|introduced|written) by {SOMEBODY}",
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
            (
                "Misuse of the shared account by staff hid the traces.",
                "Misuse of the shared account by staff",
            ),
            ("It was a false assumption on my part.", "assumption on my part"),
        ),
        left_alone=(
            "Errors by region are shown on the second tab.",
            "The mistake was found by the type checker.",
            "Their error budget was used up by noon.",
            "The wrong label was noticed by an engineer.",
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
            "accident",
            "apolog",
            "bad",
            "blame",
            "blunder",
            "error",
            "fault",
            "hasty",
            "inaction",
            "incorrect",
            "lapse",
            "misconduct",
            "mistake",
            "mix",
            "oversight",
            "poor",
            "screw-up",
            "screwup",
            "slip",
            "sorry",
            "stupid",
            "turned out",
            "typo",
            "wrong",
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
            rf"(?:mistake|error|oversight|fault|blame)(?: {W}){{0,4}}? (?:was|is) (?:\w{{2,20}}ly"
            rf" )?"
            r"(?:mine|ours|theirs|his|hers)",
            r"(?:ma[dk]e|making|committed) (?:an?|some|the|several|this|that|another|two"
            rf"|\w+ly an?) (?:{ADJECTIVE} ){{0,2}}(?:mistakes?|errors?|blunders?|slip|(?:wrong|bad"
            rf"|poor) (?:call|choice))",
            r"(?:it|this|that|which|what i did|what we did)(?: was|'s| is| were)(?: \w{1,20}ly)?"
            rf" an? (?:{ADJECTIVE} )?(?:mistake|blunder|screw-?up|oversight|lapse)",
            rf"(?:mistakes?|errors?|blunders?|slips?) (?:that |which )?(?:{PEOPLE}|they)"
            rf"(?: {W}){{0,3}}? (?:made|committed)",
            r"(?:an? )?(?:silly|stupid|simple|dumb|rookie|careless|classic|embarrassing|costly"
            r"|honest|basic|elementary|huge|terrible|sloppy|foolish|beginner's)"
            r" (?:mistake|error|slip|blunder)",
            rf"{PEOPLE} (?:{W},? ){{1,14}}?(?P<words>by (?:mistake|accident))",
            rf"(?P<words>by (?:mistake|accident)),? (?:{PEOPLE}|they)",
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
            ("The error they made was to start from the copy.", "error they made"),
            ("By mistake I closed the second tunnel.", "By mistake"),
        ),
        left_alone=(
            "The table was emptied by mistake.",
            "We learn from our mistakes together.",
            "A mistake in the form is shown beside the field.",
            "The errors we saw all came from one client.",
        ),
    ),
)
