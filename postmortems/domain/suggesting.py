"""Take over a wording that somebody suggested."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nudges.domain.outbox import nudge
from people.errors import DomainError
from people.models import User
from postmortems.coediting.document import Document
from postmortems.domain.coediting import change_words
from postmortems.domain.commenting import resolve
from postmortems.domain.locking import lock_editable, tell_readers
from postmortems.models import TITLE, Comment, Postmortem, Thread


@transaction.atomic
def accept_suggestion(comment: Comment, *, by: User, at: datetime | None = None) -> Comment:
    """Put the suggested words in the place of those they are for, and settle the thread.

    The write-up's row is locked before the words are looked at: of two who press at once
    one takes them over, and what somebody is writing there is never overwritten.
    """
    postmortem = lock_editable(comment.thread.postmortem)
    thread = postmortem.threads.select_related("factor").get(pk=comment.thread_id)
    comment = thread.comments.select_related("author", "accepted_by").get(pk=comment.pk)
    _check(comment, thread)
    at = at or timezone.now()
    _put_in_place(thread, comment.suggestion, postmortem, by=by)
    comment.accepted_at, comment.accepted_by = at, by
    comment.save(update_fields=["accepted_at", "accepted_by"])
    resolve(thread, by=by, at=at)
    if comment.author and comment.author != by and not postmortem.is_practice:
        nudge("suggestion_taken", about=comment, to=[comment.author])
    return comment


def _check(comment: Comment, thread: Thread) -> None:
    if comment.accepted_at:
        raise DomainError(
            _("%(name)s has taken this wording over already.")
            % {"name": comment.accepted_by or _("Somebody")}
        )
    if not comment.suggestion:
        raise DomainError(_("This comment suggests no wording."))
    if comment.withdrawn_at:
        raise DomainError(_("This suggestion was taken back."))
    if thread.words_are_gone:
        raise DomainError(
            _("The words this was about are no longer there, so the text stays as it is.")
        )
    if thread.words_have_changed:
        raise DomainError(
            _("These words have changed since it was suggested. Edit them by hand, as it fits now.")
        )


def _put_in_place(thread: Thread, words: str, postmortem: Postmortem, *, by: User) -> None:
    if thread.factor:
        thread.factor.text = words
        thread.factor.save(update_fields=["text"])
        postmortem.authors.add(by)
        tell_readers(postmortem)
        return
    start, end = thread.start, thread.end

    def change(document: Document) -> None:
        if thread.section == TITLE:
            document.write(TITLE, words)
        elif start is not None and end is not None:
            document.replace(thread.section, start, end, words)

    change_words(postmortem, change, by=by)
    if start is not None:
        thread.start, thread.end = start, start + len(words)
        thread.save(update_fields=["start", "end"])
