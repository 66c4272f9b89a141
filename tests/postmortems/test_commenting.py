"""Comments beside the words they are about."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import hand_over_lead
from incidents.models import Mode
from nudges.models import Nudge
from people.errors import DomainError
from postmortems.domain.commenting import (
    reopen_thread,
    reply,
    resolve_thread,
    start_thread,
    withdraw_comment,
)
from postmortems.domain.factors import add_factor, remove_factor
from postmortems.domain.writing import save_postmortem
from postmortems.models import Thread
from postmortems.queries.commenting import BESIDE, PAGE, talk_of, thread_page, threads_beside
from postmortems.queries.reading import named
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

IMPACT = "Nine minutes **without search**. The lag had no alert. Search was back at noon."


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau", email="nia@example.org")


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Barbosa", email="ines@example.org")


@pytest.fixture
def postmortem(nia):
    return save(PostmortemFactory(by=nia), nia, impact=IMPACT)


def save(postmortem, by, **words):
    postmortem.refresh_from_db()
    title = words.pop("title", postmortem.title)
    return save_postmortem(postmortem, by=by, revision=postmortem.revision, title=title, **words)


def said(postmortem, by, quote="The lag had no alert", **more):
    words = {"about": "impact", "text": "What was there to draw the eye?"} | more
    return start_thread(postmortem, by=by, quote=quote, **words)


def again(thread):
    return Thread.objects.get(pk=thread.pk)


def read_talk(postmortem):
    return talk_of(named(postmortem), threads_beside(postmortem))


def waiting(kind, person):
    return Nudge.objects.open().filter(kind=kind, recipient=person).count()


def test_a_comment_keeps_the_words_it_is_about_and_their_place(postmortem, ines):
    thread = said(postmortem, ines)

    assert (thread.section, thread.quote) == ("impact", "The lag had no alert")
    assert IMPACT[thread.start : thread.end] == thread.quote
    assert thread.comments.get().text == "What was there to draw the eye?"


def test_words_are_found_as_they_look_on_the_page(postmortem, ines):
    thread = said(postmortem, ines, "minutes without search.")

    assert thread.quote == "minutes **without search**."


def test_words_of_any_section_are_found_without_naming_it(postmortem, ines):
    assert said(postmortem, ines, about="").section == "impact"


@pytest.mark.parametrize("about", ["impact", "title", "", "factor"])
def test_a_comment_can_be_about_something_as_a_whole(about, postmortem, nia, ines):
    factor = add_factor(postmortem, by=nia, kind="design", text="No limit.")
    about = f"factor-{factor.pk}" if about == "factor" else about

    thread = said(postmortem, ines, quote="", about=about)

    assert (thread.start, thread.end) == (None, None)
    expected = {"title": postmortem.title, f"factor-{factor.pk}": "No limit."}
    assert thread.quote == expected.get(about, "")
    assert not thread.words_are_gone
    assert not thread.words_have_changed


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"quote": "Nothing of this"}, "quote"),
        ({"text": " "}, "text"),
        ({"quote": "", "suggestion": "Better"}, "suggestion"),
        ({"suggestion": "The lag had no alert"}, "suggestion"),
        ({"about": "factor-99999999"}, "about"),
    ],
)
def test_what_cannot_be_said_is_explained_and_nothing_is_kept(words, field, postmortem, ines):
    with pytest.raises(DomainError) as refused:
        said(postmortem, ines, **words)

    assert list(refused.value.message_dict) == [field]
    assert not Thread.objects.exists()


def test_the_same_comment_sent_twice_is_one(postmortem, ines):
    first = said(postmortem, ines)

    assert said(postmortem, ines) == first
    reply(first, by=ines, text="And then?")
    reply(first, by=ines, text="And then?")
    assert first.comments.count() == 2


def test_the_same_comment_sent_twice_at_once_is_one(race):
    nia, ines = UserFactory(), TechLeadFactory()
    postmortem = save(PostmortemFactory(by=nia), nia, impact=IMPACT)

    assert race(2, lambda: said(postmortem, ines)) == ["ok", "ok"]

    assert Thread.objects.get().comments.count() == 1


@pytest.mark.parametrize(
    ("impact", "words", "state"),
    [
        ("Well. " + IMPACT, "The lag had no alert", "same"),
        (IMPACT.replace("had no", "had never any"), "The lag had never any alert", "changed"),
        (IMPACT.replace("The lag had no alert. ", ""), "", "gone"),
        ("", "", "gone"),
    ],
)
def test_a_comment_stays_with_its_words_and_says_so_when_they_are_gone(
    impact, words, state, postmortem, nia, ines
):
    thread = said(postmortem, ines)
    settled = resolve_thread(said(postmortem, ines, text="Thanks"), by=ines)

    save(postmortem, nia, impact=impact)

    for one in (again(thread), again(settled)):
        assert (one.words_now, one.quote) == (words, "The lag had no alert")
        assert (one.words_are_gone, one.words_have_changed) == (state == "gone", state == "changed")


def test_words_that_are_put_back_have_their_comment_again(postmortem, nia, ines):
    thread = said(postmortem, ines)
    save(postmortem, nia, impact=IMPACT.replace("The lag had no alert", ""))
    assert again(thread).words_are_gone

    save(postmortem, nia, impact=IMPACT)

    assert again(thread).words_now == "The lag had no alert"


def test_a_comment_on_a_factor_outlives_it(postmortem, nia, ines):
    factor = add_factor(postmortem, by=nia, kind="design", text="No limit.")
    thread = said(postmortem, ines, quote="", about=f"factor-{factor.pk}")

    remove_factor(factor, by=nia)

    assert (again(thread).quote, again(thread).words_are_gone) == ("No limit.", True)


def test_a_thread_is_resolved_and_taken_up_again(postmortem, nia, ines):
    thread = said(postmortem, ines)

    assert resolve_thread(thread, by=nia).resolved_by == nia
    assert resolve_thread(thread, by=ines).resolved_by == nia
    assert reopen_thread(thread, by=ines).is_open
    resolve_thread(thread, by=nia)
    reply(thread, by=ines, text="One more thing")
    assert again(thread).is_open


def test_open_threads_come_first_and_the_liveliest_of_them(postmortem, ines):
    now = timezone.now()
    first, second, third = (
        said(postmortem, ines, text=f"{n}", at=now - timedelta(hours=9 - n)) for n in range(3)
    )
    resolve_thread(third, by=ines)
    reply(first, by=ines, text="More")

    talk = read_talk(postmortem)

    assert [shown.thread for shown in talk.open] == [first, second]
    assert [shown.thread for shown in talk.resolved] == [third]


def test_so_many_threads_stand_beside_it_and_the_others_on_pages(
    postmortem, nia, ines, client_of, monkeypatch
):
    for name in ("BESIDE", "PAGE"):
        monkeypatch.setattr(f"postmortems.queries.commenting.{name}", 2)
    now = timezone.now()
    threads = [
        said(postmortem, ines, text=f"Thing {n}", at=now - timedelta(hours=9 - n)) for n in range(5)
    ]
    resolve_thread(threads[0], by=ines)
    resolve_thread(threads[1], by=ines)

    talk = read_talk(postmortem)
    assert [one.thread for one in talk.open] == [threads[4], threads[3]]
    assert [one.thread for one in talk.resolved] == [threads[1], threads[0]]
    assert talk.has_older

    client, found, after = client_of(nia), [], ""
    while after is not None:
        response = client.get(reverse("postmortems:threads", args=[postmortem.pk]) + after)
        found += [one.thread for one in response.context["threads"]]
        more = response.context["more"]
        after = f"?after={more}" if more else None
    assert found == [threads[n] for n in (4, 3, 2, 1, 0)]


def test_fewer_threads_all_stand_beside_it(postmortem, ines):
    said(postmortem, ines)

    assert not read_talk(postmortem).has_older
    assert thread_page(named(postmortem))[1] is None
    assert BESIDE == PAGE == 25


def test_words_are_found_where_a_role_stands_in_place_of_a_name(nia, ines, client_of):
    incident = IncidentFactory(by=nia)
    hand_over_lead(incident, by=nia, to=nia)
    incident = resolve_incident(incident, by=nia, summary="Rolled back.")
    text = "So Nia saw the lag. Later Nia Kamau's change went back, and Nia slept."
    postmortem = save(PostmortemFactory(by=nia, incident=incident), nia, impact=text)
    page = client_of(ines).get(postmortem.get_absolute_url()).content.decode()
    assert "Later the incident lead" in page

    thread = said(postmortem, ines, quote="the incident lead's change went back")
    assert thread.quote == "Nia Kamau's change went back"
    shown = read_talk(again(thread).postmortem).open[0]
    assert (shown.words, shown.nth) == ("theincidentlead'schangewentback", 0)
    part = said(postmortem, ines, quote="incident lead", nth=2, text="Hm")
    assert part.quote == "Nia"
    assert text[part.start :] == "Nia slept."
    shown = read_talk(again(part).postmortem).open[0]
    assert (shown.words, shown.nth) == ("theincidentlead", 2)


def test_what_a_thread_quotes_is_told_with_roles_when_it_is_gone(nia, ines, client_of):
    other = UserFactory(display_name="Zebulon Hornswoggle")
    postmortem = PostmortemFactory(by=nia)
    save(postmortem, nia, impact="Then Zebulon Hornswoggle looked.")
    said(postmortem, ines, quote="Zebulon Hornswoggle looked", suggestion="Zebulon saw it")
    save(postmortem, nia, impact="Then somebody looked.")

    page = client_of(other).get(postmortem.get_absolute_url()).content.decode()

    talk = page[page.index('id="open-threads"') :]
    assert "A colleague looked" in talk
    assert "Zebulon" not in talk


def test_taking_back_leaves_a_line_and_settles_what_is_empty(postmortem, nia, ines):
    thread = said(postmortem, ines)
    answer = reply(thread, by=nia, text="A graph.")

    withdraw_comment(thread.comments.first(), by=ines)
    assert again(thread).is_open
    assert thread.comments.count() == 2
    withdraw_comment(answer, by=nia)
    assert not again(thread).is_open


def test_nobody_takes_back_what_others_said(postmortem, nia, ines):
    comment = said(postmortem, ines).comments.get()

    with pytest.raises(DomainError, match="whoever wrote it"):
        withdraw_comment(comment, by=nia)


def test_authors_hear_of_several_comments_once(postmortem, nia, ines):
    said(postmortem, ines)
    said(postmortem, ines, text="And here?")
    assert waiting("comment", nia) == 1

    reply(Thread.objects.first(), by=nia, text="A graph.")

    assert waiting("comment", nia) == 0
    assert waiting("reply", ines) == 1
    said(postmortem, ines, text="A third")
    assert waiting("comment", nia) == 1
    assert waiting("comment", ines) == 0


def test_resolving_everything_ends_what_waits(postmortem, nia, ines):
    thread = said(postmortem, ines, text="Have a look, @nia")
    reply(thread, by=UserFactory(), text="Me too")

    resolve_thread(thread, by=ines)

    for kind in ("comment", "reply", "mentioned"):
        assert not Nudge.objects.open().filter(kind=kind).exists()


@pytest.mark.parametrize(
    "name", ["@hana", "@hana.sato", "@Hana Sato", "@HANA", "(@hana)", "@hana."]
)
def test_whoever_is_named_is_told_once(name, postmortem, ines):
    hana = UserFactory(display_name="Hana Sato", email="hana.sato@example.org")

    said(postmortem, ines, text=f"What do you think, {name} and {name}?")

    assert waiting("mentioned", hana) == 1


def test_an_author_who_is_named_is_told_in_one_way(postmortem, nia, ines):
    said(postmortem, ines, text="@nia, what was there?")

    assert (waiting("mentioned", nia), waiting("comment", nia)) == (1, 0)


@pytest.mark.parametrize(
    "text",
    ["Write to nia@example.org", "`@nia` is a decorator", "@somebody else", "@ nia", "@media"],
)
def test_not_every_at_names_somebody(text, postmortem, nia, ines):
    said(postmortem, ines, text=text)

    assert waiting("mentioned", nia) == 0


def test_of_two_with_one_first_name_the_whole_name_says_who(postmortem, ines):
    one = UserFactory(display_name="Ruth Abramson")
    other = UserFactory(display_name="Ruth Ekwall")

    with pytest.raises(DomainError) as refused:
        said(postmortem, ines, text="@Ruth?")
    assert "Several people are called Ruth" in refused.value.message_dict["text"][0]

    said(postmortem, ines, text="@Ruth Ekwall?")
    assert (waiting("mentioned", one), waiting("mentioned", other)) == (0, 1)


def test_somebody_who_cannot_see_it_is_not_named(nia, ines):
    incident = IncidentFactory(by=nia)
    restrict_incident(incident, by=nia)
    postmortem = PostmortemFactory(
        by=nia, incident=resolve_incident(incident, by=nia, summary="Back.")
    )

    with pytest.raises(DomainError) as refused:
        start_thread(postmortem, by=nia, text="What do you think, @ines?")

    assert "Ines cannot see this incident" in refused.value.message_dict["text"][0]
    assert not Thread.objects.exists()
    assert not Nudge.objects.filter(recipient=ines).exists()


def test_practice_tells_nobody(nia, ines):
    incident = IncidentFactory(by=nia, mode=Mode.PRACTICE)
    postmortem = PostmortemFactory(
        by=nia, incident=resolve_incident(incident, by=nia, summary="Back.")
    )

    thread = start_thread(postmortem, by=ines, text="Well told, @nia")
    reply(thread, by=nia, text="Thank you, @ines")

    kinds = ("comment", "reply", "mentioned")
    assert not Nudge.objects.filter(kind__in=kinds).exists()
