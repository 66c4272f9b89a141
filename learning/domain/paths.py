"""Make reading paths, and say what stands on them in which order."""

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from learning.models import Outage, PathItem, ReadingPath, Story
from learning.queries.paths import walk
from people.errors import DomainError
from people.models import Team, User
from postmortems.models import Postmortem

MOST_ITEMS = 40
COLUMNS: dict[type[Model], str] = {Story: "story", Postmortem: "write_up", Outage: "outage"}


@transaction.atomic
def bring_path() -> ReadingPath:
    """Bring the path that is for everyone from the first run. It fills itself."""
    path, _is_new = ReadingPath.objects.get_or_create(is_brought=True, is_first=True, team=None)
    return path


@transaction.atomic
def make_path(
    *, by: User, title: str, intro: str = "", team: Team | None, is_first: bool = False
) -> ReadingPath:
    """Begin a path. Sent twice it is one."""
    _lock_team(team)
    there = ReadingPath.objects.filter(team=team, title=title, items=None).first()
    path = there or ReadingPath(team=team, title=title)
    path.intro = intro
    _say_whether_first(path, is_first=is_first)
    path.save()
    return path


@transaction.atomic
def reword_path(
    path: ReadingPath, *, by: User, title: str, intro: str = "", is_first: bool = False
) -> ReadingPath:
    """Put what a path is called, and what it is for, into other words."""
    _lock_team(path.team)
    path = _lock(path)
    if not title and not path.is_brought:
        raise DomainError({"title": _("Give it a name, such as “How payments work”.")})
    path.title, path.intro = title, intro
    if not path.is_brought:
        _say_whether_first(path, is_first=is_first)
    path.save()
    return path


@transaction.atomic
def delete_path(path: ReadingPath, *, by: User) -> None:
    """Delete a path. What stood on it, and what people have read, stays as it is."""
    path = _lock(path)
    if path.is_brought:
        raise DomainError(_("This path came with Goldseam and stays. You can arrange it anew."))
    path.delete()


@transaction.atomic
def add_to_path(
    path: ReadingPath, *, by: User, thing: Story | Postmortem | Outage, note: str = ""
) -> PathItem:
    """Put something at the end of a path. What is on it already stays where it is."""
    path = _lock(path)
    _arrange(path, by)
    column = {COLUMNS[type(thing)]: thing}
    if there := path.items.filter(**column).first():
        return there
    positions = path.items.order_by("position").values_list("position", flat=True)
    if len(positions) >= MOST_ITEMS:
        raise DomainError(_("Forty things are a long way. Take one off first, or begin another."))
    position = max(positions, default=0) + 1
    return path.items.create(position=position, note=note, **column)


@transaction.atomic
def arrange_path(path: ReadingPath, *, by: User) -> ReadingPath:
    """Stop the path that came with Goldseam from filling itself, as it is now."""
    path = _lock(path)
    _arrange(path, by)
    return path


@transaction.atomic
def move_on_path(item: PathItem, *, by: User, to: int) -> PathItem:
    """Move something so that `to` others stand before it, of those that whoever moves it sees.

    What they do not see keeps its place behind what it stood behind.
    """
    item = _lock_item(item)
    order = list(item.path.items.all())
    order.remove(item)
    seen = set(item.path.items.visible_to(by).values_list("pk", flat=True))
    others = [one for one in order if one.pk in seen]
    place = order.index(others[to]) if 0 <= to < len(others) else len(order)
    order.insert(place, item)
    for position, one in enumerate(order, start=1):
        one.position = position
    PathItem.objects.bulk_update(order, ["position"])
    return item


@transaction.atomic
def note_on_path(item: PathItem, *, by: User, note: str) -> PathItem:
    """Say something before one thing on a path: what to look for, why it is here."""
    item = _lock_item(item)
    item.note = note
    item.save(update_fields=["note"])
    return item


@transaction.atomic
def take_off_path(item: PathItem, *, by: User) -> ReadingPath:
    """Take something off a path. The one that came with Goldseam, once empty, fills itself."""
    item = _lock_item(item)
    item.delete()
    return item.path


def _lock(path: ReadingPath) -> ReadingPath:
    """Lock a path: of two who change its order at once the second sees what the first did."""
    locked = ReadingPath.objects.select_for_update().filter(pk=path.pk).first()
    if locked is None:
        raise DomainError(_("Somebody has deleted this path."))
    return locked


def _lock_team(team: Team | None) -> None:
    """Let two who make a path the first of a team do so one after the other."""
    if team:
        Team.objects.select_for_update().get(pk=team.pk)


def _lock_item(item: PathItem) -> PathItem:
    path = _lock(item.path)
    there = path.items.filter(pk=item.pk).first()
    if there is None:
        raise DomainError(_("Somebody has taken this off the path already."))
    there.path = path
    return there


def _arrange(path: ReadingPath, by: User) -> None:
    """Write down what a path that fills itself has on it, so that it can be changed."""
    if not path.is_brought or path.items.exists():
        return
    for position, entry in enumerate(walk(path, reader=by).entries, start=1):
        path.items.create(position=position, **{COLUMNS[type(entry.thing)]: entry.thing})


def _say_whether_first(path: ReadingPath, *, is_first: bool) -> None:
    """Let this be where new people of a team begin, and no other."""
    if is_first and path.team is None:
        raise DomainError(
            {"is_first": _("Everyone begins with the path that came with Goldseam. Change that.")}
        )
    if is_first:
        ReadingPath.objects.filter(team=path.team, is_first=True).update(is_first=False)
    path.is_first = is_first
