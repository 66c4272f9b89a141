"""Words about what somebody is like."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import ADVERB, MACHINE, OTHERS, PEOPLE, ROLE, SOMEBODY, W, any_of

_NOT = (
    r"(?:not|no|isn't|wasn't|aren't|weren't|never|nobody is|neither|without|rather than|nor)"
    r"(?: (?:a|an|being|about|due to|out of|any|because of|from|the)){0,2}"
    r"|(?:makes?|against|tolerates?|survives?|forgives?|even)(?: an?| the)?"
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
            "amateur",
            "arrogan",
            "ashamed",
            "asleep",
            "assed",
            "asshole",
            "audacity",
            "awful",
            "bastard",
            "blind",
            "bonehead",
            "bother",
            "brain",
            "buffoon",
            "care",
            "cavalier",
            "cheek",
            "clown",
            "clue",
            "cluster",
            "common sense",
            "competent",
            "complacen",
            "confidence",
            "corners",
            "cowboy",
            "dimwit",
            "disgrace",
            "dismissive",
            "distracted",
            "doing",
            "drunk",
            "dumb",
            "eager",
            "embarrass",
            "farce",
            "feckless",
            "fired",
            "foolish",
            "freak",
            "froze",
            "gall",
            "give a",
            "greedy",
            "halfwit",
            "happy",
            "hasty",
            "hopeless",
            "horrible",
            "hubris",
            "idiot",
            "ignoramus",
            "ignoran",
            "imbecile",
            "inattenti",
            "incapable",
            "incompeten",
            "indifferen",
            "inept",
            "inexperienc",
            "irrespons",
            "jackass",
            "jerk",
            "joke",
            "lackadais",
            "lax",
            "lazi",
            "lazy",
            "moron",
            "naive",
            "negligen",
            "nerve",
            "nitwit",
            "no idea",
            "noob",
            "optimistic",
            "overconf",
            "panick",
            "poor",
            "qualified",
            "quick",
            "reckless",
            "replaced by",
            "rushed",
            "sacked",
            "sat on",
            "schmuck",
            "shambles",
            "shit",
            "shodd",
            "silly",
            "slapdash",
            "slept",
            "slob",
            "slopp",
            "spineless",
            "stupid",
            "suck",
            "terrible",
            "thoughtless",
            "too ",
            "trained",
            "travesty",
            "trusting",
            "unprofess",
            "useless",
            "wanker",
            "what a",
            "wits",
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
                amateur_hour amateurs ineptitude inept overconfidence over-confidence inexperience
                arrogance hubris imbeciles? slobs? dumbasses buffoons? ignoramus indifference
                laxity clown_show clusterfuck spineless gross_negligence feckless
                finding_someone_competent dimwits? halfwits? nitwits? jackass(?:es)?
                """
            ),
            rf"{_BE} (?:\w{{2,20}} ){{0,1}}(?:lazy|stupid|dumb|arrogant|ignorant|naive|dismissive"
            r"|cavalier|amateur|incapable)(?: (?:of|to|and|about|enough|with|when|as|in)"
            r"|(?= ?[.,;!?)])|(?= ?$))",
            r"(?:i'm|(?:i|he|she) (?:am|was|is)|(?:we|you|they)(?:'re| are| were))"
            r"(?: \w{2,20}){0,1} (?:lazy|stupid|dumb|arrogant|ignorant|naive|dismissive"
            r"|cavalier)",
            r"(?:lazy|stupid|dumb|arrogant|ignorant|naive|cavalier)"
            rf" (?:{ROLE}|decisions?|choices?|idea|thing|move)",
            r"(?:has|have|had|with) (?:not had a|no|not a|zero|absolutely no) clue",
            r"(?:did not|didn't|doesn't|don't|had no idea|not|no idea) (?:know )?what"
            r" (?:he|she|they|i|we|you) (?:was|were|is|are|am)(?: even)? doing",
            rf"(?:who|{PEOPLE})(?: \S{{1,20}}){{0,3}} freak(?:s|ed|ing)? out",
            rf"(?:{OTHERS}|they|you|maintainers) (?:clearly |obviously |just |really )?"
            r"(?:don't|do not|doesn't|didn't|did not|couldn't)"
            r" (?:care|give a (?:damn|shit)|be bothered)",
            r"(?:couldn't|can't|could not|not) be bothered",
            r"(?:nobody|no[ -]one|none of (?:us|them|you)|not one of (?:us|them))"
            r"(?: (?:has|had|ever|even|really|apparently|on the team)){0,2}"
            r" (?:bothered|bothers|cared|cares)",
            r"(?:should|ought to|must) be (?:ashamed|embarrassed|fired|sacked"
            r"|replaced by someone)",
            r"(?:lack of|no|little|zero|any) common sense",
            rf"(?:{PEOPLE}|they|whoever)(?: {W}){{0,6}}? (?:had|has|have)(?: {ADVERB})? no idea"
            r" (?:how|what|why)",
            rf"(?:{OTHERS}|they)(?: {ADVERB})? had no idea",
            r"(?:cut|cutting|cuts) corners",
            rf"(?:was|were|is|are) (?:{SOMEBODY}|he|she|they|you)"
            r"(?: \w{2,20}ly| just| so| all)? (?:lax|lazy|careless|asleep|inattentive|distracted"
            r"|drunk|incompetent|stupid|blind)",
            rf"(?:{SOMEBODY}|he|she|they|you|we|i) (?:is|are|was|were|am)"
            r"(?: \w{2,20}ly| just| all| so| simply){0,2} (?:lax|incapable|inept|asleep"
            r"|inattentive|clueless)",
            r"(?:did|done|do|doing|does) (?:something|an?)(?: \w{2,20}ly| really)?"
            r" ?(?:dumb|stupid|silly|foolish|idiotic|boneheaded)",
            r"(?:less|more|so|that|beyond|just|plain|how|pretty|really)"
            r" (?:stupid|dumb|idiotic)(?= ?[.,;!?)]| ?$| of)",
            r"(?:had|has|have) the (?:audacity|nerve|gall|arrogance|cheek)",
            r"what a (?:joke|disgrace|shambles|farce|clown|bunch of)",
            r"(?:complete|total|absolute|utter|a) (?:joke|farce|disgrace|shambles|travesty)",
            r"(?:shitty|greedy|clueless|stupid|idiot|incompetent|lazy|blind|useless)"
            r" (?:ceo|boss|bosses|managers?|people|guy|company|maintainers?|users?)",
            r"(?:awful|terrible|horrible|useless) (?:people|person|maintainers?|developers?"
            r"|engineers?|managers?|company)",
            r"poor (?:slob|sod|bastard|schmuck|sap)",
            rf"(?:{PEOPLE}|they)(?: {ADVERB}){{0,2}} (?:panicked|froze|slept through|fell asleep)",
            rf"(?:{PEOPLE}|they)(?: {ADVERB}){{0,2}} rushed(?:(?= ?[.;,])"
            r"| (?:the|this|it|in|ahead|into|through|a|an|to))",
            r"brain ?farts?|(?:silly|stupid|dumb) (?:me|us)(?= ?[.,;:!)]| ?$)",
            r"(?:dumb|stupid|silly|careless|foolish|lazy|naive|irresponsible|reckless) of"
            r" (?:me|us|them|him|her|you)",
            r"(?:feel|felt|feeling) (?:so |really |pretty |very )?(?:dumb|stupid|silly|foolish)",
            rf"(?:{SOMEBODY}|who|he|she|they|you|we|i) (?:is|are|was|were|am)"
            r"(?: \w{2,20}ly| just| so| too){0,2} (?:useless|hopeless|under-?trained|untrained"
            r"|unqualified|inexperienced|overconfident|lackadaisical|trigger-happy)",
            rf"(?:you|they|he|she|{OTHERS})(?: \w{{2,20}})? sucks?(?= ?[.,;:!)]| ?$| at)",
            rf"(?:{PEOPLE}|they)(?: {ADVERB}){{0,2}} (?:was|were|am)(?: {ADVERB}){{0,2}} too"
            r" (?:quick|eager|hasty|confident|trusting|optimistic|lazy|busy|proud|stubborn|afraid"
            r"|scared|arrogant) to",
            r"(?:not|n't) (?:been |being )?careful(?: enough)?",
        ),
        not_before=_NOT,
        not_after=r"(?:simple|quorums?|pipes?|terminals?|proxy|proxies|loading|clients?|switch"
        r"|algorithm)",
        found=(
            ("It was a careless change.", "careless"),
            ("Whoever set this up had no clue.", "had no clue"),
            ("I was lazy and took the short way.", "was lazy and"),
            ("No one bothered to ask.", "No one bothered"),
            ("He was too proud to ask.", "He was too proud to"),
        ),
        left_alone=(
            "This was not carelessness.",
            "Images are lazy-loaded on this page.",
            "A stupid simple set-up: one file.",
            "The check makes a careless paste harmless.",
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
            "bored",
            "clumsy",
            "disgrunt",
            "distract",
            "drunk",
            "exhaust",
            "hapless",
            "hungover",
            "incapable",
            "inexperienc",
            "novice",
            "overconf",
            "overwork",
            "overzeal",
            "panic",
            "rogue",
            "rookie",
            "sleep",
            "tired",
            "unqual",
            "untrain",
            "well-meaning",
        ),
        patterns=(
            r"(?:(?:an?|the|one|our|their|some) (?:\w{2,20} )?)?(?:over-?)?"
            r"(?:tired|exhausted|sleepy|sleep-deprived|overworked|overconfident|inexperienced"
            r"|untrained|unqualified|distracted|panicked|panicking|drunk|hungover|rogue"
            r"|disgruntled|rookie|novice|incapable|overzealous|clumsy|hapless|bored)\)?"
            rf" (?:[a-z-]{{2,20}} )?{ROLE}",
            rf"{SOMEBODY},? (?:who was |then )?(?:tired|exhausted|drunk|hungover|half-asleep"
            r"|distracted|overconfident)(?=,| and)",
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
)
