"""What is said about a write-up, as its pages show it."""

from dataclasses import dataclass
from typing import Self

from django.db.models import BooleanField, ExpressionWrapper, Q

from people.compare import Piece, compare
from postmortems.anchors import Anchor
from postmortems.finding_words import plain, times_before
from postmortems.models import Comment, Postmortem, Thread
from postmortems.places import Place
from postmortems.swaps import Swap, place_as_drawn, swapped

# So many threads stand beside a write-up, of those that are open and of those that are resolved.
BESIDE = 25
PAGE = 25
OPEN_FIRST = ExpressionWrapper(Q(resolved_at=None), BooleanField()).desc()
# What is said, by thread, in reading order.
Said = dict[Thread, list[Comment]]


@dataclass(frozen=True)
class Remark:
    """A comment, and its suggested wording beside the words it is for."""

    comment: Comment
    pieces: list[Piece]
    can_be_accepted: bool


@dataclass(frozen=True)
class Drawn:
    """A section as its page draws it: with roles in place of names."""

    text: str
    swaps: list[Swap]

    @classmethod
    def of(cls, text: str, swaps: list[Swap]) -> Self:
        return cls(swapped(text, swaps), swaps)

    def words_at(self, anchor: Anchor) -> tuple[str, int]:
        """The words that are drawn for a place, as they are compared, and which of their kind."""
        start, end = place_as_drawn(self.swaps, anchor.start, anchor.end)
        words = plain(self.text[start:end]).text
        return words, times_before(self.text, start, words)


@dataclass(frozen=True)
class Shown:
    """A thread with what is said in it.

    `words` without spaces and marks, the `nth` of their kind in the section, is how
    `static/js/threads.js` finds them in the article.
    """

    thread: Thread
    said: list[Remark]
    words: str
    nth: int

    @property
    def was_taken_over(self) -> bool:
        """Whether one of its suggestions stands in the text."""
        return any(one.comment.accepted_at for one in self.said)


@dataclass(frozen=True)
class Talk:
    """Threads of a write-up, those where something was said last first.

    `has_older` is whether there are more of them, on a page of their own.
    """

    open: list[Shown]
    resolved: list[Shown]
    has_older: bool = False

    def open_threads(self) -> list[Thread]:
        return [shown.thread for shown in self.open]


def threads_beside(postmortem: Postmortem) -> Said:
    """The threads that stand beside a write-up, in one query: as many as somebody looks through."""
    threads = postmortem.threads.order_by("-active_at", "-pk")
    open_ones = threads.filter(resolved_at=None)[: BESIDE + 1]
    resolved = threads.exclude(resolved_at=None)[: BESIDE + 1]
    return _read(postmortem, Q(thread__in=open_ones) | Q(thread__in=resolved))


def thread_page(postmortem: Postmortem, *, after: Place | None = None) -> tuple[Said, Place | None]:
    """A page of all its threads, the open ones first, and the place where the next begins."""
    threads = postmortem.threads.order_by(OPEN_FIRST, "-active_at", "-pk")
    if after:
        older = Q(active_at__lt=after.at) | Q(active_at=after.at, pk__lt=after.pk)
        same = Q(resolved_at__isnull=after.in_front) & older
        threads = threads.filter(same | Q(resolved_at__isnull=False) if after.in_front else same)
    said = _read(postmortem, Q(thread__in=threads[: PAGE + 1]))
    if len(said) <= PAGE:
        return said, None
    page = dict(list(said.items())[:PAGE])
    last = list(page)[-1]
    return page, Place(last.is_open, last.active_at, last.pk)


def _read(postmortem: Postmortem, wanted: Q) -> Said:
    """What is said in threads, by thread: nothing is said without a comment."""
    comments = Comment.objects.filter(wanted).select_related(
        "author", "accepted_by", "thread__factor", "thread__resolved_by"
    )
    said: Said = {}
    for comment in comments:
        comment.thread.postmortem = postmortem
        said.setdefault(comment.thread, []).append(comment)
    return {thread: said[thread] for thread in sorted(said, key=_in_reading_order)}


def quotes_in(said: Said) -> list[str]:
    """What was written of the write-up, or for it, and is shown with what is said."""
    return [
        text
        for thread, comments in said.items()
        for text in (thread.quote, thread.words_now, *(one.suggestion for one in comments))
    ]


def talk_of(postmortem: Postmortem, said: Said) -> Talk:
    """Threads as they are drawn, with the people of the write-up named before."""
    drawn: dict[str, Drawn] = {}
    for thread in said:
        if thread.anchor and thread.section not in drawn:
            text = getattr(postmortem, thread.section)
            drawn[thread.section] = Drawn.of(text, postmortem.naming.swaps(text))
    shown = [_shown(thread, said[thread], drawn) for thread in said]
    talk = Talk(
        open=[one for one in shown if one.thread.is_open],
        resolved=[one for one in shown if not one.thread.is_open],
    )
    if max(len(talk.open), len(talk.resolved)) <= BESIDE:
        return talk
    return Talk(talk.open[:BESIDE], talk.resolved[:BESIDE], has_older=True)


def _in_reading_order(thread: Thread) -> tuple[bool, float, int]:
    """Open ones first, and where something was said or settled last."""
    return (not thread.is_open, -thread.active_at.timestamp(), -thread.pk)


def _shown(thread: Thread, comments: list[Comment], drawn: dict[str, Drawn]) -> Shown:
    words, nth = "", 0
    if thread.anchor and not thread.anchor.is_gone:
        words, nth = drawn[thread.section].words_at(thread.anchor)
    said = [_suggested(comment, thread) for comment in comments]
    return Shown(thread, said, words, nth)


def _suggested(comment: Comment, thread: Thread) -> Remark:
    told = thread.postmortem.naming.text
    stands = bool(comment.suggestion) and comment.withdrawn_at is None
    return Remark(
        comment,
        pieces=compare(told(thread.quote), told(comment.suggestion)) if stands else [],
        can_be_accepted=stands
        and comment.accepted_at is None
        and thread.is_open
        and thread.words_now == thread.quote,
    )
