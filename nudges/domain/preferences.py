"""What somebody wants to hear, and where."""

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
