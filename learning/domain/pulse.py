"""Ask how it is here, and take in what people say without knowing who said it.

An answer is three counts that go up by one. Beside them only a digest is written that keeps
the same person from answering twice; it is made with this site's key, and no row joins it
with a person. The reminder ends when somebody opens the questions, whether they then answer
or not, so it does not say who did. Each person is asked at most once in a round and answers
at most once, so that five answers are those of five people. What the boxes say is shown after
the round has closed, all at once, and everything else of it is deleted (`counting.py`).

What is in a box can be read with this site's key only.

Its limit: whoever reads the database itself again and again while a round is open can see
which count changes and, from the reminders, who has opened the questions by then.
"""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from incidents.models import Incident, Mode, Participation
from learning.domain.blurring import blurred_team
from learning.insights.quarters import Quarter
from learning.models import Face, Occasion, PulseBox, PulseRound, SpentBallot
from nudges.domain.outbox import end, nudge
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Team, User
from people.models.user import UserQuerySet

# Incidents that ended so long ago are looked at once more, in case a run was missed.
LOOK_BACK = timedelta(days=3)
# Once a quarter, from its second month on and not in its last days.
FROM_DAY, LAST_DAYS = timedelta(days=31), timedelta(days=14)
SALT = "learning.pulse.ballot"


@transaction.atomic
def answer_pulse(this: PulseRound, *, by: User, **faces: int | None) -> None:
    """Count what somebody chose; what they left out is not counted.

    The round is locked: one answer at a time goes into its boxes. Nothing is returned, since
    nothing is kept that would be theirs.
    """
    chosen = {question: face for question, face in faces.items() if face is not None}
    if unknown := set(chosen) - set(this.questions()):
        raise TypeError(f"no such questions: {', '.join(sorted(unknown))}")
    # It is gone once it is counted.
    if PulseRound.objects.open().select_for_update().filter(pk=this.pk).first() is None:
        raise DomainError(_("These questions are closed. There will be new ones."))
    if not was_asked(this, by):
        raise DomainError(_("These questions are for those who were asked."))
    if not chosen:
        raise DomainError(_("Choose one for at least one of them. Or leave them, that is fine."))
    _spend_ballot(this, by)
    team = blurred_team(by)
    for question, face in chosen.items():
        _drop(this, question, team, Face(face))


@transaction.atomic
def open_questions(this: PulseRound, *, by: User) -> None:
    """End the reminder of somebody who has the questions before them."""
    end(this.nudge_kind, about=this, to=by, because="opened")


def was_asked(this: PulseRound, user: User) -> bool:
    return Nudge.objects.visible_to(user).about(this.nudge_kind, this).exists()


def has_answered(this: PulseRound, user: User) -> bool:
    return this.ballots.filter(digest=_digest(this, user)).exists()


def open_rounds(user: User) -> list[PulseRound]:
    """The rounds that somebody was asked in, has not answered and can still answer."""
    rounds = {one.pk: one for one in PulseRound.objects.may_be_told(user).order_by("pk")}
    if not rounds:
        return []
    about = ContentType.objects.get_for_model(PulseRound)
    told = Nudge.objects.visible_to(user).filter(about_type=about, about_id__in=rounds)
    asked = set(told.values_list("about_id", flat=True))
    digests = {_digest(one, user): number for number, one in rounds.items()}
    spent = SpentBallot.objects.filter(digest__in=digests).values_list("digest", flat=True)
    answered = {digests[one] for one in spent}
    return [one for number, one in rounds.items() if number in asked - answered]


def ask_after_incidents(*, at: datetime | None = None) -> int:
    """Ask those who were in an incident that is over. Returns how many incidents there were.

    Neither the round nor the reminder says which incident it was.
    """
    at = at or timezone.now()
    over = Incident.objects.standing().filter(
        mode=Mode.LIVE, is_restricted=False, resolved_at__gt=at - LOOK_BACK, resolved_at__lte=at
    )
    there = Participation.objects.filter(incident__in=over.values("pk")).order_by()
    people = User.objects.who_may_write().filter(pk__in=there.values("user"))
    _ask(Occasion.AFTER, people, at=at)
    return over.count()


def ask_everyone(*, at: datetime | None = None) -> bool:
    """Ask all who write here, once a quarter. Returns whether it was the time for it."""
    at = at or timezone.now()
    quarter = Quarter.of(at.date())
    if not quarter.begins + FROM_DAY <= at < quarter.ends - LAST_DAYS:
        return False
    _ask(Occasion.QUARTER, User.objects.who_may_write(), at=at)
    return True


@transaction.atomic
def _ask(occasion: str, people: UserQuerySet, *, at: datetime) -> None:
    """Remind those who have not been asked in this round; each is asked once."""
    quarter = Quarter.of(at.date())
    if not people.exists():
        return
    this, _new = PulseRound.objects.get_or_create(
        occasion=occasion,
        quarter=quarter.first_day,
        defaults={"closes_at": PulseRound.closing(quarter)},
    )
    asked = Nudge.objects.about(this.nudge_kind, this).values("recipient")
    nudge(this.nudge_kind, about=this, to=people.exclude(pk__in=asked))


def _spend_ballot(this: PulseRound, by: User) -> None:
    _ballot, is_new = SpentBallot.objects.get_or_create(
        digest=_digest(this, by), defaults={"round": this}
    )
    if not is_new:
        raise DomainError(_("You have answered these already. Thank you."))


def _digest(this: PulseRound, user: User) -> str:
    value = f"{this.occasion}:{this.quarter}:{user.pk}"
    return salted_hmac(SALT, value, algorithm="sha256").hexdigest()


def _drop(this: PulseRound, question: str, team: Team | None, face: Face) -> None:
    box, _new = PulseBox.objects.get_or_create(round=this, question=question, team=team)
    box.drop(face)
    box.save(update_fields=["counts"])
