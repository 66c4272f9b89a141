"""Who may write in which write-up together with others, and where it is kept."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import close_old_connections, transaction

from config.sessions import signed_in
from config.streams import hub
from live.editors import Editors
from live.store import Refused, Seat
from live.streams import Scope
from people.errors import DomainError
from people.models import User
from postmortems.coediting.document import Unreadable
from postmortems.domain import coediting
from postmortems.models import Postmortem, SharedText
from postmortems.permissions import may_edit

PATH = "/live/write-ups/"
# The browser does not come back by itself, and `static/js/coediting.js` says why.
UNREADABLE, SIGNED_OUT, NOT_THEIRS, GONE, ANOTHER, TOO_LONG, SETTLED = (
    4400, 4401, 4403, 4404, 4409, 4413, 4423,
)  # fmt: skip


class WriteUps:
    """The store of the editors: write-ups, for those who may write in them."""

    def enter(self, scope: Scope) -> Seat:
        """The seat at `/live/write-ups/7/`, for whoever may write in it."""
        with _connection():
            if not _is_from_here(scope):
                raise Refused(NOT_THEIRS, "another site")
            user, postmortem = self._check(scope, _number(scope["path"]))
            shared = coediting.share_text(postmortem)
            self._check_generation(scope, shared)
            return Seat(postmortem.pk, user.pk, user.get_full_name())

    def check(self, scope: Scope, seat: Seat) -> None:
        """Refused when somebody signed out, lost sight of it, or it is approved."""
        with _connection():
            self._check(scope, seat.document)

    def read(self, document: int, state_vector: bytes) -> tuple[bytes, bytes]:
        """What is not in `state_vector`, and the state vector of what is kept."""
        with _connection():
            text, _last = coediting.read_text(Postmortem(pk=document))
            try:
                return text.update_since(state_vector), text.state_vector()
            except Unreadable as error:
                raise Refused(UNREADABLE, "unreadable") from error

    def write(self, seat: Seat, updates: Sequence[bytes]) -> None:
        """Keep what somebody wrote, if they still may."""
        with _connection(), transaction.atomic():
            by = User.objects.get(pk=seat.person)
            _writable(by, seat.document, lock=True)
            try:
                coediting.take_in(Postmortem(pk=seat.document), by=by, updates=updates)
            except Unreadable as error:
                raise Refused(UNREADABLE, "unreadable") from error
            except DomainError as error:
                raise Refused(TOO_LONG, error.messages[0]) from error

    def after(self, document: int, number: int | None) -> tuple[list[bytes], int]:
        """What was kept after `number`; with None only the number of the last update."""
        with _connection():
            if number is None:
                return [], coediting.last_number(Postmortem(pk=document))
            return coediting.updates_after(Postmortem(pk=document), number)

    def _check(self, scope: Scope, number: int) -> tuple[User, Postmortem]:
        user = signed_in(scope)
        if user is None:
            raise Refused(SIGNED_OUT, "signed out")
        return user, _writable(user, number)

    def _check_generation(self, scope: Scope, shared: SharedText) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        if query.get("generation") != [str(shared.generation)]:
            raise Refused(ANOTHER, "another document")


def _writable(user: User, number: int, *, lock: bool = False) -> Postmortem:
    rows = Postmortem.objects.visible_to(user).filter(pk=number)
    postmortem = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if postmortem is None:
        raise Refused(GONE, "gone")
    if not may_edit(user, postmortem):
        raise Refused(NOT_THEIRS, "not theirs")
    if not postmortem.is_editable:
        raise Refused(SETTLED, "approved")
    return postmortem


def _number(path: str) -> int:
    number = path.removeprefix(PATH).strip("/")
    if not number.isdecimal() or len(number) >= 18:
        raise Refused(GONE, "gone")
    return int(number)


def _is_from_here(scope: Scope) -> bool:
    """Whether a page of ours opened it: a browser sends cookies whichever page does."""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    return origin in settings.CSRF_TRUSTED_ORIGINS or urlsplit(origin).netloc == host


@contextmanager
def _connection() -> Iterator[None]:
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()


editors = Editors(hub, WriteUps())
