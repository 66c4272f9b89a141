"""Words about what somebody is like."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import ADVERB, MACHINE, OTHERS, PEOPLE, ROLE, SOMEBODY, WHOSE, W, any_of

_NOT = (
    r"(?:not|no|isn't|wasn't|aren't|weren't|never|nobody is|neither|without|rather than|nor)(?:"
    r" (?:a|an|being|about|due to|out of|any|because of|from|the)){0,2}"
)
_BE = (
    r"(?:am|i'm|is|was|are|were|be|been|being|we're|you're|they're|he's|she's|too|so|just|got"
    r"|get)"
)

RULES = (
    Rule(
        id="character",
        name="Describing a character",
        category=Category.BLAME,
        strength=Strength.STRONG,
        why="This describes a character; the next person has another one and the same tools.",
        question="What were the workload, the tools and the information at that moment?",
        cues=(
            "no idea",
            "corners",
            "panick",
            "froze",
            "slept",
            "sat on",
            "asleep",
            "rushed",
            "embarrass",
            "careless",
            "negligen",
            "slopp",
            "reckless",
            "incompeten",
            "lazy",
            "lazi",
            "stupid",
            "idiot",
            "moron",
            "dumb",
            "clueless",
            "irrespons",
            "unprofess",
            "thoughtless",
            "inattenti",
            "complacen",
            "foolish",
            "happy",
            "cavalier",
            "cowboy",
            "arrogan",
            "amateur",
            "lackadais",
            "assed",
            "shodd",
            "clown",
            "wanker",
            "bastard",
            "asshole",
            "jerk",
            "shit",
            "dismissive",
            "freak",
            "competent",
            "clue",
            "ashamed",
            "don't care",
            "bothered",
            "naive",
            "fired",
            "doing",
            "ignoran",
            "common sense",
            "give a damn",
            "slapdash",
            "wits",
            "noob",
        ),
        patterns=(
            any_of(
                r"""
                careless carelessly carelessness negligent negligently negligence sloppy sloppily
                sloppiness reckless recklessly recklessness incompetent incompetence incompetently
                laziness stupidity stupidly idiots? idiotic morons? moronic clueless irresponsible
                irresponsibly irresponsibility unprofessional thoughtless thoughtlessness
                inattentive inattention inattentiveness complacent complacency foolishly
                trigger-happy lackadaisical half-assed shoddy clowns? wankers? bastards? assholes?
                slapdash dumbass(?:es)? shitty shitshow cowboys? cowboy_coding amateurish noobs?
                amateur_hour amateurs finding_someone_competent dimwits? halfwits? nitwits?
                """
            ),
            rf"{_BE} (?:\w{{2,20}} ){{0,1}}(?:lazy|stupid|dumb|arrogant|ignorant|naive|dismissive"
            r"|cavalier|amateur)(?: (?:of|to|and|about|enough|with|when|as|in)|(?= ?[.,;!?)])"
            r"|(?= ?$))",
            r"(?:i'm|(?:i|he|she) (?:am|was|is)|(?:we|you|they)(?:'re| are| were))(?:"
            r" \w{2,20}){0,1} (?:lazy|stupid|dumb|arrogant|ignorant|naive|dismissive|cavalier)",
            rf"(?:lazy|stupid|dumb|arrogant|ignorant|naive|cavalier) (?:{ROLE}|decisions?"
            r"|choices?|idea|thing|move)",
            r"(?:has|have|had|with) (?:not had a|no|not a|zero|absolutely no) clue",
            r"(?:did not|didn't|doesn't|don't|had no idea|not|no idea) (?:know )?what (?:he|she"
            r"|they|i|we|you) (?:was|were|is|are|am)(?: even)? doing",
            rf"(?:who|{PEOPLE})(?: \S{{1,20}}){{0,3}} freak(?:s|ed|ing)? out",
            rf"(?:{OTHERS}|they|you|maintainers) (?:clearly |obviously |just |really )?(?:don't"
            r"|do not|doesn't|didn't|did not|couldn't) (?:care|give a (?:damn|shit)|be bothered)",
            r"(?:couldn't|can't|could not|not) be bothered",
            r"(?:should|ought to|must) be (?:ashamed|embarrassed|fired|sacked|replaced by someone)",
            r"(?:lack of|no|little|zero|any) common sense",
            rf"(?:{PEOPLE}|they|whoever)(?: {W}){{0,6}}? (?:had|has|have)(?: {ADVERB})? no idea"
            r" (?:how|what|why)",
            r"(?:cut|cutting|cuts) corners",
            rf"{OTHERS}(?: {ADVERB}){{0,2}} (?:panicked|froze|slept through|sat on|fell asleep)",
            rf"(?:{PEOPLE}|they)(?: {ADVERB}){{0,2}} rushed (?:the|this|it|in|ahead|into|through"
            r"|a|an|to)",
        ),
        not_before=_NOT,
        not_after=r"(?:simple|quorums?|pipes?|terminals?|proxy|proxies|loading|clients?|switch"
        r"|algorithm)",
        found=(
            ("It was a careless change.", "careless"),
            ("Whoever set this up had no clue.", "had no clue"),
            ("I was lazy and took the short way.", "was lazy and"),
        ),
        left_alone=(
            "This was not carelessness.",
            "Images are lazy-loaded on this page.",
            "A stupid simple set-up: one file.",
        ),
    ),
    Rule(
        id="tired-person",
        name="A condition as an epithet",
        category=Category.BLAME,
        strength=Strength.STRONG,
        why="Fatigue and newness are conditions of the work, not kinds of people.",
        question="How long was the shift, and who was there to ask?",
        cues=(
            "tired",
            "exhaust",
            "sleep",
            "overwork",
            "overconf",
            "inexperienc",
            "untrain",
            "unqual",
            "distract",
            "panic",
            "drunk",
            "hungover",
            "rogue",
            "disgrunt",
            "rookie",
            "novice",
            "incapable",
            "overzeal",
            "clumsy",
            "hapless",
            "well-meaning",
            "bored",
        ),
        patterns=(
            r"(?:(?:an?|the|one|our|their|some) (?:\w{2,20} )?)?(?:over-?)?(?:tired|exhausted"
            r"|sleepy|sleep-deprived|overworked|overconfident|inexperienced|untrained|unqualified"
            r"|distracted|panicked|panicking|drunk|hungover|rogue|disgruntled|rookie|novice"
            rf"|incapable|overzealous|clumsy|hapless|bored) (?:[a-z-]{{2,20}} )?{ROLE}",
        ),
        not_after=MACHINE,
        found=(
            ("A tired administrator closed the valve.", "A tired administrator"),
            ("It was done by an inexperienced engineer.", "an inexperienced engineer"),
            ("One distracted operator missed it.", "One distracted operator"),
        ),
        left_alone=(
            "The engineer had been on call for eleven hours.",
            "The pool of connections was exhausted.",
            "An experienced engineer was there to ask.",
        ),
    ),
    Rule(
        id="fault",
        name="Whose fault it is",
        category=Category.BLAME,
        strength=Strength.STRONG,
        why="Fault has room for one; what happened took many things.",
        question="What conditions made this the sensible thing to do?",
        cues=(
            "fault",
            "blame",
            "bad",
            "on me",
            "on us",
            "on you",
            "on him",
            "on her",
            "culpa",
            "guilt",
            "responsib",
            "on them",
            "culprit",
        ),
        patterns=(
            rf"{WHOSE} (?:own |entire |damn )?fault",
            rf"(?:the )?fault of {SOMEBODY}",
            rf"(?:{PEOPLE}|they) (?:is|are|was|were|am)(?: {ADVERB}){{0,2}} (?:at fault|to blame"
            r"|guilty|the culprits?|responsible for (?:the|this|that|an|all)(?: \w{2,20}){0,2}"
            r" (?:outage|incident|mess|downtime|loss|leak|problem|breach|failure|disruption))",
            r"i'm (?:\w{3,20}ly )?(?:at fault|to blame|guilty)",
            r"(?:blame|fault|responsibility) (?:for \w+ (?:\w+ )?)?(?:lies|rests|falls|is)"
            rf" (?:\w+ly )?(?:with|on) (?:{SOMEBODY}|me|us|him|her|them)",
            r"(?:mea culpa|my bad|our bad|their bad)",
            r"(?:this|that|it)(?: one| whole thing)?(?:'s| is| was)(?: \w{2,20}ly| all){0,2} on"
            rf" (?:me|us|you|him|her|them|{SOMEBODY})(?=[ ]?[,.;:!)—–-]|[ ]?$| and\b| for\b)",
            r"(?:take|took|taking|takes|accept|accepted|deserves?|own) (?:the|all|all the|full"
            r"|complete|total) (?:blame|responsibility|fault)",
            rf"(?:the )?culprits? (?:is|was|were|turned out to be) {SOMEBODY}",
            r"(?:who|whoever) (?:is|was|were) (?:\w{2,20}ly )?(?:to blame|at fault)",
        ),
        not_before=r"(?:not|isn't|wasn't|never|nobody|no one|nor|neither)",
        not_after=r"(?:tolerant|injection)",
        not_in_sentence=r"(?:nobody|no one|none of (?:us|them|you)) (?:is|was|were) (?:to blame"
        r"|at fault)|(?:is|are|was|were) not (?:\w+ )?(?:to blame|at fault)|(?:not|nobody's|no"
        r" one's|anyone's) fault",
        found=(
            ("This was all my fault.", "my fault"),
            ("The storage team is to blame for this.", "The storage team is to blame"),
            ("Sorry, that one is on me.", "that one is on me"),
        ),
        left_alone=(
            "The author is not to blame.",
            "A page fault slowed it down.",
            "The team responsible for the gateway was called.",
        ),
    ),
    Rule(
        id="blames",
        name="Blaming somebody",
        category=Category.BLAME,
        strength=Strength.STRONG,
        why="Once somebody is blamed, others stop telling what they know.",
        question="What happened, in which order, as seen by those who were there?",
        cues=("blam", "responsibility", "accountab", "finger", "excuse"),
        patterns=(
            rf"blam(?:e|es|ed|ing)(?: it)?(?: all)?(?: on)? (?:{SOMEBODY}|him|her|me|us|them|you"
            r"|someone|somebody|(?:human|user|operator) error)",
            r"(?:is|was|remains|be)(?: \w{2,20}ly)? the (?:sole |full )?responsibility of (?:the "
            r"|an? )?(?:users?|operators?|admins?|administrators?|developers?|customers?)",
            r"(?:be held|held|hold|holding)(?: \S{1,20}){0,3} (?:accountable|responsible|to"
            r" account)",
        ),
        not_before=r"(?:not|don't|doesn't|never|didn't|without|nobody|no one|avoid|stop|than"
        r"|cannot)(?: (?:to|we|be|being|about|ever)){0,2}",
        found=(
            ("They blamed the new colleague for it.", "blamed the new colleague"),
            (
                "Checking that is the responsibility of the user.",
                "is the responsibility of the user",
            ),
            ("Those involved will be held accountable.", "be held accountable"),
        ),
        left_alone=(
            "We do not blame anyone for following the runbook.",
            "The blame view shows the last commit of a line.",
            "Sending mail is the responsibility of the relay.",
        ),
    ),
)
