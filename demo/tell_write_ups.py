"""Tell the write-ups of the demo: written, reviewed and published by their people."""

from datetime import datetime, timedelta
from pathlib import Path

from demo import write_ups
from demo.clock import working_day, working_moment
from demo.prose import read
from demo.tell_incidents import Cast
from demo.write_ups.shape import FollowUp, Round, Skipped, Thread, WriteUp
from incidents.domain.lifecycle import skip_write_up
from incidents.models import Incident, Kind
from postmortems.domain.commenting import reply, resolve_thread, start_thread
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up, complete_follow_up, let_go_of_follow_up
from postmortems.domain.reviewing import ask_for_review, give_verdict, publish_postmortem
from postmortems.domain.writing import save_postmortem
from postmortems.models import CHECKLIST, Postmortem, Verdict

FOLDER = Path(write_ups.__file__).parent


def tell_write_up(told: WriteUp, incident: Incident, *, cast: Cast, now: datetime) -> Postmortem:
    """Begin a write-up from its incident, and bring it as far as it has come."""
    author = cast[told.author]
    begun = working_moment(now, told.begun, "09:30")
    postmortem = start_postmortem(incident, by=author, at=begun)
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
    for thread in told.threads:
        _talk(thread, postmortem, cast=cast, now=now)
    if told.published is not None:
        at = working_moment(now, told.published, "16:00")
        publish_postmortem(postmortem, by=author, at=at)
    saved = working_moment(now, told.rounds[-1].asked, "12:00") if told.rounds else begun
    Postmortem.objects.filter(pk=postmortem.pk).update(saved_at=saved)
    postmortem.follow_ups.update(created_at=begun)
    return Postmortem.objects.get(pk=postmortem.pk)


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
