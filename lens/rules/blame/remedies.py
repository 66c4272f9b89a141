"""Remedies that ask people to be other people, and reprimands."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import OTHERS, ROLE, SOMEBODY

_TEAM = (
    r"(?:(?:the|all|our|every|each|any|other|new|my) )?(?:\w{2,20} )?"
    rf"(?:{ROLE}|everyone|everybody|one another|each other|ourselves|myself)"
)

RULES = (
    Rule(
        id="be-careful",
        name="Be more careful",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="Everyone was as careful as they could be; asking for more changes nothing.",
        question="What would make the careful way the easy way?",
        cues=(
            "alert",
            "attentive",
            "aware",
            "care",
            "cautio",
            "closely",
            "conscientious",
            "conscious",
            "diligen",
            "disciplin",
            "harder",
            "mindful",
            "responsib",
            "rigor",
            "sure",
            "think",
            "thorough",
            "thoughtful",
            "vigilan",
        ),
        patterns=(
            r"(?:be|been|being|is|are|was|were|become|stay|remain)"
            r"(?: a (?:bit|little|lot)| much| far| even| always)?"
            r" (?:more|extra|extremely|very|super|doubly) (?:careful|vigilant|rigorous|cautious"
            r"|aware|mindful|diligent|attentive|thorough|disciplined|thoughtful|responsible"
            r"|conscious|alert|conscientious)",
            r"(?:need|needs|must|should|have|has|had|ought|try|remember|please|will|told|let's"
            r"|going)(?: to)?(?: all| always| just| also)? be"
            r" (?:careful|vigilant|mindful|cautious|diligent)",
            r"(?:more|extra|much more) (?:carefully|diligently|cautiously|vigilantly|attentively"
            r"|mindfully|conscientiously|responsibly)",
            r"(?:take|taking|taken|exercise|exercising|use|using|with)"
            r" (?:more|extra|better|greater|extreme|due) (?:care|caution|vigilance|diligence)",
            r"(?:(?:try|tries|trying)|(?:must|should|need to|have to|will) work) harder",
            r"(?:i|we|they)(?:'ll| will| must| should| need to) take care(?= (?:next|when|with|in"
            r"|to))",
            r"(?:more|better|greater) (?:discipline|vigilance|diligence|rigou?r)"
            r"(?= (?:when|in|around|with|from|on|about|by|is)|[ ]?[.,;]|[ ]?$)",
            r"until you are (?:absolutely |completely |100% )?sure",
            r"(?:look|looked|check|review|read|monitor|watch|examine|scrutini[sz]e)(?:ed|ing)?"
            r" (?:\w{2,20} ){0,4}?more closely",
            r"think (?:(?:twice|harder|carefully|more) (?:before|about)|before you)",
        ),
        not_before=r"(?:make|makes|making|made|users|customers)(?: (?:us|them|it|people|users))?",
        found=(
            ("We need to be more careful with the old host.", "be more careful"),
            ("Please read the plan more carefully.", "more carefully"),
            ("Everybody should take more care at night.", "take more care"),
            ("Think before you press the key.", "Think before you"),
        ),
        left_alone=(
            "Careful planning is part of the next quarter.",
            "The lock makes the job more thorough.",
            "Be aware that a restore takes hours.",
        ),
    ),
    Rule(
        id="pay-attention",
        name="Attention, reminders, training",
        category=Category.BLAME,
        strength=Strength.HINT,
        why="Reminding and training people is the weakest guard there is.",
        question="Which guard, default or alert would have helped them?",
        cues=(
            "attention",
            "coaching",
            "corrective",
            "counsel",
            "double",
            "educat",
            "learn",
            "lecture",
            "next time",
            "refresher",
            "remedial",
            "remember",
            "remind",
            "sure to always",
            "train",
        ),
        patterns=(
            r"(?:not|n't|never|to|must|should|always|please|was|were|been|without) pay(?:ing)?"
            r" (?:any )?attention",
            r"(?:pay|paid|paying|pays|give|giving) (?:(?:more|close|closer|better|greater|full"
            r"|any|enough|much|careful|proper|sufficient|special) ){1,2}attention",
            r"next time[, ]{1,3}(?:(?:please|maybe|just) ){0,2}"
            r"(?:we|i|you|they|he|she|let's|make sure|don't|think|check|ask|read|test|be|try|use"
            r"|wait)(?!'ll|'d| (?:run|deploy|see|have|will|would|can|could|plan|want|are going))",
            rf"remind(?:ed|ing|er)?(?: to| for)? {_TEAM}(?= (?:to|about|of|that|on)|[ ]?[.,;]"
            r"|[ ]?$)",
            rf"(?:re-?train|re-?educate|educate|lecture)(?:ed|d|ing)? {_TEAM}",
            rf"{OTHERS}(?: \w{{2,20}}){{0,3}} (?:be|been|was|were)"
            r" (?:re-?trained|reminded|re-?educated)",
            r"(?:more|additional|better|further|refresher|remedial|extra) training (?:for|of)"
            rf" {_TEAM}",
            rf"(?:{OTHERS}|we|everyone) (?:need|needs|require|requires)"
            r" (?:more|better|further|additional|refresher|proper) training",
            r"(?:must|should|need to|have to|please|always|remember to)(?: always)?"
            r" double[ -]check",
            r"(?:refresher|remedial|corrective) (?:training|coaching|courses?|instruction)",
            r"(?:given|receive[ds]?|undergo|undergone|underwent|attend(?:ed)?|provided with)"
            r" (?:additional|further|extra|more|mandatory|some|formal|refresher)"
            r" (?:training|re-?training|coaching|counselling|counseling)",
            r"(?:more|additional|better|further|refresher|proper) training (?:is|was|will be)"
            r" (?:needed|required|necessary|provided|given)",
            rf"(?:{OTHERS}|we|everyone|i)(?: all| also| just)?"
            r" (?:need|needs|have|has|must|should)(?: to)?(?: always| try to| all)? remember to",
            rf"(?:{OTHERS}|you|they)(?: all| really| just)? "
            r"(?:should|must|need to|needs to|have to|ought to) learn (?:to|how|from|the)",
        ),
        not_before=r"(?:draw|drew|worth|before the|each|every|the|until)",
        found=(
            ("We must pay more attention to the graphs.", "pay more attention"),
            ("Remind the team to look at the label.", "Remind the team"),
            ("Next time, please ask before you push.", "Next time, please ask"),
            ("All of them will undergo additional training.", "undergo additional training"),
            ("She was sent on a refresher course.", "refresher course"),
        ),
        left_alone=(
            "The alert drew attention to the second host.",
            "The next time the job runs, it reads the new value.",
            "The training job ended early.",
            "All operators receive training on the new console.",
        ),
    ),
    Rule(
        id="reprimand",
        name="A reprimand",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="A reprimand teaches people to say less.",
        question="What was the effect, and what will be changed?",
        cues=(
            " form",
            "acceptable",
            "appall",
            "disgrac",
            "embarrass",
            "excus",
            "insane",
            "laughable",
            "never ever have",
            "never have",
            "never should have",
            "pathetic",
            "practi",
            "ridiculous",
            "shame",
            "unforgiv",
        ),
        patterns=(
            r"(?:this|that|it|which|what happened|behaviou?r|conduct|attitude|mistake)"
            r"(?: is| was|'s| are)(?: \w{2,20}ly| just| not only| so){0,2}"
            r" (?:unacceptable|ridiculous|insane|embarrassing|pathetic|laughable|not acceptable)",
            r"inexcusable|unforgivable|disgraceful|shameful|appalling",
            r"(?:(?:it|that|this)'s|is|was|are)(?: (?:just|really|such|very|considered"
            r"|simply)){0,2}(?: an?)? (?:really |very |terrible |such )?(?:bad|terrible|awful|poor"
            r"|horrible) practi[cs]e",
            r"(?:simply|just|clearly|plainly|absolutely|completely|totally|utterly)"
            r" (?:not acceptable|unacceptable)",
            r"(?:very |really )?(?:poor|bad) form",
            r"(?:there is|there's|there was|there can be|have|has|had|with) no excuse",
            r"shame on (?:you|them|him|her|us|me|whoever)",
            r"(?:should never|never should) (?:ever )?have (?:happened|occurred|existed)",
            r"(?:shouldn't|should not|must never|must not|can't|cannot) have"
            r" (?:ever )?happened(?= [a-z])",
        ),
        not_before=r"not",
        not_in_sentence=r"(?:shouldn't|should not) have happened (?:as|since|because|given)",
        found=(
            ("This is simply unacceptable.", "This is simply unacceptable"),
            ("There is no excuse for such a change.", "There is no excuse"),
            ("It should never have happened.", "should never have happened"),
            ("Leaving early is simply not acceptable.", "simply not acceptable"),
            ("It's bad practice to leave it open.", "It's bad practice"),
        ),
        left_alone=(
            "The delay was unacceptable for video calls.",
            "Best practice is to take a copy first.",
            "What happened is told below.",
        ),
    ),
    Rule(
        id="punishment",
        name="Punishing somebody",
        category=Category.BLAME,
        strength=Strength.STRONG,
        why="Where telling is punished, the next incident is hidden.",
        question="What do we want the next person to feel free to say?",
        cues=(
            "at fault",
            "disciplin",
            "dismissed",
            "fire",
            "firing",
            "involved",
            "let go",
            "penali",
            "punish",
            "reprimand",
            "responsible",
            "sack",
            "spoken to",
            "suspended",
            "terminat",
            "written up",
        ),
        patterns=(
            rf"(?:{OTHERS}|they)(?: \w{{2,20}}){{0,6}} (?:disciplined|fired|sacked|reprimanded"
            r"|suspended|punished|penali[sz]ed|let go|written up)",
            r"(?:reprimand(?:ed|ing)?|fir(?:e|ed|ing)|sack(?:ed|ing)?|disciplin(?:e|ed|ing)"
            rf"|punish(?:ed|ing)?|terminat(?:e|ed|ing)) (?:{SOMEBODY}|him|her|them|you|whoever"
            r"|those)",
            r"disciplinary (?:action|measures|procedure|steps|process)",
            r"(?:those|anyone|whoever|person|people|individuals?)"
            r"(?: (?:deemed|found|who is|who are|who was|who were))?"
            r" (?:responsible|involved|at fault)(?: for \w{2,20}(?: \w{2,20})?)?"
            r" (?:will|must|should|ought to|needs? to) be (?:dealt with|identified|found"
            r"|punished|disciplined|fired|named|removed|replaced)",
        ),
        not_before=r"(?:no|not|never|without|nobody)(?: \w{2,20}){0,2}",
        not_after=r"pods?|process(?:es)?|instances?",
        not_in_sentence=r"alerts? (?:was|were)? ?fired|terminated? the (?:pod|process|instance)",
        found=(
            ("The technician was reprimanded the same day.", "The technician was reprimanded"),
            ("Disciplinary action will follow.", "Disciplinary action"),
            ("They fired the contractor.", "fired the contractor"),
        ),
        left_alone=(
            "The alert fired at noon.",
            "We terminated the old instances.",
            "The job was suspended for an hour.",
        ),
    ),
)
