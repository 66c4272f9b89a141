"""Change the words, the factors and the follow-ups of a write-up."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from live import publish
from people.errors import DomainError
from people.models import User
from postmortems.models import (
    SECTIONS,
    ContributingFactor,
    FollowUp,
    FollowUpState,
    Postmortem,
)


def lock_editable(postmortem: Postmortem) -> Postmortem:
    """Lock a write-up whose words can still be changed."""
    postmortem = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if not postmortem.is_editable:
        raise DomainError(_("This write-up is approved, so its words stay as they are."))
    return postmortem


def tell_readers(postmortem: Postmortem) -> None:
    """Let every open screen of the write-up fetch it again.

    Where one of its incidents is restricted, only those who see that are told.
    """
    restricted = next((one for one in postmortem.incidents.all() if one.is_restricted), None)
    if restricted is None:
        publish(f"postmortem:{postmortem.pk}", "postmortem")
        return
    for person in restricted.audience().values_list("pk", flat=True):
        publish(f"user:{person}", "postmortem")


@transaction.atomic
def save_postmortem(
    postmortem: Postmortem, *, by: User, revision: int, title: str, **sections: str
) -> Postmortem:
    """Keep the words somebody wrote, and count them among the authors.

    `revision` is the one they began from. When somebody else has saved since,
    nothing is written: what was typed stays in the form, to be brought together.
    The same words sent twice are saved once, so that a double click is no conflict.
    """
    if unknown := set(sections) - set(SECTIONS):
        raise TypeError(f"no such sections: {', '.join(sorted(unknown))}")
    postmortem = lock_editable(postmortem)
    words = {"title": title} | sections
    if postmortem.revision != revision:
        if all(getattr(postmortem, name) == text for name, text in words.items()):
            return postmortem
        raise DomainError(
            _(
                "Somebody else saved this write-up while you were writing. Your words are still "
                "here; where both of you changed something, theirs stand below. Have a look and "
                "save once more."
            ),
            code="revision",
        )
    for name, text in words.items():
        setattr(postmortem, name, text)
    postmortem.revision += 1
    postmortem.saved_at = timezone.now()
    postmortem.save()
    postmortem.authors.add(by)
    tell_readers(postmortem)
    return postmortem


@transaction.atomic
def add_factor(postmortem: Postmortem, *, by: User, kind: str, text: str) -> ContributingFactor:
    """Name one more thing that had to be true. The same one sent twice is kept once."""
    postmortem = lock_editable(postmortem)
    factor = postmortem.factors.filter(kind=kind, text=text).first()
    if factor is None:
        factor = postmortem.factors.create(kind=kind, text=text)
    postmortem.authors.add(by)
    tell_readers(postmortem)
    return factor


@transaction.atomic
def remove_factor(factor: ContributingFactor, *, by: User) -> None:
    """Take a contributing factor out again. Taking it out twice is taking it out once."""
    postmortem = lock_editable(factor.postmortem)
    postmortem.factors.filter(pk=factor.pk).delete()
    tell_readers(postmortem)


@transaction.atomic
def add_follow_up(
    postmortem: Postmortem,
    *,
    by: User,
    what: str,
    kind: str,
    owner: User | None = None,
    due_on: date | None = None,
    link: str = "",
) -> FollowUp:
    """Plan a change to the system, after publishing too. Sent twice it is planned once."""
    postmortem = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if owner is not None and not owner.is_active:
        raise DomainError(
            {"owner": _("%(name)s has left. Choose somebody else.") % {"name": owner}}
        )
    planned = {"what": what, "kind": kind, "owner": owner, "due_on": due_on, "link": link}
    follow_up = postmortem.follow_ups.filter(state=FollowUpState.OPEN, **planned).first()
    if follow_up is None:
        follow_up = postmortem.follow_ups.create(**planned)
    tell_readers(postmortem)
    return follow_up


@transaction.atomic
def complete_follow_up(follow_up: FollowUp, *, by: User, at: datetime | None = None) -> FollowUp:
    """Say that the change is made."""
    follow_up = _lock_open(follow_up)
    follow_up.state, follow_up.done_at = FollowUpState.DONE, at or timezone.now()
    follow_up.save(update_fields=["state", "done_at"])
    tell_readers(follow_up.postmortem)
    return follow_up


@transaction.atomic
def let_go_of_follow_up(follow_up: FollowUp, *, by: User, reason: str) -> FollowUp:
    """Decide, with a reason that stays, that the change will not be made."""
    follow_up = _lock_open(follow_up)
    follow_up.state, follow_up.let_go_because = FollowUpState.LET_GO, reason
    follow_up.save(update_fields=["state", "let_go_because"])
    tell_readers(follow_up.postmortem)
    return follow_up


def _lock_open(follow_up: FollowUp) -> FollowUp:
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if not follow_up.is_open:
        raise DomainError(_("This follow-up is not open any more."))
    return follow_up
