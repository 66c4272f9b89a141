"""Tell the incidents of the demo, step by step, as the people in them pressed the buttons."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

from demo.clock import working_moment
from demo.incidents import shape
from demo.incidents.shape import Step, Told
from incidents.domain.answering import answer_fields
from incidents.domain.asking import pass_on
from incidents.domain.care import read_note, say_i_am_fine, write_note
from incidents.domain.filing import declare_incident
from incidents.domain.lifecycle import change_status, resolve_incident, set_severity, stand_down
from incidents.domain.room import add_note, hand_over_lead, join_incident, post_update, take_role
from incidents.models import Incident, Mode, Note, Service
from people.models import User

Cast = Mapping[str, User]


def tell_incident(
    told: Told, *, cast: Cast, services: Mapping[str, Service], now: datetime
) -> Incident:
    """File an incident when it was filed, and take its steps at their times."""
    opened = _opened(told, now)
    filer = cast[told.filed_by]
    incident = declare_incident(
        by=filer,
        title=told.title,
        undo_path=told.undo,
        severity=told.severity,
        services=[services[name] for name in told.services],
        mode=told.mode,
        at=opened,
    )
    ask_whom(incident)
    if told.details:
        add_note(incident, by=filer, text=told.details, occurred_at=opened + timedelta(seconds=15))
    for step in told.steps:
        _take(step, incident, cast, at=opened + timedelta(minutes=step.minute))
    _put_times_back(incident, told, opened)
    if told.minutes_ago is None:
        _is_long_ago(incident, filer)
    return Incident.objects.get(pk=incident.pk)


def ask_whom(incident: Incident) -> None:
    """Find, without the worker, who is asked to reach out."""
    for reach_out in incident.reach_outs.open().filter(asked=None):
        pass_on(reach_out.pk)


def _opened(told: Told, now: datetime) -> datetime:
    if told.minutes_ago is not None:
        return now - timedelta(minutes=told.minutes_ago)
    return working_moment(now, told.days_ago, told.at)


def _take(step: Step, incident: Incident, cast: Cast, *, at: datetime) -> None:
    """Press the button that a step stands for."""
    by = cast[step.who]
    match step:
        case shape.Note():
            add_note(incident, by=by, text=step.text, occurred_at=at, is_key_moment=step.key)
        case shape.Join(role="responder"):
            join_incident(incident, by=by, at=at)
        case shape.Join():
            take_role(incident, by=by, role=step.role, at=at)
        case shape.HandOver():
            hand_over_lead(incident, by=by, to=cast[step.to], note=step.text, at=at)
        case shape.Update():
            post_update(
                incident,
                by=by,
                conditions=step.conditions,
                actions=step.actions,
                needs=step.needs,
                next_update_at=at + timedelta(minutes=step.next_in) if step.next_in else None,
                at=at,
            )
        case shape.Move():
            change_status(incident, by=by, status=step.to, at=at)
            if step.text:
                add_note(incident, by=by, text=step.text, occurred_at=at + timedelta(seconds=10))
        case shape.Size():
            set_severity(incident, by=by, severity=step.severity, at=at)
        case shape.AskForHelp():
            add_note(incident, by=by, text=step.text, occurred_at=at, is_key_moment=True)
            taken_at = at + timedelta(minutes=step.taken_after)
            join_incident(incident, by=cast[step.taken_by], at=taken_at)
        case shape.Answer():
            answer_fields(incident, by=by, answers=step.answers, at=at)
        case shape.KindNote():
            _write_kindly(incident, by, cast[step.to], step.text, at)
        case shape.Resolve():
            resolve_incident(incident, by=by, summary=step.text, at=at)
        case shape.StandDown():
            stand_down(incident, by=by, summary=step.text, at=at)
        case _:
            assert_never(step)


def _write_kindly(incident: Incident, by: User, to: User, text: str, at: datetime) -> None:
    reach_out = incident.reach_outs.open().get(person=to)
    note = write_note(reach_out, by=by, text=text)
    Note.objects.filter(pk=note.pk).update(sent_at=at)


def _put_times_back(incident: Incident, told: Told, opened: datetime) -> None:
    """Say when it began and was noticed, which the room learns only afterwards."""
    times = {
        "started_at": opened - timedelta(minutes=told.started_before),
        "detected_at": opened - timedelta(minutes=told.noticed_before),
    }
    if told.mode == Mode.RECORD:
        over = opened + timedelta(minutes=told.steps[-1].minute)
        times |= {"mitigated_at": over, "resolved_at": over}
    Incident.objects.filter(pk=incident.pk).update(**times)


def _is_long_ago(incident: Incident, filer: User) -> None:
    """End what was asked for the filer's sake, and let notes have been read."""
    say_i_am_fine(incident, by=filer)
    for note in Note.objects.filter(incident=incident).select_related("recipient"):
        read_note(note, by=note.recipient)
