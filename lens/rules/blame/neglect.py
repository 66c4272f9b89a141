"""Looking away, and warnings that were brushed aside."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import CARED, RULES_OF_WORK, W, any_of

_DID_NOT = (
    r"(?:does not|doesn't|did not|didn't|do not|don't|never|won't|will not|wouldn't)"
    r"(?: (?:even|really|ever|seem to|want to|\w{3,20}ly)){0,2}"
)
# What no program does or leaves, so that whoever stands before it is a person or a company.
_ONLY_PEOPLE = any_of(
    r"""
    triage consult(?!_the) rehearse bother_to apologi[sz]e own_up plan_for follow_through
    learn_(?:from|its|their) listen_to_(?!ports?|events?|the_port|incoming|requests)[a-z]{1,20}
    take_(?:any_|full_)?(?:responsibility|ownership|accountability)
    take_(?:\S{1,20}_){1,3}seriously give_a_(?:damn|shit|fuck|toss) do_(?:their|his|her|your)_job
    do_(?:their|his|her|your|any)_(?:homework|due_diligence) give_(?:it|this)_a_second_thought
    """
)
_WARNINGS = any_of(
    r"""
    warnings? warning_signs advice concerns? complaints? recommendations? reminders? objections?
    problems? issues? tickets? reports? bug_reports? pull_requests? requests_for_help
    """
)
_NORMS = any_of(
    """
    procedures? processes polic(?:y|ies) guidelines? guidance playbooks? checklists?
    runbooks? best_practi[cs]es? safeguards?
    """
)
_ASIDE = (
    r"(?:ignored|disregarded|dismissed|brushed (?:aside|off)|flouted|unheeded|waved away"
    r"|not heeded|swept aside|shrugged off|laughed off|downplayed)"
)

RULES = (
    Rule(
        id="looked-away",
        name="Looking away",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="It tells of bad will, where most often something else came first.",
        question="What else did they have to look after, and what did it ask of them?",
        cues=(
            "abdicat",
            "abrogat",
            "appear",
            "arrogan",
            "asleep",
            "bother",
            "buck",
            "caring",
            "carpet",
            "conceal",
            "concentrat",
            "confusion",
            "consult",
            "cover",
            "deceiv",
            "derelict",
            "eager",
            "enthus",
            "eye",
            "failed to",
            "feet",
            "focus",
            "gun",
            "hands of",
            "haste",
            "heads",
            "heels",
            "helm",
            "hid",
            "hurry",
            "ignoran",
            "knowingly",
            "learn",
            "lied",
            "looked the other way",
            "lying",
            "malfeas",
            "malpractice",
            "misl",
            "moment of",
            "n't",
            "neglect",
            "never",
            "not",
            "on the job",
            "panic",
            "refus",
            "rubber",
            "rug",
            "rush",
            "sand",
            "sat on",
            "seem",
            "seriously",
            "shortcut",
            "situational",
            "thinking",
            "wilful",
            "willful",
            "withheld",
            "zeal",
        ),
        patterns=(
            r"turn(?:ed|ing|s)? a blind eye|looked the other way|asleep at the (?:wheel|switch)"
            r"|sleep(?:ing)? on the job|(?:was|were) (?:all |both |fast )?asleep"
            r"(?= (?:when|while|at|on|during))",
            r"(?:swept|sweep|sweeping|brushed) (?:\S{1,20} ){1,3}under the (?:rug|carpet)",
            r"pass(?:ed|ing)? the buck|(?:their|his|her|its|our) heads? in the sand",
            r"(?:took|taken|taking|take) (?:a |some |too many |the )?short-?cuts?",
            r"sat on (?:it|this|that|the|a|their|our)(?: \w{2,20})?"
            r" ?(?:information|report|reports|warning|warnings|evidence|bug|patch|fix|issue|for)",
            r"(?:tried|trying|attempt\w{0,3}|managed) to (?:cover "
            r"(?:it|this|that|things|them) up|cover up|hide (?:it|this|the truth))",
            r"washed (?:their|his|her|its|our) hands of|drag(?:ged|ging)?"
            r" (?:their|his|her|its|our) (?:feet|heels)|rubber-?stamp(?:ed|ing)",
            r"(?:lost|lose|losing|loss of) (?:situational awareness|concentration)",
            r"in (?:my|our|his|her|their) (?:haste|hurry|eagerness|rush|enthusiasm|ignorance|panic"
            r"|zeal|arrogance|confusion)",
            r"in a moment of (?:\w{2,20} (?:and|or) )?(?:fatigue|confusion|panic|weakness"
            r"|carelessness|inattention|haste|distraction|stupidity|madness|laziness)",
            r"(?!(?:i|we|it|this|that|which|and|or|but|so|please|users?"
            rf"|customers?)\b)[\w-]{{2,30}} {_DID_NOT} {_ONLY_PEOPLE}",
            r"refus(?:es|ed|ing|al)(?: \w{3,20}ly)? to (?:fix|acknowledge the|admit|address"
            r"|listen|apologi[sz]e|invest|hire|disclose|take responsibility)",
            r"(?!(?:it|this|that|which)\b)[\w-]{2,30} failed to (?:\w{3,20}ly )?(?:anticipate"
            r"|(?:adequately|sufficiently) [a-z]+|appreciate|heed|supervise|disclose|learn|plan"
            r"|prepare|foresee|consult|coordinate|communicate (?!with)|act on|investigate|patch"
            r"|protect|secure|implement|retain|comply|adhere|train|honou?r|take into account|take"
            r" responsibility)",
            r"(?!(?:was|were|been|be|is|are|the|a|an|long|not)\b)[\w-]{2,30}"
            r" (?:has |had |have |simply |completely )?neglected"
            r" (?!by\b|to\b|in\b|and\b|for\b)[a-z]{2,30}",
            r"(?:haven't|hasn't|hadn't|never|didn't|did not|don't|doesn't|failed to|have not"
            r"|has not)(?: \w{2,20}ly| seem to| yet| have)? learn(?:ed|t)?"
            r" (?:your|their|its|his|her|our|any|a|the|from "
            r"(?:your|their|its|our|past|previous|the last))",
            r"(?:stop|stopped|not|n't|never|refused? to|failed to|fails to)"
            r" (?:be )?(?:take|taking|taken|took) (?:\S{1,30} ){1,3}seriously",
            r"(?:seem|appear)(?:s|ed)? (?:to not|not to) (?:care|bother|mind|listen|want to)",
            r"(?:dereliction of duty|(?:abrogation|abdication) of responsibility|malpractice"
            r"|malfeasance|wil+ful (?:ignorance|blindness|neglect))",
            r"(?:wil+fully|knowingly) (?:ignor\w{1,3}|hid|hiding|conceal\w{1,3}|misle\w{1,6}"
            r"|disregard\w{0,3}|shipp\w{1,3}|releas\w{1,3})",
            r"(?:would|could|should) have (?:at least )?bothered"
            r"|without (?:even |really |once )?(?:thinking|bothering|caring|consulting)(?! of)",
            r"jump(?:ed|ing) the gun|asleep at the helm|fell asleep on",
            r"(?:purposefully|deliberately|knowingly|intentionally|wil+fully)"
            r" (?:misled|misleading|mislead|lied|lying|deceived|withheld|concealed|hid)",
            r"(?:had |have |has )?misled (?:the )?(?:\w{2,20} )?"
            r"(?:officials|customers|users|public|regulators?|investors|parliament|court"
            r"|ministers|us)",
        ),
        not_before=r"(?:if|not|never|nobody|no one|unless|whether|avoid)",
        found=(
            ("The board turned a blind eye to the leak.", "turned a blind eye"),
            ("They sat on the report for a year.", "sat on the report for"),
            ("Acme doesn't triage what we report.", "Acme doesn't triage"),
            ("In my haste I took the wrong key.", "In my haste"),
        ),
        left_alone=(
            "The cache took the short way.",
            "We were asleep by then, as the shift had ended.",
            "The driver does not retry.",
        ),
    ),
    Rule(
        id="brushed-aside",
        name="Brushed aside",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="It says what was not heeded, and leaves out what was.",
        question="Who heard of it, in which form, and what else was there that day?",
        cues=(
            "brush",
            "bypassed",
            "circumvent",
            "dismiss",
            "disregard",
            "downplay",
            "even",
            "flout",
            "follow",
            "heed",
            "ignor",
            "laughed",
            "shrug",
            "swept",
            "violated",
            "waved",
        ),
        patterns=(
            rf"{_WARNINGS}(?: {W}){{0,6}}? (?:was|were|been|being|went|gone|got)"
            rf"(?: (?:also|all|just|either|still|even|then|largely|\w{{3,20}}ly)){{0,2}} {_ASIDE}",
            rf"(?:{_NORMS}|standards)(?: {W}){{0,4}}? (?:was|were|been|being|are)"
            r"(?: (?:also|all|just|either|still|even|then|often|routinely|\w{3,20}ly)){0,2}"
            rf" (?:{_ASIDE}|not followed|not being followed|violated|circumvented)",
            r"(?:ignoring|disregarding|dismissing|flouting|disregard (?:for|of))"
            rf" (?:{W} ){{0,3}}?(?:{_WARNINGS}|{RULES_OF_WORK}|safety)",
            rf"(?:was|were|is|are|been)(?: \w{{3,20}}ly)? (?:not|never) even (?:been )?{CARED}",
        ),
        not_before=r"(?:if|can be|could be|by|should|may|might|whether|when)(?: \w{1,20}){0,3}",
        not_after=r"(?:by default|by the (?!team|board|management|crew)|unless|if|so that|in this)",
        found=(
            ("Her warnings were repeatedly ignored.", "warnings were repeatedly ignored"),
            ("The checklist was not followed that night.", "checklist was not followed"),
            ("The path was not even tested.", "was not even tested"),
        ),
        left_alone=(
            "Unknown fields are ignored.",
            "The warnings are ignored by default.",
            "If the policy is not followed, the job stops.",
        ),
    ),
)
