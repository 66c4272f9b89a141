"""Every page asks the database as often for thirty rows as for one, and at most twelve times."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import add_note, hand_over_lead, join_incident, post_update
from incidents.models import Severity
from nudges.domain.delivery import say
from nudges.domain.outbox import nudge
from nudges.models import Nudge
from people.models import Role
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.writing import add_factor, add_follow_up
from postmortems.models import FactorKind, FollowUpKind, Verdict
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
            self.add_to_incidents()
            self.add_to_write_ups()
            self.add_to_library()
            self.add_to_list()

    def add_to_incidents(self) -> None:
        for incident in (self.open, self.over):
            service = ServiceFactory()
            ToolFactory(service=service)
            incident.services.add(service)
            join_incident(incident, by=UserFactory())
            add_note(incident, by=UserFactory(), text="Seen.", is_key_moment=True)
        soon = timezone.now() + timedelta(hours=1)
        post_update(self.open, by=self.nia, conditions="Slow.", next_update_at=soon)
        other = IncidentFactory(severity=Severity.CRITICAL)
        other.services.add(ServiceFactory())
        post_update(other, by=UserFactory(), conditions="Broken.")

    def add_to_write_ups(self) -> None:
        for postmortem in (self.draft, self.read):
            add_factor(postmortem, by=UserFactory(), kind=FactorKind.TESTING, text="No test.")
            add_follow_up(
                postmortem,
                by=self.nia,
                what="Write one",
                kind=FollowUpKind.TESTING,
                owner=UserFactory(),
                due_on=timezone.localdate(),
            )
            postmortem.incidents.add(IncidentFactory(is_over=True))
        lead = TechLeadFactory()
        this_round = ask_for_review(self.read, by=self.nia, reviewer=lead)
        give_verdict(this_round, by=lead, verdict=Verdict.CHANGES_SUGGESTED, remarks="More.")
        PostmortemFactory(by=self.nia)
        PostmortemFactory(is_published=True)

    def add_to_library(self) -> None:
        teller = UserFactory(is_senior=True, team=TeamFactory())
        story = StoryFactory(by=teller, services=[ServiceFactory()], incidents=[self.over])
        self.story.services.add(*story.services.all())
        self.story.incidents.add(IncidentFactory(is_over=True))
        StoryFactory(by=self.nia, is_published=False)

    def add_to_list(self) -> None:
        incident = IncidentFactory(mode="practice")
        nudge("update_due", about=incident, to=[self.nia])
        nudge("write_up", about=incident, to=[self.nia], at=timezone.now())
        lead = TechLeadFactory()
        this_round = ask_for_review(PostmortemFactory(), by=self.nia, reviewer=lead)
        give_verdict(this_round, by=lead, verdict=Verdict.CHANGES_SUGGESTED, remarks="More.")
        nudge("changes_suggested", about=this_round, to=[self.nia], again="here")
        nudge("kind_note", about=kind_note(IncidentFactory()), to=[self.nia], again="here")
        for one in Nudge.objects.due().filter(recipient=self.nia):
            say(one.pk)


def counts(world, client):
    """How many queries each page takes, by its name and what it is about."""
    found = {}
    for page, path in pages(world):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        if response.status_code == 200:
            found[page] = len(captured)
    return found


def pages(world):
    """Every page of ours, about an incident that is open and one that is over, and so on."""
    for state, incident, postmortem in (
        ("open", world.open, world.draft),
        ("over", world.over, world.read),
    ):
        for address in addresses(about(world, incident, postmortem)):
            if address.is_ours:
                yield f"{address.name} ({state})", address.path


def about(world, incident, postmortem):
    """Fill addresses in with the oldest of the rows that grow."""
    rows = {
        "factor": postmortem.factors.first(),
        "follow_up": postmortem.follow_ups.first(),
        "entry": incident.timeline.oldest_first().first(),
        "number": world.read.rounds.last(),
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
