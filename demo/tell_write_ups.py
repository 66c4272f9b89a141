"""Tell the write-ups of the demo: written, reviewed and published by their people."""

from datetime import datetime
from pathlib import Path

from demo import write_ups
from demo.clock import working_day, working_moment
from demo.prose import read
from demo.tell_incidents import Cast
from demo.write_ups.shape import Debrief, FollowUp, Round, Skipped, WriteUp
from incidents.domain.lifecycle import skip_write_up
from incidents.models import Incident, Kind
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
from postmortems.domain.moments import refresh_moments
from postmortems.domain.reviewing import ask_for_review, give_verdict, publish_postmortem
from postmortems.domain.shaping import change_form
from postmortems.domain.writing import save_postmortem
from postmortems.models import CHECKLIST, Postmortem, Verdict
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
        _plan(follow_up, postmortem, cast=cast, now=now)
    for one in told.rounds:
        _have_reviewed(one, postmortem, told.author, cast=cast, now=now)
    if told.published is not None:
        at = working_moment(now, told.published, "16:00")
        publish_postmortem(postmortem, by=author, at=at)
    saved = working_moment(now, told.rounds[-1].asked, "12:00") if told.rounds else begun
    Postmortem.objects.filter(pk=postmortem.pk).update(saved_at=saved)
    postmortem.follow_ups.update(created_at=begun)
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


def _plan(told: FollowUp, postmortem: Postmortem, *, cast: Cast, now: datetime) -> None:
    owner = cast[told.owner]
    follow_up = add_follow_up(
        postmortem,
        by=owner,
        what=told.what,
        kind=told.kind,
        owner=owner,
        due_on=working_day(now, -told.due_in),
    )
    if told.done is not None:
        complete_follow_up(follow_up, by=owner, at=working_moment(now, told.done, "14:00"))
    if told.let_go:
        let_go_of_follow_up(follow_up, by=owner, reason=told.let_go)


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
