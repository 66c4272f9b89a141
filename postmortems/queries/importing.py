"""What the pages of an import show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from people.models import User
from postmortems.models import ImportBatch, ImportFile, ImportState, Postmortem


@dataclass(frozen=True, slots=True)
class Shown:
    """One file in the list. `here` is the write-up that is there already, if it may be seen."""

    file: ImportFile
    started: datetime | None
    ended: datetime | None
    is_here: bool = False
    has_changed: bool = False
    here: Postmortem | None = None


def own_batches(user: User) -> list[ImportBatch]:
    """What somebody uploaded and has not put away, with how much of it there is."""
    ready = Count("files", filter=Q(files__state=ImportState.WAITING))
    batches = ImportBatch.objects.visible_to(user).order_by("-made_at")
    return list(batches.annotate(count=Count("files"), ready=ready)[:20])


def files_of(batch: ImportBatch, user: User) -> list[Shown]:
    """The files of a batch, with what is here of each already."""
    rows = batch.files.defer("content", "corrections").select_related("postmortem")
    return shown_of(list(rows), user)


def shown_of(files: Sequence[ImportFile], user: User) -> list[Shown]:
    """Some files, with what is here of each already."""
    known = _known(files)
    visible = Postmortem.objects.visible_to(user).in_bulk(
        {row.pk for row in known.values()}
        | {file.postmortem_id for file in files if file.postmortem_id}
    )
    return [_shown(file, known, visible) for file in files]


def file_shown(file: ImportFile, user: User) -> Shown:
    known = _known([file])
    visible = Postmortem.objects.visible_to(user).in_bulk({row.pk for row in known.values()})
    return _shown(file, known, visible)


def _known(files: Sequence[ImportFile]) -> dict[str, Postmortem]:
    """The write-ups that have the words, or else the name, of some files."""
    waiting = [file for file in files if file.can_be_changed]
    names = {file.name for file in waiting}
    ends = Q(pk=None)
    for name in names:
        if "/" not in name:
            ends |= Q(source_name__endswith=f"/{name}")
    here = Postmortem.objects.exclude(source_name="").only("pk", "source_name", "source_digest")
    found: dict[str, Postmortem] = {}
    for postmortem in here.filter(Q(source_name__in=names) | ends):
        found[postmortem.source_name] = postmortem
        bare = postmortem.source_name.rpartition("/")[2]
        if bare in names:
            found[bare] = postmortem
    for postmortem in here.filter(source_digest__in={file.digest for file in waiting}):
        found[postmortem.source_digest] = postmortem
    return found


def _shown(file: ImportFile, known: dict[str, Postmortem], visible: dict[int, Postmortem]) -> Shown:
    same = known.get(file.digest) if file.can_be_changed else None
    named = same or (known.get(file.name) if file.can_be_changed else None)
    here = named.pk if named else file.postmortem_id
    return Shown(
        file,
        _moment(file.summary.get("started")),
        _moment(file.summary.get("ended")),
        is_here=same is not None,
        has_changed=same is None and named is not None,
        here=visible.get(here) if here else None,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a confirmed import is."""

    total: int
    done: int

    @property
    def is_going_on(self) -> bool:
        return self.done < self.total


def progress_of(files: list[Shown]) -> Progress:
    counted = [one for one in files if one.file.state != ImportState.LEFT_OUT]
    waiting = sum(one.file.state == ImportState.WAITING for one in counted)
    return Progress(len(counted), len(counted) - waiting)
