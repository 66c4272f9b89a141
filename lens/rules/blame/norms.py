"""What somebody was to do, held against what they did."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import (
    AGENT,
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

# What nobody did, and nobody minds.
_NEUTRAL = any_of(
    """
    need needed want wanted have had see seen get got gotten receive received expect expected find
    found lose lost experience experienced use used intend intended mean agree agreed feel felt work
    worked belong exist seem appear join change changed cause caused affect affected happen like
    wish hear been be own mind believe recall encounter encountered suffer suffered hold
    require go come leave sleep deploy touch touched
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
            "'s duty",
            "'s job",
            "expected to",
            "instructed to",
            "job to",
            "job was",
            "know ",
            "meant to",
            "obliged to",
            "required to",
            "responsib",
            "supposed to",
            "told to",
            "trained to",
        ),
        patterns=(
            rf"(?:{OTHERS}|you|they|we|i) (?:was|were|had been)"
            r"(?: (?:also|actually|clearly|originally|explicitly|specifically|always)){0,2}"
            r" (?:supposed|meant|obliged|instructed|required|told) to"
            r" (?!be (?:paged|alerted|notified|able)|expect|start|restart|run|fail"
            r"|evict)[a-z-]{2,20}",
            rf"(?:{OTHERS}|you|they|we|i) (?:should|ought to|must)(?: really| surely)?"
            r" (?:be expected to know|know better)",
            rf"{OTHERS} (?:was|were|had been) expected to (?!be\b|last\b|take\b)[a-z]{{2,20}}",
            rf"(?:{OTHERS}|they) (?:was|were|had been) responsible for"
            r" (?:making sure|ensuring|checking|watching|monitoring)",
            rf"it(?: was| is|'s) {SOMEBODY}'s (?:job|responsibility|duty) to",
        ),
        not_in_sentence=r"they were supposed to (?:be|have|expire|last|contain|get)",
        found=(
            ("He was supposed to wait for the green light.", "He was supposed to wait"),
            ("The operator was meant to close the valve.", "The operator was meant to close"),
            ("We were supposed to rotate the key in May.", "We were supposed to rotate"),
            ("The operator was expected to lock the door.", "The operator was expected to lock"),
            (
                "They were responsible for making sure that it ran.",
                "They were responsible for making sure",
            ),
        ),
        left_alone=(
            "The job was supposed to run every hour.",
            "We were supposed to be paged, but the alert was muted.",
            "They were supposed to be evicted after a minute.",
            "They were told to expect a short break.",
            "Operators should know how to reach the vendor.",
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
            "adher",
            "against",
            "breach",
            "broke",
            "bypass",
            "circumvent",
            "compl",
            "conformance",
            "contrary",
            "departed",
            "departure",
            "deviat",
            "disregard",
            "follow",
            "ignor",
            "neither",
            "observance",
            "skip",
            "stick to",
            "strayed",
            "stuck to",
            "violat",
        ),
        patterns=(
            r"(?:did not|didn't|not|never|failed to|failure to|failing to|without|instead of"
            r"|nobody|no one|refused to|chose not to)(?: \w{2,20}ly)?"
            r" (?:follow(?:ed|ing)?|adher(?:e|ed|ing) to|comply(?:ing)? with|stick(?:ing)? to"
            rf"|stuck to) (?:{W} ){{0,4}}(?:{RULES_OF_WORK}|it\b|them\b)",
            rf"(?:{PEOPLE}|they|by)(?: \w{{2,20}}ly)? (?:violat(?:ed|ing)|bypass(?:ed|ing)"
            r"|circumvent(?:ed|ing)|deviat(?:ed|ing) from|disregard(?:ed|ing)|ignor(?:ed|ing)"
            rf"|skipp(?:ed|ing)|went against|broke|acted against) (?:{W} ){{0,4}}{RULES_OF_WORK}",
            rf"(?:in (?:breach|violation) of|contrary to|went against) (?:{W}"
            rf" ){{0,4}}{RULES_OF_WORK}",
            r"(?:deviated|departed|strayed|deviating) from (?:the|our|their) (?:approved|agreed"
            r"|documented|established|standard|official|prescribed)",
            r"non-?(?:compliance|adherence|conformance|observance) (?:with|to|of)"
            rf" (?:{W} ){{0,4}}{RULES_OF_WORK}",
            rf"(?:deviation|departure)s? from (?:{W} ){{0,4}}{RULES_OF_WORK}",
            rf"(?:{PEOPLE}|they) neither (?:{CARED}|understood|followed|knew|cared|thought"
            rf"|bothered)(?: {W}){{0,6}}? nor",
        ),
        not_in_sentence=r"by the (?:exporter|controller|service|job|client|script|parser)",
        found=(
            ("The engineer did not follow the runbook.", "did not follow the runbook"),
            ("They bypassed the review process that day.", "They bypassed the review process"),
            ("It was pushed in violation of our policy.", "in violation of our policy"),
            ("The decision went against our own policy.", "went against our own policy"),
            ("The report names non-adherence to the checklist.", "non-adherence to the checklist"),
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
            rf"(?:{ANYONE}|people|who){SO} (?:{PAST}|merge|push|deploy|ship|release"
            r"|[a-z]{{2,20}}ing|am|are|is|was|were|going|be)"
            rf" (?:{W} ){{0,12}}?(?P<words>without (?:(?:first|even|ever|properly|actually"
            r"|adequately|fully|really|having|any|bothering to|due|a|proper|prior|sufficient"
            rf"|enough|thorough|\w{{3,20}}ly) ){{0,3}}(?:{CARING}|{CARE}|{CARED}|review|testing"
            r"|approval|permission|notice|consultation|authori[sz]ation|validation|merging"
            r"|verification|communication|thought|comment|comments|discussion|warning|consent"
            r"|planning|preparation|coordination|clearance|sign-?off|supervision))",
            r"without (?:anyone|anybody|someone|somebody|a single \w{2,20})"
            rf" (?:\w{{2,20}}ly )?{CARING}",
            r"(?:^\W{0,9}|(?:by|from|due to|of) )[a-z]{3,20}ing"
            rf" (?:{W} ){{1,6}}?(?P<words>without (?:first|even|properly|adequately|sufficiently"
            r"|fully|proper|adequate|sufficient|due|bothering to|thorough\w{0,2}) "
            rf"(?:[a-z]{{3,20}}ing|{CARE}|review|testing|approval|validation|verification"
            r"|planning))",
            rf"without {CARING}(?: {W}){{0,4}} first",
            rf"by {AGENT} (?:{W} ){{0,4}}?(?P<words>without (?:any |prior |proper |due |first"
            rf" ){{1,2}}(?:{CARING}|review|approval|testing|permission|notice|consultation"
            rf"|authori[sz]ation))",
            rf"^[^a-z]{{0,9}}(?P<words>without (?:even |ever |fully |first |properly )?{CARING})"
            rf"(?=[^,\n]{{0,80}}, {PEOPLE})",
            r"without (?:so much as|(?:giving (?:it|this|that|them) )?"
            r"(?:much |any |due |proper |a second |further )"
            r"(?:thought|thinking|regard|consideration|care)|thinking|regard for"
            r"|a second (?:pair of eyes|look|opinion))",
            r"(?:^\W{0,9}|^yes, |(?:by|from|due to) )[a-z]{3,20}ing"
            rf" (?:{W} ){{0,5}}?(?P<words>without (?:running|{CARING}))",
            r"(?<!was\s)(?<!were\s)(?<!been\s)(?<!being\s)(?:deployed|merged|pushed|released"
            r"|shipped|committed|changed|deploying|merging|pushing|releasing|shipping)"
            r" (?:[^\s,;:()?]{1,40} ){1,6}?(?P<words>without "
            r"(?:a |any |proper |adequate |prior |sufficient |due ){1,2}"
            r"(?:review|approval|testing|consultation|authori[sz]ation|permission|notice"
            r"|planning|sign-?off))",
        ),
        not_before=r"if|when|in case|unless|lets?|so that|must not|never",
        found=(
            ("She merged it without asking anyone.", "without asking"),
            ("The developer released the change without testing it.", "without testing"),
            ("The update went out without anyone looking at it.", "without anyone looking"),
            (
                "I restarted the host without first checking who was on it.",
                "without first checking",
            ),
            ("They moved it without a second thought.", "without a second thought"),
            ("Without asking anybody, the developer removed it.", "Without asking"),
        ),
        left_alone=(
            "The tool accepts the value without checking it.",
            "The page loads without running scripts.",
            "The change was deployed without incident.",
            "We release without a maintenance window.",
            "The library opens the file without a lock.",
        ),
    ),
    Rule(
        id="person-did-not",
        name="What somebody did not do",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="What somebody did not do is endless; what they did is the story.",
        question="What were they doing, and why did that come first?",
        cues=(
            "failed to",
            "forgot to",
            "n't",
            "neglected to",
            "never",
            "not",
            "omitted to",
        ),
        patterns=(
            rf"{OTHERS} (?:{W},? ){{1,10}}?(?:and|but|yet)(?: then| still| simply| \w{{3,20}}ly)?"
            r" (?P<words>(?:did not|didn't|never|had not|hadn't|failed to|neglected to|omitted to"
            r"|forgot to)(?: even| think to| bother to| \w{3,20}ly){0,2}"
            rf" (?:{CARE}|{CARED}))",
            rf"{OTHERS}(?: \w{{3,20}}ly| just| still| simply| also)?"
            r" (?:did not|didn't|never|had not|hadn't|does not|doesn't)"
            r"(?: (?:even|really|also|actually|always|ever|bother to|think to|\w{3,20}ly)){0,2}"
            rf" (?!{_NEUTRAL}\b|[a-z]+ (?:any|anything|all) ?\b)[a-z-]{{3,20}}(?! yet\b)",
            r"they (?:did not|didn't|never)(?: (?:even|really|actually|\w{3,20}ly)){0,2}"
            rf" (?:{CARE}|{CARED})",
            rf"(?:someone|somebody|people|us|me|him|her|{SOMEBODY}) not"
            rf" (?:{CARING}|following|doing|running|using|updating|cleaning|knowing|noticing"
            r"|listening|caring)",
            rf"(?:{OTHERS}|you|they|we|nobody|no one|everyone)(?: (?:just|still|clearly))?"
            r" (?:don't|doesn't|didn't|do not|did not|never|does not) take"
            rf" (?:{W} ){{1,3}}seriously",
            rf"{SOMEBODY} who (?:did not|didn't|had never|hadn't)(?: (?:even|really"
            rf"|\w{{3,20}}ly)){{0,2}} (?!{_NEUTRAL}\b)[a-z]{{3,20}}",
            rf"who(?: had)? (?:did not|didn't|never)(?: (?:even|really|\w{{3,20}}ly)){{0,2}}"
            rf" (?:{CARE}|{CARED}|follow|implement|update|copy)",
        ),
        not_before=r"if|when|in case|unless|because no|so that|whether|why",
        not_in_sentence=r"yet|so far",
        found=(
            ("The technicians did not check the second valve.", "The technicians did not check"),
            ("She never tested the way back.", "She never tested"),
            ("They didn't warn us of the new limit.", "They didn't warn"),
            ("The operator did not wait for the second key.", "The operator did not wait"),
            ("The author read the plan and did not check the dates.", "did not check"),
        ),
        left_alone=(
            "The service did not check the token.",
            "They did not start until the disk was mounted.",
            "Customers did not lose any data.",
            "The team did not have access to the logs.",
            "The engineers did not see any errors.",
        ),
    ),
)
