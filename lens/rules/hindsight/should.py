"""What should have been."""

from lens.finding import Category, Strength
from lens.rewordings import was_not
from lens.rule import Rule
from lens.vocabulary import CARED, PARTICIPLE, PEOPLE, ROLE, any_of

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
    r"|set|read|cut) (?!the |a |an |this |that |it\b|our |their |his |her |my |your |these "
    r"|those |all |more |to |in |on |at |by |with |for |as |before |after |when |earlier|sooner"
    r"|and |up |us |how |if |every))"
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
    put released possible_to_foresee contacted consulted cleaned_up changed better called revoked
    retired restricted protected secured isolated segmented encrypted backed_up increased lowered
    tuned aligned agreed confirmed challenged questioned inspected maintained serviced repaired
    grounded stopped halted aborted postponed delayed cancel+ed suspended trained supervised briefed
    warned evacuated closed locked_down double-?checked rehearsed simulated benchmarked tracked
    followed followed_up acted_on heeded disclosed shared explained clarified split refactored
    rewritten redesigned designed built implemented installed fitted developed staged throttled
    muted silenced allotted reserved capped raised reduced written_down on_call running_with
    in_charge careful more_careful
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
            "along",
            "anticip",
            "apparent",
            "aware",
            "caught",
            "checked",
            "clear",
            "coming",
            "evident",
            "expected",
            "guessed",
            "knew",
            "known",
            "noticed",
            "obvious",
            "predict",
            "reali",
            "seen",
            "spotted",
            "suspected",
            "tested",
            "told",
            "understood",
        ),
        patterns=(
            r"(?:(?:we|i|you|he|she|they|someone|somebody|(?:the |our )?(?:\w{2,20} ){0,2}"
            rf"(?:team|engineers?|developers?|operators?|management)){_MAYBE}? )?"
            r"(?:should|ought to|could)(?: really| probably| have)?(?: have|'ve)(?: all)?"
            r" (?:known|seen (?:it|this|that) coming|reali[sz]ed|anticipated|foreseen|predicted"
            r"|guessed)",
            r"(?:we|i|they|he|she|everyone|everybody) (?:all |already |always )?knew"
            r" (?:full well |that |well )?(?:it|this|that|they|the \w{2,20})"
            r" (?:would|was going to|were going to|could|might)",
            r"(?:it|this|that|which) should(?: really| probably)? have been"
            r" (?:\w{2,20}ly )?(?:obvious|clear|evident|apparent)",
            r"(?:knew|known) (?:it |this )?all along",
            r"(?:everyone|everybody|we all|they all) (?:already |always )?(?:knew|were aware)"
            r"(?! (?:where|how|what|who|which|when))",
            rf"(?:{PEOPLE}|they) must have (?:known|seen|noticed|reali[sz]ed|been aware)",
            r"saw (?:it|this) coming",
            r"(?:we|they|i|everyone|everybody|people)(?: had| have| all)? (?:known|knew)"
            r" (?:about|of) (?:this|it|the \w{2,20})(?: \w{2,20}){0,3} for"
            r" (?:weeks|months|years|a long time|some time|a while)",
            r"(?:anyone|anybody|everyone|everybody) (?:could|would|should|might) have (?:told|seen"
            r"|known|noticed|spotted|predicted|guessed)",
            rf"(?:as )?(?:any|an?|every) (?:[\w-]{{2,20}} ){{0,3}}(?:{ROLE}|one)"
            r" (?:would|could|should|might) have (?:known|noticed|seen|caught|spotted"
            r"|reali[sz]ed|understood|anticipated|checked|tested|told)",
        ),
        not_before=r"(?:users|customers|attackers)",
        found=(
            ("She should have known that it was shared.", "She should have known"),
            ("We knew it would break one day.", "We knew it would"),
            ("It should have been obvious by then.", "It should have been obvious"),
            ("The crew must have known of the leak.", "The crew must have known"),
            ("Anybody could have told you.", "Anybody could have told"),
        ),
        left_alone=(
            "We knew the host by its old name.",
            "The reason is now known.",
            "We expected it to take an hour.",
            "Everyone knew where to find the runbook.",
        ),
    ),
    Rule(
        id="should-have",
        name="Somebody should have",
        category=Category.HINDSIGHT,
        strength=Strength.SUGGESTION,
        why="It judges a moment with what was learnt after it.",
        question="What did it look like then, from where they stood?",
        cues=(
            "ought",
            "should",
            "to have ",
        ),
        patterns=(
            r"(?!you should have (?:received|seen|noticed|gotten|got|been|had"
            rf"|heard)\b){PEOPLE}{_MAYBE}{{0,2}} (?:could and |can and )?(?:should|ought(?: not)?"
            rf" to)"
            r"(?: not| never| really| probably| definitely| also| at least| all| just"
            rf"|n't){{0,2}}{_HAVE}{_NOT_SYSTEM}{_A_THING}{_SO} (?:{PARTICIPLE}|had|been)",
            rf"{PEOPLE}{_MAYBE}? shouldn't{_HAVE}{_SO} (?:{PARTICIPLE}|been|had)",
            rf"they{_MAYBE}{{0,2}} should(?:n't| not| never| really| probably| at least| all"
            rf"| just){{0,2}}{_HAVE}{_SO} (?:{CARED}|spoken|let|gone|done|used|written|given"
            r"|acted|rolled|stopped|waited|deployed|merged|shipped|pushed|listened|known"
            r"|been more|taken|made|had)",
            rf"(?:{PEOPLE}|they|it|this|that) (?:needed|had|was|were) to have (?:been"
            rf" )?{PARTICIPLE}",
            r"should(?: not| never|n't)? of (?:been|known|done|tested|checked)",
        ),
        not_after=r"by (?:now|tomorrow|monday|then|end of|eod|next)",
        found=(
            ("We should have asked the other team.", "We should have asked"),
            ("The operator shouldn't have closed it.", "The operator shouldn't have closed"),
            ("I really should have waited.", "I really should have waited"),
            ("We could and should have stopped.", "We could and should have stopped"),
            ("They needed to have raised it.", "They needed to have raised"),
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
        cues=(
            "could",
            "ought",
            "should",
        ),
        patterns=(
            r"(?:^[ \W\d]{0,12})(?P<words>(?:(?:maybe|perhaps|probably|definitely|really|also"
            r"|and|but)[, ]{1,2})?(?:should|ought to|could)(?:n't| not| never)?"
            rf"(?: probably| really| also)?(?: have|'ve) (?:more |\w{{2,20}}ly )?(?:{PARTICIPLE}"
            rf"|had|needed|been (?:an?|the|more|better|part|in|on|{_DUTY})))",
            r"(?:and|but|or) (?:probably |maybe |really )?(?P<words>should(?:n't| not| never)?"
            rf"(?: have|'ve) {CARED})",
        ),
        found=(
            ("- Should have taken a copy first.", "Should have taken"),
            ("Probably should have asked.", "Probably should have asked"),
            ("Shouldn't have merged before lunch.", "Shouldn't have merged"),
            ("Should have been a second key.", "Should have been a"),
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
        cues=(
            "ought",
            "should",
        ),
        patterns=(
            r"(?:should|ought to)(?:n't| not| never)?(?: really| probably| also| ideally"
            r"| at least| clearly| all){0,2} (?:have|'ve)(?: also| probably| all"
            r"| \w{3,20}ly){0,2} been(?: (?:more|better|also|first|all|[a-z]{3,20}ly)){0,2}"
            rf" {_DUTY}",
            r"(?:(?:code|peer|our|the|these|those|unit|integration|some|a|any|manual"
            r"|design) ){0,2}(?:reviews?|testing|qa|tests?|ci|staging|canar(?:y|ies)|monitoring"
            r"|linter|process(?:es)?|checks?)(?: \w{2,20}ly)?"
            r" should(?: really| probably)?(?: have|'ve) (?:caught|prevented|stopped|detected"
            r"|found|flagged|revealed|shown)",
            r"(?:documentation|docs|runbook|readme|changelog|plan|ticket|release notes|training)"
            r" should(?: really| probably| also)?(?: have|'ve)"
            r" (?:mentioned|said|stated|included|covered|warned|explained|described|made)",
            r"(?:change|release|deployment|migration|rollout|roll-out|work|plan|upgrade|project"
            r"|decision|design|fix|patch|test|tests|testing|review|reviews)s?"
            r" (?P<words>should(?:n't| not| never)?"
            rf"(?: really| probably| also)?(?: have|'ve) (?:{PARTICIPLE}|been"
            rf" (?!able\b)[a-z]{{2,20}}|had))",
            r"(?:alerts?|alarms?|warnings?) should(?:n't| not| never) have been (?:muted|silenced"
            r"|ignored|disabled|acknowledged|closed|dismissed|switched off|turned off)",
            r"should never have been (?!able|possible|sent|delivered|received|called|reached"
            r"|returned|executed|triggered|invoked|null|empty|there)[a-z]{2,20}",
            r"there should(?:n't| not| never)?(?: really| also| probably| at least)?"
            r"(?: have|'ve) been (?:an?|some|more|better|two|proper|clear|no|any|at least)",
            r"(?:should never|never should)(?: ever)?(?: have|'ve)"
            r" (?:shipped|gone|reached|left|made it|passed|got|gotten|landed|merged|let|allowed"
            r"|run|touched|done|trusted)",
            r"(?:slower|later|longer|worse|less|bigger) than (?:it|they|we|this|that) should"
            r" have(?: been)?",
        ),
        not_before=r"(?:alerts?|alarms?|nodes?|pods?|requests?|messages?|users|packets?|traffic"
        r"|customers)",
        not_after=(
            r"(?:automatically|(?:\S+ ){0,4}by the (?:\w+ )?(?:balancer|worker|watchdog|job|cron"
            r"|script|controller|scheduler|daemon|client|server|proxy|system|load balancer|kernel"
            r"|operator))"
        ),
        rewording=was_not,
        found=(
            ("The plan should have been reviewed.", "should have been reviewed"),
            ("It should never have been merged.", "should never have been merged"),
            ("Code review should have caught this.", "Code review should have caught"),
            ("The change should have gone through review.", "should have gone"),
            ("The alerts should never have been muted.", "alerts should never have been muted"),
        ),
        left_alone=(
            "The alarms should have been triggered.",
            "The cache should have been filled by the cron job.",
            "It should have been idle.",
            "The shard should have been split by the balancer.",
        ),
    ),
)
