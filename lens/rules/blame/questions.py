"""Fingers pointed at the reader, and questions that ask who or why."""

from lens.finding import Category, Strength
from lens.rule import Rule
from lens.vocabulary import CARE, OTHERS, PAST, SOMEBODY, THEY

_ASKING = (
    r"(?:can|could) (?:someone|somebody|anyone|anybody) tell (?:me|us)|tell (?:me|us)"
    r"|(?:do not|don't|did not|didn't)(?: yet| even)? know|know|find(?:ing)? out|found out"
    r"|ask(?:ed|ing)?|identif(?:y|ied)|figure out|wonder(?:ing)?|determine|question of|establish"
    r"|see|track down|idea"
)
# Who noticed or joined is asked to thank them.
_DID = (
    r"(?!joined|noticed|reported|called|helped|asked|responded|answered|acknowledged|saw|found"
    rf"|used|needed|owned|replied|volunteered)(?:{PAST}|signed off)"
)

RULES = (
    Rule(
        id="you-did",
        name="Accusing the reader",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="Read by the one who did it, this is a finger pointed.",
        question="Could this be a question about the change instead?",
        cues=(
            "stop",
            "you",
        ),
        patterns=(
            r"you(?:'ve)?(?: (?:have|just|really|clearly|obviously|also|apparently|totally"
            r"|completely|always|never|even|all|guys)){0,3}"
            r" (?:broke|broken|forgot|forgotten|messed|screwed|failed to|ignored|missed|skipped"
            r"|ruined|caused|deleted|wrecked|pushed (?:to|a|this|broken|straight|without))",
            r"you (?:clearly |obviously |still )?(?:didn't|did not|never|haven't|have not|don't"
            r"|can't) (?:even |ever |bother to |bothered to )?"
            r"(?:read|check|test|tested|bother|ask|asked|think|care|understand|look|looked"
            r"|checked|follow|followed|tell|told|listen|review|reviewed|verify|verified)",
            r"you (?:clearly |really |obviously )?have a problem(?= with)",
            r"you are (?:the (?:problem|one who)|doing it wrong|to blame)",
            r"(?:please |just )?stop (?:pushing|merging|breaking|deploying|committing|ignoring"
            r"|wasting|blaming|making)",
            r"(?:did|do|have|are) you even",
            r"(?:and |so )?you (?:call|called) (?:this|that|yourself|yourselves)",
            r"(?:not|n't) how you(?:'re| are) supposed to",
            r"you (?:did not|didn't|haven't|have not|don't|never) even [a-z]{2,20}",
            r"because you (?:did not|didn't|never|forgot|failed|haven't|have not) [a-z]{2,20}",
        ),
        not_before=r"(?:if|when|in case|until|before|unless|once|after|that|whether|what|hope|did"
        r"|and|may|might|or|where|sure|let us know|i think|anything|something|as)",
        not_after=r"(?:your |the )?password",
        found=(
            ("You broke the release branch.", "You broke"),
            ("You didn't even read the guide.", "You didn't even read"),
            ("You have a problem with deadlines.", "You have a problem"),
        ),
        left_alone=(
            "If you missed the call, there is a recording.",
            "You can read the guide here.",
            "Once you have deleted the volume, make a new one.",
        ),
    ),
    Rule(
        id="who-did",
        name="Asking who",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="“Who” makes people defend themselves; “what” and “how” let them tell.",
        question="What happened between the last good moment and the first bad one?",
        cues=("who",),
        patterns=(
            r"(?:so |and |but |just |exactly )?who(?: (?:in|on|from)(?: \w{2,20}){1,3}?)?(?:"
            r" \w{2,20}ly)? (?:broke|approved|merged|deployed|pushed|deleted|did|caused|changed"
            r"|committed|touched|let|messed|screwed|forgot|allowed|authori[sz]ed|signed off|made"
            r"|ran|thought|decided|is responsible|was responsible|gave|reviewed|turned|dropped"
            r"|left)(?=[^\n]{0,200}\?)",
            rf"(?:{_ASKING}) who(?: \w{{2,20}}ly)? (?:{_DID}|(?:is|was) (?:responsible|to blame))",
            r"who (?:in (?:their|his|her|its) right mind|the (?:hell|heck|fuck)|on earth)",
        ),
        not_before=r"(?:(?:nobody|no one|never|not|n't|without)(?: \S{1,20}){0,3}|people|person"
        r"|engineers?|those|anyone|everyone|someone|team|colleague|one"
        r"|all|developer|author|user|users|not|and|contractor|employee|friend|responders?)",
        found=(
            ("Who approved this change?", "Who approved"),
            ("We need to find out who deleted the record.", "find out who deleted"),
            ("Does anybody know who pushed it?", "know who pushed"),
            ("Tell me who rotated the key.", "Tell me who rotated"),
            ("Who on the team approved this?", "Who on the team approved"),
        ),
        left_alone=(
            "Who is on call tonight?",
            "The engineer who merged it helped us to mend it.",
            "Thanks to everyone who ran the checks?",
            "Does anyone know who noticed it first?",
        ),
    ),
    Rule(
        id="why-did-they",
        name="Asking why somebody did",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="“Why did you” asks for a defence.",
        question="How did this make sense at the time?",
        cues=(
            "how can",
            "how could",
            "how did",
            "thinking",
            "why",
        ),
        patterns=(
            rf"what (?:was|were|is|are) (?:he|she|they|you|{SOMEBODY}) (?:even |possibly"
            rf" )?thinking",
            rf"how (?:could|can|did)(?: possibly)? (?:we|you|they|he|she|anyone|anybody|nobody"
            rf"|no one|someone|somebody|{SOMEBODY})(?: (?:all|ever|possibly|even|not|just|so))*"
            r" (?:think|miss|fail|let|forget|be so|do (?:this|that|such)|overlook|ignore|allow"
            r"|believe|assume|notice|check|test|approve|sign)",
            r"why(?: on earth| the hell| then| exactly)? (?:didn't|did|don't|do|would|wouldn't"
            r"|were|weren't|was|wasn't|had|hadn't|have|haven't|has|hasn't|doesn't|could|couldn't"
            r"|isn't|is|are|aren't) (?:not )?(?:you|he|she|anyone|anybody|nobody|no one|someone"
            rf"|somebody|{SOMEBODY})(?! team\b)",
            r"why (?:on earth|the hell|in the world|in god's name)",
            rf"why (?:did|didn't) they (?:not )?(?:\w{{2,20}}ly )?{CARE}",
            rf"why (?:they|he|she|you|anyone|someone|{SOMEBODY})"
            r" (?:would|chose to|decided to|thought|felt)(?: \w{2,20}ly| ever)?"
            r" ?(?:roll|push|deploy|release|do|let|choose|use|put|make|ship|merge|run|remove"
            r"|change|allow|ignore|it|this|that)",
            r"wonder(?:ing|ed|s)? why (?!(?:it|this|that|the|my|our|your|an?|some)\b)[\w-]{2,30}"
            r"(?: (?:team|people|devs))? (?:didn't|did not|doesn't|never|wouldn't|won't|hasn't)"
            r" (?:\w{2,20}ly )?(?:do|test|bother|think|consider|plan|roll|catch|find|fix|tell"
            r"|ask|care|stage|review|done|tested|fixed|reviewed)",
            r"why (?:didn't|hadn't|weren't|haven't|did) we (?:not )?(?:\w{2,20}ly )?"
            r"(?:notice|check|test|catch|miss|ignore|forget|fail|think|see|know|monitor"
            r"|monitoring|realise|realize|ask|tell|read|roll|let|follow|react|spot|have|detect"
            r"|communicate)",
            r"why (?:\S{1,20} ){1,4}(?:didn't|did not|failed to|wasn't|weren't|hadn't|forgot to)"
            rf" {CARE}",
            rf"why (?:you|he|she|{SOMEBODY})(?: (?:just|still|even|really))?"
            r" (?:haven't|hasn't|aren't|isn't|wasn't|weren't|didn't|don't|doesn't|won't|wouldn't"
            r"|can't|couldn't|have not|did not|do not|would not)"
            r"(?! need| use| want| have to| see)",
            r"why (?:did it take|has it taken) (?:\S{1,20} ){0,3}?(?:for )?"
            rf"(?:someone|anyone|you|them|him|her|{SOMEBODY})",
        ),
        not_after=r"(?:need|want|use|like|recommend|prefer|care about|choose)",
        found=(
            ("Why didn't you ask first?", "Why didn't you"),
            ("Why did the engineer close the valve?", "Why did the engineer"),
            ("Why did we not notice it?", "Why did we not notice"),
            ("I wonder why Acme didn't test it first.", "wonder why Acme didn't test"),
            ("What were they thinking?", "What were they thinking"),
            ("How could anyone miss that?", "How could anyone miss"),
        ),
        left_alone=(
            "Why did the queue grow?",
            "Why was the alert not sent?",
            "Why do we need two clusters?",
            "What were they looking at when the page came?",
            "How did the responder find the right graph?",
        ),
    ),
    Rule(
        id="five-whys-person",
        name="A chain of whys that ends at a person",
        category=Category.BLAME,
        strength=Strength.SUGGESTION,
        why="A chain has one end; when that is a person, the rest goes unseen.",
        question="Where else could this chain have branched?",
        cues=("because",),
        patterns=(
            r"why[^?\n]{0,120}\?[)*_ ]{0,9}(?:-|—|–|→)?[ ]{0,9}"
            rf"(?P<words>because (?:{THEY}|we|i|you) (?:\w{{2,20}}ly )?"
            rf"(?:did not|didn't|forgot|failed|never|{PAST}))",
            rf"because (?:{OTHERS}) (?:\w{{2,20}}ly )?(?:did not|didn't|never|had not|hadn't)"
            r" (?:\w{2,20}ly )?[a-z]{2,20}",
        ),
        found=(
            (
                "Why was it empty? Because the operator closed the valve.",
                "Because the operator closed",
            ),
            ("Why? Because someone forgot to ask.", "Because someone forgot"),
            (
                "It spread because the developer did not set a limit.",
                "because the developer did not set",
            ),
        ),
        left_alone=(
            "Why was it empty? Because the valve was closed.",
            "It spread because there was no limit.",
            "We waited because the operator was starting.",
        ),
    ),
)
