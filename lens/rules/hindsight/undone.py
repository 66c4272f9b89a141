"""What was not done and not noticed, told by those who know the end."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import CARE, CARED, PEOPLE, ROLE, SOMEBODY

RULES = (
    Rule(
        id="did-not-check",
        name="What we did not do",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="What was absent explains little; something else was there in its place.",
        question="What was done instead, and what made that come first?",
        cues=(
            "at no point",
            "insufficient",
            "n't",
            "never",
            "nor ",
            "not",
            "too little",
            "why",
        ),
        patterns=(
            r"(?:we|i)(?:'d)?(?: \w{3,20}ly| just| also| simply| still)?"
            r" (?:did not|didn't|never|had not|hadn't|had never)"
            r"(?: (?:even|really|also|actually|always|ever|adequately|sufficiently|fully"
            r"|\w{3,20}ly)){0,2} (?!plan to|ask for|look for)"
            rf"(?:{CARE}|{CARED}|read|plan\b|planned\b|take (?:the|a|any) "
            r"(?:backup|snapshot|time))",
            r"(?:at no point|not once|never once|nor) (?:did|had|have) (?:we|i|they|he|she|anyone"
            r"|anybody"
            rf"|{SOMEBODY})(?: \w{{3,20}}ly)? (?:{CARE}|{CARED})",
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
            ("At no point did we verify the copy.", "At no point did we verify"),
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
        cues=(
            "neither",
            "no one",
            "no-one",
            "nobody",
            "none of",
            "not a single",
            "not one",
            "unacknow",
            "unanswered",
            "undetected",
            "unheeded",
            "unnoticed",
            "unread",
            "unseen",
        ),
        patterns=(
            rf"(?:nobody|no[ -]one|(?:none|not one|neither) of (?:us|them|the (?:\w{{2,20}}"
            rf" ){{0,2}}?{ROLE})|not a single {ROLE})(?: (?:on|in) the (?:call|team|room|meeting"
            rf"|project))?(?: "
            r"(?:had|has|else|ever|even|really|actually|on the team|in the team|involved"
            r"|seems? to have|seems? to be|takes? the time to|seemed to|thought to|bothered to"
            r"|was|were|(?:is|are)(?= \w{2,20}ing)|apparently|\w{3,20}ly)){0,3}"
            r" (?:noticed?|reali[sz]ed?|checked|check|tested|test|looked|look|looking|thought"
            r"|caught|spotted|asked|ask|questioned|reviewed|reviewing|verified|verify|watching"
            r"|monitoring|monitored|flagged|raised|paying|responded|tests|designed"
            r"|planned|watched|watches|checks|reads|thinks|knew|owns|documented|told|warned"
            r"|spotted|understood|anticipated|predicted|foresaw|looks"
            r"|monitors|stopped|challenged|intervened|wrote|updated|followed up|reported|acted"
            r"|picked|followed|escalated|communicated|considered|took|takes|owned|testing"
            r"|checking|maintaining|maintains|saw|spoke|read)",
            r"(?:went|gone|go|goes|passed|remained|was|were|been)(?: \w{3,20}ly)?"
            r" (?:unnoticed|undetected|unread|unanswered|unacknowledged|unheeded|unseen)"
            rf" by (?:{SOMEBODY}|us|me|them|everyone|everybody)",
            r"(?:was|were|is) there (?:no one|nobody|not a single person|no-one)(?= )",
        ),
        found=(
            ("Nobody noticed that it had stopped.", "Nobody noticed"),
            ("No one had tested the second path.", "No one had tested"),
            ("None of us realised what it meant.", "None of us realised"),
            ("The leak went unnoticed by the crew.", "went unnoticed by the crew"),
            ("Not one of the reviewers questioned it.", "Not one of the reviewers questioned"),
        ),
        left_alone=(
            "Nobody was paged.",
            "No one was on call that night.",
            "None of the graphs showed the backlog.",
            "The drift went unnoticed by the autoscaler.",
        ),
    ),
)
