"""What waits for somebody, and what comes to them later."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from nudges.domain.snoozing import Choice, choices_of
from nudges.models import Nudge
from nudges.models.nudge import State
from nudges.queries.subjects import Worded, in_words
from people.models import User

# Today has the first few; the page of all shows no more than anybody reads.
ON_TODAY, MOST = 20, 100


@dataclass(frozen=True)
class Waiting:
    """What stands in somebody's list, what comes later, and what they `pressed` last.

    `choices` are the moments until which each can be put off.
    """

    listed: list[Worded]
    has_more: bool
    choices: list[Choice]
    pressed: int | None = None
    undo: Worded | None = None
    coming: tuple[Worded, ...] = ()
    has_more_coming: bool = False


def waiting_for(user: User, *, pressed: int | None = None) -> Waiting:
    """The first of what stands in a person's list.

    `pressed` is the number of the nudge that they put off or ended last.
    """
    return _waiting(user, _listed(user, pressed, ON_TODAY), [], pressed, ON_TODAY)


def all_open_of(user: User, *, pressed: int | None = None) -> Waiting:
    """All that stands in a person's list, and all that comes to them later."""
    mine = Nudge.objects.visible_to(user).select_related("recipient")
    coming = list(mine.coming().order_by("due_at", "pk")[: MOST + 1])
    return _waiting(user, _listed(user, pressed, MOST), coming, pressed, MOST)


def _listed(user: User, pressed: int | None, most: int) -> list[Nudge]:
    """What is listed, one more where there are more, and what was pressed last."""
    mine = Nudge.objects.visible_to(user).select_related("recipient")
    listed = Q(pk__in=mine.listed().in_order().values("pk")[: most + 1])
    return list(mine.filter(listed | Q(pk=pressed)).in_order())


def _waiting(
    user: User, found: list[Nudge], coming: list[Nudge], pressed: int | None, most: int
) -> Waiting:
    later = {nudge.pk for nudge in coming[:most]}
    # What was pressed last may be among what comes later.
    found = [nudge for nudge in found if nudge.pk not in later]
    worded = in_words([*found, *coming[:most]], user)
    listed = [one for one in worded if _is_listed(one.nudge)]
    return Waiting(
        listed=listed[:most],
        has_more=len(listed) > most,
        choices=choices_of(user, timezone.now()),
        pressed=pressed,
        undo=next((one for one in worded if _is_undone(one.nudge, pressed)), None),
        coming=tuple(one for one in worded if one.nudge.pk in later),
        has_more_coming=len(coming) > most,
    )


def _is_listed(nudge: Nudge) -> bool:
    if nudge.state == State.SENT:
        return True
    return nudge.is_open and nudge.due_at is not None and nudge.due_at <= timezone.now()


def _is_undone(nudge: Nudge, pressed: int | None) -> bool:
    """Whether it is what was pressed last, and nothing has happened to it since."""
    is_put_off = nudge.state == State.SNOOZED and not _is_listed(nudge)
    return nudge.pk == pressed and (is_put_off or nudge.is_ended_by_reader)
