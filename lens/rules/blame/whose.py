"""Whose fault it is."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import ADVERB, AGENT, PEOPLE, ROLE, SOMEBODY, WHOSE, W

RULES = (
    Rule(
        id="fault",
        name="Whose fault it is",
        category=Category.BLAME,
        strength=Strength.STRONG,
        why="Fault has room for one; what happened took many things.",
        question="What conditions made this the sensible thing to do?",
        cues=(
            "'s on ",
            "all on ",
            "bad",
            "blame",
            "culpa",
            "culprit",
            "fault",
            "guilt",
            "is on ",
            "ly on ",
            "on her",
            "on him",
            "on me",
            "on them",
            "on us",
            "on you",
            "responsib",
            "thing on ",
            "was on ",
        ),
        patterns=(
            rf"{WHOSE} (?:own |entire |damn )?fault",
            r"(?!(?:it|that|he|she|what|there|nobody|one|anyone|somebody|page"
            r"|segmentation)\b)[a-z]{2,30}'s (?:own |damn )?fault"
            r"(?! (?:handler|domain|tolerance|code|zone|line|state|injection))",
            rf"(?:the )?fault of {SOMEBODY}",
            rf"(?:{PEOPLE}|they) (?:is|are|was|were|am)(?: {ADVERB}){{0,2}}"
            r" (?:at fault|to blame|guilty|the culprits?|responsible for "
            r"(?:the|this|that|an|all)(?: \w{2,20}){0,2} (?:outage|incident|mess|downtime|loss"
            r"|leak|problem|breach|failure|disruption))",
            rf"{SOMEBODY}(?: who (?:is|was|were))? (?:responsible|to blame) for"
            r" (?:the|this|that|an|all)(?: \w{2,20}){0,2} (?:outage|incident|mess|downtime|breach"
            r"|disruption|crash)(?! \w+ (?:board|queue|page|response))",
            r"i'm (?:\w{3,20}ly )?(?:at fault|to blame|guilty)",
            r"(?:blame|fault|responsibility) (?:for \w+ (?:\w+ )?)?(?:lies|lay|rests|falls|is)"
            rf" (?:\w+ly )?(?:with|on|in|at) (?:{SOMEBODY}|me|us|him|her|them)",
            rf"blame (?:for (?:{W} ){{1,5}}?)?(?:lies|lay|rests|falls|fell) (?:\w{{3,20}}ly"
            rf" )?(?:with|on)",
            r"(?:an? )?(?:human|person|user|man) (?:is|was) to blame",
            r"(?:mea culpa|my bad|our bad|their bad)",
            r"(?:this|that|it)(?: one| whole thing)?(?:'s| is| was)(?: \w{2,20}ly| all){0,2} on"
            r" (?:me|us|you|him|her|them)(?! to\b)",
            r"(?:this|that|it)(?: one| whole thing)?(?:'s| is| was)(?: \w{2,20}ly| all){0,2} on"
            rf" (?:{SOMEBODY})(?=[ ]?[,.;:!)—–-]|[ ]?$| and\b| for\b)",
            r"(?:take|took|taking|takes|accept|accepted|deserves?|own)"
            r" (?:the|all|all the|full|complete|total) (?:blame|responsibility|fault)",
            rf"(?:the )?culprits? (?:is|was|were|turned out to be) {SOMEBODY}",
            r"(?:who|whoever) (?:is|was|were) (?:\w{2,20}ly )?(?:to blame|at fault)",
            r"(?:blame|fault|responsibility)(?: \w{2,20}ly)?"
            r" (?:at the feet|at the door|on the shoulders) of",
            r"(?:plac|lay|put|pin|shift|push|la)(?:e|es|ed|ing|id|ting|s|ned|ning)?"
            r" (?:the |all |most |all the |some |part of the )?blame"
            rf" (?:squarely|(?:not )?(?:just |only |solely )?(?:on|onto|with|at) (?:{SOMEBODY}|me"
            rf"|us|him"
            r"|her|them|you|someone|whoever))",
        ),
        not_before=r"(?:not|isn't|wasn't|never|nobody|no one|nor|neither)",
        not_after=r"(?:tolerant|injection)",
        not_in_sentence=r"(?:nobody|no one|none of (?:us|them|you)) (?:is|was|were) (?:to blame"
        r"|at fault)|(?:is|are|was|were) not (?:\w+ )?(?:to blame|at fault)|(?:not|nobody's|no"
        r" one's|anyone's) fault",
        found=(
            ("This was all my fault.", "my fault"),
            ("The storage team is to blame for this.", "The storage team is to blame"),
            ("Sorry, that one is on me.", "that one is on me"),
            (
                "The engineer responsible for the outage has left.",
                "The engineer responsible for the outage",
            ),
            (
                "The blame for the delay lies with the bank.",
                "blame for the delay lies with the bank",
            ),
        ),
        left_alone=(
            "The author is not to blame.",
            "A page fault slowed it down.",
            "The team responsible for the gateway was called.",
            "The team responsible for the problem board meets on Mondays.",
        ),
    ),
    Rule(
        id="blames",
        name="Blaming somebody",
        category=Category.BLAME,
        strength=Strength.STRONG,
        why="Once somebody is blamed, others stop telling what they know.",
        question="What happened, in which order, as seen by those who were there?",
        cues=(
            "accountab",
            "blam",
            "censured",
            "critic",
            "excuse",
            "faulted",
            "finger",
            "held",
            "hold",
            "responsibility",
        ),
        patterns=(
            r"blam(?:e|es|ed|ing)(?: it)?(?: all)?(?: on)? "
            rf"(?:{SOMEBODY}|him|her|me|us|them|you|someone|somebody"
            r"|(?:human|user|operator) error)",
            r"blam(?:e|ed|es|ing) (?:it|this|that|everything|the \w{2,20})(?: all)? on"
            r" (?:the|a|an|our|their|my|someone|[a-z]{1,30})",
            rf"(?:(?:was|were|is|are|highly|very) critical of|critici[sz]ed|faulted|censured)"
            rf" (?:{SOMEBODY}"
            r"|him|her|me|us|them)",
            rf"point(?:s|ed|ing)? (?:the |a )?fingers? at (?:{AGENT}|each other|one another|you)",
            rf"{SOMEBODY} (?:is|are|was|were|got|gets|has been|have been) (?:being )?blamed",
            r"assign(?:s|ed|ing)? (?:primary |the |most of the |full )?blame (?:for|to)",
            r"(?:blaming|blames?) (?:bad|poor) (?:management|planning|decisions)",
            r"(?:is|was|remains|be)(?: \w{2,20}ly)? the (?:sole |full )?responsibility of"
            rf" (?:the |an? |each |every )?(?:users?|customers?|{ROLE})",
            r"(?:be held|held|hold|holding)(?: \S{1,20}){0,3}"
            r" (?:accountable|responsible|to account)",
        ),
        not_before=r"(?:not|don't|doesn't|never|didn't|without|nobody|no one|avoid|stop|than"
        r"|no need|cannot)(?: (?:to|we|be|being|about|ever|once)){0,2}",
        found=(
            ("They blamed the new colleague for it.", "blamed the new colleague"),
            (
                "Checking that is the responsibility of the user.",
                "is the responsibility of the user",
            ),
            ("Those involved will be held accountable.", "be held accountable"),
            ("Everyone was pointing fingers at the vendor.", "pointing fingers at the vendor"),
            ("The auditor criticised the operators.", "criticised the operators"),
        ),
        left_alone=(
            "We do not blame anyone for following the runbook.",
            "The blame view shows the last commit of a line.",
            "Sending mail is the responsibility of the relay.",
            "Nobody was pointing a finger.",
        ),
    ),
)
