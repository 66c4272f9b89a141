"""Tell the write-ups of the demo: written, reviewed and published by their people."""

from datetime import datetime, timedelta
from pathlib import Path

from demo import write_ups
from demo.clock import working_day, working_moment
from demo.prose import read
from demo.tell_incidents import Cast
from demo.write_ups.shape import Correction, Debrief, FollowUp, Round, Skipped, Thread, WriteUp
from incidents.domain.lifecycle import skip_write_up
from incidents.models import Incident, Kind
from people.models import User
from postmortems.domain.checking import say_whether_it_helped
from postmortems.domain.commenting import reply, resolve_thread, start_thread
from postmortems.domain.covering import add_incident
from postmortems.domain.debriefing import (
    QUESTIONS,
    hold_debrief,
    plan_debrief,
    write_debrief,
)
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up, complete_follow_up, let_go_of_follow_up
from postmortems.domain.handing_over import hand_over_follow_up, pass_on_follow_up
from postmortems.domain.moments import refresh_moments
from postmortems.domain.publishing import correct_postmortem, publish_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.shaping import change_form
from postmortems.domain.writing import save_postmortem
from postmortems.models import CHECKLIST, SECTIONS, Check, Postmortem, Verdict
from postmortems.queries.debriefs import was_there

FOLDER = Path(write_ups.__file__).parent


def tell_write_up(
    told: WriteUp,
    incident: Incident,
    *,
    others: list[Incident],
    cast: Cast,
    now: datetime,
) -> Postmortem:
    """Begin a write-up from its incidents, and bring it as far as it has come."""
    author = cast[told.author]
    begun = working_moment(now, told.begun, "09:30")
    postmortem = start_postmortem(incident, by=author, at=begun)
    postmortem = change_form(postmortem, by=author, form=told.form)
    for other in others:
        add_incident(postmortem, by=author, incident=other, at=begun)
        refresh_moments(postmortem, by=author)
    path = FOLDER / f"{told.incident}.md"
    if path.exists():
        prose = read(path)
        postmortem = save_postmortem(
            postmortem,
            by=author,
            revision=postmortem.revision,
            title=prose.title,
            **prose.sections,
        )
    for kind, text in told.factors:
        add_factor(postmortem, by=author, kind=kind, text=text)
    for follow_up in told.follow_ups:
        _plan(follow_up, postmortem, begun=told.begun, author=author, cast=cast, now=now)
    for one in told.rounds:
        _have_reviewed(one, postmortem, told.author, cast=cast, now=now)
    for thread in told.threads:
        _talk(thread, postmortem, cast=cast, now=now)
    if told.published is not None:
        at = working_moment(now, told.published, "16:00")
        publish_postmortem(postmortem, by=author, at=at)
    for correction in told.corrections:
        _put_right(correction, postmortem, cast=cast, now=now)
    saved = working_moment(now, told.rounds[-1].asked, "12:00") if told.rounds else begun
    Postmortem.objects.filter(pk=postmortem.pk).update(saved_at=saved)
    return Postmortem.objects.get(pk=postmortem.pk)


def tell_debrief(told: Debrief, postmortem: Postmortem, *, cast: Cast, now: datetime) -> None:
    """Plan a debrief with everybody who was there; one that is past has been held."""
    planner = postmortem.authors.order_by("pk")[0]
    starts = working_moment(now, told.day, "13:00")
    debrief = plan_debrief(
        postmortem,
        by=planner,
        starts_at=starts,
        minutes=45,
        invited=was_there(postmortem),
        facilitator=cast[told.leader],
        place=told.place,
        questions="\n".join(str(question) for question in QUESTIONS),
        at=working_moment(now, told.planned, "11:00"),
    )
    if told.notes:
        debrief = hold_debrief(debrief, by=cast[told.leader], at=debrief.ends_at)
        write_debrief(
            debrief,
            by=cast[told.leader],
            revision=debrief.revision,
            questions=debrief.questions,
            notes=told.notes,
        )


def tell_skipped(told: Skipped, incident: Incident, *, cast: Cast, now: datetime) -> None:
    """Decide against a write-up on the day on which it was decided."""
    skip_write_up(incident, by=cast[told.who], reason=told.reason)
    at = working_moment(now, told.days_ago, "10:00")
    incident.timeline.filter(kind=Kind.WRITE_UP).update(occurred_at=at)


def _plan(
    told: FollowUp, postmortem: Postmortem, *, begun: int, author: User, cast: Cast, now: datetime
) -> None:
    owner = cast[told.owner] if told.owner else None
    by = owner or author
    follow_up = add_follow_up(
        postmortem,
        by=by,
        what=told.what,
        kind=told.kind,
        owner=owner,
        due_on=working_day(now, -told.due_in),
        at=working_moment(now, begun, "09:30"),
    )
    if told.handed_on:
        key, line = told.handed_on
        at = working_moment(now, begun - 1, "11:00")
        follow_up = hand_over_follow_up(follow_up, by=by, to=cast[key], note=line, at=at)
        by = cast[key]
    if told.done is not None:
        done_at = working_moment(now, told.done, "14:00")
        complete_follow_up(follow_up, by=by, at=done_at)
        for check, (answer, line) in zip(Check, told.answers, strict=False):
            at = done_at + timedelta(days=check, hours=1)
            say_whether_it_helped(follow_up, by=by, answer=answer, note=line, at=at)
    if told.let_go:
        at = working_moment(now, begun - 2, "11:00")
        let_go_of_follow_up(follow_up, by=by, reason=told.let_go, at=at)
    if told.passed_to:
        at = working_moment(now, begun - 2, "15:00")
        pass_on_follow_up(follow_up, by=by, where=told.passed_to, at=at)


def _put_right(told: Correction, postmortem: Postmortem, *, cast: Cast, now: datetime) -> None:
    postmortem = Postmortem.objects.get(pk=postmortem.pk)
    words = {name: getattr(postmortem, name) for name in SECTIONS}
    assert told.was in words[told.section]
    words[told.section] = words[told.section].replace(told.was, told.now)
    correct_postmortem(
        postmortem,
        by=cast[told.who],
        revision=postmortem.revision,
        title=postmortem.title,
        note=told.note,
        at=working_moment(now, told.days_ago, "11:00"),
        **words,
    )


def _talk(told: Thread, postmortem: Postmortem, *, cast: Cast, now: datetime) -> None:
    """Have something said about words, answered and perhaps settled, within half an hour."""
    at = working_moment(now, told.said, "14:00")
    thread = start_thread(
        postmortem,
        by=cast[told.who],
        about=told.section,
        quote=told.quote,
        text=told.text,
        suggestion=told.suggestion,
        at=at,
    )
    for who, text in told.answers:
        at += timedelta(minutes=10)
        reply(thread, by=cast[who], text=text, at=at)
    if told.resolved:
        resolve_thread(thread, by=cast[told.resolved], at=at + timedelta(minutes=5))


def _have_reviewed(
    told: Round, postmortem: Postmortem, author: str, *, cast: Cast, now: datetime
) -> None:
    reviewer = cast[told.reviewer]
    this_round = ask_for_review(
        postmortem,
        by=cast[author],
        reviewer=reviewer,
        at=working_moment(now, told.asked, "13:00"),
    )
    if told.answered is None:
        return
    ticked = dict.fromkeys(CHECKLIST, True)
    if told.verdict == Verdict.CHANGES_SUGGESTED:
        ticked["a_new_joiner_could_follow"] = False
    give_verdict(
        this_round,
        by=reviewer,
        verdict=told.verdict,
        remarks=told.remarks,
        at=working_moment(now, told.answered, "15:00"),
        **ticked,
    )
