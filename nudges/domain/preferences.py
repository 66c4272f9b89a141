"""What somebody wants to hear, and where."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from nudges.channels.names import Channel
from nudges.kinds import KINDS
from nudges.models import Preference
from people.errors import DomainError
from people.models import User
from people.organisation import the_organisation

Chosen = Mapping[Channel, Iterable[str]]
"""The names of the kinds that somebody wants on a channel."""


def channels_of(person: User, kind: str) -> set[Channel]:
    """Where a kind goes besides the app: as declared, and as its reader chose otherwise.

    A channel that the organisation does not use is left out.
    """
    wanted = set(KINDS[kind].channels)
    for chosen in Preference.objects.visible_to(person).filter(kind=kind):
        change = wanted.add if chosen.is_wanted else wanted.discard
        change(Channel(chosen.channel))
    ours = the_organisation()
    return {one for one in wanted if ours.uses(one)}


@transaction.atomic
def want_mail(person: User, kinds: Iterable[str], *, is_wanted: bool) -> None:
    """Send somebody mail of some kinds, or none. They stay in the app."""
    person = _own(person, by=person)
    person.preferences.filter(kind__in=kinds, channel=Channel.EMAIL).delete()
    Preference.objects.bulk_create(
        Preference(person=person, kind=kind, channel=Channel.EMAIL, is_wanted=is_wanted)
        for kind in kinds
        if (Channel.EMAIL in KINDS[kind].channels) != is_wanted
    )


@transaction.atomic
def set_preferences(
    person: User, *, by: User, wants_email: bool, gathers_mail: bool, chosen: Chosen
) -> User:
    """Keep what somebody wants to hear on each channel in `chosen`.

    Only what differs from what a kind declares is kept, so that whoever never chose follows
    a declaration that changes. Channels that are not in `chosen` stay as they are.
    """
    person = _own(person, by)
    person.wants_email, person.gathers_mail = wants_email, gathers_mail
    person.save(update_fields=["wants_email", "gathers_mail"])
    person.preferences.filter(channel__in=chosen).delete()
    Preference.objects.bulk_create(
        Preference(person=person, kind=kind.name, channel=channel, is_wanted=kind.name in wanted)
        for channel, wanted in ((channel, set(names)) for channel, names in chosen.items())
        for kind in KINDS.values()
        if (kind.name in wanted) != (channel in kind.channels)
    )
    return person


@transaction.atomic
def reset_preferences(person: User, *, by: User) -> User:
    """Let every kind come as it does by itself."""
    person = _own(person, by)
    person.preferences.all().delete()
    return person


def _own(person: User, by: User) -> User:
    if by != person:
        raise DomainError(_("Only the person themselves can choose what reaches them."))
    return User.objects.select_for_update().get(pk=person.pk)
