import pytest
from django.urls import reverse

from incidents.domain.restricting import restrict_incident
from people.models import Role
from postmortems.domain.commenting import reply, resolve_thread, start_thread
from postmortems.domain.reviewing import ask_for_review
from postmortems.domain.writing import save_postmortem
from postmortems.models import Comment, Thread
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

IMPACT = "Nobody looked at the **lag**. It rose. Then it was noon."


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Barbosa")


@pytest.fixture
def postmortem(nia):
    postmortem = PostmortemFactory(by=nia)
    return save_postmortem(postmortem, by=nia, revision=1, title="Lag", impact=IMPACT)


def url(name, postmortem, *more):
    return reverse(f"postmortems:{name}", args=[postmortem.pk, *more])


def said(postmortem, by, **more):
    words = {"about": "impact", "quote": "looked at the lag", "text": "What was there to see?"}
    return start_thread(postmortem, by=by, **(words | more))


def page(client, postmortem):
    return client.get(postmortem.get_absolute_url()).content.decode()


def test_each_section_leads_to_a_form_about_it(postmortem, ines, client_of):
    client = client_of(ines)
    address = f"{url('comment', postmortem)}?about=impact"
    assert address in page(client, postmortem)

    response = client.get(address)

    assert response.context["form"]["about"].value() == "impact"
    assert "Nobody looked at the <strong>lag</strong>" in response.content.decode()


def test_a_comment_is_said_and_stands_beside_the_write_up(postmortem, ines, client_of):
    client = client_of(ines)
    data = {"about": "impact", "quote": "at the lag", "nth": "0", "text": "**Which** one?"}

    response = client.post(url("start_thread", postmortem), data)

    thread = Thread.objects.get()
    assert response["Location"] == f"{postmortem.get_absolute_url()}#thread-{thread.pk}"
    content = page(client, postmortem)
    assert "<strong>Which</strong> one?" in content
    assert 'data-words="atthelag" data-nth="0"' in content
    assert f'href="#thread-{thread.pk}"' in content


def test_words_that_are_not_there_are_said_beside_the_field_and_nothing_is_lost(
    postmortem, ines, client_of
):
    data = {"about": "impact", "quote": "Nothing of this", "text": "A long thought"}

    response = client_of(ines).post(url("start_thread", postmortem), data)

    assert response.status_code == 422
    content = response.content.decode()
    assert "These words are not there as they are written here." in content
    assert 'id="comment_quote_error"' in content
    assert "A long thought" in content
    assert not Thread.objects.exists()


def test_a_number_that_cannot_be_read_means_the_first(postmortem, ines, client_of):
    data = {"about": "impact", "quote": "lag", "nth": "many", "text": "Which?"}

    client_of(ines).post(url("start_thread", postmortem), data)

    assert Thread.objects.get().quote == "lag"


def test_a_thread_is_answered_resolved_and_opened_again(postmortem, nia, ines, client_of):
    thread, client = said(postmortem, ines), client_of(nia)

    client.post(url("reply", postmortem, thread.pk), {"text": "A graph."})
    client.post(url("resolve_thread", postmortem, thread.pk))
    assert "Nia resolved this" in page(client, postmortem)
    client.post(url("reopen_thread", postmortem, thread.pk))

    thread.refresh_from_db()
    assert thread.is_open
    assert thread.comments.count() == 2


def test_an_empty_reply_says_that_a_line_is_enough(postmortem, ines, client_of):
    thread = said(postmortem, ines)

    response = client_of(ines).post(url("reply", postmortem, thread.pk), {"text": "  "})

    assert response.status_code == 422
    assert "A line is enough." in response.content.decode()


def test_a_suggestion_is_shown_beside_the_words_and_taken_over_by_who_may_edit(
    postmortem, nia, ines, client_of
):
    thread = said(postmortem, ines, suggestion="had an alert on the **lag**")
    accept = url("accept_suggestion", postmortem, thread.pk, thread.comments.get().pk)
    content = page(client_of(nia), postmortem)
    assert "<ins>had an alert on</ins>" in content
    assert accept in content
    assert accept not in page(client_of(ines), postmortem)
    assert client_of(ines).post(accept).status_code == 403

    response = client_of(nia).post(accept, {"from": "editor"}, follow=True)

    assert response.redirect_chain == [(f"{url('edit', postmortem)}#thread-{thread.pk}", 302)]
    assert "Thank you, both of you." in response.content.decode()
    postmortem.refresh_from_db()
    assert postmortem.impact == "Nobody had an alert on the **lag**. It rose. Then it was noon."
    again = client_of(nia).post(accept)
    assert again.status_code == 422
    assert "Nia has taken this wording over already." in again.content.decode()


def test_words_that_have_gone_or_changed_are_said_so(postmortem, nia, ines, client_of):
    said(postmortem, ines)
    said(postmortem, ines, quote="It rose")
    words = {
        "revision": 2,
        "title": "Lag",
        "impact": "Nobody looked often at the **lag**. Then it was noon.",
    }
    save_postmortem(postmortem, by=nia, **words)

    content = page(client_of(ines), postmortem)

    assert "The words this was about are no longer there." in content
    assert "These words have changed since." in content
    assert "<q>looked often at the **lag**</q>" in content


def test_only_ones_own_words_are_taken_back(postmortem, nia, ines, client_of):
    thread = said(postmortem, ines)
    withdraw = url("withdraw_comment", postmortem, thread.pk, thread.comments.get().pk)
    assert withdraw not in page(client_of(nia), postmortem)
    assert client_of(nia).post(withdraw).status_code == 422

    client_of(ines).post(withdraw)

    content = page(client_of(ines), postmortem)
    assert "Taken back" in content
    assert "What was there to see?" not in content


def test_readers_read_and_do_not_write(postmortem, ines, client_of):
    thread = said(postmortem, ines)
    client = client_of(UserFactory(role=Role.READER))

    content = page(client, postmortem)

    assert "What was there to see?" in content
    assert 'id="new-comment"' not in content
    assert url("resolve_thread", postmortem, thread.pk) not in content
    comment = thread.comments.get().pk
    for address in (
        url("start_thread", postmortem),
        url("reply", postmortem, thread.pk),
        url("resolve_thread", postmortem, thread.pk),
        url("reopen_thread", postmortem, thread.pk),
        url("withdraw_comment", postmortem, thread.pk, comment),
        url("accept_suggestion", postmortem, thread.pk, comment),
    ):
        assert client.post(address, {"text": "No"}).status_code == 403
        assert client.get(address).status_code in (403, 405)
    assert Comment.objects.count() == 1


def test_whoever_does_not_see_the_write_up_sees_and_says_nothing(postmortem, nia, client_of):
    thread = said(postmortem, nia)
    restrict_incident(postmortem.incidents.get(), by=nia)
    stranger = UserFactory()
    client = client_of(stranger)

    for address in (url("comment", postmortem), url("live_threads", postmortem)):
        assert client.get(address).status_code == 404
    assert client.post(url("reply", postmortem, thread.pk), {"text": "Hm"}).status_code == 404
    assert not Thread.objects.visible_to(stranger).exists()
    assert not Comment.objects.visible_to(stranger).exists()
    assert Comment.objects.visible_to(nia).count() == 1


def test_a_thread_of_another_write_up_is_not_found(postmortem, nia, ines, client_of):
    thread, other = said(postmortem, ines), PostmortemFactory(by=nia)

    response = client_of(nia).post(url("reply", other, thread.pk), {"text": "Hm"})

    assert response.status_code == 404


def test_the_reviewer_is_told_of_open_comments_and_not_held_up(postmortem, nia, ines, client_of):
    said(postmortem, ines)
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    client = client_of(ines)
    assert "1 comment is still open." in page(client, postmortem)

    address = url("give_verdict", postmortem, this_round.pk)
    assert client.post(address, {"verdict": "approved"}).status_code == 302


def test_what_is_published_can_be_spoken_about(ines, client_of):
    postmortem = PostmortemFactory(is_published=True)
    client = client_of(ines)

    client.post(url("start_thread", postmortem), {"text": "This taught me something."})

    assert "This taught me something." in page(client, postmortem)


def test_the_threads_beside_the_editor_fetch_themselves(postmortem, nia, ines, client_of):
    said(postmortem, ines)
    client = client_of(nia)

    content = client.get(url("live_threads", postmortem)).content.decode()

    assert f'hx-get="{url("live_threads", postmortem)}"' in content
    assert 'data-start="7" data-end="28" data-source="looked at the **lag**"' in content
    assert 'id="threads"' in client.get(url("edit", postmortem)).content.decode()


@pytest.mark.parametrize("name", ["read", "edit", "live_threads"])
def test_many_threads_ask_the_database_no_more_than_one(
    name, postmortem, nia, ines, client_of, queries_of
):
    client = client_of(nia)
    said(postmortem, ines)
    few = queries_of(client, url(name, postmortem))

    for number in range(29):
        thread = said(postmortem, ines, text=f"Thought {number}", suggestion=f"Words {number}")
        reply(thread, by=nia, text="Yes")
        if number % 3 == 0:
            resolve_thread(thread, by=nia)

    assert queries_of(client, url(name, postmortem)) == few <= 12
