"""Keep the chats that messages go to: those of a person, and the rooms of a team."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from nudges.channels.base import NotTaken
from nudges.channels.chat import INSIDE, note_refused, note_taken, opened, put
from nudges.channels.names import Channel
from nudges.channels.posts import test_post
from nudges.channels.services import Chat, read
from nudges.domain.outlets import is_back
from nudges.models import Address
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import Team, User
from people.sealing import seal

MOST = 5
BETWEEN_TESTS = timedelta(seconds=10)


ADDED = action("chat.added", gettext_lazy("Added a chat room of a team"))
SWITCHED = action("chat.switched", gettext_lazy("Switched a chat room of a team"))
TAKEN_OUT = action("chat.taken_out", gettext_lazy("Took out a chat room of a team"))


@sensitive_variables("address")
def add_chat(*, by: User, address: str, label: str = "", team: Team | None = None) -> Address:
    """Let messages go to a chat: those for a person, or those for a team.

    The owner's row is locked, so that two at once do not get past the most there may be.
    The address is kept sealed, and shown to nobody again.
    """
    chat = read(address)
    with transaction.atomic():
        if _locked(by, team).count() >= MOST:
            raise DomainError(
                _("There are %(most)d already. Take one out before you add another.")
                % {"most": MOST}
            )
        return _create(chat, by=by, address=address, label=label, team=team)


def _locked(person: User, team: Team | None) -> QuerySet[Address]:
    """The chats of a team, or of a person, that nobody else adds to meanwhile."""
    chats = Address.objects.filter(channel=Channel.CHAT)
    if team:
        Team.objects.select_for_update().get(pk=team.pk)
        return chats.filter(team=team)
    User.objects.select_for_update().get(pk=person.pk)
    return chats.filter(person=person)


@sensitive_variables("address")
def _create(chat: Chat, *, by: User, address: str, label: str, team: Team | None) -> Address:
    digest = sha256(chat.same.encode()).hexdigest()
    try:
        with transaction.atomic():
            this = Address.objects.create(
                person=None if team else by,
                team=team,
                channel=Channel.CHAT,
                label=label.strip() or chat.name[:80],
                sealed=seal({"url": address.strip()}),
                digest=digest,
                outlet=f"chat:{digest[:32]}",
            )
    except IntegrityError:
        raise DomainError(_("This chat is among them already.")) from None
    if team:
        note(ADDED, by=by, about=team)
    return this


def switch_off(chat: Address, *, by: User) -> Address:
    """Let nothing go there for a while."""
    return _switch(chat, by=by, is_on=False)


def switch_on(chat: Address, *, by: User) -> Address:
    """Let messages go there again."""
    return _switch(chat, by=by, is_on=True)


@transaction.atomic
def _switch(chat: Address, *, by: User, is_on: bool) -> Address:
    Address.objects.filter(pk=chat.pk).update(is_on=is_on, last_error="")
    chat.is_on, chat.last_error = is_on, ""
    if chat.team:
        note(SWITCHED, by=by, about=chat.team, is_on=is_on)
    return chat


@transaction.atomic
def take_out(chat: Address, *, by: User) -> None:
    """Forget an address, and with it what waits to go there."""
    gone, _of_what = Address.objects.filter(pk=chat.pk).delete()
    if gone and chat.team:
        note(TAKEN_OUT, by=by, about=chat.team)


@dataclass(frozen=True)
class Tried:
    """What came of a test, in a sentence for whoever pressed the button."""

    is_taken: bool
    says: str


def try_out(chat: Address, *, by: User) -> Tried:
    """Send a test by the way that messages go, and say what came of it.

    The conditional UPDATE lets one of two presses send. It is no part of any transaction:
    a service may take its time to answer.
    """
    now = timezone.now()
    rested = Q(last_used_at=None) | Q(last_used_at__lt=now - BETWEEN_TESTS)
    if not Address.objects.filter(rested, pk=chat.pk).update(last_used_at=now):
        raise DomainError(_("Something went there a moment ago. Try again in ten seconds."))
    try:
        there = opened(chat)
        put(there, test_post(is_markdown=there.service.is_markdown))
    except NotTaken as answer:
        note_refused(chat, answer)
        return Tried(is_taken=False, says=_why(answer, chat))
    note_taken(chat)
    is_back(chat.outlet)
    says = _("It has arrived at %(service)s. If you do not see it, %(look)s")
    return Tried(is_taken=True, says=says % {"service": there.name, "look": there.service.look})


def _why(answer: NotTaken, chat: Address) -> str:
    """What to do about an answer, which is named by its kind alone."""
    if answer.reason == INSIDE:
        says = _(
            "The address of %(chat)s leads into this server's own network, where Goldseam calls "
            "nobody. Whoever runs Goldseam can allow it."
        )
    elif answer.is_down:
        says = _(
            "%(chat)s does not answer at present (%(reason)s). If the address is right, try again "
            "in a few minutes."
        )
    elif answer.is_for_good:
        says = _(
            "%(chat)s does not take messages by this address (%(reason)s). Perhaps it was taken "
            "out there, or a part of it is missing. Make a new one there, and add that."
        )
    else:
        says = _(
            "%(chat)s answered, and did not take the message (%(reason)s). Look at whether the "
            "room is there, and whether who sends may write in it."
        )
    return says % {"chat": chat.label, "reason": answer.reason}
