"""What somebody broke or picked."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import PAST, PEOPLE, SO, W, any_of

_BROKE = any_of(
    r"""
    broke broken (?:messed|screwed|fucked)_(?:\w{1,20}_){0,3}up botched bungled fumbled blew_it
    screwed_(?:us|me|this|it|everyone) borked goofed dropped_the_ball ruined wrecked bricked hosed
    (?:took|brought|taken|brought)_down_(?:prod|production|the_(?:site|entire|whole|platform|api|office|cluster|network|system|service|database|website|app))
    (?:caused|triggered)_(?:the|this|that|an|a)_(?:\w{1,20}_){0,2}(?:outage|incident|downtime)
    (?:caused|triggered)_(?:the|this|that|an|a)_(?:\w{1,20}_){0,2}(?:crash|disruption|mess|leak)
    """
)

RULES = (
    Rule(
        id="broke",
        name="Somebody broke it",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="The person becomes the thing that is broken.",
        question="What did the system allow, and what stood in between?",
        cues=(
            "ballsed",
            "blew it",
            "blunder",
            "bork",
            "botch",
            "brick",
            "broke",
            "bungl",
            "caused",
            "cocked",
            "down",
            "dropped the ball",
            "dropping the ball",
            "foot",
            "fuck",
            "fumbl",
            "goof",
            "hosed",
            "kill",
            "messed",
            "messing",
            "ruin",
            "screw",
            "stuffed",
            "triggered",
            "wreck",
        ),
        patterns=(
            rf"(?:{PEOPLE}|they){SO} {_BROKE}",
            r"(?:(?:we|i|they|who|that|which|and) )?(?:blundered|bungled|stuffed up)",
            r"(?:somebody|someone|they|you|we|i|who)(?: \w{2,20}ly)?"
            r" (?:fucked|stuffed|ballsed|cocked) (?:it |this |that )?up",
            r"^\W{0,9}(?:messed|screwed|fucked) (?:this |that |it |things |everything )?up",
            r"(?:messing|screwing|fucking)(?: \w{1,20}){0,2} up",
            r"drop(?:ped|ping) the ball",
            r"(?:shot|shoot|shooting) (?:ourselves|myself|yourself|themselves|himself|herself)"
            r" in the foot",
            r"(?:my|your|his|her|their|@?\w{1,30}'s) (?:last |latest |previous |earlier |own "
            r"|recent |bad )?(?:change|commit|pr|patch|script|code|deploy|deployment|push|merge"
            r"|release|refactoring)s?(?: \w{2,20}ly)?(?: has| have| just| that| is what)*"
            r" (?:broke|took down|brought down|killed|caused|ruined|broken|wrecked)",
        ),
        not_after=r"(?:down|up|out|into|off|this down|the (?:work|task|change|project"
        r"|problem)s? (?:into|down)|(?:\S+ ){1,4}(?:into|apart))",
        not_before=r"if|when|whether|in case|unless|what|stuff|things",
        found=(
            ("I broke the build with the last push.", "I broke"),
            ("The platform team messed up the routing.", "The platform team messed up"),
            ("Your commit took down the nightly job.", "Your commit took down"),
            ("He took down the whole network.", "He took down the whole"),
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
        cues=(
            "incorrect",
            "wrong",
        ),
        patterns=(
            rf"(?:{PEOPLE}|they){SO} {PAST}(?: {W}){{0,5}}? (?:the|an?) (?:wrong|incorrect)"
            r" [\w-]{2,30}",
            r"(?:clicked|pressed|typed|pasted|unplugged)(?: \S{1,20}){0,3}? the wrong [\w-]{2,30}",
        ),
        not_before=r"if|when|whether|in case|unless|before",
        not_after=r"(?:was|were|is|are|had|has) ",
        not_in_sentence=r"(?:noticed|saw|found|fixed|corrected|spotted|realized|realised|received"
        r"|got) (?:\w+ ){0,3}(?:the|an?) (?:wrong|incorrect)",
        found=(
            ("The engineer chose the wrong cable.", "The engineer chose the wrong cable"),
            ("I ran the script in the wrong window.", "I ran the script in the wrong window"),
            ("She typed the wrong name.", "She typed the wrong name"),
            ("Somehow the guest clicked the wrong link.", "clicked the wrong link"),
        ),
        left_alone=(
            "The message went to the wrong queue.",
            "We noticed the wrong label at noon.",
            "The wrong image was deployed.",
        ),
    ),
)
