"""Who may be named in write-ups, and what is said of each in place of the name."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, Model, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import JSONObject, Lower
from django.utils.translation import gettext as _

from incidents.models import Participation, ResponseRole
from people.models import User
from postmortems.models import (
    SECTIONS,
    Comment,
    ContributingFactor,
    Correction,
    Debrief,
    FollowUp,
    Postmortem,
    ReviewRound,
    Thread,
    Version,
    WriteUpMoment,
)
from postmortems.names import Person, words_of
from postmortems.naming import Naming
from postmortems.queries.alongside import moments_of

# A role that several have had is said with a number.
ONE = {
    ResponseRole.LEAD.value: lambda: _("the incident lead"),
    ResponseRole.COMMUNICATIONS.value: lambda: _("the communications lead"),
    ResponseRole.SCRIBE.value: lambda: _("the scribe"),
    ResponseRole.RESPONDER.value: lambda: _("the responder"),
}
SEVERAL = {
    ResponseRole.LEAD.value: lambda: _("incident lead %d"),
    ResponseRole.COMMUNICATIONS.value: lambda: _("communications lead %d"),
    ResponseRole.SCRIBE.value: lambda: _("scribe %d"),
    ResponseRole.RESPONDER.value: lambda: _("responder %d"),
}
MOST_SEEN = list(ONE)

Texts = Callable[[Postmortem], Iterable[str]]


def all_texts(postmortem: Postmortem) -> Iterator[str]:
    """Everything of a write-up in which somebody can be named, from what is loaded."""
    yield postmortem.title
    for name in SECTIONS:
        yield getattr(postmortem, name)
    for moment in moments_of(postmortem):
        yield moment.text
    for factor in postmortem.factors.all():
        yield factor.text
    for follow_up in postmortem.follow_ups.all():
        yield follow_up.what
        yield follow_up.let_go_because
    if "rounds" in _loaded(postmortem):
        for this_round in postmortem.rounds.all():
            yield this_round.remarks
    if postmortem.is_published:
        for correction in postmortem.corrections.all():
            yield correction.note


def name_in_lines(things: Iterable[Any]) -> None:
    """Name the people of the write-ups that `things` are or belong to, in one query for all.

    It is for a list, a message, the head of a page: where a line is said of each, and
    known are those whom that line names. What is no part of a write-up is passed over.
    """
    told = [(thing, write_up) for thing in things if (write_up := write_up_of(thing))]
    texts: dict[int, list[str]] = {}
    for thing, write_up in told:
        texts.setdefault(write_up.pk, [write_up.title]).extend(_words_of(thing))
    each = {write_up.pk: write_up for _thing, write_up in told}
    name_people(each.values(), in_texts=lambda one: texts[one.pk])
    for _thing, write_up in told:
        write_up.naming = each[write_up.pk].naming


def write_up_of(thing: Any) -> Postmortem | None:
    """The write-up that something is, or belongs to."""
    match thing:
        case Postmortem():
            return thing
        case Comment():
            return thing.thread.postmortem
        case Debrief() | FollowUp() | ReviewRound() | Thread() | Version() | WriteUpMoment():
            return thing.postmortem
        case ContributingFactor() | Correction():
            return thing.postmortem
    return None


def _words_of(thing: Any) -> Iterator[str]:
    if isinstance(thing, FollowUp):
        yield thing.what
        yield thing.let_go_because
        if "steps" in _loaded(thing):
            yield from (step.note for step in thing.steps.all())


def name_people(
    postmortems: Iterable[Postmortem], *, in_texts: Texts, always_roles: bool = False
) -> None:
    """Give each of the write-ups its `naming`, in one query however many there are.

    Known are those who were in the incidents, the authors, the reviewers and the owners,
    where they are loaded, and whoever else is named in the texts.
    """
    by_role = [one for one in postmortems if always_roles or one.names_as_roles]
    for one in postmortems:
        one.naming = Naming([], is_on=False)
    if not by_role:
        return
    words = {one.pk: words_of("\n".join(in_texts(one))) for one in by_role}
    found = list(_known(by_role, set[str]().union(*words.values())))
    for one in by_role:
        there = [(user, role) for user in found for role in user.roles if role["of"] == one.pk]
        named = [user for user in found if words[one.pk] & {user.first, user.handle}]
        people = _people(there, connected=_connected(one), named=named)
        one.naming = Naming(people, is_on=True)


def _known(postmortems: list[Postmortem], words: set[str]) -> QuerySet[Any]:
    """Whoever was there, with the roles they had, and whose first name or handle is a word."""
    through = Participation.objects.filter(incident__postmortems__in=postmortems)
    roles = through.filter(user=OuterRef("pk")).values(
        json=JSONObject(of="incident__postmortems", role="role", joined_at="joined_at", pk="pk")
    )
    return User.objects.annotate(
        first=_piece(Lower("display_name"), before=" "),
        handle=_piece(F("email"), before="@"),
        roles=ArraySubquery(roles),
    ).filter(Q(pk__in=through.values("user")) | Q(first__in=words) | Q(handle__in=words))


def _piece(text: Any, *, before: str) -> Func:
    return Func(text, Value(before), Value(1), function="split_part", output_field=TextField())


def _connected(postmortem: Postmortem) -> Iterator[User]:
    """Those who are loaded with it, and whose names its page would show."""
    loaded = _loaded(postmortem)
    if "authors" in loaded:
        yield from postmortem.authors.all()
    if "rounds" in loaded:
        yield from (one.reviewer for one in postmortem.rounds.all())
    for one in getattr(postmortem, "open_rounds", ()):
        yield one.reviewer
    if "follow_ups" in loaded:
        yield from (one.owner for one in postmortem.follow_ups.all() if one.owner)


def _loaded(thing: Model) -> set[str]:
    return set(getattr(thing, "_prefetched_objects_cache", {}))


def _people(
    there: list[tuple[User, dict[str, Any]]], *, connected: Iterable[User], named: Iterable[User]
) -> Iterator[tuple[int, Person]]:
    roles: dict[int, str] = {}
    users: dict[int, User] = {}
    for user, one in sorted(there, key=lambda told: (told[1]["joined_at"], told[1]["pk"])):
        users[user.pk] = user
        roles[user.pk] = min(roles.get(user.pk, one["role"]), one["role"], key=MOST_SEEN.index)
    counted, said = Counter(roles.values()), Counter[str]()
    for number, role in roles.items():
        said[role] += 1
        says = ONE[role]() if counted[role] == 1 else SEVERAL[role]() % said[role]
        yield number, _person(users[number], says, has_role=True)
    known = set(roles)
    for people, was_there in ((connected, True), (named, False)):
        for user in people:
            if user.pk not in known:
                known.add(user.pk)
                yield user.pk, _person(user, _("a colleague"), was_there=was_there)


def _person(user: User, says: str, **more: bool) -> Person:
    return Person(user.display_name.strip(), user.email, says, **more)
