"""What people do when a message is about a write-up, a follow-up, a story or a talk."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from bench.year.world import World, later, subject
from incidents.domain.lifecycle import skip_write_up
from incidents.domain.restricting import let_in
from incidents.models import Incident
from learning.domain.reading import remark
from learning.domain.stories import tell_story
from learning.domain.talks.asking import say_not_this_time
from learning.domain.talks.slots import take_slot
from learning.models import Story, TalkInvitation
from nudges.domain.outbox import finish, stop
from nudges.models import Nudge
from people.hours import next_working_morning
from people.models import User
from postmortems.domain.checking import say_whether_it_helped
from postmortems.domain.commenting import reply, start_thread
from postmortems.domain.debriefing import hold_debrief, plan_debrief
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.following_up import (
    add_follow_up,
    complete_follow_up,
    keep_follow_up,
    let_go_of_follow_up,
)
from postmortems.domain.handing_over import hand_over_follow_up
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict, take_over_review
from postmortems.domain.writing import save_postmortem
from postmortems.models import (
    CHECKLIST,
    Comment,
    Debrief,
    FollowUp,
    FollowUpKind,
    Postmortem,
    ReviewRound,
    Thread,
    Verdict,
)
from postmortems.queries.debriefs import was_there


def writes_it_up(world: World, nudge: Nudge, by: User) -> None:
    """Begin it, and finish it some working hours later; or skip it with a reason."""
    incident = subject(nudge, Incident)
    if not incident.postmortems.exists() and world.chance(0.12):
        skip_write_up(incident, by=by, reason="The same as last month, which is written up.")
        return
    postmortem = start_postmortem(incident, by=by)
    if world.chance(0.75):
        world.while_working(by, 300, later(world, _asks_for_review, postmortem.pk, by.pk))
    if world.chance(0.3):
        world.while_working(by, 120, later(world, _plans_debrief, postmortem.pk, by.pk))


def _asks_for_review(world: World, postmortem: int, person: int) -> None:
    this, by = Postmortem.objects.get(pk=postmortem), User.objects.get(pk=person)
    if not this.can_be_sent_to_review:
        return
    said = f"It began slowly, as seen at {timezone.now()}."
    this = save_postmortem(
        this, by=by, revision=this.revision, title=this.title, what_happened=said
    )
    for n in range(world.rng.randrange(0, 3) if not this.follow_ups.exists() else 0):
        _plans_follow_up(world, this, n, by)
    ask_for_review(this, by=by, reviewer=_a_lead(this, by))
    for _each in range(world.rng.randrange(0, 3)):
        world.soon(600, later(world, _comments, this.pk))


def _a_lead(postmortem: Postmortem, by: User) -> User:
    """The lead of one's own team before the others; who does not see it yet is let in."""
    leads = User.objects.who_may_write().filter(leads_teams__isnull=False).distinct()
    leads = leads.exclude(pk__in=postmortem.authors.values("pk"))
    nearest = sorted(leads, key=lambda one: (one.team_id != by.team_id, one.pk))
    for incident in postmortem.incidents.filter(is_restricted=True):
        if not incident.audience().filter(pk=nearest[0].pk).exists():
            let_in(incident, by=by, person=nearest[0])
    return nearest[0]


def _plans_follow_up(world: World, postmortem: Postmortem, n: int, by: User) -> None:
    owner = world.rng.choice([by, *was_there(postmortem)])
    day = timezone.localdate() + timedelta(days=world.rng.randrange(7, 60))
    what = f"Notice it sooner, way {n + 1}"
    kind = world.rng.choice(FollowUpKind.values)
    due_on = day if world.chance(0.85) else None
    add_follow_up(postmortem, by=by, what=what, kind=kind, owner=owner, due_on=due_on)


def _plans_debrief(world: World, postmortem: int, person: int) -> None:
    this, by = Postmortem.objects.get(pk=postmortem), User.objects.get(pk=person)
    people = list(was_there(this))
    starts = next_working_morning(by, timezone.now(), days=3) + timedelta(hours=2)
    debrief = plan_debrief(this, by=by, starts_at=starts, minutes=45, invited=people)
    world.agenda.put(debrief.ends_at, later(world, _hold, debrief.pk, by.pk))


def _hold(world: World, debrief: int, person: int) -> None:
    hold_debrief(Debrief.objects.get(pk=debrief), by=User.objects.get(pk=person))


def _comments(world: World, postmortem: int) -> None:
    this = Postmortem.objects.get(pk=postmortem)
    [by] = world.at_work(1)
    name = this.authors.order_by("pk")[0].email.partition("@")[0]
    text = f"@{name} was it so before?" if world.chance(0.2) else "This helped me understand it."
    if Postmortem.objects.visible_to(by).filter(pk=postmortem).exists():
        start_thread(this, by=by, text=f"{text} {timezone.now():%j %H%M}")


def reads_review(world: World, nudge: Nudge, by: User) -> None:
    this_round = subject(nudge, ReviewRound)
    if world.chance(0.25):
        remarks = "A sentence on how it was noticed would help the next reader."
        give_verdict(this_round, by=by, verdict=Verdict.CHANGES_SUGGESTED, remarks=remarks)
    else:
        ticked: dict[str, Any] = dict.fromkeys(CHECKLIST, True)
        give_verdict(this_round, by=by, verdict=Verdict.APPROVED, **ticked)


def takes_review(world: World, nudge: Nudge, by: User) -> None:
    this_round = subject(nudge, ReviewRound)
    take_over_review(this_round, by=by)


def takes_suggestions(world: World, nudge: Nudge, by: User) -> None:
    this_round = subject(nudge, ReviewRound)
    _asks_for_review(world, this_round.postmortem_id, by.pk)


def publishes(world: World, nudge: Nudge, by: User) -> None:
    this_round = subject(nudge, ReviewRound)
    publish_postmortem(this_round.postmortem, by=by)


def goes_on_talking(world: World, nudge: Nudge, by: User) -> None:
    """Answer, or say that it is seen."""
    thread = nudge.about.thread if isinstance(nudge.about, Comment) else nudge.about
    if isinstance(thread, Thread) and world.chance(0.5):
        reply(thread, by=by, text=f"Yes, I think so. {timezone.now():%j %H%M}")
    else:
        finish(nudge, by=by)


def sees_to_follow_up(world: World, nudge: Nudge, by: User) -> None:
    """Do it, put it off, hand it on or let it go."""
    this = subject(nudge, FollowUp)
    choice = world.rng.random()
    if choice < 0.6:
        complete_follow_up(this, by=by)
    elif choice < 0.85:
        day = timezone.localdate() + timedelta(days=world.rng.randrange(7, 30))
        keep_follow_up(this, by=by, due_on=day)
    elif choice < 0.93:
        [to] = world.at_work(1, among=lambda one: one.team_id == by.team_id) or [by]
        hand_over_follow_up(this, by=by, to=to)
    else:
        let_go_of_follow_up(this, by=by, reason="The service is gone soon.")


def says_whether_it_helped(world: World, nudge: Nudge, by: User) -> None:
    this = subject(nudge, FollowUp)
    say_whether_it_helped(this, by=by, answer="helped" if world.chance(0.6) else "not_yet")


def tells_story(world: World, nudge: Nudge, by: User) -> None:
    """Tell it, or say that it is not for them."""
    write_up = subject(nudge, Postmortem)
    if not world.chance(0.6 if by.is_senior else 0.35):
        stop(nudge, by=by)
        return
    told: dict[str, Any] = {
        "what_broke": "It was slow.",
        "what_i_know_now": "To look at the queue first.",
    }
    incidents = write_up.incidents.all()
    story = tell_story(
        None, by=by, publish=True, title=f"How it was, {write_up}", incidents=incidents, **told
    )
    for _each in range(world.rng.randrange(0, 4)):
        world.soon(3000, later(world, _remarks, story.pk))


def _remarks(world: World, story: int) -> None:
    [by] = world.at_work(1)
    remark(Story.objects.get(pk=story), by=by, text=f"I had the same. {timezone.now():%j %H%M}")


def answers_about_talk(world: World, nudge: Nudge, by: User) -> None:
    invitation = subject(nudge, TalkInvitation)
    if world.chance(0.5):
        take_slot(invitation.session, by=by, title="A comma in a price")
    else:
        say_not_this_time(invitation, by=by)
