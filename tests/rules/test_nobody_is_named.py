"""No row, form, answer or page can say who caused an incident."""

import importlib
import re

import pytest
from django import forms
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField
from rest_framework.serializers import BaseSerializer

from people.models import User
from tests.rules.source import ORDER, ROOT, name_of, python_files, templates
from tests.rules.words import NAMES_SOMEBODY

VARIABLE = re.compile(r"\{[{%](.*?)[%}]\}", re.DOTALL)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
WORD = re.compile(r"[A-Za-z_]\w*")

# Every way in which a row about an incident, a write-up or a story points at a person, and what
# it means. A new one is added here with the reason why it names nobody as a cause.
PEOPLE = {
    "incidents.Service.experts": "knows the service well and can be asked",
    "incidents.Incident.declared_by": "raised it first, and is thanked",
    "incidents.Participation.user": "came to help, in the role they have in the response",
    "incidents.TimelineEntry.author": "wrote the entry down",
    "incidents.TimelineEntry.withdrawn_by": "took back what was written",
    "incidents.EntryVersion.withdrawn_by": "took back what was written",
    "incidents.EntryVersion.replaced_by": "put an entry into better words",
    "incidents.Access.user": "was let into a restricted incident",
    "incidents.HelpRequest.asked_by": "could use a hand, which is a good thing to say",
    "incidents.HelpRequest.taken_by": "came to help",
    "incidents.Repair.run_by": "runs the repair",
    "incidents.Repair.pairs": "works on the repair together with them",
    "incidents.Repair.checked_by": "looked it over before it ran",
    "incidents.Repair.ended_by": "said that a repair is over",
    "incidents.RepairStep.ticked_by": "did a step of a repair",
    "incidents.RepairReport.said_by": "said how far a repair is",
    "incidents.Task.assignee": "does a task of the response",
    "incidents.Task.added_by": "thought of a task",
    "incidents.Task.done_by": "did a task of the response",
    "incidents.Link.noted_by": "saw that two incidents belong together",
    "incidents.Merge.done_by": "saw that two incidents are one",
    "incidents.TimeChange.corrected_by": "put a time right",
    "incidents.Picture.uploaded_by": "put a picture into the timeline",
    "incidents.CustomValue.person": "the answer to a question the organisation chose",
    "incidents.ReachOut.person": "may be glad of a kind word; private, and deleted",
    "incidents.ReachOut.asked": "is asked to write to them; private, and deleted",
    "incidents.Asking.user": "was asked, now or earlier; private, and deleted",
    "incidents.Buddy.person": "would like company in their first incident; private, and deleted",
    "incidents.Buddy.buddy": "sits with them; private, and deleted",
    "incidents.Buddy.asked": "was asked to sit with them; private, and deleted",
    "incidents.Note.author": "wrote a kind note; private, and deleted",
    "incidents.Note.recipient": "gets a kind note; private, and deleted",
    "postmortems.ImportBatch.owner": "looks through what they uploaded, for a day",
    "postmortems.Postmortem.authors": "wrote the write-up",
    "postmortems.FollowUp.owner": "makes the change to the system",
    "postmortems.FollowUpStep.by": "planned a change, made it, or said what became of it",
    "postmortems.FollowUpStep.to": "makes the change from then on",
    "postmortems.FollowUpAnswer.by": "said whether a change helped",
    "postmortems.TextUpdate.made_by": "changed the words of a write-up",
    "postmortems.Version.writers": "wrote since the version before",
    "postmortems.ReviewRound.reviewer": "reads the write-up",
    "postmortems.Debrief.planned_by": "invites people to talk about it, and gets their answers",
    "postmortems.Debrief.facilitator": "leads the talk, and was not in the incident",
    "postmortems.Debrief.invited": "is invited to talk about it",
    "postmortems.Invitation.user": "is invited to talk about it",
    "postmortems.Correction.corrected_by": "put the words of a published write-up right",
    "postmortems.ShareLink.shared_by": "let people outside read a write-up",
    "postmortems.Thread.resolved_by": "said that a thread is settled",
    "postmortems.Comment.author": "says something about the write-up",
    "postmortems.Comment.accepted_by": "took over a suggested wording",
    "learning.Story.author": "tells the story, of their own accord",
    "learning.Reading.reader": "has read or kept a story, which only they see",
    "learning.Reaction.reader": "says thank you, or that it happened to them too",
    "learning.Remark.author": "says something kind about a story",
    "learning.Scenario.made_by": "made a scenario to practise with",
    "learning.Run.started_by": "began a practice",
    "learning.Look.by": "looked at something in a practice",
    "learning.TalkSlot.speaker": "tells something in person, of their own accord",
    "learning.TalkInvitation.person": "is asked for a talk; only they see it, and it is deleted",
    "learning.SlotSwap.offered_by": "would like to trade places with another speaker",
    "learning.SlotSwap.offered_to": "is asked to trade places",
    "learning.TalkCalendar.owner": "reads the talks in their own calendar",
    "learning.PathMark.reader": "has read something on a path, which only they see",
}


def our_models():
    return [model for name in ORDER for model in apps.get_models() if module_of(model) == name]


def module_of(thing):
    return thing.__module__.partition(".")[0]


def every_subclass(base):
    for one in base.__subclasses__():
        yield one
        yield from every_subclass(one)


@pytest.fixture(scope="module", autouse=True)
def everything_is_loaded():
    for path in python_files(*ORDER):
        if "management" not in path.parts:
            importlib.import_module(name_of(path)[:-3].replace("/", ".").removesuffix(".__init__"))


def test_the_patterns_recognise_such_names():
    for name in ["caused_by", "responsible", "at_fault", "introduced_by", "author_of_change"]:
        assert NAMES_SOMEBODY.search(name)
    for name in ["declared_by", "author", "what_made_it_possible", "names_nobody_as_a_cause"]:
        assert not NAMES_SOMEBODY.search(name)


def test_no_model_field_names_somebody():
    names = [
        (f"{model._meta.label}.{field.name}", str(getattr(field, "verbose_name", "")))
        for model in our_models()
        for field in model._meta.get_fields()
    ]

    assert len(names) > 100
    assert [name for name in names if NAMES_SOMEBODY.search(" ".join(name))] == []


def test_no_form_field_names_somebody():
    fields = {
        f"{form.__module__}.{form.__qualname__}.{name}": f"{name} {field.label}"
        for form in every_subclass(forms.BaseForm)
        if module_of(form) in ORDER
        for name, field in getattr(form, "base_fields", {}).items()
    }

    assert len(fields) > 30
    assert [name for name, words in fields.items() if NAMES_SOMEBODY.search(words)] == []


def test_no_serializer_field_names_somebody():
    fields = [
        f"{serializer.__qualname__}.{name}"
        for serializer in every_subclass(BaseSerializer)
        if module_of(serializer) in ORDER
        for name in getattr(serializer, "_declared_fields", {})
        | dict.fromkeys(getattr(getattr(serializer, "Meta", None), "fields", ()))
    ]

    assert [name for name in fields if NAMES_SOMEBODY.search(name)] == []


def test_no_template_variable_names_somebody():
    names = {
        (name_of(path), word)
        for path in templates()
        for inside in VARIABLE.findall(path.read_text())
        for word in WORD.findall(QUOTED.sub("", inside))
    }

    assert len(names) > 100
    assert sorted(name for name in names if NAMES_SOMEBODY.search(name[1])) == []


def test_every_way_to_a_person_is_known_and_has_its_meaning():
    found = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        if module_of(model) in {"incidents", "postmortems", "learning"}
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, ForeignKey | ManyToManyField) and field.related_model is User
    }

    assert found == set(PEOPLE)


def test_nothing_is_counted_per_person():
    """A person's page of incidents they were in would soon be a record of them."""
    counting = [
        f"{name_of(path)}: {found[0]}"
        for path in python_files(*ORDER)
        for found in re.finditer(
            r"(?:values|annotate)\([^)]*(?:declared_by|participations__user|author)[^)]*\)"
            r"\s*\.annotate\([^)]*Count",
            path.read_text(),
        )
    ]

    assert counting == []
    assert ROOT.exists()
