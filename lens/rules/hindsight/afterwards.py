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
            r"(?:obviously|clearly|of course|evidently|needless to say)[, ]{1,2}(?:we|i|you|he"
            rf"|she|they|someone|{SOMEBODY}) (?:were|was|are|should|did|didn't|had|made|could"
            r"|needed|forgot|failed)",
            r"(?:in|with|with the benefit of) (?:hindsight|retrospect)[^\n]{0,80}?(?:should|could"
            r"|obvious|mistake|bad|wrong|better|too (?:much|many|early|late|soon|fast|hasty)"
            r"|would have|unwise|naive|warning|red flag|clear that|clearly|needed|foolish|hasty"
            r"|rash|premature|avoid)",
            r"looking back[^\n]{0,60}?(?:should|could have|obvious|mistake|wrong|better|clear"
            r" that)",
            r"(?:obvious|clear|easy to (?:see|say)) in (?:hindsight|retrospect)",
            r"hindsight is (?:\w+ ){0,2}20/20",
            r"obvious (?:that )?(?:this|it|we|they|that|the \w{2,20}) (?:would|was going|were"
            r" going|could|might)",
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
            r"(?:it|that|this|which|deploying|doing|merging)(?: was| is| turned out to be| proved"
            r" to be|'s)(?: (?:clearly|obviously|probably|really|just|such|not|\w{3,20}ly)){0,2}"
            rf" (?:an?|the) (?:very |really |pretty )?{_JUDGED} (?:idea|decision|choice|call|move"
            r"|plan|approach)",
            r"(?:wasn't|was not|weren't|were not) (?:a|the) (?:\w{3,20}ly )?(?:good|great|best"
            r"|smart|wise|right|smartest|brightest) (?:idea|decision|choice|call|move|plan)",
            r"(?:decision|choice|call)(?: to (?:\S{1,30} ){0,8}?\S{1,30})? (?:was|were|proved"
            r"|turned out to be) (?:\w{2,20}ly )?(?:wrong|bad|unwise|poor|a mistake|premature"
            r"|hasty|flawed|misguided|a bad one)",
            r"(?:was|were) (?:\w{3,20}ly )?(?:wrong|foolish|unwise|naive|mistaken) to (?:assume"
            r"|think|believe|trust|expect|rely|skip|deploy|do|try|wait|proceed|continue|ignore"
            r"|use|run|merge)",
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
        ),
        patterns=(
            r"(?:product|release|released|change|feature|put|fix|merged|deployed|launched|shipped"
            r"|rolled out|promoted|incident|declared|resolved|enabled|closed the incident"
            rf"|migration|upgrade|upgraded)(?: {W}){{0,4}}? (?P<words>prematurely|too (?:hastily"
            r"|early|soon))",
            r"prematurely (?:released|deployed|merged|declared|shipped|launched|promoted|rolled"
            r"|announced|called|marked the incident)",
            rf"(?:{PEOPLE}|they)(?: (?:had|have|then|also|just|simply|both|all)){{0,2}} (?:waited"
            r"|took|spent|reacted|escalated|responded|acted|noticed|declared|moved|were|was)(?:"
            r" \w{2,20}){0,4}? (?:too long|too late|too slow|too slowly|too quickly|too fast|too"
            r" hastily|too soon)",
            r"(?:took|taken) (?:(?:us|them|me|the team|the responders|him|her|everyone) )?(?:far"
            r"|much|way|all) too long",
            r"(?:release|upgrade|rollout|change|deployment|migration|fix|launch|review|testing"
            r"|work|project|roll-out|response)s? (?:was|were|had been)(?: \w{2,20}){0,2}? rushed",
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
            r"(?:even though|although|despite|though)(?: the fact that)? (?:(?:we|i|they|he|she"
            rf"|everyone|{SOMEBODY}) )?(?:(?:were|was|had been|had|all|having|being|been|already)"
            r" ){0,3}(?:aware|warned|known|knew|told|knowing|(?:repeated|prior|previous|earlier"
            r"|several|many|multiple|clear) warnings?)",
            r"(?:warning )?signs (?:were|had been)(?: all| clearly| already)? (?:there|clear"
            r"|obvious|visible)",
            r"(?:entirely|completely|totally|easily|perfectly|wholly|was|were|been|clearly|very"
            r"|an) (?:preventable|avoidable|foreseeable)",
            r"(?:accident|disaster|incident|outage|failure)s? (?:just )?waiting to happen",
            r"(?:was|were) (?:only|just) a matter of time",
            r"(?:missed|ignored|many|several|all the|obvious|clear) (?:the )?red flags",
            r"a sign (?:that )?(?:we|i|they) (?:missed|overlooked|ignored)",
            r"(?:clear|obvious|early|plenty of|many|several|all the) (?:warning )?signs (?:that"
            r"|of|were|pointed|pointing|there)",
            r"(?:every|missed|plenty of|many|several|an|multiple|ample) (?:opportunit(?:y|ies)"
            r"|chances?) to (?:catch|prevent|stop|fix|notice|avoid|detect|spot)",
            r"(?:missed|wasted) (?:opportunit(?:y|ies)|chances?)",
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
            r"(?:we|i)(?:'d)? (?:did not|didn't|never|had not|hadn't|had never)(?: (?:even|really"
            r"|also|actually|always|ever|adequately|sufficiently|fully|\w{3,20}ly)){0,2} (?!plan"
            rf" to|ask for|look for)(?:{CARE}|{CARED}|read|plan\b|planned\b|take (?:the|a|any)"
            r" (?:backup|snapshot|time))",
            r"we never (?:\w{3,20}ly )?(?:considered|enabled|added|set up|wrote|wired|finished"
            r"|cleaned|fixed|went back|got around|addressed|implemented|removed|created|put)",
            r"(?:not enough|insufficient|too little) (?:thought|attention|care|testing|time"
            r"|consideration) (?:was|were|had been|has been) (?:given|paid|put|spent|done)",
            r"why (?:wasn't|weren't|hasn't|hadn't|isn't|was|were) (?:this|it|that|these|they|the"
            rf" \w{{2,20}})(?: not)?(?: ever| even)? (?:{CARED}|caught|detected|fixed|done"
            r"|covered)",
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
            r"|reviewers|responders|team|operators|people))|not a single (?:person|engineer"
            r"|reviewer))(?: (?:had|has|else|ever|even|really|actually|on the team|in the team"
            r"|involved|seems? to have|seemed to|thought to|bothered to|was|were|apparently"
            r"|\w{3,20}ly)){0,3} (?:noticed?|reali[sz]ed?|checked|check|tested|test|looked|look"
            r"|looking|thought|caught|spotted|asked|ask|questioned|reviewed|reviewing|verified"
            r"|verify|watching|monitoring|monitored|flagged|raised|bothered|paying|responded"
            r"|acted|picked|followed|escalated|communicated|considered|took|owned|testing"
            r"|checking|saw|spoke|read)",
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
