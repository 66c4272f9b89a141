"""Words that let one cause stand for many conditions. One hint a document is enough for them."""

from lens.finding import Category, Strength
from lens.rewordings import a_factor, one_of_several, several_factors
from lens.rule import Rule
from lens.vocabulary import W, any_of

_KIND = any_of(
    r"""
    primary ultimate only main underlying fundamental single sole actual real true direct exact core
    technical immediate initial obvious key principal original proximate overall major common first
    """
)
_ROOT = r"root[ -]"
_STATUS = any_of(
    r"""
    not never still un\w{2,20} identified(?!_as) found(?!_to_be) then later also quickly being yet
    determined(?!_to_be) discovered(?!_to_be) located confirmed(?!_to_be|_as) established isolated
    addressed fixed resolved removed under suspected believed thought hard difficult correct clear
    understood known tracked diagnosed mitigated investigated one_of partly partially multiple
    several two three four many a_combination a_mix a_number in_part hidden obscured possibly
    probably likely perhaps most_likely presumably what_we expected_to eventually_found
    our_best_guess carried
    """
)
_COLON = r"[ ]{0,9}(?:[:=—–]| -(?= ))(?= {0,9}[\w(])"
_HEDGE = (
    r"(?:an?|possible|potential|suspected|probable|likely|candidate|no|any|find|finding|identify"
    r"|identifying|investigat\w{1,5}|determine|determining|whether|looking for|search\w{0,3} for"
    r"|searching|unless|if|one of|not|several|assuming|understand\w{0,3}|know|unknown|establish"
    r"|into|term|phrase|words?|notion of|concept of|label)(?: (?:the|a|an|what|that|our|one|actual"
    r"|exact|real))?"
)

RULES = (
    Rule(
        id="root-cause-was",
        name="The cause was",
        category=Category.SINGLE_CAUSE,
        strength=Strength.HINT,
        why="One cause closes the search, and outages need several.",
        question="What else had to be true for this to happen?",
        cues=("cause",),
        patterns=(
            r"(?!(?:one )?(?:most )?(?:likely|probable|possible) cause)"
            r"(?:(?:the|our|its|this|their|most|likely|and) ){0,4}"
            rf"(?:{_KIND}(?:,| and)? ){{0,3}}(?:{_ROOT})?cause"
            rf"(?: (?:of|for|behind) (?:{W} ){{0,10}}?{W})?(?: actually| here| then| again)?"
            r" (?:is|was|lies in|lay in|turned out to be|ended up being|proved to be"
            rf"|has been identified as|has been traced to)(?! (?:\w{{3,20}}ly )?{_STATUS}\b)"
            r"(?! ?$)",
            rf"(?:{_KIND} |{_ROOT}){{1,2}}cause(?: (?:of|for|behind) (?:{W} ){{0,8}}?{W})?"
            r" (?:could be|can be) traced",
        ),
        not_before=rf"{_HEDGE}|leading|most common|most frequent|top|biggest",
        rewording=one_of_several,
        found=(
            ("The root cause was a full disk.", "The root cause was"),
            (
                "The primary cause of the delay is a slow lock.",
                "The primary cause of the delay is",
            ),
            ("The cause of the outage was a typo.", "The cause of the outage was"),
        ),
        left_alone=(
            "The root cause is still unknown.",
            "The root cause was identified and a fix is on its way.",
            "One of the causes was a full disk.",
        ),
    ),
    Rule(
        id="root-cause-heading",
        name="Root cause: one thing",
        category=Category.SINGLE_CAUSE,
        strength=Strength.HINT,
        why="A field for one cause gets one cause.",
        question="Could this list the conditions that came together?",
        cues=(
            "cause",
            "rca",
            "reason",
        ),
        patterns=(
            rf"^\W{{0,9}}rca{_COLON}",
            rf"(?:the )?(?:{_KIND} )?{_ROOT}cause(?: \(?(?:identified|found|confirmed|discovered"
            rf"|isolated|analysis|summary)\)?)?{_COLON}",
            rf"(?:the )?{_KIND} cause(?: (?:of|for|behind) (?:{W} ){{0,6}}{W})?{_COLON}",
            rf"^\W{{0,9}}(?:the )?cause(?: (?:of|for|behind) (?:{W} ){{0,6}}{W})?{_COLON}",
            r"(?:the )?reason (?:for|behind) (?:the |this )?"
            rf"(?:outage|incident|downtime|failure|crash|disruption){_COLON}",
            rf"(?:so |and )?what (?:was|is|'s) the (?:{_KIND} )?{_ROOT}cause\?(?= {{0,9}}[\w(])",
        ),
        not_after=(
            r"[*_ ]{0,9}(?:unknown|tbd|tba|tbc|n/a|na|none|not|see|pending|under|still|to be"
            r"|unclear|multiple|several|various|investigat\w+|unidentified|describe|what|please"
            r"|we (?:do not|don't|are still|have not|haven't|cannot|can't)|todo|yet|why|how"
            r"|in short)\b"
        ),
        rewording=several_factors,
        found=(
            ("Root cause: the disk was full.", "Root cause:"),
            ("12:30 Root cause found: a bad route", "Root cause found:"),
            ("Primary root cause: too few nodes", "Primary root cause:"),
            ("What was the root cause? A full disk.", "What was the root cause?"),
        ),
        left_alone=(
            "Root cause: unknown",
            "What was the root cause? Still unknown.",
            "## Root cause",
            "Root causes: a full disk and a muted alert",
        ),
    ),
    Rule(
        id="as-the-root-cause",
        name="Named as the root cause",
        category=Category.SINGLE_CAUSE,
        strength=Strength.HINT,
        why="The others that had to be there too go missing.",
        question="Which other conditions would you put beside it?",
        cues=(
            "cause",
            "factor",
            "reason",
        ),
        patterns=(
            rf"as (?:the|our) (?:{_KIND} ){{0,2}}(?:{_ROOT}cause|{_KIND} (?:cause|factor|reason))"
            r"(?: (?:of|for|behind))?",
            r"root[ -]caused(?: it| this)? (?:to|as|by)",
            rf"(?:the )?same (?:{_KIND} ){{0,2}}{_ROOT}cause",
            r"(?:is|was|were|be) (?:indeed |actually |clearly |likely |indeed )?the"
            rf" (?:{_KIND} ){{0,2}}(?:{_ROOT}cause(?: (?:of|for|behind))?|{_KIND} cause(?: of)?"
            r"|cause of|cause for|cause behind)",
            rf"(?:common|shared|single) {_ROOT}cause",
            r"(?:identified|determined|found|established|confirmed|diagnosed) the"
            rf" (?:{_KIND} ){{0,2}}(?:{_ROOT})?cause(?: of (?:{W} ){{0,6}}?{W})?"
            r" (?:as|to be)(?! (?:follows|yet))",
        ),
        not_before=r"(?:not|never|suspected(?: to)?|possibly|may|might|could|whether|what|if"
        r"|believed to|likely to|isn't|wasn't|appear\w* to|thought to|suspect\w*|no)(?:"
        r" \S{1,30}){0,8}",
        not_in_sentence=r"(?:suspected|thought|believed|appears|seems|likely) to be the",
        rewording=a_factor,
        found=(
            ("The lock was named as the root cause of the delay.", "as the root cause of"),
            ("It has the same root cause as in May.", "the same root cause"),
            ("The full disk is the cause of all this.", "is the cause of"),
            ("The crash was root-caused to a bad lock.", "root-caused to"),
            ("Ice was given as the primary factor in it.", "as the primary factor"),
        ),
        left_alone=(
            "We suspect the driver to be the cause of it.",
            "The disk was not the root cause.",
            "It is one of the causes.",
            "Speed is a key factor.",
        ),
    ),
    Rule(
        id="only-reason",
        name="The only reason",
        category=Category.SINGLE_CAUSE,
        strength=Strength.HINT,
        why="One reason is rarely enough for a whole incident.",
        question="What made it possible, and what made it worse?",
        cues=(
            "all it took",
            "attribut",
            "because",
            "boil",
            "came",
            "caused",
            "come",
            "culprit",
            "down to",
            "driver",
            "due to",
            "factor",
            "one ",
            "reason",
            "result of",
            "root",
            "single",
            "thing",
            "traced",
            "trigger",
        ),
        patterns=(
            r"(?:the|was the|is the) (?:only|sole|single|one)"
            r" reason(?= (?:this|it|we|that|for|why|the|is|was|behind|anything))",
            r"boil(?:s|ed)(?: \w{2,20}ly)? (?:all )?(?:back )?down to",
            r"(?:this|that|it all|all of (?:this|it)|all|everything|really|simply"
            r"|the (?:\w{2,20} )?(?:outage|incident|problem|issue|failure|whole thing))"
            r"(?: \w{2,20}ly)? (?:comes|came) (?:all )?(?:back )?down to",
            r"(?:it|this) (?:comes|came) down to (?:one|a single|a simple|a bad|a missing"
            r"|sloppy)",
            r"(?:the )?(?:(?:main|primary|real|true|key|underlying|only|sole) )?reason"
            r" (?:for|behind) (?:the|this|that|our|all)(?: \w{2,20}){0,2}"
            r" (?:outage|incident|failure|downtime|crash|loss|disruption|problem|issue|leak)"
            r" (?:is|was)",
            r"caused (?:entirely|solely|purely|simply|exclusively) by",
            r"(?:this |that |a |the )?(?:one|single) [\w-]{2,30} (?:was|is)"
            r" (?:\w{3,20}ly )?responsible for",
            r"(?:entire|whole) (?:outage|incident|disruption|problem|issue|failure|downtime"
            r"|thing|mess)(?: was| is) (?:\w{3,20}ly )?(?:due to|caused by|because"
            r"|the result of)",
            r"traced (?:(?:it|this|that|the \w{2,20}) )?(?:back )?to (?:just )?(?:a|one) single",
            r"(?:simply|purely|solely|entirely|all|merely|exclusively|just)"
            r" (?:because|due to|caused by|down to|the result of|attributable to)",
            r"(?:a|one) (?:single|one|lone) (?:[\w-]{2,20} ){0,3}"
            r"(?:caused|took down|brought down|broke|was enough|was responsible|led to|knocked"
            r"|is enough|triggered)",
            r"(?:a|one) (?:single|lone) (?:[\w-]{2,20} ){1,3}(?:brought|took|knocked)"
            r" (?:\w{2,20} ){1,4}?(?:down|offline|out)",
            r"(?:traced|attributed)(?: back)? to (?:a|one) (?:single )?"
            r"(?:wrong|bad|missing|single|faulty|incorrect)",
            r"all it took was",
            r"what (?:caused|triggered|broke|brought down) (?:\w{2,20} ){1,4}?(?:was|is)(?= (?:an?"
            r"|the|that|our|one)\b)",
            r"there (?:was|is) (?:only |just )?(?:one|a single) (?:reason|cause|explanation)"
            r" (?:for|why)",
            r"because of (?:just |only )?(?:(?:a|one) single|one (?:bad|wrong|missing|small"
            r"|simple))(?! point)",
            rf"{_ROOT}cause (?:down |back )?to (?:just )?(?:an?|one|the)\b",
            r"(?:the )?(?:only |one |single |very )?thing (?:that|which) (?:caused|triggered|broke)"
            r" (?:this|it|that|all|the \w{2,20}|everything) (?:was|is)",
            r"the (?:only|one|single|sole) thing (?:that |which )?(?:went wrong|failed|broke)"
            r" (?:was|is)",
            r"(?:trace|traces|traced|goes|went|lead|leads|led)(?: all)? back to"
            r" (?:just )?(?:one|a) single",
            r"the (?:real |main |actual |only )?culprit (?:was|is|turned out to be)"
            r"(?! (?:not|still|un\w+|probably|likely|perhaps))",
            r"the reason (?:why )?(?:this|it|that|they) (?:happened|occurred|failed|broke"
            r"|crashed) (?:is|was)(?= )",
            r"(?:is|was) the (?:sole|only|main|primary|single|real|key|biggest)"
            r" (?:reason|factor|driver|trigger)(?= (?:for|behind|of|in|why|that))",
        ),
        not_before=r"(?:not|n't|never|isn't|wasn't|part of|one of)",
        not_after=r"(?:the (?:network|server|cluster)|earth|from|to (?:zero|normal|\d))",
        found=(
            ("The only reason this spread is the old cache.", "The only reason"),
            ("It all boils down to one flag.", "boils down to"),
            ("It broke simply because the disk was full.", "simply because"),
            ("What caused the delay was a lock.", "What caused the delay was"),
            ("It all goes back to one single line.", "goes back to one single"),
            ("The culprit was a bad route.", "The culprit was"),
        ),
        left_alone=(
            "One reason was the old cache.",
            "Errors came down quickly.",
            "It was not simply because of the disk.",
            "There was one reason to wait: the copy was running.",
            "The culprit is probably the new kernel.",
        ),
    ),
)
