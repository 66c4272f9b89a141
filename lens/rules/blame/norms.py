"""What somebody was to do, held against what they did."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import (
    ANYONE,
    CARE,
    CARED,
    CARING,
    OTHERS,
    PAST,
    PEOPLE,
    RULES_OF_WORK,
    SO,
    SOMEBODY,
    W,
    any_of,
)

_POOR = any_of(
    r"""
    judge?ment decisions? planning communications? management leadership coordination choices?
    execution workmanship supervision oversight handling preparation discipline decision-making
    """
)

RULES = (
    Rule(
        id="supposed-to",
        name="Somebody was supposed to",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="It holds the work as it was written against the work as it was.",
        question="What did a normal day look like for this step?",
        cues=(
            "supposed to",
            "meant to",
            "expected to",
            "required to",
            "instructed to",
            "told to",
            "obliged to",
            "trained to",
            "responsib",
            "job to",
            "job was",
        ),
        patterns=(
            rf"(?:{OTHERS}|you|they|we|i) (?:was|were|had been)(?: (?:also|actually|clearly"
            r"|originally|explicitly|specifically|always)){0,2} (?:supposed|meant|obliged"
            r"|instructed|required|told) to (?!be (?:paged|alerted|notified|able)|start|restart"
            r"|run|fail|evict)[a-z-]{2,20}",
            rf"it(?: was| is|'s) {SOMEBODY}'s (?:job|responsibility|duty) to",
        ),
        not_in_sentence=r"they were supposed to (?:be|have|expire|last|contain|get)",
        found=(
            ("He was supposed to wait for the green light.", "He was supposed to wait"),
            ("The operator was meant to close the valve.", "The operator was meant to close"),
            ("We were supposed to rotate the key in May.", "We were supposed to rotate"),
        ),
        left_alone=(
            "The job was supposed to run every hour.",
            "We were supposed to be paged, but the alert was muted.",
            "They were supposed to be evicted after a minute.",
        ),
    ),
    Rule(
        id="procedure",
        name="The procedure was not followed",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="Work as it is done always differs from work as it is written down.",
        question="How is this step usually done, and what makes that sensible?",
        cues=(
            "follow",
            "adher",
            "compl",
            "violat",
            "bypass",
            "circumvent",
            "disregard",
            "deviat",
            "contrary",
            "breach",
            "ignor",
            "skip",
            "against",
            "stick to",
            "stuck to",
        ),
        patterns=(
            r"(?:did not|didn't|not|never|failed to|failure to|failing to|without|instead of"
            r"|nobody|no one|refused to|chose not to)(?: \w{2,20}ly)? (?:follow(?:ed|ing)?"
            rf"|adher(?:e|ed|ing) to|comply(?:ing)? with|stick(?:ing)? to|stuck to) (?:{W}"
            rf" ){{0,4}}(?:{RULES_OF_WORK}|it\b|them\b)",
            rf"(?:{PEOPLE}|they|by) ?(?:\w{{2,20}}ly )?(?:violat(?:ed|ing)|bypass(?:ed|ing)"
            r"|circumvent(?:ed|ing)|deviat(?:ed|ing) from|disregard(?:ed|ing)|ignor(?:ed|ing)"
            rf"|skipp(?:ed|ing)|went against|broke|acted against) (?:{W} ){{0,4}}{RULES_OF_WORK}",
            rf"(?:in (?:breach|violation) of|contrary to) (?:{W} ){{0,4}}{RULES_OF_WORK}",
        ),
        not_in_sentence=r"by the (?:exporter|controller|service|job|client|script|parser)",
        found=(
            ("The engineer did not follow the runbook.", "did not follow the runbook"),
            ("They bypassed the review process that day.", "They bypassed the review process"),
            ("It was pushed in violation of our policy.", "in violation of our policy"),
        ),
        left_alone=(
            "The process was being rewritten.",
            "We do not follow redirects.",
            "The policy asks for two approvals.",
        ),
    ),
    Rule(
        id="without-checking",
        name="Somebody acted without checking",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="It points at a check that nobody had at hand.",
        question="Which check is there, and what would it have shown?",
        cues=("without",),
        patterns=(
            rf"(?:{ANYONE}|people|who){SO} {PAST} (?:{W} ){{0,12}}?(?P<words>without (?:(?:first"
            r"|even|ever|properly|actually|adequately|fully|really|having|any|bothering to|due|a"
            rf"|proper|prior|sufficient|enough|thorough|\w{{3,20}}ly) ){{0,3}}(?:{CARING}|{CARE}"
            rf"|{CARED}|review|testing|approval|permission|notice|consultation|authori[sz]ation"
            r"|validation|merging|verification|communication|thought))",
        ),
        not_before=r"if|when|in case|unless|that|lets?",
        found=(
            ("She merged it without asking anyone.", "without asking"),
            ("The developer released the change without testing it.", "without testing"),
            (
                "I restarted the host without first checking who was on it.",
                "without first checking",
            ),
        ),
        left_alone=(
            "The tool accepts the value without checking it.",
            "The change was deployed without incident.",
            "We release without a maintenance window.",
        ),
    ),
    Rule(
        id="person-did-not",
        name="What somebody did not do",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="What somebody did not do is endless; what they did is the story.",
        question="What were they doing, and why did that come first?",
        cues=("not", "n't", "never"),
        patterns=(
            rf"{OTHERS} (?:did not|didn't|never|had not|hadn't|does not|doesn't)(?: (?:even"
            r"|really|also|actually|always|ever|bother to|think to|\w{3,20}ly)){0,2}"
            rf" (?:{CARE}|{CARED}|copy|copied|enable|enabled|update"
            r"|updated|set up|follow|perform|performed|act|react|respond|clean up|finish|complete"
            r"|rotate|renew|apply|declare|take action|triage)",
            r"they (?:did not|didn't|never)(?: (?:even|really|actually|\w{3,20}ly)){0,2}"
            rf" (?:{CARE}|{CARED})",
            rf"(?:someone|somebody|people|us|me|him|her|{SOMEBODY}) not (?:{CARING}|following"
            r"|doing|running|using|updating|cleaning|knowing|noticing|listening|caring)",
            rf"(?:{OTHERS}|you|they|we|nobody|no one|everyone)(?: (?:just|still|clearly))?"
            rf" (?:don't|doesn't|didn't|do not|did not|never|does not) take (?:{W}"
            r" ){1,3}seriously",
        ),
        not_before=r"if|when|in case|unless|because no|so that|whether",
        found=(
            ("The technicians did not check the second valve.", "The technicians did not check"),
            ("She never tested the way back.", "She never tested"),
            ("They didn't warn us of the new limit.", "They didn't warn"),
        ),
        left_alone=(
            "The service did not check the token.",
            "They did not start until the disk was mounted.",
            "Customers did not lose any data.",
        ),
    ),
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
        ),
        patterns=(
            rf"(?:poor|bad|terrible|questionable|inadequate|careless|wrong) {_POOR}",
            r"mismanage(?:d|ment|s)|manglement",
            rf"{ANYONE}{SO} (?:{PAST} )?(?:{W} ){{0,4}}?(?:improperly|inadequately"
            r"|inappropriately|insufficiently|irresponsibly|recklessly|poorly|negligently"
            r"|unprofessionally|badly)",
            r"(?:poorly|badly|inadequately|improperly|inappropriately) (?:handled|managed|planned"
            r"|executed|coordinated|communicated|supervised|thought[ -]out|judged)",
            r"(?:did|done|doing|made) (?:a|such a) (?:poor|bad|terrible|lousy|sloppy"
            r"|half-hearted) job",
            r"lack of (?:\w{2,20} )?(?:care|attention|diligence|discipline|professionalism"
            r"|competence|rigou?r|due diligence|foresight|responsibility|leadership|vigilance"
            r"|effort|attention to detail|thought|judge?ment|concentration|seriousness"
            r"|forethought)",
            r"lapses? (?:in|of) (?:judge?ment|attention|concentration|discipline|\w{2,20} hygiene)",
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
