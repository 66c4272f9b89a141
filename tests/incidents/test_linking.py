from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.linking import link_incidents, unlink_incidents
from incidents.domain.merging import merge_incident
from incidents.domain.restricting import restrict_incident
from incidents.models import Kind, Link, LinkKind
from people.errors import DomainError
from people.models import Role
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.models import FollowUpKind
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def earlier(nia):
    incident = IncidentFactory(
        by=nia, title="Search was empty", at=timezone.now() - timedelta(days=40)
    )
    return resolve_incident(incident, by=nia, summary="Rebuilt the index from the night’s copy.")


@pytest.fixture
def now(nia):
    return IncidentFactory(by=nia, title="Search is empty")


def lines(incident):
    return list(
        incident.timeline.filter(kind=Kind.LINK).oldest_first().values_list("text", flat=True)
    )


def test_a_link_is_on_both_timelines_by_reference_only(nia, earlier, now):
    link = link_incidents(now, by=nia, other=earlier)

    assert (link.incident, link.other, link.kind) == (now, earlier, LinkKind.RELATED)
    assert lines(now) == [f"Related: {earlier.reference}."]
    assert lines(earlier) == [f"Related: {now.reference}."]


def test_what_started_earlier_came_first_from_whichever_room_it_is_said(nia, earlier, now):
    link = link_incidents(earlier, by=nia, other=now, kind=LinkKind.HAPPENED_AGAIN)

    assert (link.incident, link.other) == (now, earlier)
    assert lines(now) == [f"It happened before: {earlier.reference}."]
    assert lines(earlier) == [f"It happened again: {now.reference}."]


def test_linking_twice_is_linking_once_and_another_kind_changes_it(nia, earlier, now):
    link_incidents(now, by=nia, other=earlier)
    link_incidents(earlier, by=nia, other=now)
    assert len(lines(now)) == 1

    link_incidents(now, by=nia, other=earlier, kind=LinkKind.HAPPENED_AGAIN)

    assert Link.objects.get().kind == LinkKind.HAPPENED_AGAIN
    assert len(lines(now)) == 2


def test_an_incident_is_not_linked_with_itself(nia, now):
    with pytest.raises(DomainError) as refused:
        link_incidents(now, by=nia, other=now)

    assert refused.value.message_dict == {"other": ["That is this incident itself."]}


def test_a_duplicate_is_linked_as_the_incident_it_was_merged_into(nia, earlier, now):
    duplicate = IncidentFactory(by=nia)
    merge_incident(duplicate, by=nia, into=earlier)

    link = link_incidents(now, by=nia, other=duplicate)

    assert link.other == earlier


def test_unlinking_is_on_both_timelines_and_twice_is_once(nia, earlier, now):
    link = link_incidents(now, by=nia, other=earlier)

    unlink_incidents(Link.objects.get(), by=nia)
    unlink_incidents(link, by=nia)

    assert not Link.objects.exists()
    assert lines(now)[1:] == [f"No longer linked with {earlier.reference}."]
    assert lines(earlier)[1:] == [f"No longer linked with {now.reference}."]


def test_an_open_timeline_says_nothing_of_a_restricted_incident(nia, earlier, now):
    earlier = restrict_incident(earlier, by=nia)

    link_incidents(now, by=nia, other=earlier)

    assert lines(now) == []
    assert lines(earlier) == [f"Related: {now.reference}."]


def test_two_people_who_link_the_same_two_at_once_leave_one_link(race):
    nia, tom = UserFactory(), UserFactory()
    one, other = IncidentFactory(by=nia), IncidentFactory(by=tom)

    outcomes = race(
        2,
        [
            lambda: link_incidents(one, by=nia, other=other),
            lambda: link_incidents(other, by=tom, other=one),
        ],
    )

    assert outcomes == ["ok", "ok"]
    assert Link.objects.count() == 1
    assert len(lines(one)) == len(lines(other)) == 1


@pytest.mark.parametrize(
    "typed",
    ["INC-{}", "{}", " inc-{} ", "#{}", "https://gold.example/incidents/INC-{}/?before=9#e"],
)
def test_the_form_takes_a_reference_in_every_way_people_write_it(
    typed, nia, earlier, now, client_of
):
    asked = {"other": typed.format(earlier.pk), "kind": "happened_again"}

    response = client_of(nia).post(reverse("incidents:link_incident", args=[now.pk]), asked)

    assert response.status_code == 302
    assert Link.objects.get().other == earlier


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Give its number. One looks like INC-12."),
        ("the one from Monday", "That is no reference. One looks like INC-12."),
        ("INC-999999", "There is no incident with that number."),
        ("9" * 400, "That is no reference. One looks like INC-12."),
    ],
)
def test_what_cannot_be_linked_gets_a_sentence_beside_the_field(typed, says, nia, now, client_of):
    response = client_of(nia).post(
        reverse("incidents:link_incident", args=[now.pk]), {"other": typed, "kind": "related"}
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {"other": [says]}
    assert f'value="{typed}"' in response.content.decode() or not typed


def test_itself_and_what_is_not_theirs_to_see_get_a_sentence_too(nia, now, client_of):
    hidden = IncidentFactory()
    restrict_incident(hidden, by=hidden.declared_by)
    add = reverse("incidents:link_incident", args=[now.pk])

    itself = client_of(nia).post(add, {"other": now.reference})
    unseen = client_of(nia).post(add, {"other": hidden.reference})

    assert itself.context["form"].errors == {"other": ["That is this incident itself."]}
    assert unseen.context["form"].errors == {"other": ["There is no incident with that number."]}


def test_the_room_shows_both_ends_and_how_the_earlier_one_was_put_right(
    nia, earlier, now, client_of
):
    write_up = start_postmortem(earlier, by=nia)
    done = add_follow_up(write_up, by=nia, what="Alarm on an empty index", kind=FollowUpKind.CODE)
    add_follow_up(write_up, by=nia, what="Write down the rebuild", kind=FollowUpKind.DOCUMENTATION)
    complete_follow_up(done, by=nia)
    link_incidents(now, by=nia, other=earlier, kind=LinkKind.HAPPENED_AGAIN)
    client = client_of(nia)

    room = client.get(now.get_absolute_url()).content.decode()
    page = client.get(reverse("incidents:links", args=[now.pk])).content.decode()
    there = client.get(earlier.get_absolute_url()).content.decode()

    assert "Search was empty" in room
    assert "Rebuilt the index" in room
    for said in ("Alarm on an empty index", "Write down the rebuild", "Done", "Open"):
        assert said in page
    assert "Search is empty" in there
    assert "Happened again" in there


def test_what_was_planned_after_something_restricted_is_not_shown(nia, earlier, now, client_of):
    write_up = start_postmortem(earlier, by=nia)
    hidden = IncidentFactory()
    write_up.incidents.add(restrict_incident(hidden, by=hidden.declared_by))
    add_follow_up(write_up, by=nia, what="Alarm on an empty index", kind=FollowUpKind.CODE)
    link_incidents(now, by=nia, other=earlier, kind=LinkKind.HAPPENED_AGAIN)

    page = client_of(nia).get(reverse("incidents:links", args=[now.pk])).content.decode()

    assert "Alarm on an empty index" not in page
    assert "No follow-ups were planned." in page


def test_readers_and_strangers_change_no_links(nia, earlier, now, client_of, client):
    link = link_incidents(now, by=nia, other=earlier)
    reader = client_of(UserFactory(role=Role.READER))
    add = reverse("incidents:link_incident", args=[now.pk])
    off = reverse("incidents:unlink", args=[now.pk, link.pk])

    assert reader.get(reverse("incidents:links", args=[now.pk])).status_code == 200
    assert {reader.post(add).status_code, reader.post(off).status_code} == {403}
    assert {client.post(add).status_code, client.post(off).status_code} == {302}
    assert client_of(nia).get(add).status_code == 405
    assert Link.objects.count() == 1


def test_a_link_is_taken_away_on_the_page_and_pressing_twice_is_fine(nia, earlier, now, client_of):
    link = link_incidents(now, by=nia, other=earlier)
    off = reverse("incidents:unlink", args=[now.pk, link.pk])

    for _ in range(2):
        assert client_of(nia).post(off).status_code == 302
    assert not Link.objects.exists()


def test_only_links_whose_ends_one_sees_are_shown_and_can_be_taken_away(
    nia, earlier, now, client_of
):
    other = UserFactory()
    hidden = IncidentFactory(by=other, title="A hole in the wall")
    link = link_incidents(hidden, by=other, other=now)
    restrict_incident(hidden, by=other)
    client = client_of(nia)

    page = client.get(reverse("incidents:links", args=[now.pk])).content.decode()
    client.post(reverse("incidents:unlink", args=[now.pk, link.pk]))

    assert "A hole in the wall" not in page
    assert Link.objects.exists()


def test_links_take_as_many_queries_for_three_as_for_one(nia, earlier, now, client_of, queries_of):
    client = client_of(nia)
    link_incidents(now, by=nia, other=earlier)
    url = reverse("incidents:links", args=[now.pk])
    client.get(url)
    one = queries_of(client, url)
    for _ in range(2):
        link_incidents(now, by=nia, other=IncidentFactory(is_over=True))

    assert queries_of(client, url) == one
