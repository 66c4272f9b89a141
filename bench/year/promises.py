"""What was promised to everybody, held against every message that arrived."""

from collections import Counter
from collections.abc import Callable

from bench.year.post import Letter
from bench.year.world import World
from nudges.channels.names import Channel
from nudges.domain.planning import MOST_A_DAY
from nudges.kinds import KINDS
from nudges.models import Delivery, Nudge
from nudges.models.delivery import State

Check = Callable[[World], list[str]]


def outside_hours(world: World) -> list[str]:
    """Messages that may not interrupt, and came when their reader was not at work."""
    return [
        f"{_name(one)} at {one.at}"
        for one in world.post.letters
        if not one.interrupts and not one.is_in_hours
    ]


def interrupted_for_nothing_live(world: World) -> list[str]:
    """Messages that may interrupt, and are of a kind that may not, or of nothing that happens."""
    return [
        f"{_name(one)} at {one.at}"
        for one in world.post.letters
        if one.interrupts
        and not (one.is_live and all(KINDS[told.kind].may_interrupt for told in one.told))
    ]


def doubled(world: World) -> list[str]:
    """One message sent twice, or one thing told twice on one address for one time it is said."""
    mails = Counter(world.post.message_ids)
    sayings = Counter(
        (told.nudge, told.number, one.channel, one.address)
        for one in world.post.letters
        for told in one.told
    )
    twice = [*mails.items(), *sayings.items()]
    return [f"{what} came {count} times" for what, count in twice if count > 1]


def asked_themselves(world: World) -> list[str]:
    """People who were asked to reach out to themselves."""
    return [f"{world.watch.to_themselves} times"] if world.watch.to_themselves else []


def more_than_the_most(world: World) -> list[str]:
    """Days on which somebody got more on one address than anybody is to get, live things apart."""
    days = Counter((one.person, one.channel, one.address, one.day) for one in counted(world))
    return [f"{day}: {count} messages" for day, count in days.items() if count > MOST_A_DAY]


def several_weeks_at_once(world: World) -> list[str]:
    """Days on which somebody got the mail of more than one week."""
    days = Counter(
        (one.person, one.day) for one in mails(world) for told in one.told if told.kind == "digest"
    )
    return [f"{person} on {day}: {count}" for (person, day), count in days.items() if count > 1]


def not_wanted(world: World) -> list[str]:
    """Messages to whoever has left, or had turned that kind off on that channel."""
    return [f"{_name(one)} at {one.at}" for one in world.post.letters if not one.is_wanted]


def left_behind(world: World) -> list[str]:
    """What is due and was not said, or planned and not sent, when the time is over."""
    end = world.size.ends - world.size.looks_every
    nudges = Nudge.objects.filter(due_at__lt=end)
    messages = Delivery.objects.filter(state=State.WAITING, due_at__lt=end)
    aside = Delivery.objects.filter(state=State.SET_ASIDE)
    return [
        *(f"{one} is due since {one.due_at}" for one in nudges),
        *(f"{one} waits since {one.due_at}" for one in messages),
        *(f"{one} is set aside: {one.last_error}" for one in aside),
    ]


PROMISES: dict[str, Check] = {
    "outside hours": outside_hours,
    "interrupted for nothing live": interrupted_for_nothing_live,
    "doubled": doubled,
    "asked to reach out to themselves": asked_themselves,
    "days with more than the most": more_than_the_most,
    "several weeks at once": several_weeks_at_once,
    "turned off, or left": not_wanted,
    "left behind": left_behind,
}


def counted(world: World) -> list[Letter]:
    """What counts towards the most for a day: invitations and live things go by themselves."""
    return [
        one
        for one in world.post.letters
        if not one.interrupts and not any(told.is_by_itself for told in one.told)
    ]


def mails(world: World) -> list[Letter]:
    return [one for one in world.post.letters if one.channel == Channel.EMAIL]


def _name(letter: Letter) -> str:
    kinds = ", ".join(told.kind for told in letter.told)
    return f"{kinds} to {letter.person} by {letter.channel}"
