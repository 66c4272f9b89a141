"""Measures that nobody has named."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import AGENT, ANYONE, PAST, ROLE, SO, SOMEBODY, WHOSE, W, any_of

_POOR = any_of(
    r"""
    judge?ment decisions? planning communications? management leadership coordination choices?
    execution workmanship supervision oversight handling preparation discipline decision-making
    engineering craftsmanship teamwork conduct
    """
)
_BADLY = any_of(
    """
    improperly inadequately inappropriately insufficiently irresponsibly recklessly poorly
    negligently unprofessionally badly
    """
)
_JUDGED = any_of(
    """
    poor bad terrible questionable inadequate careless wrong improper inappropriate insufficient
    ineffective incorrect faulty flawed sloppy slow late weak hasty lax deficient clumsy
    """
)
_CONDUCT = any_of(
    rf"""
    {_POOR} techniques? practices? use operation responses? reactions? actions? work inspections?
    maintenance installation inspections? checks? reviews? behaviou?r attitude adherence
    performance time_management
    """
)
_NOT_A_VERB = "(?!(?:was|were|is|are|been|being|had|has|have|and|but|that|which)[ ])"
# What a team has rather than does.
_EQUIPMENT = any_of(
    """
    monitoring coverage tooling documentation alerting logging tests? network connections? laptops?
    resources? capacity staffing access numbers? funding budget
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
            "administered",
            "appalling",
            "appropriate",
            "arrogan",
            "bad",
            "baked",
            "careless",
            "cavalier",
            "clums",
            "complacen",
            "condescend",
            "deficien",
            "disgrace",
            "dismissive",
            "effective",
            "enough",
            "entitled",
            "failing",
            "faulty",
            "flawed",
            "handled",
            "hast",
            "hostile",
            "ill-",
            "improper",
            "inaction",
            "inadequate",
            "incompeten",
            "incorrect",
            "insufficient",
            "irrespons",
            "job",
            "lack of",
            "lackadais",
            "lacking",
            "laissez",
            "lapse",
            "late",
            "lax",
            "maintained",
            "manglement",
            "mismanag",
            "neglect",
            "negligen",
            "poor",
            "questionable",
            "reckless",
            "run",
            "shameful",
            "short of",
            "sighted",
            "slack",
            "slopp",
            "slow",
            "standard",
            "terrible",
            "unaccept",
            "unauthori",
            "unprofess",
            "unsafe",
            "weak",
            "wrong",
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
            rf"{_JUDGED} (?:[\w-]{{2,20}} ){{0,3}}{_CONDUCT}(?: [\w-]{{2,20}})?"
            rf" (?:by|of|from|on the part of) {AGENT}",
            r"(?:improper|inadequate|incorrect|inappropriate|insufficient|faulty|poor|careless"
            rf"|unauthori[sz]ed|negligent|wrong) (?:{_NOT_A_VERB}{W} ){{1,7}}?by {AGENT}",
            rf"{WHOSE} (?:\w{{2,20}} )?{_JUDGED} (?:[\w-]{{2,20}} ){{0,3}}(?:{_POOR}|techniques?"
            r"|practices?|responses?|reactions?|actions?|attitude|adherence|time management)"
            r"(?! times?\b)",
            rf"{SOMEBODY}(?:'s|') (?:\w{{2,20}} )?(?:improper|inadequate|inappropriate|insufficient"
            r"|ineffective|unsafe|poor|questionable|unauthori[sz]ed|negligent|careless)"
            rf" (?!(?:{_NOT_A_VERB}{W} ){{0,2}}{_EQUIPMENT})[\w-]{{2,20}}",
            rf"(?:{SOMEBODY}(?:'s|')|our|their|his|her|my) (?:[\w-]{{2,20}} )?(?:handling|response"
            r"|reaction|communications?|conduct|supervision|oversight|management|planning"
            r"|decisions?"
            rf"|judge?ment|preparation)(?: (?:of|to|by|with) (?:{W} ){{1,5}}?{W})? (?:was|were)"
            r" (?:(?:\w{2,20}ly|far|too|very) ){0,2}(?:inadequate|poor|insufficient|slow|late"
            r"|lacking|inappropriate|improper|sloppy|bad|wrong|weak)",
            r"ill-(?:judged|conceived|considered|prepared)|half-baked|short-?sighted(?:ness)?",
            r"(?:handling|response|communications?|work|conduct|way (?:we|they|it was) \w{2,20})"
            r" (?:(?:by|of) (?:the|our) \w{2,20} )?(?:was|were|fell)(?: \w{2,20}ly| just| well|"
            r" far)? (?:not good enough|short of|below (?:the|our|expected) (?:\w{2,20}"
            r" )?standards?)",
            r"poor (?:airmanship|seamanship|housekeeping|safety culture|discipline)",
            r"(?:mismanagement|negligence|neglect|incompetence|failings?|complacency|inaction)"
            r" (?:by|of|on the part of|at) [a-z]{1,30}",
            r"mismanag(?:ed?|ement|es|ing)|manglement",
            rf"{ANYONE}{SO} {PAST} (?:{W} ){{0,4}}?{_BADLY}",
            rf"{ANYONE} (?:had |has |have )?{_BADLY} {PAST}",
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
        not_after=r"(?:thresholds?|trees?|boundar\w+|tables?|formatted"
        r"|by the (?:parser|client|library|server|driver|browser))",
        found=(
            ("It shows poor judgement in the second hour.", "poor judgement"),
            ("The migration was badly planned.", "badly planned"),
            ("There was a lack of care in the last step.", "lack of care"),
            (
                "The mechanic's improper inspection hid the crack.",
                "The mechanic's improper inspection",
            ),
            ("It was an ill-judged plan.", "ill-judged"),
            ("Our response was far too slow.", "Our response was far too slow"),
        ),
        left_alone=(
            "The signal was poor in that room.",
            "There was a lack of disk space.",
            "The request was badly formatted.",
            "Inadequate cooling was reported by the site team.",
            "The team's poor network connection dropped.",
            "Their slow disks were replaced.",
        ),
    ),
)
