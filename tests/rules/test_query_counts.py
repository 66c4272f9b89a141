"""Every page asks the database as often for thirty rows as for one, and at most twelve times."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.domain.answering import answer_fields
from incidents.domain.custom_fields import define_field
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import add_note, hand_over_lead, join_incident, post_update
from incidents.models import Incident, Severity
from nudges.domain.delivery import say
from nudges.domain.outbox import nudge
from nudges.models import Nudge
from people.models import Role, User
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.writing import add_factor, add_follow_up
from postmortems.models import FactorKind, FollowUpKind, Postmortem, ReviewRound, Verdict
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    ToolFactory,
    UserFactory,
    asked_reach_out,
    kind_note,
)
from tests.rules.pages import addresses

pytestmark = pytest.mark.django_db

MANY = 30
MOST = 12


class World:
    """An incident that is open, one that is over, their write-ups, and more of everything."""

    def __init__(self) -> None:
        self.ines = TechLeadFactory(team=TeamFactory())
        self.nia = UserFactory(team=self.ines.team, role=Role.ADMIN)
        self.open = IncidentFactory(by=self.nia, severity=Severity.MAJOR)
        hand_over_lead(self.open, by=self.nia, to=self.nia)
        self.over = IncidentFactory(by=self.nia)
        self.note = kind_note(self.over)
        self.asked = asked_reach_out(IncidentFactory(by=UserFactory(team=self.ines.team)))
        self.over = resolve_incident(self.over, by=self.nia, summary="Rolled back.")
        self.draft = start_postmortem(self.over, by=self.nia)
        self.read = PostmortemFactory(by=self.nia)
        self.story = StoryFactory(by=self.nia)

    def grow(self, count: int) -> None:
        """Add so many rows to everything that has rows."""
        for _ in range(count):
            somebody = UserFactory(is_senior=True, team=TeamFactory())
            lead = TechLeadFactory()
            self.add_to_incidents(somebody)
            other = IncidentFactory(by=somebody, severity=Severity.CRITICAL)
            other.services.add(ServiceFactory())
            post_update(other, by=somebody, conditions="Broken.")
            over = IncidentFactory(by=somebody, is_over=True)
            self.add_to_write_ups(somebody, over, lead)
            self.add_to_library(somebody, over)
            self.add_to_list(other, self.suggest_changes(PostmortemFactory(incident=over), lead))

    def add_to_incidents(self, somebody: User) -> None:
        for incident in (self.open, self.over):
            incident.services.add(ToolFactory().service)
            join_incident(incident, by=somebody)
            add_note(incident, by=somebody, text="Seen.", is_key_moment=True)
        soon = timezone.now() + timedelta(hours=1)
        post_update(self.open, by=somebody, conditions="Slow.", next_update_at=soon)
        self.add_to_fields(somebody)

    def add_to_fields(self, somebody: User) -> None:
        for kind, answer in (("person", somebody), ("choice", "EU"), ("number", 3)):
            field = define_field(
                by=self.nia, label=f"{kind} {somebody.pk}", kind=kind, choices=["EU"]
            )
            for incident in (self.open, self.over):
                answer_fields(incident, by=somebody, answers={field.key: answer})
            self.field = getattr(self, "field", field)

    def add_to_write_ups(self, somebody: User, over: Incident, lead: User) -> None:
        for postmortem in (self.draft, self.read):
            add_factor(postmortem, by=somebody, kind=FactorKind.TESTING, text="No test.")
            add_follow_up(
                postmortem,
                by=self.nia,
                what="Write one",
                kind=FollowUpKind.TESTING,
                owner=somebody,
                due_on=timezone.localdate(),
            )
            postmortem.incidents.add(over)
        self.suggest_changes(self.read, lead)
        PostmortemFactory(by=self.nia)
        PostmortemFactory(is_published=True)

    def suggest_changes(self, postmortem: Postmortem, lead: User) -> ReviewRound:
        this_round = ask_for_review(postmortem, by=self.nia, reviewer=lead)
        return give_verdict(this_round, by=lead, verdict=Verdict.CHANGES_SUGGESTED, remarks="More.")

    def add_to_library(self, somebody: User, over: Incident) -> None:
        story = StoryFactory(by=somebody, services=[ServiceFactory()], incidents=[over])
        self.story.services.add(*story.services.all())
        self.story.incidents.add(over)
        StoryFactory(by=self.nia, is_published=False)

    def add_to_list(self, other: Incident, this_round: ReviewRound) -> None:
        nudge("update_due", about=other, to=[self.nia], again="here")
        nudge("write_up", about=other, to=[self.nia], at=timezone.now())
        nudge("changes_suggested", about=this_round, to=[self.nia], again="here")
        nudge("kind_note", about=kind_note(other), to=[self.nia], again="here")
        for one in Nudge.objects.due().filter(recipient=self.nia):
            say(one.pk)


def counts(world, client):
    """How many queries each page takes, by its name and what it is about."""
    found = {}
    for page, path in pages(world):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
            if response.streaming:
                response.getvalue()
        if response.status_code == 200:
            found[page] = len(captured)
    return found


def pages(world):
    """Every page of ours, about an incident that is open and one that is over, and so on."""
    seen = set()
    for state, incident, postmortem in (
        ("open", world.open, world.draft),
        ("over", world.over, world.read),
    ):
        for address in addresses(about(world, incident, postmortem)):
            if address.is_ours and address.path not in seen:
                seen.add(address.path)
                yield f"{address.name} ({state})", address.path


def about(world, incident, postmortem):
    """Fill addresses in with the oldest of the rows that grow."""
    rows = {
        "factor": postmortem.factors.first(),
        "follow_up": postmortem.follow_ups.first(),
        "entry": incident.timeline.oldest_first().first(),
        "number": world.read.rounds.last(),
        "field": world.field,
    }

    numbers = {
        "incidents": [str(world.note.pk), str(world.asked.pk)],
        "postmortems": [str(postmortem.pk)],
        "learning": [str(world.story.pk)],
    }

    def fill(app, converter, name):
        if converter == "reference":
            return [f"INC-{incident.pk}"]
        if converter == "int":
            return [str(rows[name].pk)] if name in rows else numbers.get(app, [])
        return [] if app == "admin" else ["today"]

    return fill


def test_pages_ask_no_more_for_thirty_rows_than_for_one(client_of):
    world = World()
    world.grow(1)
    counts(world, client_of(world.nia))  # a first look fills what a process remembers
    few = {who.pk: counts(world, client_of(who)) for who in (world.nia, world.ines)}
    world.grow(MANY - 1)

    many = {who.pk: counts(world, client_of(who)) for who in (world.nia, world.ines)}

    for who, found in many.items():
        assert len(found) > 20
        assert found == few[who]
        assert {page: count for page, count in found.items() if count > MOST} == {}
