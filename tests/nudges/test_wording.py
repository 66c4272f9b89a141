"""Every kind of nudge has words, and they are kind ones."""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from django.utils.timezone import now

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.repairing import begin_repair
from incidents.models import Buddy, HelpRequest, Severity
from learning.domain.paths import bring_path
from learning.domain.talks.slots import take_slot
from learning.domain.talks.swaps import offer_swap
from learning.domain.weeks import begin_week
from learning.insights.quarters import Quarter
from learning.models import Occasion, PulseRound, TalkInvitation, TalkSession
from nudges.channels.base import Message
from nudges.channels.email import compose
from nudges.domain.outbox import nudge
from nudges.kinds import KINDS
from nudges.models import Delivery, Nudge
from nudges.wording import prepare, wording
from postmortems.domain.commenting import start_thread
from postmortems.domain.debriefing import plan_debrief
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.domain.reviewing import ask_for_review
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    StoryFactory,
    TechLeadFactory,
    UserFactory,
    asked_reach_out,
    kind_note,
    set_up_weekly_talks,
)
from tests.rules.words import FORBIDDEN

pytestmark = pytest.mark.django_db

TITLE = "Half the checkout buttons are gone"


def an_incident():
    return IncidentFactory(title=TITLE, severity=Severity.MAJOR)


def an_incident_that_is_over():
    return resolve_incident(an_incident(), by=UserFactory(), summary="Rolled back.")


def a_reach_out():
    TechLeadFactory()
    return asked_reach_out(an_incident())


def a_note():
    TechLeadFactory()
    return kind_note(an_incident())


def a_buddy():
    incident = an_incident()
    buddy = UserFactory()
    there = Buddy.objects.create(
        incident=incident, person=incident.declared_by, buddy=buddy, found_at=now()
    )
    there.asked.add(buddy)
    return there


def a_round():
    postmortem = PostmortemFactory(incident=an_incident_that_is_over())
    return ask_for_review(postmortem, by=UserFactory(), reviewer=TechLeadFactory())


def a_thread():
    postmortem = PostmortemFactory(incident=an_incident_that_is_over())
    return start_thread(postmortem, by=TechLeadFactory(), text="What was there to see?")


def a_comment():
    comment = a_thread().comments.get()
    comment.suggestion, comment.accepted_by, comment.accepted_at = "More", UserFactory(), now()
    comment.save()
    return comment


def a_published_write_up():
    return PostmortemFactory(incident=an_incident_that_is_over(), is_published=True)


def a_debrief():
    postmortem = PostmortemFactory(incident=an_incident_that_is_over())
    return plan_debrief(
        postmortem,
        by=postmortem.authors.get(),
        starts_at=timezone.now() + timedelta(days=2),
        minutes=45,
        place="The quiet room",
        invited=[UserFactory()],
    )


def a_help_request():
    incident = an_incident()
    return HelpRequest.objects.create(
        incident=incident,
        asked_by=incident.declared_by,
        about="The rows",
        taken_by=UserFactory(),
        taken_at=incident.declared_at,
    )


def a_repair():
    return begin_repair(an_incident(), by=UserFactory(), what_was_written="Prices without a comma.")


def a_follow_up():
    due_on = timezone.localdate() + timedelta(days=1)
    write_up = PostmortemFactory(incident=an_incident_that_is_over())
    return add_follow_up(
        write_up, by=UserFactory(), what="A limit", kind="code", due_on=due_on, owner=UserFactory()
    )


def a_follow_up_that_is_done():
    done_at = timezone.now() - timedelta(days=30)
    return complete_follow_up(a_follow_up(), by=UserFactory(), at=done_at)


def a_talk_session():
    set_up_weekly_talks(place="The quiet room")
    return TalkSession.objects.soonest_first()[1]


def a_talk_invitation():
    return TalkInvitation.objects.create(session=a_talk_session(), person=UserFactory())


def a_talk():
    return take_slot(a_talk_session(), by=UserFactory(), title="A comma")


def a_swap():
    mine = a_talk()
    theirs = take_slot(mine.session, by=UserFactory())
    return offer_swap(mine, by=mine.speaker, wanted=theirs)


def a_pulse(occasion):
    quarter = Quarter.of(timezone.localdate())
    return PulseRound.objects.create(
        occasion=occasion, quarter=quarter.first_day, closes_at=PulseRound.closing(quarter)
    )


SUBJECTS = {
    "help_wanted": a_help_request,
    "on_my_way": a_help_request,
    "thank_you": an_incident,
    "reach_out": a_reach_out,
    "kind_note": a_note,
    "kind_reply": a_note,
    "buddy_wanted": a_buddy,
    "buddy_found": a_buddy,
    "lead": an_incident,
    "communications": an_incident,
    "scribe": an_incident,
    "repair": a_repair,
    "update_due": an_incident,
    "check_in": an_incident_that_is_over,
    "write_up": an_incident_that_is_over,
    "review_waiting": a_round,
    "review_offered": a_round,
    "review_taken": a_round,
    "comment": a_published_write_up,
    "reply": a_thread,
    "mentioned": a_comment,
    "suggestion_taken": a_comment,
    "changes_suggested": a_round,
    "approved": a_round,
    "published": a_published_write_up,
    "follow_up": a_follow_up,
    "follow_up_due": a_follow_up,
    "did_it_help": a_follow_up_that_is_done,
    "debrief": a_debrief,
    "debrief_off": a_debrief,
    "anniversary": a_published_write_up,
    "remark": StoryFactory,
    "talk_slot": a_talk_invitation,
    "talk_tomorrow": a_talk,
    "talk_changed": a_talk_session,
    "talk_swap": a_swap,
    "talk_swap_answered": a_swap,
    "pulse_after": partial(a_pulse, Occasion.AFTER),
    "pulse_quarter": partial(a_pulse, Occasion.QUARTER),
    "welcome": bring_path,
    "story_invite": a_published_write_up,
    "digest": begin_week,
}


def test_every_kind_is_tried_here():
    assert set(SUBJECTS) == set(KINDS)


@pytest.fixture(params=sorted(SUBJECTS))
def said(request):
    """One nudge of each kind."""
    about = SUBJECTS[request.param]()
    nudge(request.param, about=about, to=[UserFactory()], again="here")
    this = Nudge.objects.get(kind=request.param, dedupe_key__endswith=":here")
    prepare([this])
    return this


def test_every_kind_has_all_its_words(said):
    words = wording(said)

    for part in (words.title, words.body, words.action, words.why):
        assert part[0].isupper() or part[0] in "“‘", part
        assert not re.search(r"[{}<>]|&\w+;", part), part
    assert len(words.title) < 120
    assert "\n" not in words.title + words.body + words.action


def test_every_kind_leads_to_a_page_its_reader_may_open(said, client_of):
    response = client_of(reader_of(said)).get(wording(said).link)

    assert response.status_code == 200


def reader_of(said):
    """Who really gets this kind: private ones are for one person only."""
    if said.kind == "reach_out":
        return said.about.asked
    if said.kind in ("kind_note", "kind_reply"):
        return said.about.recipient
    if said.kind == "buddy_wanted":
        return said.about.buddy
    return said.recipient


def test_every_kind_speaks_softly(said):
    words = wording(said)
    mail = compose(Message(delivery=Delivery(pk=1), nudges=[said], person=said.recipient))

    for text in (*(str(one) for one in vars(words).values()), mail.body, str(mail.alternatives[0])):
        assert "!" not in text.replace("<!doctype", "").replace("!important", "")
        assert not FORBIDDEN.search(text)


def test_a_note_is_announced_without_what_it_says():
    about = a_note()
    about.text = "You are doing well."
    nudge("kind_note", about=about, to=[about.recipient], again="here")
    words = wording(Nudge.objects.get(dedupe_key__endswith=":here"))

    assert about.text not in " ".join(str(one) for one in vars(words).values())
