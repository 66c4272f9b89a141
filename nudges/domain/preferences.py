"""What somebody wants to hear, and where."""

from collections.abc import Iterable

from django.db import transaction

from nudges.channels.names import Channel
from nudges.kinds import KINDS
from nudges.models import Preference
from people.models import User


def channels_of(person: User, kind: str) -> set[Channel]:
    """Where a kind goes besides the app: as declared, and as its reader chose otherwise."""
    wanted = set(KINDS[kind].channels)
    for chosen in Preference.objects.visible_to(person).filter(kind=kind):
        change = wanted.add if chosen.is_wanted else wanted.discard
        change(Channel(chosen.channel))
    return wanted


@transaction.atomic
def want_mail(person: User, kinds: Iterable[str], *, is_wanted: bool) -> None:
    """Send somebody mail of some kinds, or none. They stay in the app."""
    for kind in kinds:
        Preference.objects.update_or_create(
            person=person, kind=kind, channel=Channel.EMAIL, defaults={"is_wanted": is_wanted}
        )
