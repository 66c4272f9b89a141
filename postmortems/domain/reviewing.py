"""Have a write-up read by a tech lead."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nudges.domain.outbox import end, nudge
from people.errors import DomainError
from people.hours import after_working_days, next_working_morning
from people.models import User
from people.permissions import may_write
from postmortems.domain.locking import tell_readers
from postmortems.domain.telling import asks_people, tell_of_review
from postmortems.domain.versions import keep_version
from postmortems.domain.writing import move
from postmortems.models import CHECKLIST, KeptAt, Postmortem, ReviewRound, Status, Verdict
from postmortems.queries.reviewing import leads_to_offer

# Working days in which a reviewer answers before others are asked.
TIME_TO_ANSWER = 2


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
    this_round = postmortem.rounds.create(reviewer=reviewer)
    _ask(this_round, reviewer, at=at or timezone.now())
    keep_version(postmortem, occasion=KeptAt.REVIEW_ASKED)
    move(postmortem, to=Status.IN_REVIEW)
    for incident in postmortem.incidents.all():
        end("write_up", about=incident, because="in review")
    for earlier in postmortem.rounds.exclude(pk=this_round.pk):
        end("changes_suggested", about=earlier, because="in review again")
    tell_of_review("review_waiting", this_round, to=[reviewer])
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
    _end_waiting(this_round, because="somebody else was asked")
    _ask(this_round, reviewer, at=at or timezone.now())
    again = this_round.asked_at.isoformat()
    tell_of_review("review_waiting", this_round, to=[reviewer], again=again)
    tell_readers(postmortem)
    return this_round


def _ask(this_round: ReviewRound, reviewer: User, *, at: datetime) -> None:
    """Let a round wait for this lead, and know when others may take it over."""
    this_round.reviewer, this_round.asked_at, this_round.offered_at = reviewer, at, None
    this_round.offer_at = after_working_days(reviewer, at, TIME_TO_ANSWER)
    this_round.save(update_fields=["reviewer", "asked_at", "offer_at", "offered_at"])


def _end_waiting(this_round: ReviewRound, *, because: str) -> None:
    for kind in ("review_waiting", "review_offered"):
        end(kind, about=this_round, because=because)


def _check_reviewer(reviewer: User, postmortem: Postmortem) -> None:
    if reason := why_not(reviewer, postmortem):
        raise DomainError({"reviewer": reason})


def why_not(reviewer: User, postmortem: Postmortem) -> str:
    """What keeps somebody from reviewing a write-up, or nothing."""
    if postmortem.authors.filter(pk=reviewer.pk).exists():
        return _("An author cannot review their own write-up.")
    if not may_write(reviewer) or not reviewer.leads_teams.exists():
        return _("A reviewer is the tech lead of a team.")
    if not Postmortem.objects.visible_to(reviewer).filter(pk=postmortem.pk).exists():
        text = _("%(name)s cannot see this incident. Somebody in it can let them in.")
        return text % {"name": reviewer}
    return ""


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
    _end_waiting(this_round, because="reviewed")
    tell_of_review(verdict, this_round, to=postmortem.authors.all())
    return this_round


@transaction.atomic
def take_over_review(
    this_round: ReviewRound, *, by: User, at: datetime | None = None
) -> ReviewRound:
    """Read it in the place of a lead who has not answered in two working days.

    Of two leads who press at once one has it, and the other is told who. Whoever was
    asked first hears that there is nothing left for them to do.
    """
    postmortem, this_round = _lock_open_round(this_round)
    first, at = this_round.reviewer, at or timezone.now()
    if first == by:
        return this_round
    if reason := why_not(by, postmortem):
        raise DomainError(reason)
    if this_round.offer_at is None or this_round.offer_at > at:
        raise DomainError(
            _("%(name)s has this review now. Another lead can take it over from %(when)s on.")
            % {"name": first, "when": _moment(this_round.offer_at or at)}
        )
    _end_waiting(this_round, because="somebody else has taken over")
    _ask(this_round, by, at=at)
    word = at.isoformat()
    tell_of_review("review_taken", this_round, to=[first], again=word)
    morning = next_working_morning(by, at)
    tell_of_review("review_waiting", this_round, to=[by], at=morning, again=word)
    tell_readers(postmortem)
    return this_round


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{date_format(local, 'j M, H:i')} {local.tzname()}"


@transaction.atomic
def offer_review(round_id: int) -> None:
    """Ask other leads, once, when the first one has not answered in time.

    The look at the round behind the lock is the claim: of many schedulers one offers it.
    """
    due = ReviewRound.objects.to_offer().filter(pk=round_id)
    this_round = due.select_for_update(skip_locked=True).first()
    if this_round is None or not asks_people(this_round.postmortem):
        return
    if people := leads_to_offer(this_round):
        this_round.offered_at = timezone.now()
        this_round.save(update_fields=["offered_at"])
        again = this_round.asked_at.isoformat()
        nudge("review_offered", about=this_round, to=people, again=again)
