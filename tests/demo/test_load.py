"""What the demo leaves in the database."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from demo.cast import PASSWORD, PEOPLE
from demo.practice import SCENARIOS
from demo.stories import STORIES
from incidents.models import Incident, Mode, Note, ReachOut, Severity, TimelineEntry, UndoPath
from incidents.models import Status as IncidentStatus
from incidents.models.incident import OPEN
from learning.models import ReadingPath, Run, Scenario, Story, TalkInvitation, TalkSession
from learning.queries.paths import first_walk, walk
from nudges.models import Delivery, Nudge
from people.models import Role, Team, User
from postmortems.models import (
    SECTIONS,
    SETTLES_AFTER,
    SHORT,
    Check,
    ContributingFactor,
    Correction,
    Debrief,
    DebriefState,
    FactorKind,
    FollowUp,
    FollowUpAnswer,
    FollowUpState,
    FollowUpStep,
    Form,
    Helped,
    Postmortem,
    ReviewRound,
    Status,
)

# Who was in the incident whose debrief is ahead, and who leads it.
INVITED = ("adaeze", "marek", "priya", "ruth")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("larkspur")]


def values(queryset, name):
    return set(queryset.values_list(name, flat=True))


def person(key):
    return User.objects.get(email=f"{key}@larkspur.example")


def test_incidents_are_in_every_state():
    assert values(Incident.objects, "status") == set(IncidentStatus)
    assert values(Incident.objects, "mode") == set(Mode)
    assert values(Incident.objects, "severity") == set(Severity)
    assert values(Incident.objects, "undo_path") == set(UndoPath)


def test_write_ups_are_in_every_state():
    assert values(Postmortem.objects, "status") == set(Status)
    assert Postmortem.objects.published().count() >= 5
    assert values(ContributingFactor.objects, "kind") == set(FactorKind)


def test_follow_ups_are_in_every_state_with_a_history(larkspur):
    assert values(FollowUp.objects, "state") == set(FollowUpState)
    assert values(FollowUpAnswer.objects, "answer") == set(Helped)
    assert values(FollowUpAnswer.objects, "check_after") == set(Check)
    assert FollowUp.objects.open().filter(owner=None).exists()
    today = timezone.localdate()
    assert FollowUp.objects.open().filter(due_on__lt=today - timedelta(30)).exists()
    steps = FollowUpStep.objects.all()
    assert values(steps.filter(kind="planned"), "follow_up") == values(FollowUp.objects, "pk")
    assert not steps.filter(at__gt=larkspur).exists()
    assert not steps.filter(at__lt=F("follow_up__created_at")).exists()


def test_write_ups_have_every_shape():
    short = Postmortem.objects.get(form=Form.SHORT)
    assert {name for name in SECTIONS if getattr(short, name)} <= set(SHORT)
    assert [one.incidents.count() for one in Postmortem.objects.filter(status=Status.DRAFT)] == [2]
    assert all(one.moments.read().exists() for one in Postmortem.objects.all())
    assert values(Debrief.objects, "state") == {DebriefState.PLANNED, DebriefState.HELD}
    assert all(one.notes for one in Debrief.objects.filter(state=DebriefState.HELD))


def test_one_write_up_was_corrected_after_it_had_settled(larkspur):
    correction = Correction.objects.get()

    assert "3,600" in correction.note
    assert "3,600" in correction.postmortem.impact
    published_at = correction.postmortem.published_at
    assert published_at + SETTLES_AFTER < correction.corrected_at < larkspur


def test_what_is_live_is_live_now(larkspur):
    declined = Incident.objects.get(status=IncidentStatus.MITIGATING)
    late = Incident.objects.get(status=IncidentStatus.INVESTIGATING)

    assert larkspur - declined.declared_at == timedelta(minutes=38)
    assert declined.severity == Severity.MAJOR
    assert declined.next_update_at == larkspur + timedelta(minutes=12)
    assert larkspur - late.declared_at == timedelta(minutes=9)
    assert late.severity == Severity.UNSET
    assert set(Incident.objects.happening()) == set(Incident.objects.filter(status__in=OPEN))


def test_times_follow_each_other(larkspur):
    assert not TimelineEntry.objects.filter(occurred_at__gt=larkspur).exists()
    assert not TimelineEntry.objects.filter(occurred_at__lt=F("incident__declared_at")).exists()
    assert not Incident.objects.exclude(
        started_at__lte=F("detected_at"), detected_at__lte=F("declared_at")
    ).exists()
    assert not Incident.objects.filter(resolved_at__lte=F("declared_at")).exists()
    assert not Postmortem.objects.filter(published_at__lte=F("incidents__resolved_at")).exists()
    assert not ReviewRound.objects.filter(decided_at__lt=F("asked_at")).exists()
    assert not FollowUp.objects.filter(done_at__gt=larkspur).exists()
    assert not Story.objects.filter(published_at__gt=larkspur).exists()


def test_timelines_are_long_enough_to_read_and_short_enough_to_follow():
    lengths = {incident.title: incident.timeline.count() for incident in Incident.objects.all()}

    assert {title: n for title, n in lengths.items() if not 5 <= n <= 20} == {}
    assert all(incident.timeline.key_moments().exists() for incident in Incident.objects.all())


def test_whatever_has_been_worked_on_has_had_a_lead():
    led = Incident.objects.filter(participations__role="lead")

    assert values(Incident.objects.exclude(pk__in=led), "title") == {
        "Ledger rows written twice around midnight",  # for the record, from before there were leads
        "Order confirmations seem to arrive late",  # opened nine minutes ago
    }


def test_people_are_from_everywhere():
    assert Team.objects.count() == 3
    assert values(User.objects, "role") == set(Role)
    for one in User.objects.all():
        one.full_clean()
    assert person("nia").check_password(PASSWORD)
    assert len(values(User.objects.arrived(), "password")) == 1
    assert any(one.zone.utcoffset(one.date_joined).seconds % 3600 for one in User.objects.all())
    assert all(team.tech_leads.exists() for team in Team.objects.all())


def test_only_what_is_still_to_do_waits():
    listed = Nudge.objects.listed().values_list("recipient__email", "kind")
    # Who is asked for help, and who is to write to Mateo, depends on who is at work.
    asked = {email for email, kind in listed if kind == "help_wanted"}
    assert asked
    assert asked <= {"jo@larkspur.example", "ruth@larkspur.example"}
    asked_to_write = ReachOut.objects.open().get(person=person("mateo")).asked
    assert asked_to_write.is_senior
    waiting = [one for one in listed if one[1] != "help_wanted"]

    assert sorted(waiting) == sorted(
        [
            ("nia@larkspur.example", "check_in"),
            ("nia@larkspur.example", "did_it_help"),
            ("nia@larkspur.example", "kind_note"),
            ("nia@larkspur.example", "write_up"),
            ("nia@larkspur.example", "talk_swap"),
            ("ines@larkspur.example", "follow_up_due"),
            ("ines@larkspur.example", "reach_out"),
            ("ines@larkspur.example", "review_waiting"),
            ("ines@larkspur.example", "talk_slot"),
            (asked_to_write.email, "reach_out"),
            ("samira@larkspur.example", "changes_suggested"),
            ("samira@larkspur.example", "lead"),
            ("samira@larkspur.example", "repair"),
            ("mateo@larkspur.example", "approved"),
            *((f"{who}@larkspur.example", "debrief") for who in INVITED),
            ("priya@larkspur.example", "mentioned"),
        ]
    )
    assert values(Nudge.objects.open().exclude(due_at__lte=F("created_at")), "kind") <= {
        *values(Nudge.objects.listed(), "kind"),
        "update_due",
        "talk_tomorrow",
        "story_invite",
    }
    assert not Delivery.objects.exists()


def test_ines_is_asked_to_write_to_tom_and_nobody_else_sees_it():
    for_tom = ReachOut.objects.open().get(person=person("tom"))

    assert for_tom.asked == person("ines")
    assert for_tom.incident.status == IncidentStatus.MONITORING
    assert [
        one for one in User.objects.all() if ReachOut.objects.visible_to(one).filter(pk=for_tom.pk)
    ] == [person("ines")]


def test_a_note_from_ines_waits_for_nia_alone():
    note = Note.objects.get(read_at=None)

    assert (note.author, note.recipient) == (person("ines"), person("nia"))
    assert values(User.objects, "pk") - {
        one.pk for one in User.objects.all() if not Note.objects.visible_to(one).filter(pk=note.pk)
    } == {person("ines").pk, person("nia").pk}


def test_what_was_private_long_ago_is_forgotten(larkspur):
    old = larkspur - timedelta(days=30)

    assert not ReachOut.objects.filter(incident__resolved_at__lt=old).exists()
    assert not Note.objects.filter(incident__resolved_at__lt=old).exists()


def test_there_are_scenarios_to_play_and_one_that_was_played():
    run = Run.objects.get()

    assert Scenario.objects.ready().count() == len(SCENARIOS)
    assert (run.is_over, run.incident.mode) == (True, Mode.PRACTICE)
    looks = run.looks.prefetch_related("clues")
    assert [bool(look.clues.all()) for look in looks] == [True] * len(looks)


def test_seniors_are_in_front_of_the_library():
    stories = list(Story.objects.published().seniors_first())

    assert len(stories) == len(STORIES)
    assert [story.author.is_senior for story in stories[:3]] == [True, True, True]
    assert Story.objects.order_by("published_at").first().author.is_senior
    assert all(len(story.sections()) == 7 for story in stories)


def test_paths_are_there_to_read_along():
    there = [walk(path, reader=person("nia")) for path in ReadingPath.objects.all()]
    assert {len(one.entries) for one in there} == {10, 4}
    assert (first_walk(person("nia")).read, first_walk(person("tom")).read) == (3, 1)
    assert not any(one.path.is_brought for one in there if one.path.team)


def test_somebody_has_said_what_the_docs_are_missing():
    missed = FollowUp.objects.filter(postmortem=None)

    assert values(missed, "came_from") == {"story", "service"}
    assert all(one.services.exists() for one in missed)


def test_each_team_is_large_enough_for_a_story_told_as_somebody_in_it():
    for story in Story.objects.filter(byline="role"):
        assert story.author.team.members.count() >= 5


def test_people_tell_each_other_what_they_broke_every_week(larkspur):
    ahead, held = (TalkSession.objects.filter(state="planned", **{f"ends_at__{how}": larkspur})
                   for how in ("gt", "lte"))  # fmt: skip

    assert held.filter(slots__speaker__isnull=False).distinct().count() == 4
    assert held.exclude(recording="").count() == 2
    assert ahead.filter(slots__speaker__isnull=False).distinct().count() == 3
    assert TalkSession.objects.filter(state="cancelled", starts_at__gt=larkspur).count() == 1
    assert TalkInvitation.objects.get(answer="").person == person("ines")


def test_everybody_at_larkspur_is_here():
    assert User.objects.arrived().count() == len(PEOPLE)


def test_loading_twice_is_refused_and_changes_nothing():
    before = User.objects.count(), Incident.objects.count()

    with pytest.raises(CommandError, match="There are people here already"):
        call_command("load_demo")

    assert (User.objects.count(), Incident.objects.count()) == before


def test_sign_ins_can_be_read_again(capsys):
    call_command("load_demo", sign_ins=True)

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in lines] == [
        ["nia@larkspur.example", PASSWORD],
        ["ines@larkspur.example", PASSWORD],
        ["dana@larkspur.example", PASSWORD],
    ]
