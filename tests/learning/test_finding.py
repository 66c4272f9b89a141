"""What is found in the library by what, in which order, and what is said of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from incidents.domain.restricting import let_in, restrict_incident
from incidents.domain.room import join_incident
from incidents.models import Incident, Mode
from learning.domain.shelving import bring_shelf
from learning.domain.stories import publish_story, save_story, withdraw_story
from learning.models import Document, Story
from learning.queries import finding
from learning.queries.alike import more_like
from people.models import User
from postmortems.domain.publishing import correct_postmortem, take_back_postmortem
from postmortems.models import SECTIONS, FactorKind, Postmortem
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIBRARY = "/library/"
MORNING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty_shelf():
    """So that only what a test tells is found."""
    Document.objects.all().delete()


def write_up(*, by=None, incident=None, names_as_roles=True, title="Search was empty", **words):
    """A published write-up with these words in its sections."""
    by = by or UserFactory()
    written = PostmortemFactory(incident=incident or IncidentFactory(is_over=True, by=by), by=by)
    Postmortem.objects.filter(pk=written.pk).update(
        title=title, names_as_roles=names_as_roles, status="published", published_at=timezone.now()
    )
    Postmortem.objects.filter(pk=written.pk).update(**words)
    return Postmortem.objects.get(pk=written.pk)


def search(client, text="", **narrowed):
    return client.get(LIBRARY, {"q": text, **narrowed} if text else narrowed)


def found(response):
    return [result.document.thing for result in response.context["found"].results]


def titles(response):
    return [str(thing.title) for thing in found(response)]


@pytest.fixture
def reader(client_of):
    return client_of(UserFactory(display_name="Reader Example"))


# What finds what.


def test_one_search_finds_stories_write_ups_and_outages(reader):
    bring_shelf()
    told = StoryFactory(title="I dropped the wrong index", what_broke="Replication lagged.")
    written = write_up(impact="The replication of orders stood still.")

    response = search(reader, "replication")

    things = found(response)
    assert told in things
    assert written in things
    assert "GitHub" in {getattr(thing, "company", "") for thing in things}


@pytest.mark.parametrize(
    "words",
    [
        {"title": "The zeppelin"},
        {"opening": "It was a zeppelin."},
        {"tags": ["zeppelin"]},
        {"what_i_was_trying_to_do": "Fly a zeppelin."},
        {"what_broke": "All zeppelins."},
        {"how_we_noticed": "A zeppelin."},
        {"how_it_was_put_right": "No zeppelin."},
        {"how_it_felt": "Like a zeppelin."},
        {"what_i_know_now": "Zeppelin."},
        {"what_changed": "The ZEPPELIN."},
    ],
)
def test_a_story_is_found_by_each_of_its_parts(reader, words):
    told = StoryFactory(**words)

    assert found(search(reader, "zeppelin")) == [told]


@pytest.mark.parametrize("section", [*SECTIONS, "title"])
def test_a_write_up_is_found_by_each_of_its_parts(reader, section):
    written = write_up(**{section: "The zeppelin came down."})

    assert found(search(reader, "zeppelin")) == [written]


def test_a_write_up_is_found_by_what_made_it_possible_and_by_its_incident(reader):
    written = write_up()
    written.factors.create(kind=FactorKind.TESTING, text="No zeppelin test.")
    number = written.incidents.get().reference

    assert found(search(reader, "zeppelin")) == [written]
    assert found(search(reader, number)) == [written]

    written.factors.all().delete()

    assert found(search(reader, "zeppelin")) == []


def test_a_correction_is_found_at_once(reader):
    written = write_up(impact="The gondola.")
    correct_postmortem(
        written, by=written.authors.get(), revision=written.revision, title=written.title,
        impact="The balloon.",
    )  # fmt: skip

    assert found(search(reader, "balloon")) == [written]
    assert found(search(reader, "gondola")) == []


@pytest.mark.parametrize("text", ["zepelin", "zeppelln", "zpepelin", "zepp"])
def test_slips_of_the_fingers_and_beginnings_are_understood(reader, text):
    told = StoryFactory(title="The zeppelin")

    response = search(reader, text)

    assert found(response) == [told]
    assert "<mark>zeppelin</mark>" in response.text


def test_it_says_what_was_looked_for_instead(reader):
    StoryFactory(title="The zeppelin")

    says = strip_tags(search(reader, "zepelin quxfrob").text)

    assert "Nobody has written “zepelin” here, so “zeppelin” was looked for." in says
    assert "Nobody has written “quxfrob” here." in says


def test_words_can_be_quoted_left_out_and_given_as_alternatives(reader):
    one = StoryFactory(title="The wrong index")
    other = StoryFactory(title="An index of what was wrong")

    assert found(search(reader, '"wrong index"')) == [one]
    assert found(search(reader, "index -wrong")) == []
    assert set(found(search(reader, "nothinglikethis or wrong"))) == {one, other}


def test_filters_narrow_with_and_without_words(reader):
    ledger, search_ = ServiceFactory(name="Ledger"), ServiceFactory(name="Search")
    one = StoryFactory(title="Index one", services=[ledger], tags=["locks"])
    two = StoryFactory(title="Index two", services=[search_], tags=["locks", "night"])
    incident = IncidentFactory(is_over=True, services=[ledger])
    three = write_up(title="Index three", incident=incident)

    assert set(found(search(reader, "index"))) == {one, two, three}
    assert set(found(search(reader, "index", service=ledger.slug))) == {one, three}
    assert set(found(search(reader, service=[ledger.slug, search_.slug]))) == {one, two, three}
    assert set(found(search(reader, tag="locks"))) == {one, two}
    assert set(found(search(reader, tag=["locks", "night"]))) == {two}
    assert set(found(search(reader, kind="write_up"))) == {three}
    assert set(found(search(reader, "index", kind="story", service=ledger.slug))) == {one}
    assert found(search(reader, kind="outage")) == []


def test_each_filter_can_be_left_out_again(reader):
    ledger = ServiceFactory(name="Ledger")
    StoryFactory(title="Index", services=[ledger], tags=["locks"])

    page = search(reader, "index", service=ledger.slug, tag="locks", kind="story").text

    assert f'href="/library/?q=index&amp;kind=story&amp;service={ledger.slug}"' in page
    assert 'href="/library/?q=index&amp;kind=story&amp;tag=locks"' in page


def test_what_a_form_sends_empty_is_taken_out_of_the_address(reader):
    response = reader.get(LIBRARY, {"q": "", "tag": "locks"})

    assert (response.status_code, response.url) == (302, "/library/?tag=locks")


def test_a_service_that_changes_is_found_under_its_new_ones(reader):
    ledger, other = ServiceFactory(), ServiceFactory()
    told = StoryFactory(services=[ledger])
    incident = IncidentFactory(is_over=True, services=[ledger])
    written = write_up(incident=incident)

    told.services.set([other])
    incident.services.set([other])

    assert found(search(reader, service=ledger.slug)) == []
    assert set(found(search(reader, service=other.slug))) == {told, written}


# The order.


def test_what_says_it_in_its_title_comes_before_what_mentions_it(reader):
    mentions = StoryFactory(title="A long night", what_broke="A lock.")
    titled = StoryFactory(title="The lock")

    assert found(search(reader, "lock")) == [titled, mentions]


def test_of_those_alike_a_seniors_comes_first(reader):
    senior = StoryFactory(title="The lock", by=UserFactory(is_senior=True))
    newer = StoryFactory(title="The lock")

    assert found(search(reader, "lock")) == [senior, newer]


def publish(title, *, days_ago=0, senior=False, **more):
    by = UserFactory(is_senior=senior)
    draft = StoryFactory(is_published=False, title=title, by=by, **more)
    return publish_story(draft, by=by, at=MORNING - timedelta(days=days_ago))


def test_seniors_are_in_front_for_half_a_year_and_what_is_ones_own_for_a_quarter(client_of):
    team = TeamFactory()
    own, other = ServiceFactory(team=team), ServiceFactory(team=TeamFactory())
    publish("new", days_ago=1, services=[other])
    publish("own, two months old", days_ago=60, services=[own, other])
    publish("own, four months old", days_ago=120, services=[own])
    publish("senior, four months old", days_ago=120, senior=True)
    publish("senior, a year old", days_ago=365, senior=True)
    publish("old", days_ago=30)

    def order(user):
        return [one.title for one in client_of(user).get(LIBRARY).context["library"].stories]

    assert order(UserFactory()) == [
        "senior, four months old",
        "new",
        "old",
        "own, two months old",
        "own, four months old",
        "senior, a year old",
    ]
    assert order(UserFactory(team=team)) == [
        "senior, four months old",
        "own, two months old",
        "new",
        "own, four months old",
        "old",
        "senior, a year old",
    ]


@pytest.mark.parametrize("owned", [0, 1, 2, 3])
@pytest.mark.parametrize("text", ["", "lock"])
def test_pages_neither_skip_nor_repeat(client_of, monkeypatch, text, owned):
    monkeypatch.setattr(finding, "PAGE", 3)
    team = TeamFactory()
    services = [ServiceFactory(team=team if n < owned else None) for n in range(3)]
    for n in range(14):
        publish(f"lock {n}", days_ago=n // 2 * 40, senior=n % 3 == 0, services=[services[n % 3]])
    client = client_of(UserFactory(team=team))

    seen, address = [], f"{LIBRARY}?{f'q={text}' if text else 'kind=story'}"
    first = client.get(address)
    while address:
        response = client.get(address)
        page = titles(response)
        assert len(page) <= 3
        seen += page
        address = response.context["more"] and LIBRARY + response.context["more"]

    assert sorted(seen) == sorted(f"lock {n}" for n in range(14))
    assert titles(first) == seen[:3]


def test_where_there_are_many_the_first_of_them_are_compared(client_of, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 3)
    monkeypatch.setattr(finding, "OF_TITLES", 1)
    monkeypatch.setattr(finding, "OF_ALL", 2)
    publish("The lock", days_ago=900)
    for n in range(5):
        publish(f"Night {n}", days_ago=n, what_i_know_now="About a lock.")

    response = search(client_of(UserFactory()), "lock")

    assert titles(response) == ["The lock", "Night 0", "Night 1"]


# What is said of it.


def test_an_excerpt_has_the_words_marked_and_no_signs_of_markdown(reader):
    StoryFactory(
        title="A night",
        what_broke="No.\n\nThe **backfill** [ran](https://example.org) `twice` in *one* night.",
    )

    page = search(reader, "backfilling night").text

    assert "The <mark>backfill</mark> ran twice in one <mark>night</mark>." in page
    assert "A <mark>night</mark>\n" in page


def test_a_long_text_is_cut_around_the_words(reader):
    before, after = "Before it all was well. " * 60, " And then it went on." * 60
    StoryFactory(what_broke=f"{before}The zeppelin came down.{after}")

    [result] = search(reader, "zeppelin").context["found"].results

    text = "".join(piece.text for piece in result.excerpt)
    assert text.startswith("… The zeppelin came down.")
    assert text.endswith(" …")
    assert len(text) < 260


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> zeppelin",
        '<img src=x onerror="alert(1)"> zeppelin',
        "zeppelin</mark><svg onload=alert(1)>",
        "`<b>zeppelin</b>`",
        "[zeppelin](javascript:alert(1))",
    ],
)
def test_an_excerpt_runs_nothing(reader, text):
    StoryFactory(title=f"{text}"[:200], what_broke=text, tags=["<i>tag</i>"])

    page = search(reader, "zeppelin").text

    assert "<mark>zeppelin</mark>" in page
    for bad in ("<script>alert", "<img src=x", "<svg onload", "<b>", "<i>tag", 'href="javascript'):
        assert bad not in page


def test_what_was_typed_is_shown_and_not_obeyed(reader):
    page = search(reader, '"><script>alert(1)</script>').text

    assert "<script>alert(1)" not in page


def test_without_words_the_beginning_is_shown(reader):
    StoryFactory(opening="I was *so* sure.", tags=["locks"])

    assert "I was so sure." in search(reader, tag="locks").text


def test_nothing_found_says_what_to_do_and_asks_nobody_new_to_be_the_first(client_of, reader):
    page = strip_tags(search(reader, "zeppelin").text)
    narrowed = strip_tags(search(reader, "zeppelin", kind="story").text)
    to_senior = strip_tags(search(client_of(UserFactory(is_senior=True)), "zeppelin").text)

    assert "Try fewer words" in page
    assert "leave a filter out" in narrowed
    assert "Tell yours" not in page
    assert "Tell yours" in to_senior


@pytest.mark.parametrize(
    "text", ["the", "-", '"', "()", "!!", ":*", "&|", "\\", "'", "%", "a" * 200]
)
def test_odd_words_break_nothing(reader, text):
    StoryFactory()

    assert search(reader, text).status_code == 200


@pytest.mark.parametrize(
    "query",
    ["kind=x", "service=x", "after=x&kind=story", "tag=" + "x" * 900, "q=" + "x" * 5_000,
     "tag=%00&tag=%01", "kind=story&after=999999999999999999~1"],
)  # fmt: skip
def test_an_odd_address_is_answered(reader, query):
    assert reader.get(f"{LIBRARY}?{query}").status_code == 200


# Who finds what.


def test_a_draft_is_found_by_nobody_and_a_withdrawn_story_no_more(client_of):
    by = UserFactory()
    draft = StoryFactory(title="The zeppelin", by=by, is_published=False)
    told = StoryFactory(title="Another zeppelin", by=by)
    withdraw_story(told, by=by)
    save_story(told, by=by, title="The zeppelin again", what_broke="All of it.")
    PostmortemFactory(by=by, incident=IncidentFactory(title="Zeppelin down", by=by, is_over=True))

    assert found(search(client_of(by), "zeppelin")) == []
    assert not Document.objects.exists()

    publish_story(draft, by=by)

    assert found(search(client_of(by), "zeppelin")) == [draft]


def test_a_write_up_that_was_taken_back_is_found_no_more(reader):
    by = UserFactory()
    written = write_up(by=by, impact="The zeppelin.")
    take_back_postmortem(written, by=by, reason="There is more to say.")

    assert found(search(reader, "zeppelin")) == []


def test_what_is_restricted_is_found_by_those_who_see_it_only(client_of):
    inside, let = UserFactory(), UserFactory()
    incident = IncidentFactory(by=inside, is_over=True)
    written = write_up(by=inside, incident=incident, title="Xylophonic", impact="A gondola.")
    incident = restrict_incident(incident, by=inside)
    let_in(incident, by=inside, person=let)
    outside = client_of(UserFactory(role="admin"))

    for asked in ({"text": "gondola"}, {"text": "xylophonic"}, {"kind": "write_up"}):
        assert found(search(client_of(inside), **asked)) == [written]
        assert found(search(client_of(let), **asked)) == [written]
        assert found(search(outside, **asked)) == []
        assert "Xylophonic" not in search(outside, **asked).text


def test_words_of_what_is_restricted_put_no_typing_right(client_of):
    inside = UserFactory()
    incident = restrict_incident(IncidentFactory(by=inside, is_over=True), by=inside)
    write_up(by=inside, incident=incident, impact="The xylophone.")

    says = search(client_of(UserFactory()), "xylophnoe").text

    assert "xylophone" not in says


def test_the_many_that_are_restricted_crowd_out_nothing(client_of, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 2)
    monkeypatch.setattr(finding, "OF_TITLES", 1)
    monkeypatch.setattr(finding, "OF_ALL", 1)
    told = StoryFactory(title="The zeppelin")
    inside = UserFactory()
    for _ in range(4):
        incident = restrict_incident(IncidentFactory(by=inside, is_over=True), by=inside)
        write_up(by=inside, incident=incident, title="The zeppelin")

    assert found(search(client_of(UserFactory()), "zeppelin")) == [told]


def test_practice_is_not_in_the_library(reader):
    incident = IncidentFactory(is_over=True)
    written = write_up(incident=incident, impact="The zeppelin.")
    assert found(search(reader, "zeppelin")) == [written]

    Incident.objects.filter(pk=incident.pk).update(mode=Mode.PRACTICE)

    assert found(search(reader, "zeppelin")) == []


def test_a_story_by_role_is_not_found_by_its_tellers_name(reader):
    ines = UserFactory(display_name="Inesqa Barbosa", email="inesqa@example.org")
    StoryFactory(by=ines, byline="role")

    page = search(reader, "inesqa").text

    assert found(search(reader, "inesqa")) == []
    assert "Barbosa" not in page


# Names, where people are read by role.


@pytest.fixture
def zoe():
    return UserFactory(display_name="Zoë Renée Quill", email="zoe.quill@example.org")


@pytest.fixture
def by_role(zoe):
    incident = IncidentFactory(by=zoe, is_over=True)
    join_incident(incident, by=zoe)
    return write_up(
        by=zoe,
        incident=incident,
        title="Zoë and the queue",
        impact="The queue was slow. Zoë Quill saw it, and asked @zoe.quill for the gondola.",
    )


@pytest.mark.parametrize(
    "text",
    ["Zoë", "zoe", "ZOE", "zoés", "Quill", "quil", "quills", "zoe.quill", "zoe.quill@example.org",
     "Zoë Quill", '"zoë quill"', "queue zoe", "Zo", "Quilll", "zoequill"],
)  # fmt: skip
def test_a_name_finds_nothing_where_people_are_read_by_role(reader, by_role, text):
    assert found(search(reader, text)) == []


@pytest.mark.parametrize("text", ["queue", "queue -zoe", "queue or zoe", 'queue -"zoë quill"'])
def test_leaving_a_name_out_does_not_tell_that_it_is_there(reader, by_role, text):
    response = search(reader, text)

    assert found(response) == [by_role]
    assert "Zoë" not in strip_tags(response.text).replace(f"“{text}”", "")
    assert "<mark>Zo" not in response.text


def test_a_name_is_found_where_people_are_read_by_name(reader, by_role):
    Postmortem.objects.filter(pk=by_role.pk).update(names_as_roles=False)

    response = search(reader, "zoë")

    assert found(response) == [by_role]
    assert "<mark>Zoë</mark> and the queue" in response.text


def test_a_role_stands_in_the_excerpt_and_the_title(reader, by_role):
    response = search(reader, "gondola")

    assert "The incident lead saw it" in response.text or "the responder" in response.text.lower()
    assert "Zoë" not in response.text
    assert "<mark>gondola</mark>" in response.text


def test_a_word_that_is_also_a_name_is_found_where_it_is_the_word(reader):
    price = UserFactory(display_name="Sam Price")
    incident = IncidentFactory(by=price, is_over=True)
    join_incident(incident, by=price)
    word = write_up(impact="Every price was rounded down.")
    write_up(by=price, incident=incident, impact="Price saw it first. Ask @price about it.")

    response = search(reader, "price")

    assert found(response) == [word]
    assert "Every <mark>price</mark> was" in response.text


def test_names_do_not_change_the_order_where_they_are_not_read(reader, zoe):
    kwargs = {"title": "The queue"}
    first = write_up(impact="A queue.", **kwargs)
    named = write_up(by=zoe, impact="A queue. Zoë, Zoë and Zoë.", **kwargs)

    assert found(search(reader, "queue or zoe")) == [named, first]
    assert User.objects.filter(pk=zoe.pk).update(display_name="Nobody Else", email="x@example.org")
    assert found(search(reader, "queue")) == [named, first]


# More like this, and how much it asks of the database.


def test_more_like_a_story_are_three_at_most_and_not_itself(reader):
    bring_shelf()
    this = StoryFactory(title="The backfill that ran twice at night")
    others = [StoryFactory(title=f"A backfill ran twice, {n}") for n in range(4)]
    StoryFactory(title="The backfill that ran twice at night", is_published=False)

    address = reverse("learning:more_like", args=[this.pk])
    page, fragment = reader.get(address), reader.get(address, headers={"HX-Request": "true"})

    more = more_like(this, reader=UserFactory())
    assert len(more) == 3
    assert {one.story for one in more} <= set(others)
    assert "<html" in page.text
    assert "<html" not in fragment.text
    assert address in reader.get(this.get_absolute_url()).text
    for one in more:
        assert one.story.get_absolute_url() in fragment.text


def test_a_shared_tag_is_likeness_and_a_shared_service_alone_is_none():
    ledger = ServiceFactory()
    this = StoryFactory(title="The doubled ledger", tags=["backfills"], services=[ledger])
    tagged = StoryFactory(title="A morning in May", tags=["backfills", "mail"])
    StoryFactory(title="Something else entirely", services=[ledger])

    assert [one.story for one in more_like(this, reader=UserFactory())] == [tagged]


def test_a_draft_has_nothing_like_it_to_show(client_of):
    by = UserFactory()
    draft = StoryFactory(by=by, is_published=False)
    address = reverse("learning:more_like", args=[draft.pk])

    assert client_of(by).get(address).status_code == 404
    assert address not in client_of(by).get(draft.get_absolute_url()).text


@pytest.mark.parametrize("few", [300, 0])
@pytest.mark.parametrize("query", ["q=lokc+lock", "q=lock&kind=story", "kind=story", "tag=locks"])
def test_a_search_asks_the_same_few_queries_at_1_and_at_10(
    client_of, queries_of, monkeypatch, query, few
):
    monkeypatch.setattr(finding, "FEW", few)
    team = TeamFactory()
    client = client_of(UserFactory(team=team, display_name="Reader Example"))

    def add_one_of_each():
        service = ServiceFactory(team=team)
        StoryFactory(title="A lock", services=[service], tags=["locks"])
        incident = IncidentFactory(is_over=True, services=[service])
        write_up(title="A lock", incident=incident)

    add_one_of_each()
    assert len(found(client.get(f"{LIBRARY}?{query}"))) in (1, 2)
    at_one = queries_of(client, f"{LIBRARY}?{query}")
    for _ in range(9):
        add_one_of_each()

    assert queries_of(client, f"{LIBRARY}?{query}") == at_one <= 12


def test_documents_go_with_what_they_are_of():
    told, written = StoryFactory(), write_up()
    assert Document.objects.count() == 2

    told.delete()
    Story.objects.all().delete()
    written.delete()

    assert not Document.objects.exists()
