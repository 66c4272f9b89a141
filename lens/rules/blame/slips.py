"""Slips: forgotten, missed, misread, by accident, broken."""

from lens.finding import Category, Strength
from lens.rewordings import without_the_adverb
from lens.rule import Rule
from lens.vocabulary import (
    ADVERB,
    ANYONE,
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
    erroneously incorrectly wrongfully unknowingly unwittingly carelessly blindly naively
    foolishly hastily stupidly rashly recklessly thoughtlessly negligently needlessly
    """
)
_ACTED = rf"(?:{PAST}|{PARTICIPLE})"
_MISJUDGED = any_of(
    r"""
    misread misjudged mishandled misunderstood misinterpreted miscalculated misdiagnosed mistyped
    miscommunicated mismanaged misused misremembered misconfigured misplaced misapplied mislabel+ed
    underestimated overestimated mixed_up (?:confused|mistook)_(?:\S{1,30}_){1,5}(?:with|for|and)
    """
)
_BROKE = any_of(
    r"""
    broke broken (?:messed|screwed|fucked)_(?:\w{1,20}_){0,3}up botched bungled fumbled blew_it
    screwed_(?:us|me|this|it|everyone) borked goofed dropped_the_ball ruined wrecked bricked hosed
    (?:took|brought|taken|brought)_down_(?:prod|production|the_(?:site|entire|whole|platform|api))
    (?:caused|triggered)_(?:the|this|that|an|a)_(?:\w{1,20}_){0,2}(?:outage|incident|downtime)
    (?:caused|triggered)_(?:the|this|that|an|a)_(?:\w{1,20}_){0,2}(?:crash|disruption|mess|leak)
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
        ),
        not_before=r"if|in case|when|should|unless|whenever|once",
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
        cues=("miss", "overlook", "ignor", "dismiss", "disregard", "skip", "forget"),
        patterns=(
            rf"{PEOPLE}{SO} (?:missed|overlooked|disregarded|ignored|dismissed)",
            rf"they{SO} (?:overlooked|disregarded|ignored|dismissed|missed) (?:the|our|all"
            r"|several|an?) (?:\w{2,20} ){0,2}(?:alerts?|warnings?|signs?|advice|message|page"
            r"|alarm|bug|review)",
            rf"{ANYONE}{SO} (?:skipped|skips|skip) (?:(?:a|an|the|that|this|some|one|all|several"
            r"|any|every|our|their|his|her) )?(?:[\w-]{2,20} ){0,2}(?:steps?|checks?|reviews?"
            r"|tests?|testing|stages?|checklist|validations?|procedure|process|verification|dry"
            r" runs?)",
            r"who (?:misses|overlooks|forgets|skips|ignores|ignored|overlooked|missed|skipped)",
            r"(?:was|were|been|be|being) ignored by (?:me|us|him|her|them|" + SOMEBODY + ")",
        ),
        not_after=(
            r"(?:(?:our|the|a|its|their|any|that) )?(?:\w+ )?(?:slos?|slas?|targets?|deadlines?"
            r"|windows?|objectives?|flight|you|unknown|cache|meeting|call)"
        ),
        not_before=r"if|in case|things|anything|something|let us know what|might have",
        not_in_sentence=r"did (?:we|i|you|they) miss",
        found=(
            ("We missed the note in the changelog.", "We missed"),
            ("The reviewer had overlooked the second file.", "The reviewer had overlooked"),
            ("He skipped the dry run to save time.", "He skipped the dry run"),
        ),
        left_alone=(
            "The monitor missed the spike.",
            "We missed our target by two minutes.",
            "The parser ignored the unknown field.",
        ),
    ),
    Rule(
        id="misjudged",
        name="Somebody misread or misjudged",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="Only the outcome tells a misreading from a reading.",
        question="What did they read, and what did it mean to them?",
        cues=("mis", "underestim", "overestim", "mixed up", "confused"),
        patterns=(rf"{ANYONE}{SO} {_MISJUDGED}",),
        found=(
            ("The operator misread the second gauge.", "The operator misread"),
            ("We underestimated the size of the backlog.", "We underestimated"),
            ("I confused the old host with the new one.", "I confused the old host with"),
        ),
        left_alone=(
            "The proxy misread the header.",
            "The label was misplaced by the layout.",
            "The figure was underestimated in the old model.",
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
            "accidently",
            "mistaken",
            "wrong",
            "advert",
            "unintention",
            "erroneous",
            "incorrect",
            "unknowing",
            "unwitting",
            "careless",
            "blindly",
            "naively",
            "foolish",
            "hastily",
            "stupid",
            "rash",
            "reckless",
            "thoughtless",
            "negligent",
            "needless",
        ),
        patterns=(
            rf"{WE}(?: {ADVERB}){{0,2}} {_BY_ACCIDENT} {_ACTED}",
            rf"(?:you|{THEY})(?: {ADVERB}){{0,2}} {_BY_ACCIDENT} [a-z-]{{2,30}}",
            rf"(?:{WE}|you|{THEY}){SO} {PAST} (?:{W} ){{0,8}}?(?P<words>{_BY_ACCIDENT})",
            rf"(?:{PEOPLE}|they) (?:{W},? ){{1,14}}?and (?P<words>{_BY_ACCIDENT}"
            r" [a-z]{2,20}(?:ed|s|t))",
            rf"{_BY_ACCIDENT} {PARTICIPLE} (?:{W} ){{0,4}}?by (?:me|us|him|her|{SOMEBODY})",
            rf"(?:{SOMEBODY}|someone|somebody) {_BY_ACCIDENT} [a-z]{{2,20}}ing",
        ),
        not_before=r"if|when|in case|unless|that|so|whether|ensures?|cannot|can't",
        not_after=r"(?:configured|formatted|named|signed|labelled|set) ",
        rewording=without_the_adverb,
        found=(
            ("I accidentally closed the tunnel.", "I accidentally closed"),
            ("The engineer mistakenly applied the old plan.", "The engineer mistakenly applied"),
            (
                "The files were accidentally removed by a contractor.",
                "accidentally removed by a contractor",
            ),
        ),
        left_alone=(
            "A flag was accidentally set to true.",
            "The client wrongly kept the redirect.",
            "If you accidentally close the tab, the draft is still there.",
        ),
    ),
    Rule(
        id="broke",
        name="Somebody broke it",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="The person becomes the thing that is broken.",
        question="What did the system allow, and what stood in between?",
        cues=(
            "broke",
            "messed",
            "screw",
            "fuck",
            "botch",
            "bungl",
            "fumbl",
            "blew it",
            "bork",
            "goof",
            "dropped the ball",
            "dropping the ball",
            "ruin",
            "wreck",
            "brick",
            "hosed",
            "down",
            "caused",
            "foot",
            "messing",
            "triggered",
        ),
        patterns=(
            rf"(?:{PEOPLE}|they){SO} {_BROKE}",
            r"^\W{0,9}(?:messed|screwed|fucked) (?:this |that |it |things |everything )?up",
            r"(?:messing|screwing|fucking)(?: \w{1,20}){0,2} up",
            r"drop(?:ped|ping) the ball",
            r"(?:shot|shoot|shooting) (?:ourselves|myself|yourself|themselves|himself|herself) in"
            r" the foot",
            r"(?:my|your|his|her|their|@?\w{1,30}'s) (?:last |latest |own |recent |bad"
            r" )?(?:change|commit|pr|patch|script|code|deploy|deployment|push|merge|release"
            r"|refactoring)s?(?: \w{2,20}ly)?(?: has| have| just| that| is what)* (?:broke|took"
            r" down|brought down|killed|caused|ruined|broken|wrecked)",
        ),
        not_after=r"(?:down|up|out|into|off|this down|the (?:work|task|change|project"
        r"|problem)s? (?:into|down)|(?:\S+ ){1,4}(?:into|apart))",
        not_before=r"if|when|whether|in case|unless|what|stuff|things",
        found=(
            ("I broke the build with the last push.", "I broke"),
            ("The platform team messed up the routing.", "The platform team messed up"),
            ("Your commit took down the nightly job.", "Your commit took down"),
        ),
        left_alone=(
            "The upgrade broke the login page.",
            "We broke the work down into four parts.",
            "We took down the old host as planned.",
        ),
    ),
    Rule(
        id="wrong-thing",
        name="Somebody picked the wrong one",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="It was wrong only afterwards; before, it was the one they meant.",
        question="How did the right one and this one look beside each other?",
        cues=("wrong", "incorrect"),
        patterns=(
            rf"(?:{PEOPLE}|they){SO} {PAST}(?: {W}){{0,5}}? (?:the|an?) (?:wrong|incorrect)"
            r" [\w-]{2,30}",
        ),
        not_before=r"if|when|whether|in case|unless|before",
        not_after=r"(?:was|were|is|are|had|has) ",
        not_in_sentence=r"(?:noticed|saw|found|fixed|corrected|spotted|realized|realised|received"
        r"|got) (?:\w+ ){0,3}(?:the|an?) (?:wrong|incorrect)",
        found=(
            ("The engineer chose the wrong cable.", "The engineer chose the wrong cable"),
            ("I ran the script in the wrong window.", "I ran the script in the wrong window"),
            ("She typed the wrong name.", "She typed the wrong name"),
        ),
        left_alone=(
            "The message went to the wrong queue.",
            "We noticed the wrong label at noon.",
            "The wrong image was deployed.",
        ),
    ),
)
