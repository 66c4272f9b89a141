"""Words that judge with what is known only now."""

from lens.finding import Category, Strength
from lens.rewordings import was_not, would_do
from lens.rule import Rule
from lens.vocabulary import (
    CARE,
    CARED,
    OTHERS,
    PARTICIPLE,
    PEOPLE,
    PREVENTED,
    SOMEBODY,
    USERS,
    W,
    any_of,
)

_MAYBE = (
    r"(?: (?:really|probably|clearly|definitely|also|just|simply|maybe|at least|all|still|perhaps))"
)
_HAVE = r"(?: have|'ve| of)"
_SO = (
    r"(?: (?:also|at least|all|more|been more|probably|first|just|already|better|never|instead"
    r"|[a-z]{3,20}ly)){0,3}"
)
# "We should have automated tests" is a wish, "we should have automated it" a judgement.
_A_THING = (
    r"(?! (?:automated|dedicated|improved|detailed|documented|shared|centrali[sz]ed|limited|defined"
    r"|redundant|standardi[sz]ed|increased|updated|enhanced|advanced|integrated|isolated|separated"
    r"|aligned|agreed|named|assigned|distributed|managed|predefined|structured|tested|set|read|cut)"
    r" (?!the |a |an |this |that |it\b|our |their |his |her |my |your |these |those |all |more "
    r"|to |in"
    r" |on |at |by |with |for |as |before |after |when |earlier|sooner|and |up |us |how |if "
    r"|every))"
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
_RESULT = r"(?:would|could|might|wouldn't|couldn't|'d)"
_WORSE = (
    r"(?:worse|lost|more severe|catastroph\w+|disaster\w*|bigger|larger|even more|longer outage)"
)
_IMPACT = (
    r"(?:attackers?|adversar(?:y|ies)|users|customers|visitors|hackers?|anyone with|intruders?"
    r"|nothing|no amount of|nobody|whoever|clients|requests)(?: who| that| \w+ed)?(?: W){0,2}"
).replace("W", W)
_JUDGED = r"(?:bad|terrible|poor|wrong|silly|stupid|questionable|unwise|horrible|risky|naive|dumb)"

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
            r"|engineers?"
            r"|developers?|operators?|management))"
            rf"{_MAYBE}?"
            r" )?(?:should|ought to|could)(?: really| probably| have)?(?: have|'ve)(?: all)?"
            r" (?:known|seen (?:it|this|that) coming|reali[sz]ed|anticipated|foreseen|predicted"
            r"|guessed)",
            r"(?:we|i|they|he|she|everyone|everybody) (?:all |already |always )?knew (?:full well "
            r"|that "
            r"|well )?(?:it|this|that|they|the \w{2,20}) (?:would|was going to|were going to|could"
            r"|might)",
            r"(?:it|this|that|which) should(?: really| probably)? have been (?:\w{2,20}ly"
            r" )?(?:obvious|clear"
            r"|evident|apparent)",
            r"(?:knew|known) (?:it |this )?all along",
            r"saw (?:it|this) coming",
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
            rf"{PEOPLE}{_MAYBE}{{0,2}} (?:should|ought to)(?: not| never| really| probably"
            r"| definitely"
            rf"| also| at least| all| just|n't){{0,2}}{_HAVE}{_NOT_SYSTEM}{_A_THING}{_SO} "
            rf"(?:{PARTICIPLE}|had|been)",
            rf"{PEOPLE}{_MAYBE}? shouldn't{_HAVE}{_SO} (?:{PARTICIPLE}|been|had)",
            rf"they{_MAYBE}{{0,2}} should(?:n't| not| never| really| probably| at least| all"
            rf"| just){{0,2}}"
            rf"{_HAVE}{_SO} (?:{CARED}|spoken|let|gone|done|used|written|given|acted|rolled"
            r"|stopped|waited|deployed|merged|shipped|pushed|listened|known|been more|taken|made)",
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
            r"|but)"
            r"[, ]{1,2})?(?:should|ought to|could)(?:n't| not| never)?(?: probably| really"
            r"| also)?(?: have"
            rf"|'ve) (?:more |\w{{2,20}}ly )?{PARTICIPLE})",
            r"(?:and|but|or) (?:probably |maybe |really )?(?P<words>should(?:n't| not"
            r"| never)?(?: have|'ve)"
            rf" {CARED})",
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
            r"(?:should|ought to)(?:n't| not| never)?(?: really| probably| also| ideally| at least"
            rf"| clearly| all){{0,2}} (?:have|'ve)(?: also| probably| all"
            rf"| \w{{3,20}}ly){{0,2}} been"
            rf"(?: (?:more|better|also|first|all|[a-z]{{3,20}}ly)){{0,2}} {_DUTY}",
            r"(?:(?:code|peer|our|the|these|those|unit|integration|some|a|any|manual"
            r"|design) ){0,2}(?:reviews?"
            r"|testing|qa|tests?|ci|staging|canar(?:y|ies)|monitoring|linter|process(?:es)?"
            r"|checks?)"
            r"(?: \w{2,20}ly)? should(?: really| probably)?(?: have|'ve) (?:caught|prevented"
            r"|stopped"
            r"|detected|found|flagged|revealed|shown)",
        ),
        not_before=r"(?:alerts?|alarms?|nodes?|pods?|requests?|messages?|users|packets?|traffic"
        r"|customers)",
        not_after=(
            r"(?:automatically|by the (?:\w+ )?(?:job|cron|script|controller|scheduler|daemon"
            r"|client"
            r"|server|proxy|system|load balancer|kernel|operator))"
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
    Rule(
        id="would-have-been-better",
        name="It would have been better",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="Better by how it turned out, which nobody could use as a guide.",
        question="Is this something to do from now on? Then propose it.",
        cues=("been", "as it could", "as they could", "as we could", "as this could"),
        patterns=(
            r"(?:would|could|might)(?: also| probably| certainly| likely| \w{3,20}ly)?(?: have"
            r"|'ve)(?: also"
            r"| probably| certainly| \w{3,20}ly)? been (?:(?:a|an|the|much|far|more|even|very|so"
            r"|really|quite"
            r"|extremely|too) ){0,3}(?:better|useful|helpful|good idea|good|nice|nicer|smart"
            r"|smarter|wise|wiser"
            r"|prudent|ideal|preferable|sensible|safer|best|easier|appropriate|worth|invaluable"
            r"|great|simpler"
            r"|beneficial|advisable|right (?:call|choice|thing)|handy|desirable|clearer)",
            r"(?:not |n't )?(?:handled |done |gone )?as (?:well|quickly|smoothly|fast|good|clear"
            r"|early|soon) as"
            r" (?:it|they|we|this) (?:could|should|might) have(?: been)?",
        ),
        not_in_sentence=r"for (?:attackers?|an attacker)|what (?:could|would) have",
        found=(
            ("It would have been better to wait.", "would have been better"),
            ("A second screen would have been useful.", "would have been useful"),
            ("It did not go as well as it could have.", "as well as it could have"),
        ),
        left_alone=(
            "It would be better to wait.",
            "It could have been a timeout.",
            "It has been useful to have a second screen.",
        ),
    ),
    Rule(
        id="could-have-helped",
        name="It could have prevented this",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="This tells of a world that did not happen; it may be a change in disguise.",
        question="Would you like to add it? Then say so, as something to do.",
        cues=("have", "'ve"),
        patterns=(
            rf"(?:{PEOPLE} )?(?:could|would|(?<!you\s)might)(?:n't)?(?: (?:also|well|still|even"
            r"|potentially|at"
            r" least|[a-z]{3,20}ly)){0,3} (?:have|'ve)(?: (?:also|probably|likely|already|been"
            r"|either|[a-z]"
            rf"{{3,20}}ly)){{0,3}} {PREVENTED}",
            r"(?:could|might|would)(?: \w{2,20}ly| also| well){0,2} have been(?: (?:much|far|a lot"
            r"|even"
            r"|significantly|somewhat|\w{3,20}ly|a)){0,2} (?:faster|quicker|better|sooner|earlier"
            r"|shorter"
            r"|smoother|clearer|less (?:severe|impact\w*)|smaller|milder|handled|resolved|found"
            r"|discovered|diagnosed|paged|fixed|involved|escalated|communicated|improved"
            r"|done (?:better"
            r"|sooner|earlier|faster|differently)|an? (?:\w+ )?(?:sign|clue|warning|hint))",
            r"(?:could|would|might)(?: \w{2,20}ly| also){0,2} have (?:gone|done|worked"
            r"|been handled|been"
            r" done) (?:\w{2,20} )?(?:better|faster|smoother|smoothly|differently|more|sooner"
            r"|earlier)",
            rf"(?:we|i|he|she|you|{OTHERS}) (?:\w{{3,20}}ly |also )?could(?:'ve| have)(?: also"
            r"| just| easily"
            r"| probably| at least| simply| \w{3,20}ly){0,2} (?!lost|been|had|seen|suffered|ended"
            r"|run out"
            r"|hit|exceeded|faced|gone|become|caused|affected|leaked|failed|sworn|received"
            r"|experienced|got"
            rf"|gotten|reached|occurred|asked for a better){PARTICIPLE}",
            r"they could(?:'ve| have) (?:just |at least |simply |easily )(?:\w{2,20})",
        ),
        not_before=_IMPACT,
        not_after="to (?:a|an|the|one|some|those|these|about) ",
        not_in_sentence=(
            r"nothing (?:\w{2,20} ){0,4}(?:could|would) have|(?:would|could) (?:also )?(?:not"
            r"|never)(?: likely)?"
            r" have (?:helped|prevented|detected|caught|avoided|made)|(?:would"
            r"|could) (?:also )?have not helped"
            r"|(?:wouldn't|couldn't) have (?:helped|prevented|caught|detected|avoided|made|asked)"
            r"|(?:what|things (?:that|which)) could have"
        ),
        rewording=would_do,
        found=(
            ("A limit would have prevented it.", "would have prevented"),
            ("It could have been found an hour earlier.", "could have been found"),
            ("The answer could have been faster.", "could have been faster"),
        ),
        left_alone=(
            "Nothing could have prevented the storm.",
            "It could have been a lot worse.",
            "An attacker would have noticed the open port.",
        ),
    ),
    Rule(
        id="if-only",
        name="If we had",
        category=Category.HINDSIGHT,
        strength=Strength.SUGGESTION,
        why="Undoing one step in thought hides why that step made sense.",
        question="What led to the step that was taken?",
        cues=(
            "if",
            "had ",
            "hadn't",
            "wish",
            "have happened",
            "would never",
            "wouldn't have",
            "would not have",
        ),
        patterns=(
            rf"(?:even )?if (?:only )?(?:{PEOPLE}|they|anyone|anybody|{USERS})(?: had|'d|hadn't"
            r"| hadn't)"
            r"(?: (?:not|only|just|also|all|at least|been more|first|ever|more|[a-z]{3,20}ly)){0,3}"
            rf" (?:{PARTICIPLE}|been|had)",
            rf"if (?:{W} ){{1,8}}?(?P<words>had(?: not|n't)?) (?:{W},? ){{1,16}}?{_RESULT}(?: not"
            r"| never"
            r"| likely| probably| also| still| [a-z]{3,20}ly){0,2} ?(?:have|'ve|be a)",
            rf"had (?:we|i|they|he|she|you|someone|anyone|{SOMEBODY}|{USERS})(?: (?:not|been"
            rf"|[a-z]{{3,20}}ly"
            rf"|only|also)){{0,2}} {PARTICIPLE}",
            rf"had (?:the|this|that|it|there|these|our|an?) (?:{W},? ){{1,14}}?{_RESULT}(?: not"
            r"| never|n't"
            r"| likely| probably| [a-z]{3,20}ly){0,2} have",
            r"if (?:we|i)'d (?:had|only|just|[a-z]{2,20}ed|known|seen|run|caught)",
            r"(?:i|we) wish (?:that )?(?:i|we|they|you|someone|somebody)(?: had|'d)",
            r"(?:would not|wouldn't|would never|might not|couldn't|could not)(?: likely| probably"
            r"| even)? have"
            r" (?:happened|occurred|been (?:necessary|possible|a problem|an issue|needed)|spread"
            r"|escalated"
            r"|gotten|got|gone|lasted|taken)",
            rf"if (?:{W} ){{1,8}}?(?:was|were) (?:\w{{2,20}}ly )?(?P<words>{CARED}) (?:\w{{2,20}}"
            rf" ){{0,6}}?"
            r"(?:daily|earlier|sooner|before)",
        ),
        not_in_sentence=_WORSE,
        not_after=r"(?:\w{2,20} ){0,2}without",
        not_before=r"(?:as|see|check|ask|wonder\w*|asked|whether|know)",
        found=(
            ("If we had asked, we would know.", "If we had asked"),
            ("Had I waited, it would be over.", "Had I waited"),
            ("I wish we had kept a copy.", "I wish we had"),
        ),
        left_alone=(
            "If the disk had failed too, data would have been lost.",
            "If a node fails, its pods move.",
            "We had the old host for years.",
        ),
    ),
    Rule(
        id="in-hindsight",
        name="Obvious in hindsight",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="The outcome makes signs stand out that were one among many.",
        question="What else asked for attention at that moment?",
        cues=(
            "obvious",
            "clearly",
            "course",
            "hindsight",
            "retrospect",
            "looking back",
            "idea",
            "decision",
            "choice",
            "call",
            "prematur",
            "aware",
            "warn",
            "know",
            "sign",
            "ventable",
            "avoidable",
            "waiting to",
            "matter of time",
            "move",
            "foresee",
            "evident",
            "too late",
            "red flag",
        ),
        patterns=(
            r"(?:obviously|clearly|of course|evidently|needless to say)[, ]{1,2}(?:we|i|you|he|she"
            r"|they|someone"
            rf"|{SOMEBODY}) (?:were|was|are|should|did|didn't|had|made|could|needed|forgot|failed)",
            r"(?:it|that|this|which|deploying|doing|merging)(?: was| is| turned out to be"
            r"| proved to be|'s)"
            rf"(?: (?:clearly|obviously|probably|really|just|such|not|\w{{3,20}}ly)){{0,2}} (?:an?"
            r"|the) (?:very "
            rf"|really |pretty )?{_JUDGED} (?:idea|decision|choice|call|move|plan|approach)",
            r"(?:wasn't|was not|weren't|were not) (?:a|the) (?:\w{3,20}ly )?(?:good|great|best"
            r"|smart|wise|right"
            r"|smartest|brightest) (?:idea|decision|choice|call|move|plan)",
            r"(?:in|with|with the benefit of) (?:hindsight|retrospect)[^\n]{0,80}?(?:should|could"
            r"|obvious"
            r"|mistake|bad|wrong|better|too (?:much|many|early|late|soon|fast|hasty)|would have"
            r"|unwise"
            r"|naive|warning|red flag|clear that|clearly|needed)",
            r"looking back[^\n]{0,60}?(?:should|could have|obvious|mistake|wrong|better"
            r"|clear that)",
            r"(?:obvious|clear|easy to (?:see|say)) in (?:hindsight|retrospect)",
            r"hindsight is (?:\w+ ){0,2}20/20",
            r"(?:product|release|released|change|feature|put|fix|merged|deployed|launched|shipped"
            r"|rolled out"
            r"|promoted|incident|declared|resolved|enabled|closed the incident|migration|upgrade"
            r"|upgraded)"
            rf"(?: {W}){{0,4}}? (?P<words>prematurely|too (?:hastily|early|soon))",
            r"prematurely (?:released|deployed|merged|declared|shipped|launched|promoted|rolled"
            r"|announced"
            r"|called|marked the incident)",
            r"(?:even though|although|despite|though)(?: the fact that)? (?:(?:we|i|they|he|she"
            r"|everyone|"
            rf"{SOMEBODY}) )?(?:(?:were|was|had been|had|all|having|being|been"
            rf"|already) ){{0,3}}(?:aware|warned"
            r"|known|knew|told|knowing|(?:repeated|prior|previous|earlier|several|many|multiple"
            r"|clear) warnings?)",
            r"(?:warning )?signs (?:were|had been)(?: all| clearly| already)? (?:there|clear"
            r"|obvious|visible)",
            r"(?:entirely|completely|totally|easily|perfectly|wholly|was|were|been|clearly|very"
            r"|an) (?:preventable"
            r"|avoidable|foreseeable)",
            r"(?:accident|disaster|incident|outage|failure)s? (?:just )?waiting to happen",
            r"(?:was|were) (?:only|just) a matter of time",
            r"(?:missed|ignored|many|several|all the|obvious|clear) (?:the )?red flags",
            r"a sign (?:that )?(?:we|i|they) (?:missed|overlooked|ignored)",
        ),
        not_before=r"(?:not|nothing|if)",
        found=(
            ("In hindsight it was a mistake to wait.", "In hindsight it was a mistake"),
            ("It was a bad idea to do both at once.", "It was a bad idea"),
            ("The fix was released prematurely.", "prematurely"),
        ),
        left_alone=(
            "In hindsight, the graph showed the old cluster.",
            "The connection was closed prematurely.",
            "Clearly marked rooms help.",
        ),
    ),
    Rule(
        id="did-not-check",
        name="What we did not do",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="What was absent explains little; something else was there in its place.",
        question="What was done instead, and what made that come first?",
        cues=("not", "n't", "never"),
        patterns=(
            r"(?:we|i)(?:'d)? (?:did not|didn't|never|had not|hadn't|had never)(?: (?:even|really"
            r"|also|actually"
            r"|always|ever|adequately|sufficiently|fully|\w{3,20}ly)){0,2} (?!plan to|ask for"
            r"|look for)"
            rf"(?:{CARE}|{CARED}|read|plan\b|planned\b|take (?:the|a|any) (?:backup|snapshot"
            r"|time))",
            r"we never (?:\w{3,20}ly )?(?:enabled|added|set up|wrote|wired|finished|cleaned|fixed"
            r"|went back"
            r"|got around|addressed|implemented|removed|created|put)",
            r"(?:not enough|insufficient|too little) (?:thought|attention|care|testing|time"
            r"|consideration)"
            r" (?:was|were|had been|has been) (?:given|paid|put|spent|done)",
        ),
        not_after=r"(?:yet|in on|out)",
        not_in_sentence=r"yet|notice any (?:impact|change)|so far",
        found=(
            ("We did not test the way back.", "We did not test"),
            ("I never verified the copy.", "I never verified"),
            ("We didn't tell the other team.", "We didn't tell"),
        ),
        left_alone=(
            "We did not have a second cluster.",
            "We didn't expect the lock.",
            "We did not deploy on Tuesday, so the data stayed.",
        ),
    ),
    Rule(
        id="nobody-noticed",
        name="Nobody noticed",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="It hides what everybody was looking at.",
        question="What would have drawn attention to it?",
        cues=("nobody", "no one", "no-one", "none of", "not a single", "not one"),
        patterns=(
            r"(?:nobody|no[ -]one|none of (?:us|them|the (?:\w{2,20} )?(?:engineers|developers"
            r"|reviewers"
            r"|responders|team|operators|people))|not a single (?:person|engineer"
            r"|reviewer))(?: (?:had|has|else"
            r"|ever|even|really|actually|on the team|in the team|involved|seems? to have|seemed to"
            r"|thought to"
            r"|bothered to|was|were|apparently|\w{3,20}ly)){0,3} (?:noticed?|reali[sz]ed?|checked"
            r"|check|tested"
            r"|test|looked|look|looking|thought|caught|spotted|asked|ask|questioned|reviewed"
            r"|reviewing"
            r"|verified|verify|watching|monitoring|monitored|flagged|raised|bothered|paying"
            r"|responded|acted"
            r"|picked|followed|escalated|communicated|considered|took|owned|testing|checking|saw"
            r"|spoke|read)",
        ),
        found=(
            ("Nobody noticed that it had stopped.", "Nobody noticed"),
            ("No one had tested the second path.", "No one had tested"),
            ("None of us realised what it meant.", "None of us realised"),
        ),
        left_alone=(
            "Nobody was paged.",
            "No one was on call that night.",
            "None of the graphs showed the backlog.",
        ),
    ),
)
