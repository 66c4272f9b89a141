"""Tell the incidents of the demo, step by step, as the people in them pressed the buttons."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import assert_never

from django.utils import timezone

from demo.clock import working_moment
from demo.incidents import shape
from demo.incidents.shape import Step, Told
from incidents.domain.answering import answer_fields
from incidents.domain.asking import ask_to_write, pass_on
from incidents.domain.care import say_i_am_fine, write_note
from incidents.domain.correcting import correct_times
from incidents.domain.editing import edit_entry
from incidents.domain.filing import declare_incident
from incidents.domain.helping import ask_for_help, take_help_request
from incidents.domain.lifecycle import change_status, resolve_incident, set_severity, stand_down
from incidents.domain.linking import link_incidents
from incidents.domain.repair_progress import report_progress
from incidents.domain.repair_steps import tick_step
from incidents.domain.repairing import begin_repair
from incidents.domain.room import add_note, hand_over_lead, join_incident, post_update, take_role
from incidents.domain.tasks import add_task, finish_task, take_step
from incidents.domain.tools import use_tool
from incidents.domain.writing_to_each_other import answer_note, read_note
from incidents.models import Incident, Mode, Note, Service, TimelineEntry, Tool
from people.models import User

Cast = Mapping[str, User]


def tell_incident(
    told: Told,
    *,
    cast: Cast,
    services: Mapping[str, Service],
    now: datetime,
    known: Mapping[str, Incident] = MappingProxyType({}),
) -> Incident:
    """File an incident when it was filed, and take its steps at their times.

    `known` are those before it, by key, that its steps may speak of.
    """
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
    ask_whom(incident, _who_writes(told, cast))
    if told.details:
        add_note(incident, by=filer, text=told.details, occurred_at=opened + timedelta(seconds=15))
    for step in told.steps:
        _take(step, incident, cast, known, at=opened + timedelta(minutes=step.minute))
    _put_times_back(incident, told, opened)
    if told.minutes_ago is None:
        _is_long_ago(incident, filer)
    return Incident.objects.get(pk=incident.pk)


def ask_whom(incident: Incident, writer: User | None = None) -> None:
    """Find, without the worker, who is asked to reach out.

    Whoever writes in the story was asked, whatever hour it is told at.
    """
    for reach_out in incident.reach_outs.open().filter(asked=None):
        if writer:
            ask_to_write(reach_out, person=writer, at=timezone.now())
        else:
            pass_on(reach_out.pk)


def _who_writes(told: Told, cast: Cast) -> User | None:
    writers = (cast[step.who] for step in told.steps if isinstance(step, shape.KindNote))
    return next(writers, None)


def _opened(told: Told, now: datetime) -> datetime:
    if told.minutes_ago is not None:
        return now - timedelta(minutes=told.minutes_ago)
    return working_moment(now, told.days_ago, told.at)


def _take(
    step: Step, incident: Incident, cast: Cast, known: Mapping[str, Incident], *, at: datetime
) -> None:
    """Press the button that a step stands for."""
    by = cast[step.who]
    match step:
        case shape.Note():
            _note(step, incident, by, at)
        case shape.CorrectStart():
            started = incident.declared_at - timedelta(minutes=step.before)
            correct_times(incident, by=by, started_at=started, at=at)
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
                public_text=step.public,
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
            request = ask_for_help(incident, by=by, about=step.text, at=at)
            if step.taken_by:
                taken_at = at + timedelta(minutes=step.taken_after)
                take_help_request(request, by=cast[step.taken_by], at=taken_at)
        case shape.Answer():
            answer_fields(incident, by=by, answers=step.answers, at=at)
        case shape.KindNote():
            _write_kindly(step, incident, by, cast[step.to], at)
        case shape.UseTool():
            tool = Tool.objects.get(command=step.command, service__incidents=incident)
            use_tool(incident, by=by, tool=tool, at=at)
        case shape.TakeStep():
            path = Incident.objects.get(pk=incident.pk).undo_path
            task = take_step(incident, by=by, path=path, key=step.key, at=at)
            if step.done_after is not None:
                finish_task(task, by=by, at=at + timedelta(minutes=step.done_after))
        case shape.Task():
            doer = cast[step.assignee] if step.assignee else None
            add_task(incident, by=by, text=step.text, assignee=doer, at=at)
        case shape.BeginRepair():
            begin_repair(
                incident,
                by=by,
                what_was_written=step.what,
                how_to_find=step.find,
                how_to_repair=step.how,
                run_by=by,
                pairs=cast[step.pairs],
                at=at,
            )
        case shape.Tick():
            repair = incident.repairs.get()
            tick_step(repair, by=by, step=step.step, note=step.text, rows=step.rows, at=at)
        case shape.Progress():
            report_progress(incident.repairs.get(), by=None, done=step.done, at=at)
        case shape.Linked():
            link_incidents(incident, by=by, other=known[step.to], kind=step.kind, at=at)
        case shape.Resolve():
            resolve_incident(incident, by=by, summary=step.text, at=at)
        case shape.StandDown():
            stand_down(incident, by=by, summary=step.text, at=at)
        case _:
            assert_never(step)


def _note(step: shape.Note, incident: Incident, by: User, at: datetime) -> None:
    """Write a note, and where it is told so, later than it happened or in better words."""
    text = step.at_first or step.text
    entry = add_note(incident, by=by, text=text, occurred_at=at, is_key_moment=step.key)
    if step.at_first:
        edit_entry(entry, by=by, revision=entry.revision, text=step.text)
        entry.versions.update(replaced_at=at + timedelta(minutes=1))
    if step.written_after:
        later = at + timedelta(minutes=step.written_after)
        TimelineEntry.objects.filter(pk=entry.pk).update(recorded_at=later)


def _write_kindly(
    step: shape.KindNote, incident: Incident, by: User, to: User, at: datetime
) -> None:
    reach_out = incident.reach_outs.open().get(person=to)
    note = write_note(reach_out, by=by, text=step.text)
    if step.answer:
        answer_note(read_note(note, by=to), by=to, text=step.answer)
        Note.objects.filter(answers=note).update(sent_at=at + timedelta(minutes=9))
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
