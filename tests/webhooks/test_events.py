"""What each event says, and what is not said."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.correcting import correct_times
from incidents.domain.describing import change_undo_path, describe_incident
from incidents.domain.filing import declare_incident
from incidents.domain.lifecycle import (
    change_status,
    reopen_incident,
    resolve_incident,
    set_severity,
    stand_down,
)
from incidents.domain.merging import merge_incident, unmerge
from incidents.domain.room import post_update
from incidents.models import Mode
from learning.domain.anonymous import hand_in, publish_handed_in
from learning.domain.stories import publish_story
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.domain.gaps import miss_at_service
from postmortems.domain.publishing import take_back_postmortem
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    UserFactory,
)
from webhooks.events import EVENTS
from webhooks.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("endpoint")]


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor", email="nia@example.org")


def told():
    """The types of what was written down since, and what the last says."""
    bodies = [json.loads(one.body) for one in Message.objects.order_by("pk")]
    Message.objects.all().delete()
    return [one["type"] for one in bodies], bodies[-1]["data"] if bodies else None


def test_an_incident_from_its_beginning_to_its_end(nia, client_of):
    incident = declare_incident(by=nia, title="Card payments fail")
    types, said = told()
    assert types == ["incident.declared"]
    api = client_of(nia).get(f"/api/v1/incidents/{incident.reference}/").json()
    assert json.loads(json.dumps(said)) == api | {
        "page": f"http://localhost:8000{incident.get_absolute_url()}"
    }

    change_status(incident, by=nia, status="mitigating")
    types, said = told()
    assert (types, said["status"]) == (["incident.status_changed"], "mitigating")

    set_severity(incident, by=nia, severity="major")
    set_severity(incident, by=nia, severity="major")
    types, said = told()
    assert (types, said["severity"]) == (["incident.severity_changed"], "major")

    describe_incident(incident, by=nia, title="Cards", undo_path="roll_back", services=[])
    change_undo_path(incident, by=nia, undo_path="fix_forward")
    earlier = incident.started_at - timedelta(hours=1)
    correct_times(incident, by=nia, started_at=earlier)
    types, said = told()
    assert (types, said["title"]) == (["incident.updated"] * 3, "Cards")

    post_update(incident, by=nia, conditions="Half of them fail")
    types, said = told()
    assert types == ["update.posted"]
    assert (said["incident"], said["conditions"]) == (incident.reference, "Half of them fail")

    resolve_incident(incident, by=nia, summary="Rolled back.")
    types, said = told()
    assert (types, said["status"]) == (["incident.resolved"], "resolved")

    reopen_incident(incident, by=nia, reason="It is back.")
    stand_down(incident, by=nia, summary="")
    types, said = told()
    assert types == ["incident.reopened", "incident.resolved"]
    assert said["status"] == "stood_down"


def test_merging_says_where_to(nia):
    one, other = IncidentFactory(), IncidentFactory()
    told()
    merge = merge_incident(one, by=nia, into=other)
    types, said = told()
    assert types == ["incident.merged"]
    assert (said["reference"], said["merged_into"]) == (one.reference, other.reference)

    unmerge(merge, by=nia)
    assert told()[0] == ["incident.updated"] * 2


def test_write_ups_and_follow_ups(nia):
    write_up = PostmortemFactory(
        incident=IncidentFactory(is_over=True, by=nia), by=nia, title="Nia Okafor and the cards"
    )
    told()
    follow_up = add_follow_up(write_up, by=nia, what="Ask Nia Okafor", kind="code", owner=nia)
    add_follow_up(write_up, by=nia, what="Ask Nia Okafor", kind="code", owner=nia)
    complete_follow_up(follow_up, by=nia)
    types, said = told()
    assert types == ["follow_up.created", "follow_up.done"]
    assert (said["state"], said["write_up"]) == ("done", write_up.pk)
    assert "Nia" not in str(said)

    miss_at_service(ServiceFactory(), by=nia, what="How to roll back")
    assert told()[0] == ["follow_up.created"]


def test_publishing_and_taking_back(nia):
    told()
    write_up = PostmortemFactory(
        incident=IncidentFactory(is_over=True, by=nia), by=nia, title="Nia Okafor and the cards",
        is_published=True,
    )  # fmt: skip
    bodies = [json.loads(one.body) for one in Message.objects.filter(event="write_up.published")]
    assert [one["data"]["number"] for one in bodies] == [write_up.pk]
    assert "Nia" not in str(bodies)
    told()

    take_back_postmortem(write_up, by=nia, reason="There is more to say.")
    assert told()[0] == ["write_up.taken_back"]


def test_stories_without_who_told_them(nia):
    story = StoryFactory(by=nia, is_published=False)
    assert told()[0] == []
    publish_story(story, by=nia)
    types, said = told()
    assert types == ["story.published"]
    assert said.keys() == {"number", "page", "title", "opening", "tags"}


def test_anonymous_stories_come_with_their_day(nia):
    hand_in(secret="s" * 40, by=nia, publish=True, title="Oh dear", what_broke="Everything")
    assert told()[0] == []

    publish_handed_in(at=timezone.now())
    types, said = told()
    assert (types, said["title"]) == (["story.published"], "Oh dear")

    hand_in(secret="s" * 40, by=nia, publish=True, title="Oh dear me", what_broke="Everything")
    publish_handed_in(at=timezone.now())
    assert told()[0] == []


@pytest.mark.parametrize("hidden", [{"is_restricted": True}, {"mode": Mode.PRACTICE}])
def test_restricted_and_practice_say_nothing(nia, hidden):
    incident = declare_incident(by=nia, title="Quiet", **hidden)
    change_status(incident, by=nia, status="mitigating")
    set_severity(incident, by=nia, severity="major")
    describe_incident(incident, by=nia, title="Cards", undo_path="roll_back", services=[])
    post_update(incident, by=nia, conditions="Half of them fail")
    resolve_incident(incident, by=nia, summary="Rolled back.")
    reopen_incident(incident, by=nia, reason="It is back.")
    resolve_incident(incident, by=nia, summary="Rolled back.")
    write_up = PostmortemFactory(incident=incident, by=nia)
    complete_follow_up(add_follow_up(write_up, by=nia, what="Look", kind="code"), by=nia)

    assert told()[0] == []


def test_no_event_says_who(nia):
    incident = declare_incident(by=nia, title="Card payments fail", services=[ServiceFactory()])
    post_update(incident, by=nia, conditions="Half of them fail")
    story = StoryFactory(by=nia, is_published=False)
    publish_story(story, by=nia)

    said = "".join(Message.objects.values_list("body", flat=True))
    assert "Nia" not in said
    assert "nia@" not in said


def test_every_event_is_declared():
    assert set(EVENTS) == {
        *("incident.declared", "incident.updated", "incident.status_changed"),
        *("incident.severity_changed", "incident.resolved", "incident.reopened"),
        *("incident.merged", "update.posted", "write_up.published", "write_up.taken_back"),
        *("follow_up.created", "follow_up.done", "story.published"),
    }


def test_nothing_is_asked_of_the_thing_where_nobody_listens(
    endpoint, nia, django_assert_num_queries
):
    from webhooks.domain.announcing import announce

    incident = declare_incident(by=nia, title="Card payments fail")
    type(endpoint).objects.all().delete()
    with django_assert_num_queries(1):
        announce(EVENTS["incident.declared"], incident)
