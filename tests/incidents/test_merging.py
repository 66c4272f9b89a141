import hashlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.urls import reverse
from django.utils import timezone

from incidents.domain import moving
from incidents.domain.care import ask_for_a_word
from incidents.domain.forgetting import forget
from incidents.domain.lifecycle import reopen_incident, resolve_incident
from incidents.domain.linking import link_incidents
from incidents.domain.merging import merge_incident, unmerge
from incidents.domain.restricting import let_in, open_up_incident, restrict_incident
from incidents.domain.room import (
    add_note,
    hand_over_lead,
    join_incident,
    post_update,
    take_role,
)
from incidents.models import (
    CustomField,
    CustomValue,
    HelpRequest,
    Incident,
    Kind,
    Link,
    Merge,
    Mode,
    Note,
    Picture,
    ReachOut,
    Repair,
    ResponseRole,
    Severity,
    Status,
    Task,
    TimeChange,
    TimelineEntry,
    UndoPath,
)
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from postmortems.domain.drafting import start_postmortem
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
    kind_note,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def tom():
    return UserFactory(display_name="Tom Brandt")


@pytest.fixture
def target(nia):
    return IncidentFactory(by=nia, title="Search is empty")


@pytest.fixture
def duplicate(tom):
    return IncidentFactory(by=tom, title="Nothing is found")


def again(incident):
    return Incident.objects.get(pk=incident.pk)


def texts(incident):
    return set(incident.timeline.values_list("text", flat=True))


def roles(incident):
    return {one.user.display_name: one.role for one in incident.participations.all()}


def picture(incident, content="a graph"):
    digest = hashlib.sha256(content.encode()).hexdigest()
    return Picture.objects.create(
        incident=incident, file="a.png", content_type="image/png", name="a.png", width=1, height=1,
        digest=digest,
    )  # fmt: skip


def test_every_way_to_an_incident_has_its_rule():
    """Whoever adds a relation says in `moving.RULES` what a merge does with it."""
    assert set(moving.pointing_at_incidents()) == set(moving.RULES)


def test_nothing_else_points_at_anything_without_a_column():
    """Generic relations are in no rule.

    `merging.py` ends the nudges by itself. A hint that was dismissed in the duplicate is
    given once more in what is left, where its words have another place. What a room was
    told, or is about to be, leads to what is left. What other programs hear of the duplicate
    is only asked whether it may still be told.
    """
    generic = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    }

    assert generic == {
        *("hints.Dismissal", "nudges.Announcement", "nudges.Nudge", "webhooks.Message"),
    }


def test_everything_moves_and_the_duplicate_stands_down(nia, tom, target, duplicate):
    add_note(duplicate, by=tom, text="Nothing for any word.")
    post_update(duplicate, by=tom, conditions="Empty.")
    duplicate.services.add(ServiceFactory(name="discover"))
    Task.objects.create(incident=duplicate, text="Look at the index")
    HelpRequest.objects.create(incident=duplicate, asked_by=tom)
    Repair.objects.create(incident=duplicate, what_was_written="Rows")
    shown = picture(duplicate)
    story = StoryFactory(by=tom, incidents=[duplicate])
    other = IncidentFactory()
    link_incidents(duplicate, by=tom, other=other)

    merge = merge_incident(duplicate, by=nia, into=target)

    source, into = again(duplicate), again(target)
    assert (source.status, source.merged_into) == (Status.STOOD_DOWN, into)
    assert {"Nothing for any word.", "Empty."} <= texts(into)
    assert texts(source) == {f"Merged into {into.reference}."}
    assert into.updates.get().conditions == "Empty."
    assert roles(into) == {"Nia Okafor": "responder", "Tom Brandt": "responder"}
    assert [service.name for service in into.services.all()] == ["discover"]
    for rows in (into.tasks, into.help_requests, into.repairs):
        assert rows.count() == 1
    assert into.pictures.get() == shown
    assert into.stories.get() == story
    assert Link.objects.get().other in (other, into)
    assert Link.objects.of(into).exists()
    assert list(Incident.objects.standing().order_by("pk")) == sorted(
        [into, other], key=lambda one: one.pk
    )
    assert merge.done_by == nia


def test_taking_it_apart_puts_back_what_moved_and_leaves_what_came_since(
    nia, tom, target, duplicate
):
    hand_over_lead(duplicate, by=tom, to=tom)
    hand_over_lead(target, by=nia, to=nia)
    add_note(duplicate, by=tom, text="Nothing for any word.")
    merge = merge_incident(duplicate, by=nia, into=target)
    late = UserFactory(display_name="Late Comer")
    join_incident(target, by=late)
    add_note(duplicate, by=tom, text="Written afterwards.")

    unmerge(merge, by=tom)

    source, into = again(duplicate), again(target)
    assert (source.status, source.merged_into, source.resolved_at) == ("investigating", None, None)
    assert "Nothing for any word." in texts(source) - texts(into)
    assert "Written afterwards." in texts(into) - texts(source)
    assert roles(source) == {"Tom Brandt": "lead"}
    assert roles(into) == {"Nia Okafor": "lead", "Late Comer": "responder"}


def test_the_lead_of_the_other_stays_and_the_duplicates_helps_along(nia, tom, target, duplicate):
    hand_over_lead(duplicate, by=tom, to=tom)
    hand_over_lead(target, by=nia, to=nia)

    merge_incident(duplicate, by=nia, into=target)

    assert roles(target) == {"Nia Okafor": "lead", "Tom Brandt": "responder"}


def test_where_nobody_led_the_duplicates_lead_leads(nia, tom, target, duplicate):
    hand_over_lead(duplicate, by=tom, to=tom)

    merge_incident(duplicate, by=nia, into=target)

    assert roles(target) == {"Nia Okafor": "responder", "Tom Brandt": "lead"}


def test_somebody_in_both_keeps_what_they_do_in_each(nia, tom, target, duplicate):
    take_role(target, by=tom, role=ResponseRole.SCRIBE)
    hand_over_lead(duplicate, by=tom, to=tom)

    merge = merge_incident(duplicate, by=nia, into=target)
    assert roles(target) == {"Nia Okafor": "responder", "Tom Brandt": "scribe"}
    unmerge(merge, by=nia)

    assert roles(target) == {"Nia Okafor": "responder", "Tom Brandt": "scribe"}
    assert roles(duplicate) == {"Tom Brandt": "lead"}


def test_what_there_is_one_of_stays_as_it_is_and_comes_back(nia, tom, target, duplicate):
    field = CustomField.objects.create(key="tier", label="Tier", kind="text")
    CustomValue.objects.create(incident=target, field=field, text="gold")
    CustomValue.objects.create(incident=duplicate, field=field, text="silver")
    service = ServiceFactory()
    target.services.add(service)
    duplicate.services.add(service)
    for incident in (target, duplicate):
        Task.objects.create(incident=incident, text="Roll back", suggestion="roll_back")
        Task.objects.create(incident=incident, text="Tell", suggestion="tell")
    Task.objects.filter(incident=duplicate, suggestion="tell").update(done_at=timezone.now())
    mine, theirs = picture(target), picture(duplicate)
    digest = theirs.digest
    TimeChange.objects.create(incident=duplicate, moment="started_at")

    merge = merge_incident(duplicate, by=nia, into=target)

    assert target.custom_values.get().text == "gold"
    assert target.services.get() == service
    assert sorted(target.tasks.values_list("text", flat=True)) == ["Roll back", "Tell", "Tell"]
    assert set(target.pictures.all()) == {mine, theirs}
    assert not target.time_changes.exists()

    unmerge(merge, by=nia)

    assert duplicate.custom_values.get().text == "silver"
    assert duplicate.services.get() == target.services.get() == service
    suggested = duplicate.tasks.values_list("suggestion", flat=True)
    assert sorted(suggested) == ["roll_back", "tell"]
    assert duplicate.pictures.get().digest == digest


def test_links_never_lead_to_itself_or_twice_to_the_same(nia, target, duplicate):
    both, only = IncidentFactory(), IncidentFactory()
    link_incidents(duplicate, by=nia, other=target)
    link_incidents(duplicate, by=nia, other=both)
    link_incidents(both, by=nia, other=target)
    link_incidents(only, by=nia, other=duplicate)

    merge = merge_incident(duplicate, by=nia, into=target)

    ends = Link.objects.of(target).exclude(incident=duplicate).exclude(other=duplicate)
    assert {one for link in ends for one in (link.incident, link.other)} == {target, both, only}
    assert len(ends) == 2

    unmerge(merge, by=nia)
    assert Link.objects.of(duplicate).count() == 3


def test_what_only_the_duplicate_knew_is_filled_in_and_taken_back(nia, tom, target):
    duplicate = IncidentFactory(by=tom, severity=Severity.CRITICAL, undo_path=UndoPath.ROLL_BACK)
    merge = merge_incident(duplicate, by=nia, into=target)

    into = again(target)
    assert (into.severity, into.undo_path) == ("critical", "roll_back")
    assert into.next_update_at == duplicate.next_update_at

    Incident.objects.filter(pk=target.pk).update(severity=Severity.MINOR)
    unmerge(merge, by=nia)

    into = again(target)
    assert (into.severity, into.undo_path, into.next_update_at) == ("minor", "unknown", None)
    assert again(duplicate).next_update_at == duplicate.next_update_at


def test_what_the_other_says_itself_is_not_changed(nia, tom, duplicate):
    target = IncidentFactory(by=nia, severity=Severity.MINOR, undo_path=UndoPath.FIX_FORWARD)
    Incident.objects.filter(pk=duplicate.pk).update(severity=Severity.CRITICAL)

    merge_incident(duplicate, by=nia, into=target)

    assert (again(target).severity, again(target).undo_path) == ("minor", "fix_forward")


def test_nobody_is_asked_about_the_duplicate_any_more(nia, tom, target):
    duplicate = IncidentFactory(by=tom, severity=Severity.CRITICAL)
    hand_over_lead(duplicate, by=nia, to=tom)

    merge_incident(duplicate, by=nia, into=target)

    about = Nudge.objects.filter(about_id=duplicate.pk, about_type__model="incident")
    assert not about.open().exists()
    due = Nudge.objects.open().filter(kind="update_due", about_id=target.pk)
    assert [one.recipient for one in due] == [tom]
    assert not Nudge.objects.filter(kind__in=["check_in", "write_up"]).exists()


def test_a_duplicate_of_something_over_brings_its_people_to_the_check_in(nia, tom, duplicate):
    target = IncidentFactory(by=nia, is_over=True)

    merge_incident(duplicate, by=nia, into=target)

    asked = Nudge.objects.open().filter(kind="check_in", about_id=target.pk)
    assert {one.recipient for one in asked} == {nia, tom}


def test_after_the_merge_everybody_is_asked_once(nia, tom, target, duplicate):
    merge_incident(duplicate, by=nia, into=target)
    resolve_incident(duplicate, by=tom, summary="Rebuilt.")

    asked = Nudge.objects.open().filter(kind="check_in")
    assert sorted(one.recipient.display_name for one in asked) == ["Nia Okafor", "Tom Brandt"]
    assert {one.about_id for one in asked} == {target.pk}


def test_a_write_up_and_what_asks_for_one_come_together(nia, tom):
    target = IncidentFactory(by=nia, severity=Severity.MAJOR, is_over=True)
    duplicate = IncidentFactory(by=tom, severity=Severity.MAJOR, is_over=True)
    write_up = start_postmortem(duplicate, by=tom)

    merge = merge_incident(duplicate, by=nia, into=target)

    assert target.postmortems.get() == write_up
    assert not Nudge.objects.open().filter(kind="write_up").exists()
    assert start_postmortem(duplicate, by=nia) == write_up

    unmerge(merge, by=nia)
    assert duplicate.postmortems.get() == write_up
    assert not target.postmortems.exists()


def test_private_notes_and_who_is_asked_come_along_one_a_person(tom):
    team = TeamFactory()
    TechLeadFactory(leads=team, team=team)
    nia = UserFactory(team=team)
    target, duplicate = IncidentFactory(by=nia), IncidentFactory(by=tom)
    join_incident(duplicate, by=nia)
    note = kind_note(duplicate)
    ask_for_a_word(duplicate, by=nia)

    merge = merge_incident(duplicate, by=nia, into=target)

    assert Note.objects.get().incident == target
    assert ReachOut.objects.get(incident=target, person=tom)
    assert ReachOut.objects.open().filter(person=nia).count() == 1

    unmerge(merge, by=nia)
    note.refresh_from_db()
    assert note.incident == duplicate


def test_what_is_forgotten_is_forgotten_in_the_merge_too(nia, tom, target):
    team = TeamFactory()
    TechLeadFactory(leads=team, team=team)
    duplicate = IncidentFactory(by=UserFactory(team=team))
    kind_note(duplicate)
    merge = merge_incident(duplicate, by=nia, into=target)
    resolve_incident(target, by=nia, summary="Over.")

    forget(at=timezone.now() + timedelta(days=31))

    merge.refresh_from_db()
    assert not {"incidents.Note.incident", "incidents.ReachOut.incident"} & set(merge.moved)
    assert "incidents.TimelineEntry.incident" in merge.moved


def test_merging_again_is_merging_once(nia, tom, target, duplicate):
    first = merge_incident(duplicate, by=nia, into=target)

    assert merge_incident(duplicate, by=tom, into=target) == first
    assert target.timeline.filter(kind=Kind.LINK).count() == 1


def test_what_is_merged_already_is_said_with_where(nia, target, duplicate):
    merge_incident(duplicate, by=nia, into=target)

    with pytest.raises(DomainError, match=f"into {target.reference} already"):
        merge_incident(duplicate, by=nia, into=IncidentFactory())


def test_it_goes_into_the_one_that_stands_for_what_was_named(nia, target, duplicate):
    third = IncidentFactory()
    merge_incident(duplicate, by=nia, into=target)

    merge = merge_incident(third, by=nia, into=duplicate)

    assert merge.into == target


@pytest.mark.parametrize("named", ["itself", "its own duplicate"])
def test_nothing_is_merged_into_itself(named, nia, target, duplicate):
    merge_incident(duplicate, by=nia, into=target)
    into = {"itself": target, "its own duplicate": duplicate}[named]

    with pytest.raises(DomainError, match="this incident itself"):
        merge_incident(target, by=nia, into=into)


def test_practice_and_what_is_real_are_not_mixed(nia, target):
    practice = IncidentFactory(by=nia, mode=Mode.PRACTICE)

    for one, other in ((practice, target), (target, practice)):
        with pytest.raises(DomainError, match="practice"):
            merge_incident(one, by=nia, into=other)


def test_what_is_restricted_and_what_is_not_are_not_mixed(nia, target, duplicate):
    restrict_incident(target, by=nia)

    for one, other in ((duplicate, target), (target, duplicate)):
        with pytest.raises(DomainError, match="restricted"):
            merge_incident(one, by=nia, into=other)


def test_two_restricted_ones_are_merged_when_the_same_people_see_them(nia, tom, target, duplicate):
    restrict_incident(target, by=nia)
    restrict_incident(duplicate, by=tom)
    with pytest.raises(DomainError, match="not the same people"):
        merge_incident(duplicate, by=nia, into=target)

    let_in(target, by=nia, person=tom)
    let_in(duplicate, by=tom, person=nia)
    merge = merge_incident(duplicate, by=nia, into=target)

    assert roles(target) == {"Nia Okafor": "responder", "Tom Brandt": "responder"}
    unmerge(merge, by=nia)
    for one in (target, duplicate):
        for person in (nia, tom):
            assert Incident.objects.visible_to(person).filter(pk=one.pk).exists()
        assert not Incident.objects.visible_to(UserFactory()).filter(pk=one.pk).exists()


def test_what_is_restricted_after_the_merge_stays_so_when_taken_apart(nia, tom, target, duplicate):
    merge = merge_incident(duplicate, by=nia, into=target)
    restrict_incident(target, by=nia)

    unmerge(merge, by=nia)

    assert again(duplicate).is_restricted
    assert Incident.objects.visible_to(tom).filter(pk=duplicate.pk).exists()
    assert not Incident.objects.visible_to(nia).filter(pk=duplicate.pk).exists()
    open_up_incident(duplicate, by=tom)
    assert Incident.objects.visible_to(nia).filter(pk=duplicate.pk).exists()


def test_what_was_merged_on_is_taken_apart_from_the_outside(nia, target, duplicate):
    outer = IncidentFactory()
    inner_merge = merge_incident(duplicate, by=nia, into=target)
    outer_merge = merge_incident(target, by=nia, into=outer)

    with pytest.raises(DomainError, match="Take that apart first"):
        unmerge(inner_merge, by=nia)
    unmerge(outer_merge, by=nia)
    unmerge(inner_merge, by=nia)

    assert "Incident opened." in texts(duplicate)
    assert roles(duplicate) == {"Tom Brandt": "responder"}


def test_what_was_taken_apart_can_be_merged_again(nia, target, duplicate):
    unmerge(merge_incident(duplicate, by=nia, into=target), by=nia)

    merge_incident(duplicate, by=nia, into=target)

    assert again(duplicate).merged_into == target


def test_whoever_writes_in_the_duplicate_writes_in_the_other(nia, tom, target, duplicate):
    merge_incident(duplicate, by=nia, into=target)

    entry = add_note(duplicate, by=tom, text="Still empty here.")
    post_update(duplicate, by=tom, conditions="Looking.")
    join_incident(duplicate, by=UserFactory(display_name="Ada"))

    assert entry.incident == target
    assert target.updates.count() == 1
    assert "Ada" in roles(target)


def test_reopening_a_duplicate_is_about_the_one_that_stands(nia, target, duplicate):
    merge_incident(duplicate, by=nia, into=target)

    with pytest.raises(DomainError, match="open already"):
        reopen_incident(duplicate, by=nia, reason="Back again.")


# In parallel.


def test_a_note_that_is_written_meanwhile_ends_on_the_other(race):
    nia, tom = UserFactory(), UserFactory()
    for number in range(4):
        target, duplicate = IncidentFactory(by=nia), IncidentFactory(by=tom)
        notes = [f"Note {number}.{n}" for n in range(4)]

        outcomes = race(
            5,
            [lambda d=duplicate, t=target: merge_incident(d, by=nia, into=t)]
            + [lambda d=duplicate, text=text: add_note(d, by=tom, text=text) for text in notes],
        )

        assert outcomes == ["ok"] * 5
        assert set(notes) <= texts(target)
        assert texts(duplicate) == {f"Merged into {target.reference}."}


def test_joining_updating_and_linking_meanwhile_lose_nothing(race):
    nia, tom, ada = UserFactory(), UserFactory(), UserFactory(display_name="Ada")
    target, duplicate, other = IncidentFactory(by=nia), IncidentFactory(by=tom), IncidentFactory()

    outcomes = race(
        5,
        [
            lambda: merge_incident(duplicate, by=nia, into=target),
            lambda: join_incident(duplicate, by=ada),
            lambda: post_update(duplicate, by=tom, conditions="Empty."),
            lambda: link_incidents(other, by=tom, other=duplicate),
            lambda: add_note(target, by=nia, text="Here too."),
        ],
    )

    assert outcomes == ["ok"] * 5
    assert "Ada" in roles(target)
    assert target.updates.get().conditions == "Empty."
    assert Link.objects.of(target).count() == 1


def test_two_people_who_merge_each_into_the_other_leave_one_merge(race):
    nia, tom = UserFactory(), UserFactory()
    one, other = IncidentFactory(by=nia), IncidentFactory(by=tom)

    outcomes = race(
        2,
        [
            lambda: merge_incident(one, by=nia, into=other),
            lambda: merge_incident(other, by=tom, into=one),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert Merge.objects.count() == 1
    assert Incident.objects.standing().count() == 1


def test_two_people_who_merge_the_same_leave_one_merge(race):
    nia, tom = UserFactory(), UserFactory()
    one, other = IncidentFactory(by=nia), IncidentFactory(by=tom)

    assert race(2, lambda: merge_incident(one, by=nia, into=other)) == ["ok", "ok"]
    assert Merge.objects.count() == 1
    assert TimelineEntry.objects.filter(incident=other, kind=Kind.LINK).count() == 1


def test_two_people_who_take_it_apart_take_it_apart_once(race):
    nia, tom = UserFactory(), UserFactory()
    one, other = IncidentFactory(by=nia), IncidentFactory(by=tom)
    merge = merge_incident(one, by=nia, into=other)

    outcomes = race(2, lambda: unmerge(merge, by=nia))

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert one.timeline.filter(text__startswith="It is an incident of its own").count() == 1


def test_a_note_while_it_is_taken_apart_is_on_one_of_the_two(race):
    nia, tom = UserFactory(), UserFactory()
    for _ in range(4):
        one, other = IncidentFactory(by=nia), IncidentFactory(by=tom)
        merge = merge_incident(one, by=nia, into=other)

        outcomes = race(
            3,
            [
                lambda m=merge: unmerge(m, by=nia),
                lambda i=one: add_note(i, by=tom, text="Meanwhile."),
                lambda i=other: add_note(i, by=nia, text="And here."),
            ],
        )

        assert outcomes == ["ok"] * 3
        assert TimelineEntry.objects.filter(
            incident__in=[one, other], text="Meanwhile."
        ).count() == 1  # fmt: skip


# The pages.


def test_the_page_asks_which_says_what_happens_and_merges(nia, tom, target, duplicate, client_of):
    client = client_of(nia)
    page = reverse("incidents:merge", args=[duplicate.pk])

    asks = client.get(page)
    says = client.get(page, {"into": target.reference})
    done = client.post(
        reverse("incidents:merge_now", args=[duplicate.pk]), {"into": target.reference}, follow=True
    )

    assert "Which incident is it?" in asks.content.decode()
    assert "What will happen" in says.content.decode()
    assert done.redirect_chain[-1][0] == target.get_absolute_url()
    room = done.content.decode()
    assert f"{duplicate.reference} was merged into this one" in room
    assert "Nothing is found" in room
    assert "Take it apart again" in room


def test_pressing_merge_twice_leads_to_the_same_room(nia, target, duplicate, client_of):
    now = reverse("incidents:merge_now", args=[duplicate.pk])

    for _ in range(2):
        response = client_of(nia).post(now, {"into": target.reference})
        assert response.headers["Location"] == target.get_absolute_url()
    assert Merge.objects.count() == 1


@pytest.mark.parametrize(
    ("into", "says"),
    [
        ("", "Give its number. One looks like INC-12."),
        ("that one", "That is no reference. One looks like INC-12."),
        ("99999999", "There is no incident with that number."),
        ("{itself}", "That is this incident itself, or is part of it."),
        ("{practice}", "One of them is practice and the other is not."),
    ],
)
def test_what_cannot_be_merged_gets_a_sentence_beside_the_field(
    into, says, nia, duplicate, client_of
):
    practice = IncidentFactory(by=nia, mode=Mode.PRACTICE)
    into = into.format(itself=duplicate.reference, practice=practice.reference)
    client = client_of(nia)

    before = client.get(reverse("incidents:merge", args=[duplicate.pk]), {"into": into})
    after = client.post(reverse("incidents:merge_now", args=[duplicate.pk]), {"into": into})

    for response in (before, after):
        assert response.status_code == 422
        assert response.context["form"].errors == {"into": [says]}
    assert not Merge.objects.exists()


def test_somebody_who_was_slower_reads_where_it_went(nia, tom, target, duplicate, client_of):
    merge_incident(duplicate, by=nia, into=target)

    response = client_of(tom).post(
        reverse("incidents:merge_now", args=[duplicate.pk]), {"into": IncidentFactory().reference}
    )

    assert response.status_code == 422
    assert f"merged {duplicate.reference} into {target.reference} already" in (
        response.content.decode()
    )


def test_the_room_of_the_duplicate_leads_to_the_other_and_says_why(
    nia, target, duplicate, client_of
):
    merge_incident(duplicate, by=nia, into=target)

    response = client_of(nia).get(duplicate.get_absolute_url(), follow=True)

    assert response.redirect_chain == [(target.get_absolute_url(), 302)]
    assert f"{duplicate.reference} is the same as {target.reference}" in response.content.decode()


def test_a_screen_in_the_duplicate_becomes_the_other_room(nia, target, duplicate, client_of):
    merge_incident(duplicate, by=nia, into=target)

    fragment = client_of(nia).get(reverse("incidents:live_room", args=[duplicate.pk]))

    assert fragment.status_code == 200
    assert reverse("incidents:add_note", args=[target.pk]) in fragment.content.decode()


def test_a_form_of_the_duplicate_that_is_still_open_writes_into_the_other(
    nia, target, duplicate, client_of
):
    merge_incident(duplicate, by=nia, into=target)

    response = client_of(nia).post(
        reverse("incidents:add_note", args=[duplicate.pk]), {"text": "Typed before."}
    )

    assert response.headers["Location"] == target.get_absolute_url()
    assert "Typed before." in texts(target)


def test_lists_and_the_api_leave_the_duplicate_out_and_find_it_by_number(
    nia, target, duplicate, client_of
):
    merge_incident(duplicate, by=nia, into=target)
    client = client_of(nia)

    assert "Nothing is found" not in client.get(reverse("incidents:list")).content.decode()
    listed = client.get("/api/v1/incidents/").json()["results"]
    assert [one["reference"] for one in listed] == [target.reference]
    found = client.get(f"/api/v1/incidents/{duplicate.reference}/").json()
    assert found["reference"] == target.reference
    noted = client.post(
        f"/api/v1/incidents/{duplicate.reference}/notes/",
        {"text": "From a script."},
        content_type="application/json",
    )
    assert noted.status_code == 201
    assert "From a script." in texts(target)


def test_taking_it_apart_leads_to_the_duplicate_and_twice_says_so(
    nia, target, duplicate, client_of
):
    merge = merge_incident(duplicate, by=nia, into=target)
    undo = reverse("incidents:undo_merge", args=[target.pk, merge.pk])

    first = client_of(nia).post(undo)
    second = client_of(nia).post(undo, follow=True)

    assert first.headers["Location"] == duplicate.get_absolute_url()
    assert "taken apart already" in second.content.decode()


def test_readers_and_strangers_merge_nothing(nia, target, duplicate, client_of, client):
    merge = merge_incident(IncidentFactory(), by=nia, into=target)
    reader = client_of(UserFactory(role=Role.READER))
    addresses = [
        reverse("incidents:merge_now", args=[duplicate.pk]),
        reverse("incidents:undo_merge", args=[target.pk, merge.pk]),
    ]

    for address in addresses:
        assert reader.post(address, {"into": target.reference}).status_code == 403
        assert client.post(address, {"into": target.reference}).status_code == 302
        assert client_of(nia).get(address).status_code == 405
    assert reader.get(reverse("incidents:merge", args=[duplicate.pk])).status_code == 403
    assert Merge.objects.filter(undone_at=None).get() == merge


def test_a_merge_is_undone_only_where_it_went(nia, target, duplicate, client_of):
    merge = merge_incident(duplicate, by=nia, into=target)
    elsewhere = reverse("incidents:undo_merge", args=[IncidentFactory().pk, merge.pk])

    assert client_of(nia).post(elsewhere).status_code == 404
