"""What could have been."""

from lens.finding import Category, Strength
from lens.rewordings import would_do
from lens.rule import Rule
from lens.vocabulary import CARED, OTHERS, PARTICIPLE, PEOPLE, PREVENTED, SOMEBODY, USERS, W

_RESULT = r"(?:would|could|might|wouldn't|couldn't|'d)"
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
        cues=("been", "as it could", "as they could", "as we could", "as this could"),
        patterns=(
            r"(?:would|could|might)(?: also| probably| certainly| likely| \w{3,20}ly)?"
            r"(?: have|'ve)(?: also| probably| certainly| \w{3,20}ly)? been"
            r" (?:(?:a|an|the|much|far|more|even|very|so|really|quite|extremely|too) ){0,3}"
            r"(?:better|useful|helpful|good idea|good|nice|nicer|smart|smarter|wise|wiser"
            r"|prudent|ideal|preferable|sensible|safer|best|easier|appropriate|worth|invaluable"
            r"|great|simpler|beneficial|advisable|right (?:call|choice|thing)|handy|desirable"
            r"|clearer|accurate|honest|realistic|suitable|effective|proactive|transparent"
            r"|thorough|reasonable|logical)",
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
            rf"(?:{PEOPLE} )?(?:could|would|(?<!you\s)might)(?:n't)?"
            r"(?: (?:also|well|still|even|potentially|at least|almost|most|very"
            r"|[a-z]{3,20}ly)){0,3} (?:have|'ve)(?: (?:also|probably|likely|already|been|either"
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
            r"nothing (?:\w{2,20} ){0,4}(?:could|would) have"
            r"|(?:would|could) (?:also )?(?:not|never)(?: likely)? have"
            r" (?:helped|prevented|detected|caught|avoided|made)"
            r"|(?:would|could) (?:also )?have not helped|(?:wouldn't|couldn't) have"
            r" (?:helped|prevented|caught|detected|avoided|made|asked)"
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
            rf"(?:even )?if (?:only )?(?:{PEOPLE}|they|anyone|anybody|{USERS})"
            r"(?: had|'d|hadn't| hadn't)(?: (?:not|only|just|also|all|at least|been more|first"
            rf"|ever|more|[a-z]{{3,20}}ly)){{0,3}} (?:{PARTICIPLE}|been|had)",
            rf"if (?:{W} ){{1,8}}?(?P<words>had(?: not|n't)?)"
            rf" (?:{W},? ){{1,16}}?{_RESULT}(?: not| never| likely| probably| also| still"
            r"| [a-z]{3,20}ly){0,2} ?(?:have|'ve|be a)",
            rf"had (?:we|i|they|he|she|you|someone|anyone|{SOMEBODY}|{USERS})"
            rf"(?: (?:not|been|[a-z]{{3,20}}ly|only|also)){{0,2}} {PARTICIPLE}",
            r"(?:(?<=[,;:(]\s)|(?<=\bthat\s)|^[^a-z]{0,9})(?P<words>had [a-z][\w-]{1,30} "
            rf"(?:{W},? ){{1,16}}?{_RESULT}(?: not| never|n't| likely| probably"
            r"| [a-z]{3,20}ly){0,2} have)",
            r"(?:would|could|might)(?: likely| probably| not|n't| never){0,2} have"
            rf" (?:{W} ){{1,9}}?(?P<words>had (?:the|an?|our|their|{SOMEBODY}) (?:{W} ){{0,4}}?"
            rf"(?:been|{PARTICIPLE}))",
            rf"had (?:the|this|that|it|there|these|our|an?) (?:{W},? ){{1,14}}?{_RESULT}"
            r"(?: not| never|n't| likely| probably| [a-z]{3,20}ly){0,2} have",
            r"if (?:we|i)'d (?:had|only|just|[a-z]{2,20}ed|known|seen|run|caught)",
            r"(?:i|we) wish (?:that )?(?:i|we|they|you|someone|somebody)(?: had|'d)",
            r"(?:would not|wouldn't|would never|might not|couldn't|could not)"
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
        ),
        left_alone=(
            "If the disk had failed too, data would have been lost.",
            "If a node fails, its pods move.",
            "We had the old host for years.",
        ),
    ),
)
