"""What was there to see, to do and to notice, for those who know the end."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import CARE, CARED, PEOPLE, SOMEBODY, W

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
            "obvious",
            "clearly",
            "course",
            "hindsight",
            "retrospect",
            "looking back",
            "evident",
            "needless",
        ),
        patterns=(
            r"(?:obviously|clearly|of course|evidently|needless to say)[, ]{1,2}"
            rf"(?:we|i|you|he|she|they|someone|{SOMEBODY}) (?:were|was|are|should|did|didn't|had"
            r"|made|could|needed|forgot|failed)",
            r"(?:in|with|with the benefit of) (?:hindsight|retrospect)[^\n]{0,80}?"
            r"(?:should|could|obvious|mistake|bad|wrong|better"
            r"|too (?:much|many|early|late|soon|fast|hasty)|would have|unwise|naive|warning"
            r"|red flag|clear that|clearly|needed|foolish|hasty|rash|premature|avoid)",
            r"looking back[^\n]{0,60}?(?:should|could have|obvious|mistake|wrong|better"
            r"|clear that)",
            r"(?:obvious|clear|easy to (?:see|say)) in (?:hindsight|retrospect)",
            r"hindsight is (?:\w+ ){0,2}20/20",
            r"obvious (?:that )?(?:this|it|we|they|that|the \w{2,20})"
            r" (?:would|was going|were going|could|might)",
        ),
        not_before=r"(?:not|nothing|if)",
        found=(
            ("In hindsight it was a mistake to wait.", "In hindsight it was a mistake"),
            ("Obviously we were tired by then.", "Obviously we were"),
            ("It was obvious that it would fail.", "obvious that it would"),
        ),
        left_alone=(
            "In hindsight, the graph showed the old cluster.",
            "Clearly marked rooms help.",
            "The fix seemed obvious once the log was there.",
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
            "idea",
            "decision",
            "choice",
            "call",
            "plan",
            "move",
            "approach",
            "wrong",
            "foolish",
            "unwise",
            "mistaken",
            "naive",
        ),
        patterns=(
            r"(?:it|that|this|which|deploying|doing|merging)"
            r"(?: was| is| turned out to be| proved to be|'s)"
            r"(?: (?:clearly|obviously|probably|really|just|such|not|\w{3,20}ly)){0,2}"
            rf" (?:an?|the) (?:very |really |pretty )?{_JUDGED}"
            r" (?:idea|decision|choice|call|move|plan|approach)",
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
            "prematur",
            "too long",
            "too late",
            "too slow",
            "too quick",
            "too fast",
            "too soon",
            "too early",
            "hastily",
            "rushed",
            "it took",
            "slow",
            "late",
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
            r"how (?:long|much time) it took (?:for )?(?:anyone|anybody|someone|somebody|people)"
            r" to (?:notice|reali[sz]e|find|see|figure|react|respond|check|look)",
            r"(?:took|taken) (?:(?:us|them|me|the team|the responders|him|her|everyone) )?"
            r"(?:far|much|way|all) too long",
            r"(?:release|upgrade|rollout|change|deployment|migration|fix|launch|review|testing"
            r"|work|project|roll-out|response)s? (?:was|were|had been)(?: \w{2,20}){0,2}? rushed",
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
            "sign",
            "aware",
            "warn",
            "known",
            "knew",
            "knowing",
            "told",
            "ventable",
            "avoidable",
            "foresee",
            "waiting to",
            "matter of time",
            "red flag",
            "opportunit",
            "chance",
        ),
        patterns=(
            r"(?:even though|although|despite|though)(?: the fact that)?"
            rf" (?:(?:we|i|they|he|she|everyone|{SOMEBODY}) )?"
            r"(?:(?:were|was|had been|had|all|having|being|been|already) ){0,3}"
            r"(?:aware|warned|known|knew|told|knowing|(?:repeated|prior|previous|earlier|several"
            r"|many|multiple|clear) warnings?)",
            r"(?:warning )?signs (?:were|had been)(?: all| clearly| already)?"
            r" (?:there|clear|obvious|visible)",
            r"(?:entirely|completely|totally|easily|perfectly|wholly|was|were|been|clearly|very"
            r"|an) (?:preventable|avoidable|foreseeable)",
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
        ),
        left_alone=(
            "The sign on the door says 4.",
            "We were not aware of the new default.",
            "A warning is shown at every start.",
        ),
    ),
    Rule(
        id="did-not-check",
        name="What we did not do",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="What was absent explains little; something else was there in its place.",
        question="What was done instead, and what made that come first?",
        cues=("why", "not", "n't", "never"),
        patterns=(
            r"(?:we|i)(?:'d)?(?: \w{3,20}ly| just| also| simply| still)?"
            r" (?:did not|didn't|never|had not|hadn't|had never)"
            r"(?: (?:even|really|also|actually|always|ever|adequately|sufficiently|fully"
            r"|\w{3,20}ly)){0,2} (?!plan to|ask for|look for)"
            rf"(?:{CARE}|{CARED}|read|plan\b|planned\b|take (?:the|a|any) "
            r"(?:backup|snapshot|time))",
            r"we (?:have |had )?never (?:\w{3,20}ly )?(?:considered|enabled|added|set up|wrote"
            r"|wired|finished|cleaned|fixed|went back|got around|addressed|implemented|removed"
            r"|created|put|wrote down|written|made|built|automated|updated|upgraded|configured"
            r"|defined|established|trained|closed|completed|acted|revisited|bothered|stopped to"
            r"|agreed|turned on|turned off|moved|migrated|verbali[sz]ed|scheduled|exercised"
            r"|simulated|measured|tuned|rotated|renewed|patched|assigned|asked|spoke|talked"
            r"|learned|learnt)",
            r"(?:but|and|yet|which|that)(?: we| i)?(?:'d| had| have| has|'ve)?"
            rf" never(?: \w{{3,20}}ly| once| even){{0,2}} (?:been )?(?:\w{{3,20}}ly )?{CARED}",
            rf"(?:{PEOPLE}|they) (?:did not|didn't|have not|haven't|had not|hadn't|don't|do not)"
            r" (?:\S{1,30} ){1,9}?(?:quickly|early|soon|fast|well|closely|carefully|thoroughly"
            r"|clearly|often|seriously|far|hard) enough",
            r"(?:not enough|insufficient|too little) (?:thought|attention|care|testing|time"
            r"|consideration) (?:was|were|had been|has been) (?:given|paid|put|spent|done)",
            r"why (?:wasn't|weren't|hasn't|hadn't|isn't|was|were)"
            r" (?:this|it|that|these|they|the \w{2,20})(?: not)?(?: ever| even)?"
            rf" (?:{CARED}|caught|detected|fixed|done|covered)",
        ),
        not_after=r"(?:yet|in on|out)",
        not_in_sentence=r"yet|notice any (?:impact|change)|so far|never been (?:seen|observed)",
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
            r"(?:nobody|no[ -]one|none of (?:us|them|the (?:\w{2,20} )?"
            r"(?:engineers|developers|reviewers|responders|team|operators|people))"
            r"|not a single (?:person|engineer|reviewer))(?: "
            r"(?:had|has|else|ever|even|really|actually|on the team|in the team|involved"
            r"|seems? to have|seems? to be|takes? the time to|seemed to|thought to|bothered to"
            r"|was|were|(?:is|are)(?= \w{2,20}ing)|apparently|\w{3,20}ly)){0,3}"
            r" (?:noticed?|reali[sz]ed?|checked|check|tested|test|looked|look|looking|thought"
            r"|caught|spotted|asked|ask|questioned|reviewed|reviewing|verified|verify|watching"
            r"|monitoring|monitored|flagged|raised|bothered|paying|responded|tests|designed"
            r"|planned|watched|watches|checks|reads|thinks|knew|owns|documented|told|warned"
            r"|spotted|understood|anticipated|predicted|foresaw|bothers|cared|cares|looks"
            r"|monitors|stopped|challenged|intervened|wrote|updated|followed up|reported|acted"
            r"|picked|followed|escalated|communicated|considered|took|takes|owned|testing"
            r"|checking|maintaining|maintains|caring|saw|spoke|read)",
            r"(?:was|were|is) there (?:no one|nobody|not a single person|no-one)(?= )",
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
