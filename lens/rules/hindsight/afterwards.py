"""What was there to see and to decide, for those who know the end."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import CARED, PEOPLE, SOMEBODY, W

_JUDGED = r"(?:bad|terrible|poor|wrong|silly|stupid|questionable|unwise|horrible|risky|naive|dumb)"

RULES = (
    Rule(
        id="in-hindsight",
        name="Obvious in hindsight",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="The outcome makes one sign stand out among many.",
        question="What else asked for attention at that moment?",
        cues=(
            "clearly",
            "course",
            "evident",
            "hindsight",
            "looking back",
            "needless",
            "obvious",
            "retrospect",
        ),
        patterns=(
            r"(?:obviously|clearly|of course|evidently|needless to say)[, ]{1,2}"
            rf"(?:we|i|you|he|she|they|someone|{SOMEBODY}) (?:were|was|are|should|did|didn't|had"
            r"|made|could|needed|forgot|failed)",
            r"(?:in|with|with the benefit of) (?:hindsight|retrospect)[^\n]{0,80}?"
            r"(?:should|could|obvious|mistake|bad|wrong|better"
            r"|too (?:much|many|early|late|soon|fast|hasty)|would have|unwise|naive|warning"
            r"|red flag|clear that|clearly|needed|foolish|hasty|rash|premature|avoid)",
            rf"(?:in|with|with the benefit of) (?:hindsight|retrospect),? (?:\w{{2,20}},"
            rf" )?(?:{PEOPLE}|they)"
            r"(?! (?:now |can |also |later |only )*(?:know|see|understand|learn\w*|found|saw|were"
            r" (?:lucky|glad|happy|fortunate)|are (?:lucky|glad|happy))) [\w']{2,20}",
            r"looking back[^\n]{0,60}?(?:should|could have|obvious|mistake|wrong|better"
            r"|clear that)",
            r"(?:obvious|clear|easy to (?:see|say)) in (?:hindsight|retrospect)",
            r"(?:now|painfully|glaringly|blindingly|abundantly|all too) (?:\w{3,20}ly )?(?:obvious"
            r"|evident) (?:that|to)",
            r"hindsight is (?:\w+ ){0,2}20/20",
            r"obvious (?:that )?(?:this|it|we|they|that|the \w{2,20})"
            r" (?:would|was going|were going|could|might)",
        ),
        not_before=r"(?:not|nothing|if)",
        found=(
            ("In hindsight it was a mistake to wait.", "In hindsight it was a mistake"),
            ("Obviously we were tired by then.", "Obviously we were"),
            ("It was obvious that it would fail.", "obvious that it would"),
            ("In retrospect, we asked for a lot.", "In retrospect, we asked"),
            ("It is now painfully obvious that the door was open.", "now painfully obvious that"),
        ),
        left_alone=(
            "In hindsight, the graph showed the old cluster.",
            "Clearly marked rooms help.",
            "The fix seemed obvious once the log was there.",
            "In retrospect, we now know that there were two queues.",
        ),
    ),
    Rule(
        id="bad-idea",
        name="It was a bad idea",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="It became a bad idea by how it ended.",
        question="Which reasons spoke for it then, and which against?",
        cues=(
            "approach",
            "call",
            "choice",
            "decision",
            "foolish",
            "idea",
            "ill-advised",
            "misguided",
            "mistaken",
            "move",
            "naive",
            "plan",
            "unwise",
            "wrong",
        ),
        patterns=(
            r"(?:it|that|this|which|deploying|doing|merging)"
            r"(?: was| is| turned out to be| proved to be|'s)"
            r"(?: (?:clearly|obviously|probably|really|just|such|not|\w{3,20}ly)){0,2}"
            rf" (?:an?|the) (?:very |really |pretty )?{_JUDGED}"
            r" (?:idea|decision|choice|call|move|plan|approach)",
            r"(?:was|were|turned out to be|proved(?: to be)?)(?: \w{3,20}ly| just| such){0,2}"
            r" (?:an?|the)"
            rf" (?:very |really |pretty )?{_JUDGED} (?:idea|decision|choice|call|move)",
            r"(?:was|were|proved(?: to be)?|turned out to be)(?: \w{3,20}ly)? the wrong (?:thing"
            r"|call|move|decision|choice|approach|step|path|way)",
            r"ill-advised|misguided|unwise(?:ly)?",
            r"(?:wasn't|was not|weren't|were not) (?:a|the)"
            r" (?:\w{3,20}ly )?(?:good|great|best|smart|wise|right|smartest|brightest)"
            r" (?:idea|decision|choice|call|move|plan)",
            r"(?:decision|choice|call)(?: to (?:\S{1,30} ){0,8}?\S{1,30})?"
            r" (?:was|were|proved|turned out to be) (?:\w{2,20}ly )?"
            r"(?:wrong|bad|unwise|poor|a mistake|premature|hasty|flawed|misguided|a bad one)",
            r"(?:was|were) (?:\w{3,20}ly )?(?:wrong|foolish|unwise|naive|mistaken) to"
            r" (?:assume|think|believe|trust|expect|rely|skip|deploy|do|try|wait|proceed"
            r"|continue|ignore|use|run|merge)",
        ),
        not_before=r"(?:not|nothing|if)",
        found=(
            ("It was a bad idea to do both at once.", "It was a bad idea"),
            ("The decision to wait was wrong.", "decision to wait was wrong"),
            ("We were wrong to trust the graph.", "were wrong to trust"),
            ("Moving both at once was a bad idea.", "was a bad idea"),
            ("It was ill-advised to go on.", "ill-advised"),
        ),
        left_alone=(
            "The idea was to save time.",
            "The decision was made at noon.",
            "The call was about the wrong host.",
        ),
    ),
    Rule(
        id="too-late",
        name="Too late, too early, rushed",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="Too late or too early is known only to those who know the end.",
        question="What set the pace that day?",
        cues=(
            "hastily",
            "it took",
            "late",
            "prematur",
            "rushed",
            "slow",
            "too early",
            "too fast",
            "too long",
            "too quick",
            "too soon",
        ),
        patterns=(
            r"(?:product|release|released|change|feature|put|fix|merged|deployed|launched"
            r"|shipped|rolled out|promoted|incident|declared|resolved|enabled"
            rf"|closed the incident|migration|upgrade|upgraded)(?: {W}){{0,4}}?"
            r" (?P<words>prematurely|too (?:hastily|early|soon))",
            r"prematurely (?:released|deployed|merged|declared|shipped|launched|promoted|rolled"
            r"|announced|called|marked the incident)",
            rf"(?:{PEOPLE}|they)(?: (?:had|have|then|also|just|simply|both|all)){{0,2}}"
            r" (?:waited|took|spent|reacted|escalated|responded|acted|noticed|declared|moved"
            r"|were|was)(?: \w{2,20}){0,4}? (?:too long|too late|too slow|too slowly|too quickly"
            r"|too fast|too hastily|too soon)",
            r"(?:given|made|called|raised|declared|escalated|informed|engaged|announced|lifted"
            r"|taken|involved|paged)(?: \w{2,20}){0,3}? (?:far |much |way )?too (?:late|early|soon"
            r"|hastily)",
            r"(?:reaction|response|decision|escalation|announcement|rollback|call|page)s? came"
            r" (?:\w{2,20} )?too (?:late|early|soon)",
            r"how (?:long|much time) it took (?:for )?(?:anyone|anybody|someone|somebody|people)"
            r" to (?:notice|reali[sz]e|find|see|figure|react|respond|check|look)",
            r"(?:took|taken) (?:(?:us|them|me|the team|the responders|him|her|everyone) )?"
            r"(?:far|much|way|all) too long",
            r"[\w-]{2,30} (?:was|were|had been)(?: \w{2,20}){0,2}? rushed(?! to\b)",
            rf"(?:{PEOPLE}|they) (?:was|were|are)(?: (?:too|very|far too|also|all"
            r"|\w{3,20}ly)){0,2} (?:slow|late|too late) (?:to|in) [a-z]{2,20}",
            r"(?:had not|hadn't|has not|hasn't|have not|haven't) been"
            rf" (?:{CARED}|replaced|serviced|updated|patched) for (?:far |way |much )?too long",
        ),
        not_before=r"(?:not|nothing|if)",
        found=(
            ("The fix was released prematurely.", "prematurely"),
            ("We waited too long before we called.", "We waited too long"),
            ("The migration was rushed.", "migration was rushed"),
            ("The all-clear was given too early.", "given too early"),
            ("The escalation came too late.", "escalation came too late"),
        ),
        left_alone=(
            "The connection was closed prematurely.",
            "The name of the host is too long.",
            "It took us ten minutes to find it.",
        ),
    ),
    Rule(
        id="signs",
        name="The signs were there",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="Among all the other signs of that day, these were not the loud ones.",
        question="What else was there to see, and what did it say?",
        cues=(
            "avoidable",
            "aware",
            "chance",
            "despite",
            "foresee",
            "in spite",
            "knew",
            "knowing",
            "known",
            "matter of time",
            "opportunit",
            "predictable",
            "red flag",
            "regardless",
            "sign",
            "told",
            "ventable",
            "waiting to",
            "warn",
        ),
        patterns=(
            r"(?:even though|although|despite|though)(?: the fact that)?"
            rf" (?:(?:we|i|they|he|she|everyone|{SOMEBODY}) )?"
            r"(?:(?:were|was|had been|had|all|having|being|been|already) ){0,3}"
            r"(?:aware|warned|known|knew|told|knowing|(?:repeated|prior|previous|earlier|several"
            r"|many|multiple|clear) warnings?)",
            r"(?:despite|in spite of|regardless of) (?:seeing|observing|noticing|hearing|the"
            r" (?:\w{2,20} )?(?:signs|warnings?|red flags|evidence)|(?:clear|obvious|multiple"
            r"|repeated|many|several|explicit|further)(?: \w{2,20})? (?:signs|warnings?|red flags"
            r"|opportunities|evidence))",
            r"(?:warning )?signs (?:were|had been)(?: all| clearly| already)?"
            r" (?:there|clear|obvious|visible)",
            r"(?:entirely|completely|totally|easily|perfectly|wholly|was|were|been|clearly|very|an)"
            r" (?:preventable|avoidable|foreseeable)|(?:entirely|completely|totally|perfectly"
            r"|wholly|utterly|all too|easily) predictable",
            r"(?:accident|disaster|incident|outage|failure)s? (?:just )?waiting to happen",
            r"(?:was|were) (?:only|just) a matter of time",
            r"(?:missed|ignored|many|several|all the|obvious|clear) (?:the )?red flags",
            r"a sign (?:that )?(?:we|i|they) (?:missed|overlooked|ignored)",
            r"(?:clear|obvious|early|plenty of|many|several|all the) (?:warning )?signs"
            r" (?:that|of|were|pointed|pointing|there)",
            r"(?:every|missed|plenty of|many|several|an|multiple|ample)"
            r" (?:opportunit(?:y|ies)|chances?) to (?:catch|prevent|stop|fix|notice|avoid|detect"
            r"|spot)",
            r"(?:missed|wasted) (?:opportunit(?:y|ies)|chances?)",
            r"(?:missing|missed|wasted|squandered) (?:an?|the|that|this|our|every)"
            r" (?:\w{2,20} )?(?:opportunity|chance)",
        ),
        not_before=r"(?:not|nothing|if)",
        found=(
            ("The warning signs were there.", "warning signs were there"),
            ("They went on despite being warned.", "despite being warned"),
            ("It was an accident waiting to happen.", "accident waiting to happen"),
            ("They went on in spite of the warning signs.", "in spite of the warning signs"),
            ("The outcome was entirely predictable.", "entirely predictable"),
        ),
        left_alone=(
            "The sign on the door says 4.",
            "We were not aware of the new default.",
            "A warning is shown at every start.",
        ),
    ),
)
