"""Play a scenario: start, join, look, ask for a hint, end.

It is played in the room of a practice incident, with everything a room has. What is
found is read from the scenario each time and never copied into the room, so that it is
seen by those only who see the write-up.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from incidents.domain.filing import declare_incident
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.locking import lock
from incidents.domain.room import add_note, join_incident
from incidents.domain.telling import tell_room
from incidents.models import Incident, Mode, Participation, Service
from learning.clues import is_about
from learning.models import Look, Run, Scenario
from learning.queries.practice import not_found_yet
from people.errors import DomainError
from people.models import User

TWICE_WITHIN = timedelta(minutes=1)


@transaction.atomic
def start_run(
    scenario: Scenario, *, by: User, client_token: UUID | None = None, at: datetime | None = None
) -> Run:
    """Open a practice room for it, with the services that it was about.

    The scenario is locked, so that the same `client_token` is the same practice. The room of
    what was restricted is restricted too.
    """
    scenario = Scenario.objects.select_for_update().get(pk=scenario.pk)
    if client_token:
        there = Run.objects.filter(started_by=by, client_token=client_token)
        if run := there.select_related("incident", "scenario").first():
            return run
    if not scenario.is_ready:
        raise DomainError(_("This scenario is not ready to be played yet."))
    incidents = Incident.objects.filter(postmortems=scenario.source_id)
    at = at or timezone.now()
    incident = declare_incident(
        by=by,
        title=scenario.title,
        mode=Mode.PRACTICE,
        services=Service.objects.filter(incidents__in=incidents).distinct(),
        is_restricted=incidents.filter(is_restricted=True).exists(),
        client_token=client_token,
        at=at,
    )
    return Run.objects.create(
        scenario=scenario,
        incident=incident,
        started_by=by,
        started_at=at,
        client_token=client_token,
    )


@transaction.atomic
def join_run(run: Run, *, by: User, at: datetime | None = None) -> Participation:
    """Come and play along. Joining twice is joining once."""
    run = _lock_open(run)
    return join_incident(run.incident, by=by, at=at)


@transaction.atomic
def look_at(run: Run, *, by: User, words: str, at: datetime | None = None) -> Look:
    """Look at something, and find what there is to find about it; the room's timeline says so.

    The practice is locked, so that the same words sent twice are one look.
    """
    run, at = _lock_to_play(run, by), at or timezone.now()
    just_now = run.looks.filter(by=by, is_hint=False, looked_at__gt=at - TWICE_WITHIN)
    if said := just_now.filter(words=words).last():
        return said
    found = [clue for clue in run.scenario.clues.all() if is_about(words, clue.topics)]
    look = run.looks.create(by=by, words=words, looked_at=at)
    look.clues.set(found)
    text = _("Looked at: %(words)s") % {"words": words}
    add_note(run.incident, by=by, text=text, occurred_at=at, is_key_moment=bool(found))
    return look


@transaction.atomic
def ask_for_hint(run: Run, *, by: User, at: datetime | None = None) -> Look:
    """Say what could be looked at next, to everybody who plays. The same hint comes once."""
    run, at = _lock_to_play(run, by), at or timezone.now()
    topic = next((clue.topics[0] for clue in not_found_yet(run, at=at) if clue.topics), "")
    if (last := run.looks.last()) and last.is_hint and last.words == topic:
        return last
    hint = run.looks.create(by=by, words=topic, is_hint=True, looked_at=at)
    tell_room(run.incident)
    return hint


@transaction.atomic
def end_run(run: Run, *, by: User, at: datetime | None = None) -> Run:
    """End the practice, however far it came. Of two who end it at once, both have."""
    run = _lock(run)
    _check_plays(run, by)
    if not run.is_over:
        text = _("The practice is over.")
        run.incident = resolve_incident(run.incident, by=by, summary=text, at=at)
    return run


def _lock(run: Run) -> Run:
    """Lock the practice and then its room, which somebody may be resolving."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    run.incident = lock(run.incident)
    return run


def _lock_open(run: Run) -> Run:
    run = _lock(run)
    if run.is_over:
        raise DomainError(_("This practice is over. You can compare it with what happened."))
    return run


def _lock_to_play(run: Run, by: User) -> Run:
    run = _lock_open(run)
    _check_plays(run, by)
    return run


def _check_plays(run: Run, by: User) -> None:
    if not run.incident.participations.filter(user=by).exists():
        raise DomainError(_("Join the practice first."))
