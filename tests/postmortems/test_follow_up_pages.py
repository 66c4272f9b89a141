"""The page of a follow-up: who gets which, what each button does, what a refusal says."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from people.models import Role
from postmortems.domain.checking import say_whether_it_helped
from postmortems.domain.following_up import (
    add_follow_up,
    complete_follow_up,
    edit_follow_up,
    last_step,
    let_go_of_follow_up,
)
from postmortems.domain.handing_over import hand_over_follow_up, pass_on_follow_up
from postmortems.models import FollowUpState
from tests.factories import IncidentFactory, PostmortemFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

TO_READ = ["follow_up", "live_follow_up"]
TO_WRITE_ON = ["edit", "letting_go", "reconsider", "handing_over"]
POSTS = [
    *("save", "complete", "let_go", "reopen", "keep", "take", "hand_over", "pass_on"),
    "say_whether_it_helped",
]
FOLLOW_UP = {"what": "Alert on lag", "kind": "detection"}


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def follow_up(nia):
    incident = IncidentFactory(by=nia, is_over=True, services=[ServiceFactory(name="ledger")])
    return add_follow_up(PostmortemFactory(by=nia, incident=incident), by=nia, **FOLLOW_UP)


@pytest.fixture
def done(nia, follow_up):
    return complete_follow_up(follow_up, by=nia, at=timezone.now() - timedelta(days=31))


def url(name, follow_up):
    return reverse(f"follow_ups:{name}", args=[follow_up.pk])


def state(follow_up):
    follow_up.refresh_from_db()
    return follow_up.state, follow_up.owner_id, follow_up.what, follow_up.steps.count()


def text(response):
    return " ".join(response.content.decode().split())


# Who gets which.


@pytest.mark.parametrize("name", [*TO_READ, *TO_WRITE_ON])
def test_pages_are_open_to_members(name, follow_up, client_of):
    assert client_of(UserFactory()).get(url(name, follow_up)).status_code == 200


@pytest.mark.parametrize("name", TO_READ)
def test_pages_to_read_are_open_to_readers_and_offer_them_nothing_to_do(name, follow_up, client_of):
    response = client_of(UserFactory(role=Role.READER)).get(url(name, follow_up))

    main = text(response).partition("<main")[2] or text(response)
    assert response.status_code == 200
    assert "<form" not in main
    assert "/edit/" not in main


@pytest.mark.parametrize("name", TO_WRITE_ON)
def test_pages_to_write_on_are_closed_to_readers(name, follow_up, client_of):
    assert client_of(UserFactory(role=Role.READER)).get(url(name, follow_up)).status_code == 403


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("who", ["reader", "somebody who does not see it", "stranger"])
def test_nobody_else_changes_anything(name, who, nia, follow_up, client_of, client):
    status = 403
    if who == "reader":
        client = client_of(UserFactory(role=Role.READER))
    if who == "somebody who does not see it":
        status, client = 404, client_of(UserFactory())
        restrict_incident(follow_up.postmortem.incidents.get(), by=nia)
    if who == "stranger":
        status = 302
    before = state(follow_up)

    response = client.post(url(name, follow_up))

    assert (response.status_code, state(follow_up)) == (status, before)


@pytest.mark.parametrize("name", [*TO_READ, *TO_WRITE_ON])
def test_whoever_does_not_see_the_incident_finds_no_page(name, nia, follow_up, client_of):
    restrict_incident(follow_up.postmortem.incidents.get(), by=nia)

    assert client_of(UserFactory()).get(url(name, follow_up)).status_code == 404
    assert client_of(nia).get(url(name, follow_up)).status_code == 200


@pytest.mark.parametrize("name", POSTS)
def test_verbs_are_posted(name, nia, follow_up, client_of):
    assert client_of(nia).get(url(name, follow_up)).status_code == 405


@pytest.mark.parametrize("name", [*TO_READ, *TO_WRITE_ON, "reopening", "did_it_help"])
def test_pages_are_not_posted_to(name, nia, follow_up, client_of):
    assert client_of(nia).post(url(name, follow_up)).status_code == 405


@pytest.mark.parametrize("name", TO_WRITE_ON)
def test_what_is_over_leads_back_to_its_page(name, nia, done, client_of):
    assert client_of(nia).get(url(name, done))["Location"] == done.get_absolute_url()


@pytest.mark.parametrize("name", ["reopening", "did_it_help"])
def test_what_is_open_is_not_opened_again_nor_asked_about(name, nia, follow_up, client_of):
    assert client_of(nia).get(url(name, follow_up))["Location"] == follow_up.get_absolute_url()


# What it shows.


def test_it_says_where_it_comes_from_and_whose_it_is(nia, follow_up, client_of):
    ines = UserFactory(display_name="Ines Duarte")
    hand_over_follow_up(follow_up, by=nia, to=ines, note="You know it best.")

    page = text(client_of(nia).get(follow_up.get_absolute_url()))

    incident = follow_up.postmortem.incidents.get()
    for part in (
        FOLLOW_UP["what"],
        follow_up.postmortem.title,
        follow_up.postmortem.get_absolute_url(),
        incident.reference,
        "ledger",
        "Handed over to Ines Duarte",
        "You know it best.",
    ):
        assert part in page


def test_what_somebody_has_who_left_is_shown_as_nobodys(nia, follow_up, client_of):
    gone = UserFactory(display_name="Gone Away")
    hand_over_follow_up(follow_up, by=nia, to=gone)
    gone.is_active = False
    gone.save()

    page = text(client_of(nia).get(follow_up.get_absolute_url()))

    assert "Nobody has it yet." in page
    assert "I’ll take it" in page


def test_somewhere_else_is_named(nia, follow_up, client_of):
    pass_on_follow_up(follow_up, by=nia, where="The card vendor")

    page = text(client_of(nia).get(follow_up.get_absolute_url()))

    assert "It went to: The card vendor. Nobody here is reminded of it." in page


def test_a_note_is_escaped(nia, follow_up, client_of):
    complete_follow_up(follow_up, by=nia, note="<script>alert(1)</script>")

    assert "<script>alert" not in text(client_of(nia).get(follow_up.get_absolute_url()))


def test_the_write_up_and_the_follow_up_say_whether_it_helped(nia, done, client_of):
    say_whether_it_helped(done, by=nia, answer="helped", note="It fired on Tuesday.")
    client = client_of(nia)

    assert "It fired on Tuesday." in text(client.get(done.get_absolute_url()))
    assert "It helped" in text(client.get(done.postmortem.get_absolute_url()))


# What can be done.


def test_a_plan_is_changed(nia, follow_up, client_of):
    client = client_of(nia)
    form = client.get(url("edit", follow_up)).context["form"]
    data = {"what": "Alert on age", "kind": "tooling", "owner": nia.pk, "due_on": "2026-12-08"}

    response = client.post(url("save", follow_up), data | {"seen": form["seen"].value()})

    follow_up.refresh_from_db()
    assert response["Location"] == follow_up.get_absolute_url()
    assert (follow_up.what, follow_up.owner) == ("Alert on age", nia)


def test_a_plan_that_somebody_else_changed_meanwhile_is_shown_beside_what_was_typed(
    nia, follow_up, client_of
):
    client = client_of(nia)
    seen = client.get(url("edit", follow_up)).context["form"]["seen"].value()
    theirs = FOLLOW_UP | {"what": "Alert on age", "owner": None, "due_on": None, "link": ""}
    edit_follow_up(follow_up, by=UserFactory(), seen=last_step(follow_up), **theirs)
    mine = FOLLOW_UP | {"what": "Alert on depth", "seen": seen}

    response = client.post(url("save", follow_up), mine)

    page = text(response)
    assert response.status_code == 422
    assert "Somebody changed this follow-up while you were writing" in page
    assert "Alert on age" in page
    assert "Alert on depth" in page
    again = mine | {"seen": response.context["form"]["seen"].value()}
    assert client.post(url("save", follow_up), again).status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.what == "Alert on depth"


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40])
def test_an_edit_from_nowhere_is_asked_again(seen, nia, follow_up, client_of):
    data = FOLLOW_UP | {"what": "Another", "seen": seen}

    assert client_of(nia).post(url("save", follow_up), data).status_code == 422


def test_done_takes_a_line_and_leads_back_to_where_it_was_pressed(nia, follow_up, client_of):
    response = client_of(nia).post(url("complete", follow_up), {"note": "In 4.2"})

    assert response["Location"] == follow_up.get_absolute_url()
    assert follow_up.steps.filter(kind="done", note="In 4.2").exists()
    again = client_of(nia).post(f"{url('complete', follow_up)}?from=write-up")
    assert again["Location"] == f"{follow_up.postmortem.get_absolute_url()}#follow-ups"
    assert follow_up.steps.filter(kind="done").count() == 1


def test_any_member_says_that_it_is_done_from_the_write_up(follow_up, client_of):
    client = client_of(UserFactory())
    page = text(client.get(follow_up.postmortem.get_absolute_url()))
    assert f"{url('complete', follow_up)}?from=write-up" in page

    response = client.post(f"{url('complete', follow_up)}?from=write-up", follow=True)

    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.DONE
    assert "a little better for everyone" in text(response)


def test_what_was_let_go_meanwhile_is_not_done_and_says_so(nia, follow_up, client_of):
    let_go_of_follow_up(follow_up, by=UserFactory(), reason="It goes away.")

    response = client_of(nia).post(url("complete", follow_up), {"note": "In 4.2"})

    assert response.status_code == 422
    assert "This follow-up is not open any more." in text(response)
    assert "It goes away." in text(response)


def test_letting_go_keeps_the_reason(nia, follow_up, client_of):
    data = {"reason": "The service goes away in spring."}

    response = client_of(nia).post(url("let_go", follow_up), data, follow=True)

    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.LET_GO
    assert data["reason"] in text(response)
    assert data["reason"] in text(client_of(nia).get(follow_up.postmortem.get_absolute_url()))


@pytest.mark.parametrize(
    ("name", "typed", "field", "sentence"),
    [
        ("let_go", {"reason": ""}, "reason", "One line is enough."),
        ("let_go", {"reason": "x" * 501}, "reason", "and 500 fit"),
        ("keep", {"due_on": ""}, "due_on", "Choose a day."),
        ("keep", {"due_on": "soon"}, "due_on", "Write the day as 2026-11-30."),
        ("keep", {"due_on": "9999-12-31"}, "due_on", "too far away"),
        ("save", {"due_on": "0001-01-01"}, "due_on", "too far away"),
        ("save", {"what": ""}, "what", "A line about what will change is enough."),
    ],
)
def test_what_cannot_be_taken_is_asked_again(
    name, typed, field, sentence, nia, follow_up, client_of
):
    before = state(follow_up)
    plan = FOLLOW_UP | {"seen": last_step(follow_up)} if name == "save" else {}

    response = client_of(nia).post(url(name, follow_up), plan | typed)

    form = response.context["form"]
    assert (response.status_code, state(follow_up)) == (422, before)
    assert sentence in form.errors[field][0]
    assert form[field].value() == typed[field]
    assert f'id="id_{field}_error"' in text(response)


def test_what_is_kept_has_its_new_day(nia, follow_up, client_of):
    day = timezone.localdate() + timedelta(days=14)

    client_of(nia).post(url("keep", follow_up), {"due_on": f"{day}"})

    follow_up.refresh_from_db()
    assert follow_up.due_on == day


def test_what_nobody_has_is_taken_with_one_press(nia, follow_up, client_of):
    client = client_of(nia)
    assert "I’ll take it" in text(client.get(follow_up.get_absolute_url()))

    page = text(client.post(url("take", follow_up), follow=True))

    follow_up.refresh_from_db()
    assert follow_up.owner == nia
    assert "It is with you now. Thank you." in page
    assert "I’ll take it" not in page


def test_what_somebody_took_a_moment_before_says_who(nia, follow_up, client_of):
    ines = UserFactory(display_name="Ines Duarte")
    client_of(ines).post(url("take", follow_up))

    response = client_of(nia).post(url("take", follow_up))

    assert response.status_code == 422
    assert "Ines Duarte has this already." in text(response)


def test_it_is_handed_to_somebody_here(nia, follow_up, client_of):
    ines = UserFactory(display_name="Ines Duarte")

    response = client_of(nia).post(url("hand_over", follow_up), {"to": ines.pk}, follow=True)

    follow_up.refresh_from_db()
    assert (follow_up.owner, follow_up.is_open) == (ines, True)
    assert "Ines has it now." in text(response)


def test_it_is_passed_on_to_somewhere_else(nia, follow_up, client_of):
    data = {"where": "The card vendor", "link": "https://vendor.example/7"}

    client_of(nia).post(url("pass_on", follow_up), data)

    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.HANDED_OVER
    assert (follow_up.handed_to, follow_up.link) == (data["where"], data["link"])


@pytest.mark.parametrize(
    ("name", "form", "field", "typed", "sentence"),
    [
        ("hand_over", "here", "to", "", "Choose who makes it now."),
        ("hand_over", "here", "to", "99999999", "Choose somebody from the list."),
        ("pass_on", "elsewhere", "where", "", "Say where it goes"),
        ("pass_on", "elsewhere", "link", "javascript:alert(1)", "Write the whole address"),
    ],
)
def test_a_hand_over_that_cannot_be_says_why_beside_its_field(
    name, form, field, typed, sentence, nia, follow_up, client_of
):
    response = client_of(nia).post(url(name, follow_up), {field: typed})

    assert response.status_code == 422
    assert sentence in response.context[form].errors[field][0]
    follow_up.refresh_from_db()
    assert follow_up.is_open


def test_it_is_opened_again_with_a_reason(nia, done, client_of):
    client = client_of(nia)
    assert client.post(url("reopen", done), {"reason": ""}).status_code == 422

    client.post(url("reopen", done), {"reason": "The threshold is too high."})

    done.refresh_from_db()
    assert done.is_open
    assert "The threshold is too high." in text(client.get(done.get_absolute_url()))


def test_the_one_question_is_asked_and_answered(nia, done, client_of):
    client = client_of(nia)
    assert url("did_it_help", done) in text(client.get(done.get_absolute_url()))
    assert client.get(url("did_it_help", done)).status_code == 200

    data = {"answer": "not_yet", "note": "Nothing has happened since."}
    client.post(url("say_whether_it_helped", done), data)

    page = text(client.get(done.get_absolute_url()))
    assert "Nothing has happened since." in page
    assert url("did_it_help", done) not in page
    assert client.get(url("did_it_help", done))["Location"] == done.get_absolute_url()


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_no_answer_is_asked_again(answer, nia, done, client_of):
    data = {"answer": answer, "note": "Nothing has happened since."}

    response = client_of(nia).post(url("say_whether_it_helped", done), data)

    assert response.status_code == 422
    assert response.context["form"]["note"].value() == data["note"]
    assert not done.answers.exists()


def test_an_answer_after_somebody_elses_says_what_they_said(nia, done, client_of):
    say_whether_it_helped(done, by=UserFactory(), answer="helped")

    response = client_of(nia).post(url("say_whether_it_helped", done), {"answer": "not_yet"})

    assert response.status_code == 422
    assert "Somebody answered this a moment ago: it helped." in text(response)


def test_a_page_asks_as_often_for_many_steps_as_for_few(nia, done, client_of, queries_of):
    client = client_of(nia)
    few = queries_of(client, done.get_absolute_url())
    say_whether_it_helped(done, by=nia, answer="helped")
    for _more in range(3):
        incident = IncidentFactory(by=nia, is_over=True, services=[ServiceFactory()])
        done.postmortem.incidents.add(incident)
        done.steps.create(kind="edited", by=UserFactory(), to=UserFactory())

    assert queries_of(client, done.get_absolute_url()) == few <= 12
