"""The parts that patterns are put together from.

A space stands for any gap between words (see `lens.rule.phrase`). All quantifiers are bounded.
"""

from lens.masking import PERSON


def any_of(words: str) -> str:
    """A group of words that are given one a line or between blanks, `_` for a blank inside."""
    return "(?:" + "|".join(words.split()).replace("_", " ") + ")"


# One word of any kind; a covered piece of code counts as one.
W = r"[^\s,;:()?]{1,40}"
NAME = rf"(?:{PERSON}{{1,80}}|@[a-z0-9](?:[\w-]{{0,38}}\w)?)"

# Nouns for people at work. Not here: user and customer, who are spoken of neutrally, and worker,
# agent, driver, manager, host or client, which are programs more often than people.
ROLE = any_of(
    r"""
    engineers? developers? devs? programmers? coders? admins? administrators? sysadmins? dbas?
    sres? responders? on-?calls? on-call_(?:engineers?|persons?|responders?|developers?|teams?)
    operators? technicians? contractors? subcontractors? employees? maintainers? committers?
    contributors? authors? reviewers? approvers? colleagues? co-?workers? teammates? teams? squads?
    crews? interns? trainees? apprentices? juniors? newcomers? new_(?:hires?|joiners?|starters?)
    graduates? staff the_lead
    the_(?:night|day|early|late|evening|weekend|previous|next|outgoing|incoming|first|second)_shift
    (?:infrastructure|network|networking|operations|engineering|storage|database)_group
    staffers? management leadership executives? supervisors? managers_(?:of|in)
    the_commander
    (?:product|project|release|engineering|incident|duty|shift|site|it|change|plant|facilit(?:y|ies)|account|operations|branch|line|ward)_managers?
    manager_(?:in_charge|on_duty) (?:incident|tech|team|release|project)_(?:commanders?|leads?)
    architects? testers? analysts? consultants? pilots? captains? electricians? personnel
    workmen (?:contract|maintenance|utility|construction|site)_workers?
    people persons? humans? folks guys? gu?y woman man individuals? colleague
    vendors? suppliers? department owners_of (?:help_?desk|support|service)_(?:agents?|staff)
    assistants? deployers? mechanics? dispatchers? clerks? controllers_on_duty
    (?:staff|team|crew|board)_members? members?_of_staff
    members?_of_(?:the|our|their)_(?:\w{1,20}_){0,2}(?:team|crew|squad|department|group)
    ops (?:the|our)_qa product_owners? scrum_masters? (?:service|help)_desk isps?
    bosses boss officials? officers? directors? ceos? ctos? cios? cisos? vps? vice_presidents?
    auditors? inspectors? designers? data_scientists? freelancers? students? volunteers? cleaners?
    moderators? superintendents? foremen foreman
    those_(?:in_charge|responsible|involved|on_(?:W_){0,2}?W|[a-z]{2,20}ing_(?:W_){0,3}?W|who_(?:W_){1,5}?W)
    nurses? doctors? surgeons? physicians? clinicians? pharmacists? midwives midwife practitioners?
    paramedics? an(?:a)?esthetists? radiologists? co-?pilots? first_officers? skippers? helmsm[ae]n
    watch-?keepers? crewm[ae]n seafarers? signall?ers? signalm[ae]n air_traffic_controllers?
    (?:train|bus|truck|lorry)_drivers? welders? plumbers?
    shift_leaders? team_leaders? mates? (?:the|our|its)_(?:board|bank|firm|committee) shipmates?
    instructors? trainers? surveyors?
    compan(?:y|ies) organi[sz]ations? manufacturers? airlines? industry agenc(?:y|ies) regulators?
    board_of_directors
    (?:hosting|cloud|dns|network|internet|upstream|service|third-party|data_cent(?:er|re))_providers?
    """
).replace("W", W)
DETERMINER = any_of(
    r"""
    the a an our their his her my your its this that these those some every each all both another
    any several two three four five few a_few a_couple_of many most no
    (?:one|some|two|three|all|most|many|none|any|each|either|neither|several|both)_of_W
    """.replace("W", W)
)
_NOT_AN_ADJECTIVE = any_of(
    """
    of for by to from with on in at as and or but that which who whose is was were are be been had
    has have did do does not the a an our their his her this if when while because than then so it
    we i they he she you failed should could would will can must
    """
)
ADJECTIVE = rf"(?!{_NOT_AN_ADJECTIVE}[ ,.])[a-z][\w'’/-]{{0,30}}"
_ASIDE = r", (?:who|now|then|still|tired|exhausted|new|fresh|having|[a-z]{2,20}ing) [^,\n]{1,90},"
_PLAIN = rf"(?!(?:because|that|which|when|while|but|so|as|if|and|was|were|is|had|has)[ ]){W}"
_WHERE = (
    rf"(?:(?:on|in|from|at|of|behind|who|running|for|involved|responsible)(?: {W}){{0,5}}?"
    r"|(?:doing|performing|conducting|carrying out|working|visiting|using|trying|assigned"
    rf"|employed|hired|contracted|tasked|named)(?: {_PLAIN}){{0,9}}?)"
)
# What stands after a preposition is not who acts, and what stands after an article belongs to it.
_NOT_AN_OBJECT = "".join(
    rf"(?<!\b{word}\s)"
    for word in (
        "by to from for with at against via on in about between into of than "
        "the a an our their your"
    ).split()
)
# "Engineer A" is a person too.
_SORT = any_of(
    """
    maintenance support security network database data platform infrastructure operations senior
    junior other multiple various more fellow on-call ops it product external third-party
    """
)
_NOUN = (
    rf"(?:(?:(?:both|all) )?{DETERMINER} (?:{ADJECTIVE} ){{0,3}}|(?:{_SORT} ){{1,2}})?"
    rf"{ROLE}(?: [a-z](?=[ ]))?"
)
# Without an article these are people only where a sentence or a part of it begins.
_DEPARTMENT = any_of(
    """
    qa (?:customer_)?support engineering sales marketing procurement infosec legal compliance
    finance
    """
)
SOMEBODY = rf"(?:{NAME}|{_NOUN})"
_OTHERS = any_of(
    rf"""
    he she someone_else somebody_else someone somebody whoever(?:_{W}){{0,8}}? everyone everybody
    (?:anyone|anybody)(?:_on_the_(?:team|call))? (?:both|two|three|all|one|some)_of_(?:us|them)
    """
)
_HAVE = "(?:'ve|'d)?"
# Who acts: other people; these and the writer; and those whom only the verb shows to be people.
_SUBJECT = (
    rf"{_OTHERS}{_HAVE}|{SOMEBODY}(?: {_WHERE}|{_ASIDE})?"
    rf"|(?<!\w\s){_DEPARTMENT}(?! (?:team|for|of))"
)
OTHERS = rf"{_NOT_AN_OBJECT}(?:{_SUBJECT})"
THEY = rf"{_NOT_AN_OBJECT}(?:they{_HAVE}|{_SUBJECT})"
WE = r"(?:we|i)(?:'ve|'d|'m|'re)?"
PEOPLE = rf"(?:{WE}|you{_HAVE}|{OTHERS})"
ANYONE = rf"(?:{WE}|you{_HAVE}|{THEY})"
USERS = rf"(?:{DETERMINER} )?(?:users?|customers?|clients?)"
# By whom something was done or left.
AGENT = (
    r"(?:me|us|him|her|them|everyone|everybody|someone|somebody|whoever"
    rf"|(?:[a-z-]{{2,20}} )?{SOMEBODY})"
)
# Whose: a person's, as in "our mistake".
WHOSE = rf"(?:my|our|your|his|her|their|whose|(?:{SOMEBODY}|someone|somebody)(?:'s|s'|'))"

# Little words between who acts and what they did.
ADVERB = any_of(
    r"""
    had has have also then just really simply repeatedly both all again even still initially once
    already only never soon later first may might must apparently too not kind_of sort_of
    [a-z]{3,20}ly
    """
)
SO = rf"(?: {ADVERB}){{0,3}}"

_IRREGULAR_PAST = any_of(
    """
    ran wrote sent made went put did took gave let built cut set began hit left broke brought
    bought caught chose drew drove fell felt found got had held kept knew led lost meant met paid
    read said saw shut spoke spent stood swept thought threw told tore typed understood
    """
)
PAST = rf"(?:(?!need|speed|feed|seed|embed)[a-z-]{{1,20}}ed|{_IRREGULAR_PAST})"
_IRREGULAR_PARTICIPLES = any_of(
    """
    done known seen caught thought taken made kept gone given run set put read written sent told
    found held built begun chosen cut let left paid said spoken spent got gotten understood
    brought bought come hit shut led lost met meant reset split stuck sought rewritten undone
    rebuilt foreseen heard stood withdrawn drawn thrown
    """
)
PARTICIPLE = rf"(?:(?!need|speed|feed|seed|embed)[a-z-]{{1,20}}ed|{_IRREGULAR_PARTICIPLES})"

# What people do to look after a system; programs do none of it.
CARE = any_of(
    r"""
    test check verify validate communicate inform tell notify warn ask review consult monitor
    document escalate announce coordinate anticipate double-?check follow_up follow_through involve
    rehearse practi[sc]e account_for take_(?:\w{1,20}_){0,2}into_account think pay_attention
    investigate prioriti[sz]e audit look_(?:at|into|for) take_care plan_for prepare
    read_(?:the|any|our|its|their) foresee discuss share raise inspect listen speak_up question
    examine assess evaluate measure confirm consider spot
    keep_(?:\w{1,20}_){1,3}(?:informed|up_to_date|updated)
    take_a_(?:backup|snapshot) make_(?:a_backup|sure|certain) back_up notice
    """
)
CARED = any_of(
    r"""
    tested checked verified validated communicated informed told notified warned asked reviewed
    consulted monitored documented escalated announced coordinated anticipated double-?checked
    followed_up involved rehearsed practi[sc]ed accounted_for thought paid_attention
    investigated prioriti[sz]ed audited looked_(?:at|into|for) planned_for prepared
    read_(?:the|any|our|its|their) discussed shared raised inspected noticed questioned examined
    taken_(?:\w{1,20}_){0,2}into_account assessed evaluated measured confirmed spotted
    """
)
CARING = any_of(
    """
    checking testing verifying validating asking consulting reviewing reading thinking considering
    looking communicating telling informing notifying coordinating warning understanding confirming
    paying reali[sz]ing announcing discussing waiting_for taking_a_(?:backup|snapshot)
    making_sure ensuring double-?checking investigating escalating documenting noticing examining
    inspecting assessing evaluating monitoring planning preparing stopping_to sharing following
    wondering questioning backing_up rehearsing involving
    """
)
# After "admin" or "dev" these make a thing of it.
MACHINE = any_of(
    """
    accounts? box(?:es)? clusters? consoles? containers? environments? hosts? instances? interfaces?
    keys? machines? mode namespaces? nodes? pages? panels? pods? portals? roles? servers? services?
    tokens? tools? ui workflows? api
    """
)
# What a defence would have done about the incident.
_MADE = (
    r"made (?:it|this|that|the|them|us|our) (?:\w{1,20} ){0,4}"
    r"(?:easier|faster|quicker|clearer?|obvious|possible|visible|safer|simpler|sooner|better)"
)
PREVENTED = any_of(
    r"""
    prevented caught detected helped avoided noticed mitigated reduced shortened stopped averted
    alerted warned flagged limited identified spotted surfaced revealed exposed contained uncovered
    minimi[sz]ed lessened discovered saved highlighted shown_up sped_up protected blocked shed_light
    eliminated precluded forestalled deterred spared picked_(?:it_|this_|that_|them_)?up resolved
    solved fixed cut_down bought_us made_(?:a|all_the|the)_(?:\w{1,20}_)?difference shown turned_up
    kept_(?:it|this|that|the|them|us|an?) softened cushioned shielded
    found_(?:it|this|that|the_(?:bug|problem|issue|fault|mistake|error))
    allowed_(?:us|the|for|a|an|earlier|faster|quicker|rapid|everyone|me|teams?)
    enabled_(?:us|the|a|an|earlier|faster|quicker|rapid)
    given_(?:us|me|them|the) told_(?:us|me) led_us signal+ed pointed prompted brought_to
    """
    + _MADE.replace(" ", "_")
)
RULES_OF_WORK = any_of(
    r"""
    procedures? process(?:es)? polic(?:y|ies) protocols? guidelines? guidance playbooks? checklists?
    runbooks? instructions? best_practi[cs]es? standards? workflows? change_management rules? steps?
    sop
    change_(?:control|window|freeze|process) freeze regulations? method_statements? requirements?
    """
)
HARM = any_of(
    r"""
    deleted dropped wiped erased unplugged pulled tripped destroyed overwrote truncated
    hit cut severed severing broke disconnected corrupted misplaced leaked spilled touched mistyped
    misconfigured knocked kicked (?:switched|turned|shut)_off shut_down tampered
    """
)
