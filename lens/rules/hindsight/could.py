"""What could have been."""

from lens.finding import Category, Strength
from lens.rewordings import would_do
from lens.rule import Rule
from lens.vocabulary import CARED, OTHERS, PARTICIPLE, PEOPLE, PREVENTED, SOMEBODY, USERS, W

_RESULT = r"(?:would|could|might|wouldn't|couldn't|'d)"
_MAYBE = "(?: likely| probably| also| still| then| [a-z]{3,20}ly){0,2}"
# Not just another course of things, but a better one.
_FOR_THE_BETTER = (
    rf"(?:{_RESULT}{_MAYBE}(?: not| never|n't){_MAYBE} (?:have|'ve)|{_RESULT}{_MAYBE} (?:have"
    rf"|'ve)(?: also| then| probably| likely| been| [a-z]{{3,20}}ly){{0,3}} (?:{PREVENTED}|{CARED}"
    rf"|known|seen|stayed|survived|kept|worked|recovered|been able|able"
    r"|aware|back|trivial|over|fine|better|faster|quicker|easier|shorter|smaller|simpler|ready))"
)
_WORSE = (
    r"(?:would have (?:failed|crashed|gone down)|worse|lost|more severe|catastroph\w+"
    r"|been (?:a |more |even )?disast\w+|bigger|larger|even more|longer outage)"
)
_IMPACT = (
    r"(?:attackers?|adversar(?:y|ies)|users|customers|visitors|hackers?|anyone with|intruders?"
    r"|nothing|no amount of|nobody|whoever|clients|requests)(?: who| that| \w+ed)?(?: W){0,2}"
).replace("W", W)
RULES = (
    Rule(
        id="would-have-been-better",
        name="It would have been better",
        category=Category.HINDSIGHT,
        strength=Strength.HINT,
        why="Better by how it turned out, which nobody could use as a guide.",
        question="Is this something to do from now on? Then propose it.",
        cues=(
            " better",
            "as it could",
            "as they could",
            "as this could",
            "as we could",
            "been",
            "might have",
            "paid off",
            "saved the day",
            "sense",
            "should have",
        ),
        patterns=(
            r"(?:would|could|might)(?: also| probably| certainly| likely| \w{3,20}ly)?(?: have"
            r"|'ve)(?: also| probably| certainly| \w{3,20}ly)? been (?:(?:a|an|the|much|far|more"
            r"|even|very|so|really|quite|extremely|too) ){0,3}(?:better|useful|helpful|good idea"
            r"|good|nice|nicer|smart|smarter|wise|wiser|prudent|ideal|preferable|sensible|safer"
            r"|best|easier|appropriate|worth|invaluable|great|simpler|beneficial|advisable|right"
            r" (?:call|choice|thing)|handy|desirable|quicker|cheaper|clearer|accurate|honest"
            r"|realistic|suitable|effective|proactive|transparent|thorough|reasonable|logical)",
            r"(?:would|could|might)(?: also| probably| \w{3,20}ly)?(?: have|'ve)"
            r" (?:made (?:(?:far|much) )?(?:more|better) sense|paid off|saved the day"
            r"|(?:served|suited|helped) (?:us|me|them) (?:\w{2,20} )?better)",
            r"(?:not |n't )?(?:handled |done |gone )?as (?:well|quickly|smoothly|fast|good|clear"
            r"|early|soon) as (?:it|they|we|this) (?:could|should|might) have(?: been)?",
            r"(?:better|safer|wiser|best|right|correct|smarter|simpler|good)"
            r" (?:approach|option|choice|way|solution|move|idea|thing|call|decision"
            r"|course of action)(?: to do)? would have been",
        ),
        not_in_sentence=r"for (?:attackers?|an attacker)|what (?:could|would) have",
        found=(
            ("It would have been better to wait.", "would have been better"),
            ("A second screen would have been useful.", "would have been useful"),
            ("It did not go as well as it could have.", "as well as it could have"),
            ("It would have made more sense to wait.", "would have made more sense"),
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
        cues=(
            "'ve",
            "have",
        ),
        patterns=(
            rf"(?:{PEOPLE} )?(?:could|would|(?<!you\s)might)(?:n't)?"
            r"(?: (?:also|well|still|even|potentially|at least|almost|most|very"
            r"|[a-z]{3,20}ly)){0,3}(?: have|'ve)(?: (?:also|probably|likely|already|been|either"
            rf"|[a-z]{{3,20}}ly)){{0,3}} {PREVENTED}",
            r"(?:could|might|would)(?: \w{2,20}ly| also| well){0,2} have"
            r" been(?: (?:much|far|a lot|even|significantly|somewhat|\w{3,20}ly|a)){0,2}"
            r" (?:faster|quicker|better|sooner|earlier|shorter|smoother|clearer"
            r"|less (?:severe|impact\w*)|smaller|milder|handled|resolved|found|discovered"
            r"|diagnosed|paged|fixed|involved|escalated|communicated|improved"
            r"|done (?:better|sooner|earlier|faster|differently)"
            r"|an? (?:\w+ )?(?:sign|clue|warning|hint))",
            r"(?:could|would|might)(?: \w{2,20}ly| also){0,2} have"
            r" (?:gone|done|worked|been handled|been done) (?:\w{2,20} )?"
            r"(?:better|faster|smoother|smoothly|differently|more|sooner|earlier)",
            rf"(?:we|i|he|she|you|{OTHERS}) (?:\w{{3,20}}ly |also )?could(?:'ve| have)"
            r"(?: also| just| easily| probably| at least| simply| \w{3,20}ly){0,2}"
            r" (?!lost|been|had|seen|suffered|ended|run out|hit|exceeded|faced|gone|become"
            r"|caused|affected|leaked|failed|sworn|received|experienced|got|gotten|reached"
            rf"|occurred|asked for a better){PARTICIPLE}",
            r"they could(?:'ve| have) (?:just |at least |simply |easily )(?:\w{2,20})",
            r"they could(?:'ve| have)(?: \w{2,20}ly| also)?"
            rf" (?:{CARED}|rolled|done|used|staged|deployed|shipped|stopped|waited|written|added"
            r"|set|made|put|asked|taken|given|fixed|limited|chosen|built|picked|hired|invested"
            r"|listened|started|split|tried)",
            r"with (?:better|proper|more|an?|good|adequate|earlier|stricter|tighter|working"
            r"|the right) (?:[^\s,.]{1,40} ){1,8}?(?:[^\s,.]{1,40}, )?(?:\S{1,30} ){1,4}?"
            r"(?:would|could|might) have",
            r"should(?: really| probably)?(?: have|'ve) (?:led (?:to|us)|prompted|made us"
            r"|told us|warned us|tipped us)",
            r"(?:would|could|might) have (?:taken|been) (?:only |just |a matter of )?"
            r"(?:minutes|seconds|a few)",
        ),
        not_before=rf"{_IMPACT}|so(?: that)?",
        not_after="to (?:a|an|the|one|some|those|these|about) ",
        not_in_sentence=(
            r"nothing (?:\w{2,20} ){0,4}(?:could|would) have|(?:would|could) (?:also )?(?:not"
            r"|never)(?: likely)? have (?:helped|prevented|detected|caught|avoided|made)|(?:would"
            r"|could) (?:also )?have not helped|(?:wouldn't|couldn't) have (?:helped|prevented"
            r"|caught|detected|avoided|made|asked)|(?:what|things (?:that|which)) could have|(?:do"
            r"|did|is|was|are) (?:we|there|any) [^?]{1,150}\?"
        ),
        rewording=would_do,
        found=(
            ("A limit would have prevented it.", "would have prevented"),
            ("It could have been found an hour earlier.", "could have been found"),
            ("The answer could have been faster.", "could have been faster"),
            ("A rehearsal would've prevented it.", "would've prevented"),
        ),
        left_alone=(
            "Nothing could have prevented the storm.",
            "It could have been a lot worse.",
            "An attacker would have noticed the open port.",
            "Is there any alert that would have caught this?",
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
            "had ",
            "hadn't",
            "have gone",
            "have happened",
            "if",
            "n't have",
            "not have",
            "wish",
            "would never",
        ),
        patterns=(
            rf"(?:even )?if (?:only )?(?:{PEOPLE}|they|anyone|anybody|{USERS})"
            r"(?: had|'d|hadn't| hadn't)(?: (?:not|only|just|also|all|at least|been more|first"
            rf"|ever|more|[a-z]{{3,20}}ly)){{0,3}} (?:{PARTICIPLE}|been|had)",
            rf"if (?:{W} ){{1,8}}?(?P<words>had(?: not|n't)?)"
            rf" (?:{W},? ){{1,16}}?{_FOR_THE_BETTER}",
            rf"had (?:we|i|they|he|she|you|someone|anyone|{SOMEBODY}|{USERS})"
            rf"(?: (?:not|been|[a-z]{{3,20}}ly|only|also)){{0,2}} {PARTICIPLE}",
            r"(?:(?<=[,;:(]\s)|(?<=\bthat\s)|^[^a-z]{0,9})(?P<words>had [a-z][\w-]{1,30} "
            rf"(?:{W},? ){{1,16}}?{_FOR_THE_BETTER})",
            r"(?:would|could|might)(?: likely| probably| not|n't| never){0,2} have"
            rf" (?:{W} ){{1,9}}?(?P<words>had (?:the|an?|our|their|{SOMEBODY}) (?:{W} ){{0,4}}?"
            rf"(?:been|{PARTICIPLE}))",
            rf"had (?:the|this|that|it|there|these|our|an?) (?:{W},? ){{1,14}}?{_FOR_THE_BETTER}",
            r"if it (?:were not|weren't|wasn't|had not been|hadn't been) for",
            r"if (?:we|i)'d (?:had|only|just|[a-z]{2,20}ed|known|seen|run|caught)",
            r"(?:i|we) wish (?:that )?(?:i|we|they|you|someone|somebody)(?: had|'d)",
            r"(?:this|it|that|we|they|none of (?:this|it)|the (?:\w{2,20} )?(?:outage|incident"
            r"|problem|issue|bug|change|error)) (?:would(?: likely| probably)? (?:not|never)"
            r"|wouldn't)(?: likely| probably| ever)? have (?!helped|mattered|worked|changed|needed"
            r"|been able)"
            rf"(?:{PARTICIPLE}|been)",
            r"(?:would not|wouldn't|would never|might not|couldn't|could not|need not|needn't)"
            r"(?: likely| probably| even)? have (?:happened|occurred"
            r"|been (?:necessary|possible|a problem|an issue|needed)|spread|escalated|gotten|got"
            r"|gone|lasted|taken)",
            rf"if (?:{W} ){{1,8}}?(?:was|were) (?:\w{{2,20}}ly )?(?P<words>{CARED})"
            r" (?:\w{2,20} ){0,6}?(?:daily|earlier|sooner|before)",
        ),
        not_in_sentence=_WORSE,
        not_after=r"(?:\w{2,20} ){0,2}without",
        not_before=r"(?:as|see|check|ask|wonder\w*|asked|whether|know)",
        found=(
            ("If we had asked, we would know.", "If we had asked"),
            ("Had I waited, it would be over.", "Had I waited"),
            ("I wish we had kept a copy.", "I wish we had"),
            ("This need not have happened.", "need not have happened"),
            ("If it weren't for the old default, it would be fine.", "If it weren't for"),
        ),
        left_alone=(
            "If the disk had failed too, data would have been lost.",
            "If a node fails, its pods move.",
            "We had the old host for years.",
            "Had the queue been full, new jobs would have been refused.",
            "If the queue had been empty, the deploy would have gone on.",
        ),
    ),
)
