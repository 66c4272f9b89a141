from datetime import datetime, timedelta, timezone
from urllib.parse import quote

import pytest
from django.urls import reverse

from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.models import Postmortem, Verdict
from postmortems.places import Place
from postmortems.queries import listing
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("postmortems:list")
FAR_EAST = timezone(timedelta(hours=23, minutes=59))


def ask(postmortem, reviewer):
    return ask_for_review(postmortem, by=postmortem.authors.first(), reviewer=reviewer)


def shown(client, url):
    return list(client.get(url).context["write_ups"])


def walk(client, url):
    """The write-ups of each page, from the first to the last."""
    pages = []
    while url:
        response = client.get(url)
        pages.append(list(response.context["write_ups"]))
        more = response.context["more"]
        url = f"{LIST}?show={response.context['shelf'].value}&after={more}" if more else ""
    return pages


@pytest.mark.parametrize("shelf", ["being-written", "in-review", "published"])
def test_an_empty_shelf_says_what_to_do(shelf, client_of):
    response = client_of(UserFactory()).get(f"{LIST}?show={shelf}")

    content = response.content.decode()
    assert 'class="empty"' in content
    assert content.partition('class="empty"')[2].partition("</div>")[0].count('<a class="btn"') == 1


def test_each_write_up_lies_on_one_shelf(client_of):
    client, ines = client_of(UserFactory()), TechLeadFactory()
    draft, published = PostmortemFactory(), PostmortemFactory(is_published=True)
    waiting, changed, approved = (PostmortemFactory() for _ in range(3))
    ask(waiting, ines)
    give_verdict(ask(changed, ines), by=ines, verdict=Verdict.CHANGES_SUGGESTED, remarks="More")
    give_verdict(ask(approved, ines), by=ines, verdict=Verdict.APPROVED)

    assert set(shown(client, LIST)) == {draft, changed, approved}
    assert shown(client, f"{LIST}?show=in-review") == [waiting]
    assert shown(client, f"{LIST}?show=published") == [published]


def test_an_unknown_shelf_is_the_first(client_of):
    draft = PostmortemFactory()

    assert shown(client_of(UserFactory()), f"{LIST}?show=lost&after=nowhere") == [draft]


def test_what_waits_for_me_comes_first(client_of):
    ines = TechLeadFactory()
    mine, others = PostmortemFactory(), PostmortemFactory()
    ask(mine, ines)
    ask(others, TechLeadFactory())

    response = client_of(ines).get(f"{LIST}?show=in-review")

    assert list(response.context["write_ups"]) == [mine, others]
    content = response.content.decode()
    assert content.index("Waiting for you") < content.index("With others")
    assert "1 for you" in content


@pytest.mark.parametrize("shelf", ["being-written", "in-review", "published"])
def test_paging_shows_each_write_up_once(shelf, client_of, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    ines, ruth = TechLeadFactory(), TechLeadFactory()
    made = [PostmortemFactory(is_published=shelf == "published") for _ in range(7)]
    if shelf == "in-review":
        for number, postmortem in enumerate(made):
            ask(postmortem, ines if number % 2 else ruth)
    # The same moment for all of them: the number alone decides the order.
    Postmortem.objects.update(saved_at=made[0].saved_at)
    if shelf == "published":
        Postmortem.objects.update(published_at=made[0].published_at)

    pages = walk(client_of(ines), f"{LIST}?show={shelf}")

    newest_first = made[::-1]
    if shelf == "in-review":
        newest_first = [made[5], made[3], made[1], made[6], made[4], made[2], made[0]]
    assert [len(page) for page in pages] == [2, 2, 2, 1]
    assert [one for page in pages for one in page] == newest_first


def test_the_next_page_is_linked(client_of, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 1)
    older, newer = PostmortemFactory(), PostmortemFactory()
    client = client_of(UserFactory())

    first = client.get(LIST)
    link = first.content.decode().partition('older" href="')[2].partition('"')[0]
    second = client.get(LIST + link.replace("&amp;", "&"))

    assert list(first.context["write_ups"]) == [newer]
    assert list(second.context["write_ups"]) == [older]
    assert 'rel="prev"' in second.content.decode()


@pytest.mark.parametrize(
    "place",
    [
        "0~2026-11-23T10:00:00+00:00~0",
        "0~2026-11-23T10:00:00~3",
        "0~today~3",
        "0~2026-11-23T10:00:00+00:00~" + "9" * 30,
        "0~2026-11-23T10:00:00+00:00~" + "9" * 5000,
        "0~0001-01-01T00:00:00+23:59~3",
        "0~9999-12-31T23:00:00-23:59~3",
        "~~",
    ],
)
def test_a_place_that_cannot_be_is_the_beginning(place):
    assert Place.read(place) is None


def test_a_place_in_a_zone_that_the_database_refuses_is_a_place_still(client_of):
    older = PostmortemFactory(is_published=True)
    place = f"0~{older.published_at.astimezone(FAR_EAST) + timedelta(seconds=1)}~{older.pk}"
    PostmortemFactory(is_published=True)
    Postmortem.objects.exclude(pk=older.pk).update(
        published_at=older.published_at + timedelta(seconds=2)
    )

    response = client_of(UserFactory()).get(LIST, {"show": "published", "after": place})

    assert list(response.context["write_ups"]) == [older]


def test_a_place_survives_the_way_through_an_address():
    place = Place(True, datetime(2026, 11, 23, 10, 0, 0, 1, tzinfo=FAR_EAST), 12)

    assert Place.read(str(place)) == place
    assert quote(str(place), safe=":~") == str(place)


@pytest.mark.parametrize("shelf", ["being-written", "in-review", "published"])
def test_the_list_takes_as_many_queries_for_thirty_as_for_one(shelf, client_of, queries_of):
    ines = TechLeadFactory()
    client = client_of(ines)

    def add(count):
        for _ in range(count):
            postmortem = PostmortemFactory(is_published=shelf == "published")
            if shelf == "in-review":
                ask(postmortem, ines)

    url = f"{LIST}?show={shelf}"
    add(1)
    for_one = queries_of(client, url)
    add(29)

    assert queries_of(client, url) == for_one <= 12


def test_the_list_reads_no_text(client_of):
    PostmortemFactory()

    (row,) = shown(client_of(UserFactory()), LIST)

    assert "what_happened" in row.get_deferred_fields()
