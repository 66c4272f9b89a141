"""Speak about a write-up, beside the words that it is about."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nudges.domain.outbox import end
from people.errors import DomainError
from people.models import User
from postmortems.domain.locking import lock, tell_readers
from postmortems.domain.telling import tell_of_comment, whom_it_names
from postmortems.finding_words import Place, find_words
from postmortems.models import FACTOR, SECTIONS, TITLE, Comment, Postmortem, Thread
from postmortems.queries.reading import named, to_read
from postmortems.swaps import place_in_source, swapped

TWICE_WITHIN = timedelta(minutes=1)


@transaction.atomic
def start_thread(
    postmortem: Postmortem,
    *,
    by: User,
    about: str = "",
    text: str = "",
    quote: str = "",
    nth: int = 0,
    suggestion: str = "",
    at: datetime | None = None,
) -> Thread:
    """Say something about words of a section, or about all of it.

    `about` is the name of a section, "title", "factor-7", or nothing for the whole
    write-up; `quote` is the words as they look on the page, the `nth` of their kind. The
    write-up's row is locked, so that the words stay where they are found. The same
    comment sent twice within a minute is one.
    """
    postmortem = lock(postmortem)
    at = at or timezone.now()
    thread = _thread_about(postmortem, about, quote, nth, by=by)
    thread.opened_at = thread.active_at = at
    _check(thread, text, suggestion)
    if twice := _said_before(thread, by=by, text=text, suggestion=suggestion, at=at):
        return twice
    named = whom_it_names(text, postmortem, by=by)
    thread.save()
    comment = thread.comments.create(author=by, text=text, suggestion=suggestion, written_at=at)
    tell_of_comment(comment, named, by=by, at=at)
    tell_readers(postmortem)
    return thread


@transaction.atomic
def reply(
    thread: Thread, *, by: User, text: str = "", suggestion: str = "", at: datetime | None = None
) -> Comment:
    """Say something more in a thread. What is said in a resolved one opens it again."""
    thread = _lock(thread)
    at = at or timezone.now()
    _check(thread, text, suggestion)
    same = thread.comments.standing().filter(author=by, text=text, suggestion=suggestion)
    if twice := same.filter(written_at__gt=at - TWICE_WITHIN).first():
        return twice
    named = whom_it_names(text, thread.postmortem, by=by)
    comment = thread.comments.create(author=by, text=text, suggestion=suggestion, written_at=at)
    thread.active_at, thread.resolved_at, thread.resolved_by = at, None, None
    thread.save(update_fields=["active_at", "resolved_at", "resolved_by"])
    _end_for(by, thread)
    tell_of_comment(comment, named, by=by, at=at)
    tell_readers(thread.postmortem)
    return comment


@transaction.atomic
def resolve_thread(thread: Thread, *, by: User, at: datetime | None = None) -> Thread:
    """Say that a thread is settled. Saying it twice is saying it once."""
    thread = _lock(thread)
    if thread.is_open:
        resolve(thread, by=by, at=at or timezone.now())
    return thread


@transaction.atomic
def reopen_thread(thread: Thread, *, by: User, at: datetime | None = None) -> Thread:
    """Take a thread up again."""
    thread = _lock(thread)
    if not thread.is_open:
        thread.active_at, thread.resolved_at, thread.resolved_by = at or timezone.now(), None, None
        thread.save(update_fields=["active_at", "resolved_at", "resolved_by"])
        tell_readers(thread.postmortem)
    return thread


@transaction.atomic
def withdraw_comment(comment: Comment, *, by: User, at: datetime | None = None) -> Comment:
    """Take back what one said. A line stays; a thread with nothing else in it is settled."""
    thread = _lock(comment.thread)
    comment = thread.comments.get(pk=comment.pk)
    if comment.author != by:
        raise DomainError(_("Only whoever wrote it can take it back."))
    if comment.withdrawn_at:
        return comment
    at = at or timezone.now()
    comment.withdrawn_at = at
    comment.save(update_fields=["withdrawn_at"])
    end("mentioned", about=comment, because="taken back")
    if thread.is_open and not thread.comments.standing().exists():
        resolve(thread, by=by, at=at)
    tell_readers(thread.postmortem)
    return comment


def resolve(thread: Thread, *, by: User, at: datetime) -> None:
    """Settle a locked thread, and what waits because of it."""
    thread.resolved_at, thread.resolved_by, thread.active_at = at, by, at
    thread.save(update_fields=["resolved_at", "resolved_by", "active_at"])
    end("reply", about=thread, because="resolved")
    end("mentioned", about=thread.comments.all(), because="resolved")
    if not thread.postmortem.threads.open().exists():
        end("comment", about=thread.postmortem, because="all is resolved")
    tell_readers(thread.postmortem)


def _lock(thread: Thread) -> Thread:
    """Lock the write-up, by which its threads are locked too."""
    postmortem = lock(thread.postmortem)
    return postmortem.threads.select_related("factor").get(pk=thread.pk)


def _end_for(person: User, thread: Thread) -> None:
    """Whoever answers has seen what they were told of."""
    end("comment", about=thread.postmortem, because="answered", to=person)
    end("reply", about=thread, because="answered", to=person)
    end("mentioned", about=thread.comments.all(), because="answered", to=person)


def _thread_about(postmortem: Postmortem, about: str, quote: str, nth: int, *, by: User) -> Thread:
    """The thread that would be, with the words it is about and their place."""
    section, _sep, number = about.partition("-")
    thread = Thread(postmortem=postmortem, section=section)
    if section == FACTOR:
        thread.factor = postmortem.factors.filter(pk=number).first()
        if thread.factor is None:
            raise DomainError({"about": _("This factor has been taken out meanwhile.")})
        thread.quote = thread.factor.text
    elif section == TITLE:
        thread.quote = postmortem.title
    elif quote.strip():
        _find_in(thread, quote, nth, sections=[section] if section else list(SECTIONS), by=by)
    return thread


def _find_in(thread: Thread, quote: str, nth: int, *, sections: list[str], by: User) -> None:
    for section, place in _places(thread.postmortem, quote, nth, sections, by):
        thread.section, (thread.start, thread.end) = section, place
        thread.quote = getattr(thread.postmortem, section)[slice(*place)]
        return
    sentence = _(
        "These words are not there as they are written here. They may have changed meanwhile: "
        "copy them once more, or leave this empty to speak about all of it."
    )
    raise DomainError({"quote": sentence})


def _places(
    postmortem: Postmortem, quote: str, nth: int, sections: list[str], by: User
) -> Iterator[tuple[str, Place]]:
    """Where words stand, as they are kept or as they are read: with roles in place of names."""
    texts = {section: getattr(postmortem, section) for section in sections}
    for section, text in texts.items():
        if place := find_words(text, quote, nth=nth):
            yield section, place
    naming = named(to_read(by).get(pk=postmortem.pk)).naming
    for section, text in texts.items():
        swaps = naming.swaps(text)
        if swaps and (place := find_words(swapped(text, swaps), quote, nth=nth)):
            yield section, place_in_source(swaps, *place)


def _check(thread: Thread, text: str, suggestion: str) -> None:
    if not text.strip() and not suggestion.strip():
        raise DomainError({"text": _("A line is enough.")})
    if not suggestion:
        return
    if not thread.quote:
        raise DomainError({"suggestion": _("Say which words these would stand in place of.")})
    if suggestion == thread.words_now:
        raise DomainError({"suggestion": _("It says the same already.")})
    if thread.words_now != thread.quote:
        sentence = _("The words have changed since. Begin a new comment on them as they are now.")
        raise DomainError({"suggestion": sentence})


def _said_before(
    thread: Thread, *, by: User, text: str, suggestion: str, at: datetime
) -> Thread | None:
    same = thread.postmortem.threads.filter(
        section=thread.section, factor=thread.factor, start=thread.start, end=thread.end
    )
    said = Comment.objects.standing().filter(
        author=by, text=text, suggestion=suggestion, written_at__gt=at - TWICE_WITHIN
    )
    return same.filter(comments__in=said).first()
