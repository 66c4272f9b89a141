"""What is said about a write-up, as its pages show it."""

from dataclasses import dataclass

from people.compare import Piece, compare
from postmortems.finding_words import plain, times_before
from postmortems.models import Comment, Postmortem, Thread


@dataclass(frozen=True)
class Said:
    """A comment, and its suggested wording beside the words it is for."""

    comment: Comment
    pieces: list[Piece]
    can_be_accepted: bool


@dataclass(frozen=True)
class Shown:
    """A thread with what is said in it.

    `words` without spaces and marks, the `nth` of their kind in the section, is how
    `static/js/threads.js` finds them in the article.
    """

    thread: Thread
    said: list[Said]
    words: str
    nth: int

    @property
    def was_taken_over(self) -> bool:
        """Whether one of its suggestions stands in the text."""
        return any(one.comment.accepted_at for one in self.said)


@dataclass(frozen=True)
class Talk:
    """The threads of a write-up, those where something was said last first."""

    open: list[Shown]
    resolved: list[Shown]

    def quotes(self) -> list[str]:
        """What was written of the write-up, and is shown beside what is said."""
        threads = [shown.thread for shown in (*self.open, *self.resolved)]
        return [text for one in threads for text in (one.quote, one.words_now)]

    def open_threads(self) -> list[Thread]:
        return [shown.thread for shown in self.open]


def talk_about(postmortem: Postmortem) -> Talk:
    """Everything that is said about a write-up, in one query: nothing is said without a comment."""
    comments = Comment.objects.filter(thread__postmortem=postmortem).select_related(
        "author", "accepted_by", "thread__factor", "thread__resolved_by"
    )
    said: dict[Thread, list[Comment]] = {}
    for comment in comments:
        comment.thread.postmortem = postmortem
        said.setdefault(comment.thread, []).append(comment)
    shown = [_shown(thread, said[thread]) for thread in sorted(said, key=_in_reading_order)]
    return Talk(
        open=[one for one in shown if one.thread.is_open],
        resolved=[one for one in shown if not one.thread.is_open],
    )


def _in_reading_order(thread: Thread) -> tuple[float, float, int]:
    """Where something was said or settled last comes first."""
    settled = thread.resolved_at.timestamp() if thread.resolved_at else 0.0
    return (-settled, -thread.active_at.timestamp(), -thread.pk)


def _shown(thread: Thread, comments: list[Comment]) -> Shown:
    words, nth = "", 0
    if thread.anchor and not thread.anchor.is_gone:
        words = plain(thread.words_now).text
        nth = times_before(getattr(thread.postmortem, thread.section), thread.anchor.start, words)
    said = [_said(comment, thread) for comment in comments]
    return Shown(thread, said, words, nth)


def _said(comment: Comment, thread: Thread) -> Said:
    stands = bool(comment.suggestion) and comment.withdrawn_at is None
    return Said(
        comment,
        pieces=compare(thread.quote, comment.suggestion) if stands else [],
        can_be_accepted=stands
        and comment.accepted_at is None
        and thread.is_open
        and thread.words_now == thread.quote,
    )
