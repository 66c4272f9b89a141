"""Labels that end the enquiry: error and mistake."""

from lens.finding import Category, Strength
from lens.rewordings import system_allowed
from lens.rule import Rule
from lens.vocabulary import ADJECTIVE, PEOPLE, SOMEBODY, WHOSE, W

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
        not_before=_NEGATED,
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
            "wrong",
            "incorrect",
            "erroneous",
            "faulty",
            "bad ",
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
            r"(?:wrong|incorrect|erroneous|mistaken|faulty|bad) [\w-]{2,20}"
            r" (?:that was |being )?(?:entered|made|issued|typed|pushed|run|committed|deployed"
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
)
