"""Rows for tests. Leaves are made here; states are reached through the domain's own verbs.

What is numbered sorts as it was made, whatever was made before: hence the zeros.
"""

import importlib
from datetime import time
from pathlib import Path
from typing import Any

import factory
from django.apps import apps
from django.utils import timezone
from factory.django import DjangoModelFactory

from incidents.domain.asking import pass_on
from incidents.domain.care import write_note
from incidents.domain.filing import declare_incident
from incidents.domain.lifecycle import resolve_incident
from incidents.models import Incident, Note, ReachOut, Service, Tool
from learning.domain.scenarios import add_clue, make_ready, make_scenario, save_scenario
from learning.domain.stories import publish_story, save_story
from learning.domain.talks.series import set_up_talks
from learning.models import Scenario, Story, TalkSeries
from people.models import Team, User
from postmortems import migrations
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.models import Postmortem, Template, Verdict


def number_of_no_row(number: str) -> str:
    """A pattern for a number, but not in INC-2018, /stories/2018/ or "Story 02018"."""
    return rf"(?<!INC-)(?<![\d/]){number}(?!\d)"


class TeamFactory(DjangoModelFactory):
    """A team; `tech_leads=[user]` names its leads."""

    class Meta:
        model = Team
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Team {n:05}")

    @factory.post_generation
    def tech_leads(self, create: bool, leads: Any, **_more: Any) -> None:
        if create and leads:
            self.tech_leads.set(leads)


class UserFactory(DjangoModelFactory):
    """A member who is always at work, so that no test depends on the day it runs.

    Without `password` the account cannot sign in by itself: use `client_of`.
    """

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n:05}@example.org")
    display_name = factory.Sequence(lambda n: f"Person{n:05} Example")
    workday_starts = time.min
    workday_ends = time.max
    workdays = factory.LazyFunction(lambda: list(range(7)))
    last_login = factory.LazyFunction(timezone.now)
    is_zone_confirmed = True

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **fields: Any) -> User:
        return model_class.objects.create_user(**fields)


class TechLeadFactory(UserFactory):
    """A senior who leads a team of their own, or the one given as `leads`."""

    class Meta:
        skip_postgeneration_save = True

    is_senior = True

    @factory.post_generation
    def leads(self, create: bool, team: Team | None, **_more: Any) -> None:
        (team or TeamFactory()).tech_leads.add(self)


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    name = factory.Sequence(lambda n: f"Service {n:05}")
    slug = factory.Sequence(lambda n: f"service-{n:05}")


class ToolFactory(DjangoModelFactory):
    class Meta:
        model = Tool

    service = factory.SubFactory(ServiceFactory)
    kind = Tool.Kind.ROLLBACK
    command = "deploy rollback"
    what_it_does = "Puts the last release back"


class IncidentFactory(DjangoModelFactory):
    """An incident that somebody declared; `is_over=True` resolves it too.

    Takes what `declare_incident` takes.
    """

    class Meta:
        model = Incident

    by = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Something broke {n:05}")
    is_over = False

    @classmethod
    def _create(cls, model_class: type[Incident], *args: Any, **words: Any) -> Incident:
        is_over = words.pop("is_over")
        incident = declare_incident(**words)
        if is_over:
            incident = resolve_incident(incident, by=words["by"], summary="Rolled back.")
        return incident


class PostmortemFactory(DjangoModelFactory):
    """The draft of an incident's write-up; `is_published=True` has it reviewed and published.

    `by` is its author, and the incident's filer unless an incident is given.
    """

    class Meta:
        model = Postmortem

    by = factory.SubFactory(UserFactory)
    incident = factory.SubFactory(IncidentFactory, is_over=True, by=factory.SelfAttribute("..by"))
    is_published = False

    @classmethod
    def _create(
        cls,
        model_class: type[Postmortem],
        *,
        by: User,
        incident: Incident,
        is_published: bool,
        **_more: Any,
    ) -> Postmortem:
        postmortem = start_postmortem(incident, by=by)
        if is_published:
            reviewer = TechLeadFactory()
            this_round = ask_for_review(postmortem, by=by, reviewer=reviewer)
            give_verdict(this_round, by=reviewer, verdict=Verdict.APPROVED)
            postmortem = publish_postmortem(postmortem, by=by)
        return postmortem


class StoryFactory(DjangoModelFactory):
    """A published story, or with `is_published=False` its author's draft.

    Takes what `save_story` takes.
    """

    class Meta:
        model = Story

    by = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Story {n:05}")
    what_broke = "The nightly import stopped half-way."
    is_published = True

    @classmethod
    def _create(
        cls, model_class: type[Story], *args: Any, is_published: bool, **words: Any
    ) -> Story:
        story = save_story(None, **words)
        return publish_story(story, by=words["by"]) if is_published else story


class ScenarioFactory(DjangoModelFactory):
    """A scenario that can be played, or with `is_ready=False` its maker's draft.

    `clues` are what `add_clue` takes; those that the write-up's timeline brings are left out.
    """

    class Meta:
        model = Scenario

    by = factory.SubFactory(UserFactory)
    source = factory.SubFactory(
        PostmortemFactory, by=factory.SelfAttribute("..by"), is_published=True
    )
    title = "Nobody can pay"
    known_at_start = "Two customers wrote that paying fails."
    clues = ({"text": "A release at 11:08.", "topics": ["deploy"]},)
    is_ready = True

    @classmethod
    def _create(
        cls,
        model_class: type[Scenario],
        *,
        by: User,
        source: Postmortem,
        clues: Any,
        is_ready: bool,
        **words: Any,
    ) -> Scenario:
        scenario = make_scenario(source, by=by)
        scenario.clues.all().delete()
        scenario = save_scenario(scenario, by=by, revision=scenario.revision, **words)
        for clue in clues:
            add_clue(scenario, by=by, **clue)
        return make_ready(scenario, by=by) if is_ready else scenario


def asked_reach_out(incident: Incident) -> ReachOut:
    """The reach-out of the person who filed, after the worker has asked somebody."""
    reach_out = ReachOut.objects.get(incident=incident, person=incident.declared_by)
    pass_on(reach_out.pk)
    reach_out.refresh_from_db()
    return reach_out


def kind_note(incident: Incident, text: str = "You are doing well, and you are not alone.") -> Note:
    """A note to the person who filed, from whoever was asked to write it."""
    reach_out = asked_reach_out(incident)
    return write_note(reach_out, by=reach_out.asked, text=text)


def set_up_weekly_talks(**words: Any) -> TalkSeries:
    """Sessions on Thursdays at 15:00 in London. Takes what `set_up_talks` takes."""
    known = {
        "is_on": True,
        "title": "Stuff I broke in prod",
        "weekday": 3,
        "starts": time(15),
        "time_zone": "Europe/London",
        "minutes": 30,
        "slots": 4,
    }
    by = words.pop("by", None) or UserFactory()
    return set_up_talks(by=by, **(known | words))


def bring_templates() -> None:
    """Put the templates that come with Goldseam back, where tests that commit have emptied all."""
    if not Template.objects.exclude(key="").exists():
        [path] = Path(migrations.__file__).parent.glob("*_templates.py")
        importlib.import_module(f"{migrations.__name__}.{path.stem}").bring_templates(apps, None)
