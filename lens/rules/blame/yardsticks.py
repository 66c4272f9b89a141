"""Measures that nobody has named."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import ANYONE, PAST, ROLE, SO, SOMEBODY, W, any_of

_POOR = any_of(
    r"""
    judge?ment decisions? planning communications? management leadership coordination choices?
    execution workmanship supervision oversight handling preparation discipline decision-making
    """
)

RULES = (
    Rule(
        id="poor-judgement",
        name="A hidden yardstick",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="“Poor” and “improper” measure against something that nobody has said.",
        question="What was done, in plain words?",
        cues=(
            "poor",
            "bad",
            "improper",
            "inadequate",
            "inappropriate",
            "insufficient",
            "mismanag",
            "lack of",
            "lapse",
            "irrespons",
            "sloppi",
            "manglement",
            "terrible",
            "reckless",
            "hasty",
            "hastily",
            "unaccept",
            "unprofess",
            "incompeten",
            "shameful",
            "disgrace",
            "negligen",
            "appalling",
            "lax",
            "slack",
            "cavalier",
            "complacen",
            "lackadais",
            "laissez",
            "neglect",
            "failing",
            "inaction",
            "slopp",
            "careless",
            "questionable",
            "wrong",
            "flawed",
            "faulty",
            "insufficient",
            "weak",
            "run",
            "maintained",
            "administered",
            "handled",
            "job",
            "enough",
            "condescend",
            "arrogan",
            "hostile",
            "entitled",
        ),
        patterns=(
            rf"(?:poor|bad|terrible|questionable|inadequate|careless|wrong) (?:{ROLE} )?{_POOR}",
            r"(?:improper|inappropriate|unprofessional|incompetent)"
            r" (?:management|supervision|judge?ment|conduct|behaviou?r|decisions?|planning"
            r"|maintenance|attitude|practices?|actions?|operation)",
            r"(?:wholly |totally |completely |simply )?(?:unacceptable|irresponsible|shameful"
            r"|disgraceful|unprofessional|negligent|appalling)"
            r" (?:behaviou?r|conduct|attitude|practices?|actions?|treatment)",
            r"(?:lax|slack|cavalier|complacent|lackadaisical|laissez-faire|sloppy|careless)"
            r" (?:\w{2,20} )?(?:attitude|approach|culture|oversight|supervision|practices?"
            r"|discipline|management|enforcement|hygiene|standards)",
            r"poor (?:airmanship|seamanship|housekeeping|safety culture|discipline)",
            r"(?:mismanagement|negligence|neglect|incompetence|failings?|complacency|inaction)"
            r" (?:by|of|on the part of|at) [a-z]{1,30}",
            r"mismanage(?:d|ment|s)|manglement",
            rf"{ANYONE}{SO} (?:{PAST} )?(?:{W} ){{0,4}}?(?:improperly|inadequately"
            r"|inappropriately|insufficiently|irresponsibly|recklessly|poorly|negligently"
            r"|unprofessionally|badly)",
            r"(?:poorly|badly|inadequately|improperly|inappropriately)"
            r" (?:handled|managed|planned|executed|coordinated|communicated|supervised"
            r"|thought[ -]out|judged)",
            r"(?:did|done|doing|made) (?:a|such a) (?:poor|bad|terrible|lousy|sloppy"
            r"|half-hearted) job",
            r"lack of (?:\w{2,20} )?(?:care|attention|diligence|discipline|professionalism"
            r"|competence|rigou?r|due diligence|foresight|responsibility|leadership|vigilance"
            r"|effort|attention to detail|thought|judge?ment|concentration|seriousness"
            r"|forethought)",
            r"lapses? (?:in|of) (?:judge?ment|attention|concentration|discipline"
            r"|\w{2,20} hygiene)",
            r"(?:faulty|flawed|wrong|bad|poor) (?:[\w-]{2,20} )?"
            rf"(?:assumptions?|decisions?|choices?) (?:made )?(?:by|on the part of) {SOMEBODY}",
            r"(?:insufficient|inadequate|weak|lax) (?:oversight|supervision|leadership"
            r"|governance) (?:by|from|of|on the part of) [a-z]{1,30}",
            rf"lack of (?:{W} ){{1,3}}?on the part of",
            r"(?:poor|bad|sloppy|weak|terrible) (?:[\w-]{2,20} ){1,2}"
            r"(?:practices?|hygiene|judge?ment|discipline)",
            r"(?:run|managed|maintained|administered|handled)"
            r" (?:so |very |this |incredibly |pretty )?(?:poorly|badly)",
            r"(?:did not|didn't|not|never) do(?:ne|ing)? (?:a (?:good|great|proper)"
            r"(?: enough)? job|enough(?= to|[.,]| ?$))",
            r"(?:condescending|arrogant|dismissive|hostile|entitled)"
            r" (?:attitude|tone|approach|behaviou?r)",
        ),
        not_before=r"(?:no|not|without|any|avoid)",
        not_after=r"(?:by the (?:parser|client|library|server|driver|browser)|formatted)",
        found=(
            ("It shows poor judgement in the second hour.", "poor judgement"),
            ("The migration was badly planned.", "badly planned"),
            ("There was a lack of care in the last step.", "lack of care"),
        ),
        left_alone=(
            "The signal was poor in that room.",
            "There was a lack of disk space.",
            "The request was badly formatted.",
        ),
    ),
)
