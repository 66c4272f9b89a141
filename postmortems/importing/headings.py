"""Which part of a write-up a heading announces, in the words teams use for it."""

import re
from enum import StrEnum

from postmortems.importing.languages import NAMES as IN_OTHER_LANGUAGES


class Place(StrEnum):
    """Where a line of a report can go."""

    TITLE = "title"
    WHAT_HAPPENED = "what_happened"
    IMPACT = "impact"
    WHAT_MADE_IT_POSSIBLE = "what_made_it_possible"
    WHAT_WENT_WELL = "what_went_well"
    WHERE_WE_WERE_LUCKY = "where_we_were_lucky"
    WHAT_SURPRISED_US = "what_surprised_us"
    WHAT_WE_KNOW_NOW = "what_we_know_now"
    FACTOR = "factor"
    FOLLOW_UP = "follow_up"
    TIMELINE = "timeline"

    @property
    def in_words(self) -> str:
        return self.value.replace("_", " ")


TEXTS = (
    Place.WHAT_HAPPENED,
    Place.IMPACT,
    Place.WHAT_MADE_IT_POSSIBLE,
    Place.WHAT_WENT_WELL,
    Place.WHERE_WE_WERE_LUCKY,
    Place.WHAT_SURPRISED_US,
    Place.WHAT_WE_KNOW_NOW,
)

# The first of each is what the section itself is called; the heading is not needed above it.
# The "also" names are understood, and stay in the text because they say something more.
_NAMES: dict[Place, tuple[str, str]] = {
    Place.WHAT_HAPPENED: (
        "summary|overview|what happened|tl;?dr"
        "|(incident|executive|short|brief|problem|issue|event|outage) (summary|overview)"
        "|(incident |problem |issue )?description|abstract|introduction|issue|what was the problem",
        "background|context|details|identified|detection|resolution|resolution and recovery"
        "|recovery|mitigations?|(incident )?response|restoration|lead[- ]?up|fault|workarounds?"
        "|detection and (response|resolution)|(steps to|steps taken to)? ?(resolution|resolve)"
        "|how (it|this) was (resolved|fixed|detected|mitigated)|resolution steps"
        "|how (was|did) (we|it|this|the (incident|issue|outage)) ?"
        "(fix|fixed|resolve|resolved|notice|noticed|detect|detected|mitigated)( (it|this))?"
        "|what fixed (it|this)|incident details|details of (the )?(incident|outage|issue)"
        "|actions already taken|immediate actions( taken)?",
    ),
    Place.IMPACT: (
        "impact|(incident|user|users|customer|business|service) impact|impact on (users|customers)",
        "who was (affected|impacted)|(affected|impacted) (users|customers|services|systems"
        "|components|packages|versions|crates|areas)"
        "|(services|systems|customers|users) (affected|impacted)"
        "|scope( of impact)?|blast radius|symptoms|impact (analysis|assessment|summary|details)"
        "|what was (the impact|impacted|affected)|(user|customer)[- ]facing impact",
    ),
    Place.WHAT_MADE_IT_POSSIBLE: (
        "what made it possible",
        "((primary|the|underlying|direct|probable) )?(root )?causes?( analysis| summary)?"
        "( of the (incident|outage|issue|problem))?|rca|triggers?|(technical )?analysis"
        "|what caused (it|this|the (incident|outage|issue|problem))|what is the cause"
        "|(what|things that) (went wrong|went poorly|went badly|did ?n[o']t go( so| as)? well"
        "|could have gone better)|what (could|can) (be|have been) (improved|better)"
        "|(how|why) did (it|this|the (incident|outage)) (happen|occur)"
        "|why (it|this) happened|how (it|this) happened"
        "|why (it|this) (failed|was ?n[o']t (caught|noticed|detected))"
        "|why was (it|this) (hard|difficult|slow) to (detect|find|notice|debug)"
        "|(the )?(5|five) whys|root causes?( and trigger)?|what failed|what didn't work"
        "|what needs improvement|areas (for|of) improvement|the bad|went (wrong|poorly|badly)"
        "|what was (hard|difficult|confusing)|challenges|where we can improve",
    ),
    Place.WHAT_WENT_WELL: (
        "what went well|what (worked|went) (well|right)|(things|positives) that went well",
        "what worked|what helped|the good|positives|went well|successes",
    ),
    Place.WHERE_WE_WERE_LUCKY: (
        "where we (got|were) lucky",
        "where (we )?(got|were) (fortunate|lucky)|luck|lucky breaks|what (was|were) lucky",
    ),
    Place.WHAT_SURPRISED_US: (
        "what surprised us|surprises",
        "what was surprising|what surprised me",
    ),
    Place.WHAT_WE_KNOW_NOW: (
        "lessons?( (learned|learnt))?|what we know now|(key )?(learnings|lessons)"
        "|what (we|i)( have)? learn(ed|t)",
        "conclusions?|(key |main )?takeaways|insights|reflections?|discussion|observations"
        "|findings",
    ),
    Place.FACTOR: (
        "(contributing|contributory) (factors|causes)|contributors|factors",
        "",
    ),
    Place.FOLLOW_UP: (
        "actions?|action (items|points|list|plan)"
        "|actions? (taken|to take|required|following review)"
        "|follow[- ]?ups?|follow[- ]?up (actions?|items|tasks|work)|next steps|review actions"
        "|(post[- ]?incident|planned|future|corrective|preventative|preventive|remedial) "
        "(actions?|measures|work|tasks)|corrective and prevent(at)?ive (actions|measures)"
        "|remediations?|remediation (items|steps|actions)|prevention|to[- ]?dos?|tasks"
        "|recommendations|improvements|prevent(ion|at?ive) measures|action items and owners"
        "|follow[- ]?through|carry[- ]?forward( follow[- ]?ups)?|future work|actionables"
        "|((remediation|remedial|prevention|preventive|corrective) )?(actions? )?plans?"
        "|(long|short|medium)[- ]term (actions|fixes|solutions|measures|improvements)"
        "|(prevention|prevent(at)?ive|corrective|remediation) (actions|steps|measures|tasks)"
        "|(future|planned|proposed|suggested) (improvements|changes|actions|fixes|preventions?"
        "|(prevent(at)?ive )?measures)|improvement (actions|items|plan)"
        "|(action|to[- ]?do|task) items?( list)?|resulting actions",
        "how (are|do|will|can) we prevent(ing)? (it|this)( from)? happening again"
        "|what are we doing (about it|to prevent this)|what (we are|we're) doing( about it)?"
        "|what('s| is| comes) next|what we (will|are going to|plan to) do( (next|about it))?"
        "|how (we|will we|can we|do we|to) (will |can )?(prevent|avoid) (this|it)( .*)?"
        "|preventing (a )?recurrence|prevention of recurrence|(our )?next steps",
    ),
    Place.TIMELINE: (
        "time ?line"
        "|((incident|event|events|full|detailed|complete|outage|response|postmortem|brief|rough"
        "|approximate|impact|recovery|high[- ]level) ){1,2}timeline"
        "|timeline of (the )?(events|incident|outage|what happened)"
        "|timeline (and|of) events|incident (log|chronology)"
        "|chronology|(sequence|order) of events|(key )?events|event log|what happened when",
        "",
    ),
}

for _place, _names in IN_OTHER_LANGUAGES.items():
    _own, _also = _NAMES[Place(_place)]
    _NAMES[Place(_place)] = (_own, f"{_also}|{_names}" if _also else _names)

_OWN = {place: re.compile(own) for place, (own, _) in _NAMES.items()}
_ALSO = {place: re.compile(also) for place, (_, also) in _NAMES.items() if also}

_MARKUP = re.compile(r"[*_`~]+")
_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*[.):]?|[ivx]+[.)]|[a-z][.)])\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*[(\[（].*$")
_AND = re.compile(r"\s*(?:&|/|,| and )\s*")
_EDGES = re.compile(r"^[^\w]+|[^\w;]+$")


def name_of(heading: str) -> str:
    """A heading as it is compared: no markup, numbers, brackets, case or closing colon."""
    bare = _MARKUP.sub("", heading).replace("’", "'")
    bare = _BRACKETS.sub("", bare)
    bare = _NUMBERING.sub("", _EDGES.sub("", bare))
    return " ".join(_EDGES.sub("", bare).lower().split())


def place_of(heading: str) -> Place | None:
    """The part of a write-up that a heading announces; None when it is not a known name.

    A heading may name several things, "Root cause and resolution", or go on after a
    colon, "Root cause: the five whys". Then its first name counts, and all of it stays.
    """
    name = name_of(heading)
    if (place := _known(name)) is not None:
        return place
    if len(parts := _AND.split(name)) > 1 and None not in (places := [_known(p) for p in parts]):
        return places[0]
    first, colon, _rest = name.partition(":")
    return _known(first.strip()) if colon else None


def _known(name: str) -> Place | None:
    for patterns in (_OWN, _ALSO):
        for place, pattern in patterns.items():
            if pattern.fullmatch(name):
                return place
    return None


def says_only(heading: str, place: Place) -> bool:
    """Whether nothing is lost when a heading is replaced by the section it announces."""
    unnumbered = _NUMBERING.sub("", _EDGES.sub("", heading))
    if len(words_of(unnumbered)) != len(words_of(name_of(heading))):
        return False
    return _OWN[place].fullmatch(name_of(heading)) is not None


_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """The words of a line, in order, without the marks around them."""
    return [word for found in _WORD.findall(text) if (word := found.strip("_"))]
