"""Slips: forgotten, missed, misread, by accident."""

from lens.finding import Category, Strength
from lens.rewordings import without_the_adverb
from lens.rule import Rule
from lens.vocabulary import (
    ADVERB,
    AGENT,
    ANYONE,
    DETERMINER,
    OTHERS,
    PARTICIPLE,
    PAST,
    PEOPLE,
    SO,
    SOMEBODY,
    THEY,
    WE,
    W,
    any_of,
)

_BY_ACCIDENT = any_of(
    r"""
    accidentally accidently mistakenly wrongly inadvert[ea]ntly unad?vert[ea]ntly unintentionally
    erroneously incorrectly wrongfully unknowingly unwittingly carelessly blindly naively lazily
    unthinkingly foolishly hastily stupidly rashly recklessly thoughtlessly negligently needlessly
    """
)
_ACTED = rf"(?:{PAST}|{PARTICIPLE})"
_MISJUDGED = any_of(
    r"""
    misread misjudged mishandled misunderstood misinterpreted miscalculated misdiagnosed mistyped
    miscommunicated mismanaged misused misremembered misconfigured misplaced misapplied mislabel+ed
    (?:under|over)-?estimated mixed_up misconstrued jumped_to_(?:\w{1,20}_){0,2}conclusions?
    confused_(?:the_two|both) drew_the_wrong_conclusions? got_(?:\w{1,20}_){1,3}wrong
    (?:confused|mistook)_(?:\S{1,30}_){1,5}(?:with|for|and)
    """
)

RULES = (
    Rule(
        id="forgot",
        name="Somebody forgot",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="Memory is no safeguard, for anyone.",
        question="What usually prompts this step, and where was that prompt?",
        cues=("forg",),
        patterns=(
            rf"(?:{PEOPLE}{SO}|they) (?:forgot|forgotten)(?: to| about| that| the| all about)?",
            r"(?:(?!it|that|they|password)[\w-]{2,30}) (?:forgot|had forgotten) to",
            rf"(?:{SOMEBODY}|me|us|them|him|her|by|someone|somebody) forgetting",
            r"(?:did|does) (?:\S{1,20} ){1,4}forget to",
            r"(?:and|but|then|who|had|that|simply|just|clearly|obviously)"
            r" (?:then |just |simply |also |clearly )?forgot(?:ten)?"
            r" (?:to|about|that|the|a|an|it)",
            r"forgetting (?:to|about|that|the)",
        ),
        not_before=r"(?:if|in case|when|should|unless|whenever|once|avoid|prevents?|against|risk of"
        r"|without|not|instead of|keeps? (?:us|you|people) from)(?: you| someone| they| people)?",
        not_after=r"(?:your |my |their |the )?password",
        found=(
            ("I forgot to turn the flag off.", "I forgot to"),
            ("The author had forgotten the second file.", "The author had forgotten the"),
            ("The last release forgot to name the new key.", "release forgot to"),
        ),
        left_alone=(
            "If you forgot your password, ask for a link.",
            "A list makes sure that the step is not forgotten.",
            "Don't forget to drain the node.",
        ),
    ),
    Rule(
        id="missed",
        name="Somebody missed or ignored",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="It says what was not seen, and leaves out what was.",
        question="What was visible to them at that time, and how loudly?",
        cues=(
            "botched",
            "brushed",
            "bungled",
            "crept",
            "discard",
            "discount",
            "disregard",
            "downplay",
            "forget",
            "forgotten",
            "glossed",
            "got ",
            "ignor",
            "laughed",
            "made it",
            "mishandled",
            "misinterp",
            "misjudge",
            "misread",
            "miss",
            "misunderst",
            "neak",
            "neglect",
            "overlook",
            "overrule",
            "shrug",
            "skip",
            "slipped",
            "snuck",
            "tuned",
            "waved",
        ),
        patterns=(
            rf"{PEOPLE}{SO} (?:missed|overlooked|disregarded|ignored|dismissed)",
            rf"they{SO} (?:overlooked|disregarded|ignored|dismissed|missed)"
            r" (?:the|our|all|several|an?) (?:\w{2,20} ){0,2}"
            r"(?:alerts?|warnings?|signs?|advice|message|page|alarm|bug|review)",
            rf"{ANYONE}{SO} (?:skipped|skips|skip) (?:(?:a|an|the|that|this|some|one|all|several"
            r"|any|every|our|their|his|her) )?(?:[\w-]{2,20} ){0,2}"
            r"(?:steps?|checks?|reviews?|tests?|testing|stages?|checklist|validations?|procedure"
            r"|process|verification|dry runs?)",
            r"who (?:misses|overlooks|forgets|skips|ignores|ignored|overlooked|missed|skipped"
            r"|ignore)",
            rf"{PEOPLE}{SO} (?:discounted|discarded|brushed (?:aside|off)|shrugged off|downplayed"
            r"|waved (?:away|off)|tuned out|glossed over|overruled|over-?looks?|neglects?)",
            rf"(?!i\b){OTHERS}(?: {ADVERB})? (?:ignore|ignores|ignoring|are ignoring|is ignoring)"
            r" (?:the|our|all|any|every|these|this|that|bug|warnings?|alerts?|advice|reports?)",
            rf"(?:reviewed|audited|checked|tested|inspected|read|looked at)(?: {W}){{0,8}},?"
            r" (?:but|and|yet) (?:still |completely |simply )?(?:missed|overlooked)",
            rf"(?:led|caused|causing|leading) (?:{SOMEBODY}|them|us|me|him|her) to"
            r" (?:overlook|ignore|miss|forget)",
            r"(?:missed|overlooked|ignored|dismissed|disregarded|neglected|forgotten|skipped"
            r"|misread|misjudged|misunderstood|misinterpreted|mishandled|botched|bungled)"
            rf" by {AGENT}",
            rf"{PEOPLE} (?:{W},? ){{1,10}}?(?:and|but|yet|then){SO} (?P<words>missed|overlooked"
            rf"|ignored"
            r"|dismissed|disregarded|skipped|misread|misjudged|misunderstood)(?! (?:lunch|dinner))",
            r"(?:slipped|got|sneaked|snuck|crept|made it) (?:past|by|through) (?:us|me|them"
            r"|everyone"
            rf"|our fingers|{SOMEBODY})",
            rf"{PEOPLE}{SO} (?:shrugged|brushed|waved|laughed)"
            r" (?:it|them|this|that|us|him|her|those) (?:off|aside|away)",
            r"(?:i|we|they|he|she|and|but)(?: \w{2,20}ly| also| both| all)?"
            r" (?:reviewed|approved|tested|checked) (?:it|this|that|them)(?: \w{2,20}){0,3} and"
            r" (?:\w{2,20}ly )?missed",
        ),
        not_after=(
            r"(?:(?:our|the|a|its|their|any|that) )?(?:\w+ )?(?:lunch|dinner|slos?|slas?|targets?"
            r"|deadlines?|windows?|objectives?|flight|you|unknown|cache|meeting|call)"
        ),
        not_before=r"if|in case|things|anything|something|let us know what|might have",
        not_in_sentence=r"did (?:we|i|you|they) miss",
        found=(
            ("We missed the note in the changelog.", "We missed"),
            ("The reviewer had overlooked the second file.", "The reviewer had overlooked"),
            ("He skipped the dry run to save time.", "He skipped the dry run"),
            ("The alarm was missed by the night shift.", "missed by the night shift"),
            ("It slipped past both reviewers.", "slipped past both reviewers"),
            ("The operator saw the light and ignored it.", "ignored"),
        ),
        left_alone=(
            "The monitor missed the spike.",
            "We missed our target by two minutes.",
            "The parser ignored the unknown field.",
            "The engineers missed lunch.",
            "The spike was missed by the scraper.",
        ),
    ),
    Rule(
        id="misjudged",
        name="Somebody misread or misjudged",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="Only the outcome tells a misreading from a reading.",
        question="What did they read, and what did it mean to them?",
        cues=(
            "conclusion",
            "confused",
            "estimated",
            "mis",
            "mixed up",
            "wrong",
        ),
        patterns=(
            rf"{ANYONE}{SO} {_MISJUDGED}",
            rf"mistaking (?:{W} ){{1,9}}?for(?= {DETERMINER})",
        ),
        found=(
            ("The operator misread the second gauge.", "The operator misread"),
            ("We underestimated the size of the backlog.", "We underestimated"),
            ("I confused the old host with the new one.", "I confused the old host with"),
            ("The lead jumped to conclusions.", "The lead jumped to conclusions"),
            ("Mistaking the copy for the original, she closed it.", "Mistaking the copy for"),
        ),
        left_alone=(
            "The proxy misread the header.",
            "The label was misplaced by the layout.",
            "The figure was underestimated in the old model.",
            "The query planner underestimated the number of rows.",
        ),
    ),
    Rule(
        id="accidentally",
        name="Somebody did it accidentally",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="Nobody doubts that it was not meant; the word only makes a slip of it.",
        question="What would have made it visible, or easy to take back?",
        cues=(
            "accident",
            "blindly",
            "careless",
            "erroneous",
            "foolish",
            "hastily",
            "incorrect",
            "lazily",
            "mistaken",
            "naively",
            "needless",
            "negligent",
            "rash",
            "reckless",
            "stupid",
            "thoughtless",
            "unintention",
            "unknowing",
            "unthinking",
            "unwitting",
            "vert",
            "wrong",
        ),
        patterns=(
            rf"{WE}(?: {ADVERB}){{0,2}} {_BY_ACCIDENT} {_ACTED}",
            rf"{THEY}(?: {ADVERB}){{0,2}} {_BY_ACCIDENT} {_ACTED}",
            rf"(?<!when\s)(?:you|{THEY})(?: {ADVERB}){{0,2}} {_BY_ACCIDENT} [a-z-]{{2,30}}",
            rf"(?:believing|assuming|thinking),? {_BY_ACCIDENT}",
            rf"{_BY_ACCIDENT} (?:believing|assuming|thinking|assumed|believed|concluded)",
            rf"{SOMEBODY} (?:who|that)(?: {ADVERB}){{0,2}} {_BY_ACCIDENT} {_ACTED}",
            rf"(?:{PEOPLE}|they){SO} {PAST}(?: {W},?){{0,14}}? (?P<words>on accident)",
            rf"(?:{WE}|you|{THEY}){SO} {PAST} (?:{W},? ){{0,8}}?(?P<words>{_BY_ACCIDENT})",
            rf"(?:{PEOPLE}|they) (?:{W},? ){{1,14}}?and (?P<words>{_BY_ACCIDENT} [a-z]{{2,20}}"
            r"(?:ed|s|t))",
            rf"{_BY_ACCIDENT} {PARTICIPLE} (?:{W} ){{0,4}}?by {AGENT}",
            rf"(?:{SOMEBODY}|someone|somebody) {_BY_ACCIDENT} [a-z]{{2,20}}ing",
            rf"(?:us|me|them|him|her|{SOMEBODY}) (?:to )?{_BY_ACCIDENT} [a-z]{{2,20}}",
        ),
        not_before=r"if|in case|unless|that|so|whether|ensures?|cannot|can't",
        not_after=r"(?:configured|formatted|named|signed|labelled|set) ",
        rewording=without_the_adverb,
        found=(
            ("I accidentally closed the tunnel.", "I accidentally closed"),
            ("The engineer mistakenly applied the old plan.", "The engineer mistakenly applied"),
            (
                "The files were accidentally removed by a contractor.",
                "accidentally removed by a contractor",
            ),
            ("Wrongly believing it to be idle, they stopped it.", "Wrongly believing"),
        ),
        left_alone=(
            "A flag was accidentally set to true.",
            "The client wrongly kept the redirect.",
            "If you accidentally close the tab, the draft is still there.",
        ),
    ),
)
