"""Have a write-up read by a tech lead."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nudges.domain.outbox import end, nudge
from people.errors import DomainError
from people.models import User
from people.permissions import may_write
from postmortems.domain.locking import tell_readers
from postmortems.domain.versions import keep_version
from postmortems.domain.writing import move
from postmortems.models import CHECKLIST, KeptAt, Postmortem, ReviewRound, Status, Verdict


@transaction.atomic
def ask_for_review(
    postmortem: Postmortem, *, by: User, reviewer: User, at: datetime | None = None
) -> ReviewRound:
    """Ask a tech lead who is not an author to read it."""
    postmortem = Postmortem.objects.select_for_update().get(pk=postmortem.pk)
    if postmortem.status == Status.IN_REVIEW:
        raise DomainError(_("Somebody has been asked to review this already."))
    if not postmortem.can_be_sent_to_review:
        raise DomainError(_("This write-up has been reviewed."))
    _check_reviewer(reviewer, postmortem)
    this_round = postmortem.rounds.create(reviewer=reviewer, asked_at=at or timezone.now())
    keep_version(postmortem, occasion=KeptAt.REVIEW_ASKED)
    move(postmortem, to=Status.IN_REVIEW)
    for incident in postmortem.incidents.all():
        end("write_up", about=incident, because="in review")
    for earlier in postmortem.rounds.exclude(pk=this_round.pk):
        end("changes_suggested", about=earlier, because="in review again")
    nudge("review_waiting", about=this_round, to=[reviewer])
    return this_round


@transaction.atomic
def ask_another_lead(
    this_round: ReviewRound, *, by: User, reviewer: User, at: datetime | None = None
) -> ReviewRound:
    """Ask somebody else instead: the first one is away, or has become an author.

    Without this, a write-up would wait for ever for a person who cannot answer.
    """
    postmortem, this_round = _lock_open_round(this_round)
    if this_round.reviewer == reviewer:
        raise DomainError({"reviewer": _("%(name)s has been asked already.") % {"name": reviewer}})
    _check_reviewer(reviewer, postmortem)
    end("review_waiting", about=this_round, because="somebody else was asked")
    this_round.reviewer, this_round.asked_at = reviewer, at or timezone.now()
    this_round.save(update_fields=["reviewer", "asked_at"])
    nudge(
        "review_waiting",
        about=this_round,
        to=[reviewer],
        again=this_round.asked_at.isoformat(),
    )
    tell_readers(postmortem)
    return this_round


def _check_reviewer(reviewer: User, postmortem: Postmortem) -> None:
    if postmortem.authors.filter(pk=reviewer.pk).exists():
        raise DomainError({"reviewer": _("An author cannot review their own write-up.")})
    if not may_write(reviewer) or not reviewer.leads_teams.exists():
        raise DomainError({"reviewer": _("A reviewer is the tech lead of a team.")})
    if not Postmortem.objects.visible_to(reviewer).filter(pk=postmortem.pk).exists():
        text = _("%(name)s cannot see this incident. Somebody in it can let them in.")
        raise DomainError({"reviewer": text % {"name": reviewer}})


def _lock_open_round(this_round: ReviewRound) -> tuple[Postmortem, ReviewRound]:
    """Lock a write-up and then its round, in the order in which everybody locks them."""
    postmortem = Postmortem.objects.select_for_update().get(pk=this_round.postmortem_id)
    this_round = ReviewRound.objects.select_for_update().get(pk=this_round.pk)
    if this_round.verdict:
        raise DomainError(_("This round has its verdict already."))
    return postmortem, this_round


@transaction.atomic
def give_verdict(
    this_round: ReviewRound,
    *,
    by: User,
    verdict: str,
    remarks: str = "",
    at: datetime | None = None,
    **checklist: bool,
) -> ReviewRound:
    """Approve, or suggest changes with the reason for them.

    The round's row is locked, and its write-up's before it, so that one round
    has one verdict.
    """
    postmortem, this_round = _lock_open_round(this_round)
    if this_round.reviewer != by:
        raise DomainError(_("Somebody else was asked to review this."))
    if postmortem.authors.filter(pk=by.pk).exists():
        raise DomainError(_("You have become an author of it, so another lead has to review."))
    if verdict == Verdict.CHANGES_SUGGESTED and not remarks.strip():
        raise DomainError({"remarks": _("Say what you suggest, and why it would help.")})
    this_round.verdict = Verdict(verdict)
    this_round.remarks = remarks
    this_round.decided_at = at or timezone.now()
    for name in CHECKLIST:
        setattr(this_round, name, checklist.get(name, False))
    this_round.save()
    keep_version(postmortem, occasion=KeptAt.VERDICT)
    move(postmortem, to=Status(verdict))
    end("review_waiting", about=this_round, because="reviewed")
    nudge(verdict, about=this_round, to=postmortem.authors.all())
    return this_round
