from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import add_note, hand_over_lead, join_incident, post_update
from incidents.models import Mode, Severity
from nudges.models import Nudge
from people.errors import DomainError
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.templates import write_template
from postmortems.models import Form, Postmortem, Status
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db


def reminders(incident):
    nudges = Nudge.objects.open().filter(kind="write_up", about_id=incident.pk)
    return [one.recipient for one in nudges]


def test_a_draft_has_the_times_the_key_moments_and_the_updates():
    nia = UserFactory()
    incident = IncidentFactory(by=nia, title="Search is empty")
    at = timezone.now() - timedelta(minutes=1)
    key = "The index has no documents.\nSomebody looked."
    add_note(incident, by=nia, text=key, occurred_at=at, is_key_moment=True)
    add_note(incident, by=nia, text="Coffee is brewing.")
    post_update(incident, by=nia, conditions="Nobody finds anything.")
    incident = resolve_incident(incident, by=nia, summary="The old index is back.")

    draft = start_postmortem(incident, by=nia)

    assert draft.title == "Search is empty"
    assert "- Started: " in draft.what_happened
    moments = dict(draft.moments.values_list("text", "occurred_at"))
    assert list(moments) == [key, "Incident opened.", "The old index is back."]
    assert moments[key] == at
    assert "The index has no documents." not in draft.what_happened
    assert "Nobody finds anything." in draft.impact
    assert list(draft.incidents.all()) == [incident]
    assert list(draft.authors.all()) == [nia]


def test_a_draft_names_roles_and_never_people():
    nia, ines, tom = [UserFactory(display_name=name) for name in ("Nia K", "Ines B", "Tom W")]
    incident = IncidentFactory(by=nia)
    hand_over_lead(incident, by=nia, to=ines)
    join_incident(incident, by=tom)
    incident = resolve_incident(incident, by=nia, summary="")

    draft = start_postmortem(incident, by=nia)

    assert "In the response: incident lead, 2 responders." in draft.what_happened
    for person in ("Nia", "Ines", "Tom"):
        assert person not in draft.what_happened


def test_a_write_up_begins_when_the_incident_is_over():
    incident = IncidentFactory()

    with pytest.raises(DomainError, match="when the incident is over"):
        start_postmortem(incident, by=UserFactory())

    assert not Postmortem.objects.exists()


def test_starting_again_gives_the_draft_there_is():
    incident, nia, ines = IncidentFactory(is_over=True), UserFactory(), UserFactory()

    first = start_postmortem(incident, by=nia)

    assert start_postmortem(incident, by=ines) == first
    assert list(first.authors.all()) == [nia]


def test_starting_twice_at_once_gives_one_draft(race):
    incident, nia = IncidentFactory(is_over=True), UserFactory()

    assert race(4, lambda: start_postmortem(incident, by=nia)) == ["ok"] * 4

    assert incident.postmortems.count() == 1
    assert incident.timeline.filter(kind="write_up").count() == 1


def test_whoever_begins_takes_over_the_reminder():
    lead, nia = UserFactory(), UserFactory()
    incident = IncidentFactory(by=lead, severity=Severity.MAJOR, is_over=True)
    assert reminders(incident) == [lead]

    start_postmortem(incident, by=nia)

    assert reminders(incident) == [nia]


@pytest.fixture
def shared():
    """A write-up that is also about a second incident, whose lead is reminded to begin one."""
    second = IncidentFactory(severity=Severity.MAJOR, is_over=True)
    postmortem = PostmortemFactory()
    postmortem.incidents.add(second)
    return postmortem, second


def test_starting_what_is_there_already_ends_the_reminder_to_begin(shared):
    postmortem, second = shared
    lead = second.declared_by
    assert reminders(second) == [lead]

    assert start_postmortem(second, by=lead) == postmortem

    assert reminders(second) == []
    ended = Nudge.objects.get(kind="write_up", about_id=second.pk)
    assert ended.ended_because == "there is one already"


def test_an_author_is_not_reminded_to_begin_what_is_in_review(shared):
    postmortem, second = shared
    lead = second.declared_by
    postmortem.authors.add(lead)
    Postmortem.objects.update(status=Status.IN_REVIEW)

    start_postmortem(second, by=lead)

    assert reminders(second) == []


def test_an_author_is_still_reminded_of_a_draft_when_it_is_started_again():
    nia = UserFactory()
    incident = IncidentFactory(is_over=True)
    start_postmortem(incident, by=nia)

    for by in (nia, UserFactory()):
        start_postmortem(incident, by=by)

    assert reminders(incident) == [nia]


def test_the_write_up_of_a_practice_reminds_nobody():
    incident = IncidentFactory(mode=Mode.PRACTICE, is_over=True)

    start_postmortem(incident, by=UserFactory())

    assert reminders(incident) == []


def test_a_draft_of_several_has_the_times_of_each_under_its_reference():
    nia = UserFactory()
    one, other = IncidentFactory(by=nia, is_over=True), IncidentFactory(by=nia, is_over=True)

    draft = start_postmortem(one, by=nia, others=[other])

    assert set(draft.incidents.all()) == {one, other}
    assert draft.title == one.title
    for incident in (one, other):
        assert f"### {incident.reference}\n\n- Started: " in draft.what_happened
        assert incident.timeline.filter(text="The write-up has begun.").count() == 1
        assert reminders(incident) == [nia]
    assert draft.moments.filter(source__incident=other).count() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [({}, "is not over yet"), ({"is_over": True, "mode": Mode.PRACTICE}, "is practice")],
)
def test_what_does_not_belong_together_begins_nothing(words, sentence):
    incident, other = IncidentFactory(is_over=True), IncidentFactory(**words)

    with pytest.raises(DomainError, match=sentence):
        start_postmortem(incident, by=UserFactory(), others=[other])

    assert not Postmortem.objects.exists()


def test_two_who_start_the_same_two_from_either_end_share_one_draft(race):
    one, other = IncidentFactory(is_over=True), IncidentFactory(is_over=True)
    nia = UserFactory()

    outcomes = race(
        2,
        [
            lambda: start_postmortem(one, by=nia, others=[other]),
            lambda: start_postmortem(other, by=nia, others=[one]),
        ],
    )

    assert outcomes == ["ok", "ok"]
    assert Postmortem.objects.count() == 1


def test_the_words_of_a_template_stand_before_what_is_copied():
    nia = UserFactory()
    template = write_template(
        by=nia,
        name="Outage",
        form=Form.SHORT,
        sections=["what_happened", "impact"],
        prompts={},
        texts={"what_happened": "In one line:", "what_went_well": "We"},
    )

    draft = start_postmortem(IncidentFactory(is_over=True), by=nia, template=template)

    assert (draft.form, draft.template) == (Form.SHORT, template)
    assert draft.what_happened.startswith("In one line:\n\n- Started: ")
    assert draft.what_went_well == "We"
