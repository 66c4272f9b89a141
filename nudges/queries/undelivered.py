"""What does not answer at present, and what was set aside, as an admin sees it.

What a message says, and whom a private one is for, is nobody's business here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery, Value

from nudges.channels.names import Channel
from nudges.kinds import Kind
from nudges.models import Address, Delivery, Nudge, Outlet
from nudges.models.delivery import EMAIL_OUTLET, State
from people.letters import KINDS
from people.models import Letter, Team, User

PAGE = 25
# Nobody needs to know how many more than that wait.
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Resting:
    """Something that does not answer: what kind of thing, which or whose, how many wait for it."""

    outlet: Outlet
    channel: Channel
    host: str
    owner: str
    waiting: int

    @property
    def has_many_waiting(self) -> bool:
        return self.waiting > MOST_COUNTED


@dataclass(frozen=True)
class SetAside:
    """A message that could not be delivered; its kind and its reader unless it is private."""

    delivery: Delivery
    kind: Kind | None
    reader: str


@dataclass(frozen=True)
class Unsaid:
    """A nudge that could not be said; its kind and its reader unless it is private."""

    nudge: Nudge
    kind: Kind | None
    reader: str


@dataclass(frozen=True)
class LetterAside:
    """A letter about an account that could not be delivered, and what its kind is called."""

    letter: Letter
    title: str


@dataclass(frozen=True)
class Page:
    rows: list[SetAside]
    more: int | None


def resting_outlets() -> list[Resting]:
    """What did not answer when it was tried last, the longest away first."""
    outlets = Outlet.objects.order_by("down_since", "pk")
    counts = dict(outlets.values_list("pk", _waiting()))
    found = list(outlets)
    owners = _owners(found)
    return [_resting(outlet, counts[outlet.pk] or 0, owners) for outlet in found]


def _waiting() -> Subquery:
    """How many messages wait for an outlet, as a part of another query."""
    waiting = Delivery.objects.filter(state=State.WAITING, outlet=OuterRef(OuterRef("name")))
    few = Delivery.objects.filter(pk__in=waiting.values("pk")[: MOST_COUNTED + 1])
    counted = few.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk"))
    return Subquery(counted.values("n"), output_field=IntegerField())


def _owners(outlets: Iterable[Outlet]) -> dict[str, str]:
    """Whose chats they are, by the name of the outlet."""
    names = [one.name for one in outlets if one.name.startswith(f"{Channel.CHAT}:")]
    addresses = Address.objects.filter(outlet__in=names).select_related("person", "team")
    return {one.outlet: _name(one.person or one.team) for one in addresses}


def _resting(outlet: Outlet, waiting: int, owners: dict[str, str]) -> Resting:
    channel, _colon, which = outlet.name.partition(":")
    is_mail = outlet.name == EMAIL_OUTLET
    return Resting(
        outlet=outlet,
        channel=Channel.EMAIL if is_mail else Channel(channel),
        host=which if channel == Channel.PUSH else "",
        owner=owners.get(outlet.name, ""),
        waiting=waiting,
    )


def set_aside(*, before: int | None = None) -> Page:
    """A page of what was set aside, the newest first; `before` is where it begins."""
    told = ("nudge", "recipient", "announcement__address__team")
    found = Delivery.objects.set_aside().select_related(*told).order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    more = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return Page([_aside(one) for one in rows[:PAGE]], more)


def unsaid() -> list[Unsaid]:
    """What could not even be said, the newest first; what is beyond a page waits its turn."""
    found = Nudge.objects.set_aside().select_related("recipient").order_by("-pk")[:PAGE]
    return [
        Unsaid(one, None, "")
        if one.declared.is_private
        else Unsaid(one, one.declared, _name(one.recipient))
        for one in found
    ]


def letters() -> list[LetterAside]:
    """Mail about accounts that could not be delivered, the newest first, as far as a page goes."""
    found = Letter.objects.set_aside().order_by("-pk")[:PAGE]
    return [LetterAside(one, str(KINDS[one.kind].title)) for one in found]


def _aside(delivery: Delivery) -> SetAside:
    if announced := delivery.announcement:
        return SetAside(delivery, announced.declared, _name(announced.address.team))
    if delivery.nudge is None or delivery.nudge.declared.is_private:
        return SetAside(delivery, None, "")
    return SetAside(delivery, delivery.nudge.declared, _name(delivery.recipient))


def _name(who: User | Team | None) -> str:
    return who.get_full_name() if isinstance(who, User) else str(who or "")
