"""What should have been."""

from lens.finding import Category, Strength
from lens.rewordings import was_not
from lens.rule import Rule
from lens.vocabulary import CARED, PARTICIPLE, PEOPLE, any_of

_MAYBE = (
    r"(?: (?:really|probably|clearly|definitely|also|just|simply|maybe|at least|all|still"
    r"|perhaps))"
)
_HAVE = r"(?: have|'ve| of)"
_SO = (
    r"(?: (?:also|at least|all|more|been more|probably|first|just|already|better|never|instead"
    r"|double|load|stress|smoke|unit|force|cross|soak|[a-z]{3,20}ly)){0,3}"
)
# "We should have automated tests" is a wish, "we should have automated it" a judgement.
_A_THING = (
    r"(?! (?:automated|dedicated|improved|detailed|documented|shared|centrali[sz]ed|limited"
    r"|defined|redundant|standardi[sz]ed|increased|updated|enhanced|advanced|integrated|isolated"
    r"|separated|aligned|agreed|named|assigned|distributed|managed|predefined|structured|tested"
    r"|set|read|cut) (?!the |a |an |this |that |it\b|our |their |his |her |my |your |these |those"
    r" |all |more |to |in |on |at |by |with |for |as |before |after |when |earlier|sooner|and |up"
    r" |us |how |if |every))"
)
_NOT_SYSTEM = r"(?! been(?: able)? (?:alerted|paged|notified|warned|able|to))"
_DUTY = any_of(
    r"""
    tested reviewed communicated checked caught noticed detected addressed fixed done documented
    escalated informed told considered monitored verified validated announced planned prevented
    merged deployed shipped rolled_back reverted disabled removed enabled updated upgraded automated
    flagged handled discussed coordinated involved declared taken made identified spotted raised
    asked given prepared anticipated foreseen investigated paused approved written added part_of
    in_place obvious clear avoided replaced decommissioned deleted migrated moved set_up
    configured introduced assigned renewed rotated finished completed patched audited covered
    understood recogni[sz]ed reported resolved started scheduled used kept tested_for picked_up
    put released possible_to_foresee contacted consulted cleaned_up changed better called
    """
)
RULES = (
    Rule(
        id="should-have-known",
        name="They should have known",
        category=Category.HINDSIGHT,
        strength=Strength.SUGGESTION,
        why="Afterwards everybody knew it all along.",
        question="What was known, by whom, and when?",
        cues=(
            "known",
            "seen",
            "reali",
            "expected",
            "anticip",
            "foreseen",
            "predict",
            "knew",
            "guessed",
            "suspected",
            "along",
            "obvious",
            "clear",
        ),
        patterns=(
            r"(?:(?:we|i|you|he|she|they|someone|somebody|(?:the |our )?(?:\w{2,20} ){0,2}(?:team"
            rf"|engineers?|developers?|operators?|management)){_MAYBE}? )?(?:should|ought to"
            r"|could)(?: really| probably| have)?(?: have|'ve)(?: all)? (?:known|seen (?:it|this"
            r"|that) coming|reali[sz]ed|anticipated|foreseen|predicted|guessed)",
            r"(?:we|i|they|he|she|everyone|everybody) (?:all |already |always )?knew (?:full well"
            r" |that |well )?(?:it|this|that|they|the \w{2,20}) (?:would|was going to|were going"
            r" to|could|might)",
            r"(?:it|this|that|which) should(?: really| probably)? have been (?:\w{2,20}ly"
            r" )?(?:obvious|clear|evident|apparent)",
            r"(?:knew|known) (?:it |this )?all along",
            r"saw (?:it|this) coming",
            r"(?:we|they|i|everyone|everybody|people)(?: had| have| all)? (?:known|knew) (?:about"
            r"|of) (?:this|it|the \w{2,20})(?: \w{2,20}){0,3} for (?:weeks|months|years|a long"
            r" time|some time|a while)",
        ),
        not_before=r"(?:users|customers|attackers)",
        found=(
            ("She should have known that it was shared.", "She should have known"),
            ("We knew it would break one day.", "We knew it would"),
            ("It should have been obvious by then.", "It should have been obvious"),
        ),
        left_alone=(
            "We knew the host by its old name.",
            "The reason is now known.",
            "We expected it to take an hour.",
        ),
    ),
    Rule(
        id="should-have",
        name="Somebody should have",
        category=Category.HINDSIGHT,
        strength=Strength.SUGGESTION,
        why="It judges a moment with what was learnt after it.",
        question="What did it look like then, from where they stood?",
        cues=("should", "ought"),
        patterns=(
            r"(?!you should have (?:received|seen|noticed|gotten|got|been|had"
            rf"|heard)\b){PEOPLE}{_MAYBE}{{0,2}} (?:should|ought to)(?: not| never| really|"
            r" probably| definitely| also| at least| all| just"
            rf"|n't){{0,2}}{_HAVE}{_NOT_SYSTEM}{_A_THING}{_SO} (?:{PARTICIPLE}|had|been)",
            rf"{PEOPLE}{_MAYBE}? shouldn't{_HAVE}{_SO} (?:{PARTICIPLE}|been|had)",
            rf"they{_MAYBE}{{0,2}} should(?:n't| not| never| really| probably| at least| all|"
            rf" just){{0,2}}{_HAVE}{_SO} (?:{CARED}|spoken|let|gone|done|used|written|given|acted"
            r"|rolled|stopped|waited|deployed|merged|shipped|pushed|listened|known|been more"
            r"|taken|made|had)",
            r"should(?: not| never|n't)? of (?:been|known|done|tested|checked)",
        ),
        not_after=r"by (?:now|tomorrow|monday|then|end of|eod|next)",
        found=(
            ("We should have asked the other team.", "We should have asked"),
            ("The operator shouldn't have closed it.", "The operator shouldn't have closed"),
            ("I really should have waited.", "I really should have waited"),
        ),
        left_alone=(
            "The pods should have restarted by themselves.",
            "We should have a runbook for this.",
            "We should have automated tests for this path.",
        ),
    ),
    Rule(
        id="should-have-first",
        name="Should have, without saying who",
        category=Category.HINDSIGHT,
        strength=Strength.SUGGESTION,
        why="A judgement of that day, in the place where a change could stand.",
        question="What would you like to be true from now on?",
        cues=("should", "ought", "could"),
        patterns=(
            r"(?:^[ \W\d]{0,12})(?P<words>(?:(?:maybe|perhaps|probably|definitely|really|also|and"
            r"|but)[, ]{1,2})?(?:should|ought to|could)(?:n't| not| never)?(?: probably| really|"
            rf" also)?(?: have|'ve) (?:more |\w{{2,20}}ly )?{PARTICIPLE})",
            r"(?:and|but|or) (?:probably |maybe |really )?(?P<words>should(?:n't| not| never)?(?:"
            rf" have|'ve) {CARED})",
        ),
        found=(
            ("- Should have taken a copy first.", "Should have taken"),
            ("Probably should have asked.", "Probably should have asked"),
            ("Shouldn't have merged before lunch.", "Shouldn't have merged"),
        ),
        left_alone=(
            "Should the disk fill up, an alert is sent.",
            "Should be done by Friday.",
            "Could be a timeout.",
        ),
    ),
    Rule(
        id="should-have-been",
        name="It should have been done",
        category=Category.HINDSIGHT,
        strength=Strength.SUGGESTION,
        why="The duty was written afterwards.",
        question="Who could have seen the need, and by which sign?",
        cues=("should", "ought"),
        patterns=(
            r"(?:should|ought to)(?:n't| not| never)?(?: really| probably| also| ideally| at"
            r" least| clearly| all){0,2} (?:have|'ve)(?: also| probably| all| \w{3,20}ly){0,2}"
            rf" been(?: (?:more|better|also|first|all|[a-z]{{3,20}}ly)){{0,2}} {_DUTY}",
            r"(?:(?:code|peer|our|the|these|those|unit|integration|some|a|any|manual|design)"
            r" ){0,2}(?:reviews?|testing|qa|tests?|ci|staging|canar(?:y|ies)|monitoring|linter"
            r"|process(?:es)?|checks?)(?: \w{2,20}ly)? should(?: really| probably)?(?: have|'ve)"
            r" (?:caught|prevented|stopped|detected|found|flagged|revealed|shown)",
            r"(?:documentation|docs|runbook|readme|changelog|plan|ticket|release notes|training)"
            r" should(?: really| probably| also)?(?: have|'ve) (?:mentioned|said|stated|included"
            r"|covered|warned|explained|described|made)",
            r"(?:slower|later|longer|worse|less|bigger) than (?:it|they|we|this|that) should"
            r" have(?: been)?",
        ),
        not_before=r"(?:alerts?|alarms?|nodes?|pods?|requests?|messages?|users|packets?|traffic"
        r"|customers)",
        not_after=(
            r"(?:automatically|by the (?:\w+ )?(?:job|cron|script|controller|scheduler|daemon"
            r"|client|server|proxy|system|load balancer|kernel|operator))"
        ),
        rewording=was_not,
        found=(
            ("The plan should have been reviewed.", "should have been reviewed"),
            ("It should never have been merged.", "should never have been merged"),
            ("Code review should have caught this.", "Code review should have caught"),
        ),
        left_alone=(
            "The alarms should have been triggered.",
            "The cache should have been filled by the cron job.",
            "It should have been idle.",
        ),
    ),
)
