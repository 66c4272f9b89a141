import pytest
from django.core import mail
from django.http import Http404
from django.urls import reverse

from config.streams import channels_for
from incidents.domain.asking import pass_on
from incidents.domain.helping import ask_for_help, take_help_request
from incidents.domain.lifecycle import resolve_incident, set_severity
from incidents.domain.merging import merge_incident, unmerge
from incidents.domain.restricting import (
    let_in,
    look_as_admin,
    open_up_incident,
    restrict_incident,
    take_access_back,
)
from incidents.domain.room import (
    add_note,
    hand_over_lead,
    join_incident,
    post_update,
    take_role,
)
from incidents.domain.tasks import add_task, take_task
from incidents.models import (
    Access,
    HelpRequest,
    Incident,
    Kind,
    ReachOut,
    ResponseRole,
    Severity,
)
from live import publishing
from nudges.domain.delivery import deliver
from nudges.domain.outbox import nudge
from nudges.domain.saying import say
from nudges.models import Delivery, Nudge
from nudges.queries import waiting_for
from people.errors import DomainError
from people.models import Role
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.models import FactorKind, FollowUp, FollowUpKind, Postmortem, ReviewRound
from postmortems.queries.reviewing import tech_leads_for
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def tom():
    return UserFactory(display_name="Tom Brandt")


@pytest.fixture
def admin():
    return UserFactory(display_name="Ada Admin", role=Role.ADMIN)


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia, title="Tokens in a public bucket")


@pytest.fixture
def restricted(incident, nia):
    return restrict_incident(incident, by=nia)


def sees(user, incident):
    return Incident.objects.visible_to(user).filter(pk=incident.pk).exists()


def lines(incident):
    return list(
        incident.timeline.filter(kind=Kind.ACCESS).oldest_first().values_list("text", flat=True)
    )


def test_only_those_in_it_see_it_and_the_timeline_says_so(nia, tom, incident):
    ada = UserFactory()
    join_incident(incident, by=ada)

    restrict_incident(incident, by=nia)
    restrict_incident(incident, by=nia)

    assert [sees(one, incident) for one in (nia, ada, tom)] == [True, True, False]
    assert lines(incident) == ["Restricted: only those who are in it see it from now on."]


def test_whoever_is_not_in_it_does_not_restrict_it_or_open_it(tom, incident, nia):
    with pytest.raises(DomainError, match="Join first"):
        restrict_incident(incident, by=tom)
    restrict_incident(incident, by=nia)
    let_in(incident, by=nia, person=tom)
    with pytest.raises(DomainError, match="Those who are in an incident open it up"):
        open_up_incident(incident, by=tom)


def test_anybody_in_it_opens_it_up_again(nia, tom, restricted):
    let_in(restricted, by=nia, person=tom)
    join_incident(restricted, by=tom)

    open_up_incident(restricted, by=tom)
    open_up_incident(restricted, by=tom)

    assert sees(UserFactory(), restricted)
    assert not Access.objects.exists()
    assert lines(restricted)[-1] == "Open to everyone here again."
    assert len(lines(restricted)) == 3


def test_somebody_is_let_in_and_out_again(nia, tom, restricted):
    access = let_in(restricted, by=nia, person=tom)
    assert let_in(restricted, by=nia, person=tom) == access
    assert sees(tom, restricted)

    take_access_back(access, by=nia)
    take_access_back(access, by=nia)

    assert not sees(tom, restricted)
    assert lines(restricted)[1:] == [
        "Tom Brandt was let in.",
        "Tom Brandt does not see it any more.",
    ]


def test_those_in_it_stay(nia, tom, restricted):
    access = let_in(restricted, by=nia, person=tom)
    join_incident(restricted, by=tom)

    with pytest.raises(DomainError, match="is in it, so it stays open to them"):
        take_access_back(access, by=nia)
    with pytest.raises(DomainError, match="is in it already"):
        let_in(restricted, by=tom, person=nia)


def test_those_let_in_let_nobody_else_in(nia, tom, restricted):
    access = let_in(restricted, by=nia, person=tom)

    with pytest.raises(DomainError, match="let others in"):
        let_in(restricted, by=tom, person=UserFactory())
    with pytest.raises(DomainError, match="who else sees it"):
        take_access_back(access, by=tom)


def test_nobody_is_let_into_what_is_open_or_after_they_left(nia, tom, incident):
    with pytest.raises(DomainError, match="Everyone here can see"):
        let_in(incident, by=nia, person=tom)
    restrict_incident(incident, by=nia)
    with pytest.raises(DomainError, match="has left"):
        let_in(incident, by=nia, person=UserFactory(is_active=False))


def test_an_admin_looks_and_the_timeline_says_so_once(admin, restricted):
    for _ in range(2):
        look_as_admin(restricted, by=admin)

    assert sees(admin, restricted)
    entry = restricted.timeline.get(text="Opened by an admin.")
    assert (entry.kind, entry.author) == (Kind.ACCESS, admin)


def test_nobody_else_looks_as_an_admin(tom, restricted):
    with pytest.raises(DomainError):
        look_as_admin(restricted, by=tom)
    assert not sees(tom, restricted)


def test_what_was_merged_into_it_is_restricted_with_it(nia, tom, incident):
    duplicate, inner = IncidentFactory(), IncidentFactory()
    merge_incident(inner, by=nia, into=duplicate)
    merge_incident(duplicate, by=nia, into=incident)

    restrict_incident(incident, by=nia)

    assert not sees(tom, duplicate)
    assert not sees(tom, inner)


def test_two_at_once_restrict_it_once(race):
    nia = UserFactory()
    incident = IncidentFactory(by=nia)

    assert race(2, lambda: restrict_incident(incident, by=nia)) == ["ok", "ok"]
    assert len(lines(incident)) == 1


@pytest.mark.parametrize("end", ["take back", "open up"])
def test_whoever_was_let_into_both_before_a_merge_loses_sight_of_both(end, nia, tom):
    both = [restrict_incident(IncidentFactory(by=nia), by=nia) for _ in range(2)]
    for one in both:
        let_in(one, by=nia, person=tom)
    target, duplicate = both
    merge = merge_incident(duplicate, by=nia, into=target)

    if end == "take back":
        take_access_back(Access.objects.get(incident=target, user=tom), by=nia)
    else:
        open_up_incident(target, by=nia)
        restrict_incident(target, by=nia)

    assert not sees(tom, target)
    assert not sees(tom, duplicate)
    unmerge(merge, by=nia)
    assert not sees(tom, duplicate)


COMES = {
    "join": lambda incident, who: join_incident(incident, by=who),
    "take a role": lambda incident, who: take_role(incident, by=who, role=ResponseRole.SCRIBE),
    "lead": lambda incident, who: hand_over_lead(incident, by=who, to=who),
    "bring somebody": lambda incident, who: hand_over_lead(incident, by=who, to=UserFactory()),
    "ask": lambda incident, who: ask_for_help(incident, by=who, about="Tokens"),
    "take a task": lambda incident, who: take_task(incident.tasks.get(), by=who),
    "take a request": lambda incident, who: take_help_request(incident.help_requests.get(), by=who),
}


@pytest.mark.parametrize("come", COMES.values(), ids=COMES)
def test_nobody_comes_who_does_not_see_it_any_more(come, nia, tom, restricted):
    add_task(restricted, by=nia, text="Rotate them.")
    ask_for_help(restricted, by=nia)

    with pytest.raises(Http404):
        come(restricted, tom)

    assert [one.user for one in restricted.participations.all()] == [nia]
    assert not sees(tom, restricted)


def test_restricting_and_joining_at_once_leave_one_of_two_outcomes(race):
    for _ in range(6):
        nia, tom = UserFactory(), UserFactory()
        incident = IncidentFactory(by=nia)

        outcomes = race(
            2,
            [
                lambda i=incident, n=nia: restrict_incident(i, by=n),
                lambda i=incident, t=tom: join_incident(i, by=t),
            ],
        )

        came_first = incident.timeline.filter(kind=Kind.JOINED).exists()
        assert outcomes == ["ok", "ok" if came_first else "Http404"]
        assert sees(tom, incident) == came_first


def test_joining_what_was_restricted_a_moment_ago_finds_it_gone(
    nia, tom, incident, client_of, monkeypatch
):
    seen = Incident.objects.get(pk=incident.pk)
    restrict_incident(incident, by=nia)
    monkeypatch.setattr("incidents.views.room.find", lambda request, number: seen)

    answer = client_of(tom).post(f"/incidents/{incident.pk}/join/")

    assert answer.status_code == 404
    assert "Tokens" not in answer.text


# What is written about it.


def test_write_ups_follow_ups_and_rounds_need_all_their_incidents(nia, tom, incident):
    other = IncidentFactory()
    incident = resolve_incident(incident, by=nia, summary="Rotated.")
    write_up = start_postmortem(incident, by=nia)
    write_up.incidents.add(other)
    add_follow_up(write_up, by=nia, what="Scan buckets", kind=FollowUpKind.DETECTION)
    ask_for_review(write_up, by=nia, reviewer=TechLeadFactory())
    models = (Postmortem, FollowUp, ReviewRound)
    assert [model.objects.visible_to(tom).count() for model in models] == [1, 1, 1]

    restrict_incident(incident, by=nia)

    assert [model.objects.visible_to(tom).count() for model in models] == [0, 0, 0]
    assert [model.objects.visible_to(nia).count() for model in models] == [1, 1, 1]


def test_only_a_lead_who_sees_it_reviews_it(nia, incident, client_of):
    inside, outside = TechLeadFactory(), TechLeadFactory()
    incident = resolve_incident(incident, by=nia, summary="Rotated.")
    write_up = start_postmortem(incident, by=nia)
    restrict_incident(incident, by=nia)
    let_in(incident, by=nia, person=inside)

    assert list(tech_leads_for(write_up)) == [inside]
    with pytest.raises(DomainError, match="cannot see this incident"):
        ask_for_review(write_up, by=nia, reviewer=outside)
    asked = client_of(nia).post(
        reverse("postmortems:ask_for_review", args=[write_up.pk]), {"reviewer": inside.pk}
    )
    assert asked.status_code == 302


def test_a_story_keeps_a_link_that_its_author_does_not_see(nia, tom, incident, client_of):
    story = StoryFactory(by=tom, incidents=[incident])
    restrict_incident(incident, by=nia)
    client = client_of(tom)

    form = client.get(reverse("learning:edit", args=[story.pk])).content.decode()
    client.post(
        reverse("learning:save_edit", args=[story.pk]),
        {"title": "Told anew", "what_broke": "It.", "byline": "name", "incidents": ""},
    )

    assert incident.reference not in form
    story.refresh_from_db()
    assert story.title == "Told anew"
    assert story.incidents.get() == incident


# What is said about it.


def test_every_model_that_nudges_speak_of_says_who_may_be_told():
    for model in (Incident, ReachOut, HelpRequest, Postmortem, ReviewRound, FollowUp):
        assert hasattr(model.objects.all(), "may_be_told"), model


def test_what_was_said_to_others_ends_with_their_sight_of_it(nia, tom, incident):
    incident = set_severity(incident, by=nia, severity=Severity.MAJOR)
    asked = HelpRequest.objects.create(incident=incident, asked_by=nia)
    nudge("help_wanted", about=asked, to=[tom, nia])
    nudge("update_due", about=incident, to=[tom, nia])

    restrict_incident(incident, by=nia)

    left = Nudge.objects.open().filter(kind__in=["help_wanted", "update_due"])
    assert {one.recipient for one in left} == {nia}


def test_reviews_that_wait_end_with_sight_too(nia, incident):
    lead = TechLeadFactory()
    incident = resolve_incident(incident, by=nia, summary="Rotated.")
    ask_for_review(start_postmortem(incident, by=nia), by=nia, reviewer=lead)

    restrict_incident(incident, by=nia)

    assert not Nudge.objects.open().filter(recipient=lead).exists()


def test_what_comes_due_later_is_not_said_listed_or_mailed(nia, tom, restricted, work):
    nudge("update_due", about=restricted, to=[tom])
    this = Nudge.objects.get(recipient=tom)

    assert waiting_for(tom).listed == []
    with work():
        say(this.pk)

    this.refresh_from_db()
    assert (this.state, this.ended_because) == ("done", "not theirs to see")
    assert not Delivery.objects.filter(nudge=this).exists()
    assert mail.outbox == []


def test_a_mail_that_was_planned_is_not_sent_any_more(nia, tom, incident):
    nudge("update_due", about=incident, to=[tom])
    say(Nudge.objects.get(recipient=tom).pk)
    planned = Delivery.objects.get(nudge__recipient=tom)
    Incident.objects.filter(pk=incident.pk).update(is_restricted=True)

    deliver("email")

    planned.refresh_from_db()
    assert planned.state == "not_needed"
    assert mail.outbox == []


def test_somebody_is_asked_for_a_kind_word_without_a_name(client_of):
    team = TeamFactory()
    ines = TechLeadFactory(leads=team, team=team)
    nia = UserFactory(team=team, display_name="Nia Okafor")
    incident = IncidentFactory(by=nia, title="Tokens in a public bucket")
    restrict_incident(incident, by=nia)

    pass_on(ReachOut.objects.get().pk)

    reach_out = ReachOut.objects.get(asked=ines)
    words = waiting_for(ines).listed[0].words
    say(Nudge.objects.get(recipient=ines).pk)
    deliver("email")
    page = client_of(ines).get(reach_out.get_absolute_url()).content.decode()
    sent = "".join(message.subject + message.body for message in mail.outbox)
    assert "Nia may appreciate a kind word" in words.title
    assert "Nia may appreciate a kind word" in sent
    for text in (words.title + words.body, sent, page):
        assert "Tokens" not in text
        assert incident.reference not in text
    note = client_of(ines).post(
        reverse("incidents:write_note", args=[reach_out.pk]), {"text": "I was there once."},
        follow=True,
    )  # fmt: skip
    assert "I was there once." in note.content.decode()
    assert incident.reference not in note.content.decode()


# Live.


@pytest.fixture
def told(monkeypatch, work):
    """`told(act)` gives the channels and events that `act` publishes."""

    def run(act):
        sent = []
        monkeypatch.setattr(publishing, "_send", lambda channel, event: sent.append(channel))
        with work():
            act()
        return set(sent)

    return run


def test_what_happens_in_it_is_said_to_those_who_see_it_only(nia, tom, restricted, told):
    let_in(restricted, by=nia, person=tom)
    ears = {f"user:{nia.pk}", f"user:{tom.pk}"}

    for act in (
        lambda: add_note(restricted, by=nia, text="Rotating."),
        lambda: post_update(restricted, by=nia, conditions="Rotated half."),
        lambda: set_severity(restricted, by=nia, severity=Severity.CRITICAL),
        lambda: hand_over_lead(restricted, by=nia, to=tom),
        lambda: resolve_incident(restricted, by=nia, summary="Rotated."),
    ):
        assert told(act) <= ears, act


def test_what_is_written_about_it_is_said_to_those_who_see_it_only(nia, restricted, told):
    resolve_incident(restricted, by=nia, summary="Rotated.")
    write_up = start_postmortem(restricted, by=nia)

    heard = told(lambda: add_factor(write_up, by=nia, kind=FactorKind.TESTING, text="No scan."))

    assert heard == {f"user:{nia.pk}"}


def test_open_screens_hear_once_more_when_it_is_restricted(nia, incident, told):
    heard = told(lambda: restrict_incident(incident, by=nia))

    assert {f"incident:{incident.pk}", "incidents"} <= heard


def test_its_stream_is_for_those_who_see_it(nia, tom, restricted, client_of, monkeypatch):
    monkeypatch.setattr("config.streams.close_old_connections", lambda: None)

    def channels(user):
        cookie = client_of(user).cookies["sessionid"].value
        return channels_for(
            {
                "headers": [(b"cookie", f"sessionid={cookie}".encode())],
                "query_string": f"incident={restricted.pk}".encode(),
            }
        )

    assert channels(tom) is None
    assert f"user:{nia.pk}" in channels(nia)


# The pages.


def test_the_room_says_who_sees_it(nia, tom, restricted, client_of):
    let_in(restricted, by=nia, person=tom)

    page = client_of(nia).get(restricted.get_absolute_url()).content.decode()

    assert "Restricted: only the 1 person in it sees it" in page
    assert "Tom Brandt" in page


def test_the_page_restricts_lets_in_takes_back_and_opens(nia, tom, incident, client_of):
    client = client_of(nia)

    def press(name, *more, **typed):
        response = client.post(reverse(f"incidents:{name}", args=[incident.pk, *more]), typed)
        assert response.status_code == 302
        return Incident.objects.get(pk=incident.pk)

    assert press("restrict").is_restricted
    assert sees(tom, press("let_in", person=tom.pk))
    access = Access.objects.get()
    for _ in range(2):
        assert not sees(tom, press("take_back", access.pk))
    assert not press("open_up").is_restricted


def test_what_is_refused_gets_a_sentence_on_the_page(nia, tom, incident, client_of):
    outside = client_of(tom).post(reverse("incidents:restrict", args=[incident.pk]))
    restrict_incident(incident, by=nia)
    nobody = client_of(nia).post(reverse("incidents:let_in", args=[incident.pk]), {"person": ""})
    herself = client_of(nia).post(
        reverse("incidents:let_in", args=[incident.pk]), {"person": nia.pk}
    )

    for response, says in (
        (outside, "Join first"),
        (nobody, "Choose somebody."),
        (herself, "Nia Okafor is in it already."),
    ):
        assert response.status_code == 422
        assert says in response.content.decode()


def test_readers_and_strangers_restrict_nothing(nia, incident, client_of, client):
    reader = client_of(UserFactory(role=Role.READER))
    address = reverse("incidents:restrict", args=[incident.pk])

    assert reader.post(address).status_code == 403
    assert client.post(address).status_code == 302
    assert client_of(nia).get(address).status_code == 405
    assert reader.get(reverse("incidents:access", args=[incident.pk])).status_code == 200
    assert not Incident.objects.get(pk=incident.pk).is_restricted


def test_an_admin_is_asked_before_it_is_opened(admin, restricted, client_of):
    client = client_of(admin)

    asked = client.get(restricted.get_absolute_url())
    assert "This incident is restricted" in asked.content.decode()
    assert "Tokens" not in asked.content.decode()
    assert not Access.objects.exists()

    opened = client.post(reverse("incidents:look", args=[restricted.pk]), follow=True)
    assert "Tokens in a public bucket" in opened.content.decode()
    assert "Opened by an admin." in opened.content.decode()


def test_for_everybody_else_there_is_no_such_incident(tom, restricted, client_of):
    client = client_of(tom)

    assert client.get(restricted.get_absolute_url()).status_code == 404
    assert client.post(reverse("incidents:look", args=[restricted.pk])).status_code == 404
    assert client_of(UserFactory(role=Role.READER)).post(
        reverse("incidents:look", args=[restricted.pk])
    ).status_code == 404  # fmt: skip


def test_an_admin_looks_only_at_what_is_there_and_hidden(admin, incident, client_of):
    client = client_of(admin)

    assert client.post(reverse("incidents:look", args=[incident.pk])).status_code == 404
    assert client.get("/incidents/INC-99999999/").status_code == 404


def test_a_published_write_up_leaves_the_library_with_its_incident(nia, client_of, tom):
    incident = IncidentFactory(by=nia, title="Tokens in a public bucket", is_over=True)
    PostmortemFactory(incident=incident, by=nia, is_published=True)
    library = reverse("learning:library")
    assert "Tokens" in client_of(tom).get(library).content.decode()

    restrict_incident(incident, by=nia)

    assert "Tokens" not in client_of(tom).get(library).content.decode()
    assert "Tokens" in client_of(nia).get(library).content.decode()


def test_publishing_locks_its_incidents_in_an_order_that_merging_has(race):
    nia, lead = UserFactory(), TechLeadFactory()
    target = IncidentFactory(by=nia, is_over=True)
    duplicate = IncidentFactory(by=nia, is_over=True)
    write_up = start_postmortem(duplicate, by=nia)
    write_up.incidents.add(target)
    give_verdict(ask_for_review(write_up, by=nia, reviewer=lead), by=lead, verdict="approved")

    outcomes = race(
        2,
        [
            lambda: publish_postmortem(write_up, by=nia),
            lambda: merge_incident(duplicate, by=nia, into=target),
        ],
    )

    assert outcomes == ["ok", "ok"]
    assert target.timeline.filter(text="The write-up is published.").exists()
