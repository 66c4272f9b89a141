"""The list of incidents: filters, orders, pages that neither skip nor repeat."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from incidents.domain.answering import answer_fields
from incidents.domain.custom_fields import define_field
from incidents.domain.lifecycle import resolve_incident, stand_down
from incidents.domain.room import join_incident
from incidents.forms.filters import FilterForm
from incidents.models import Incident
from incidents.queries.listing import PAGE, read_page
from incidents.queries.sorting import SORTS, Place
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST, FOUND, API = "/incidents/", "/incidents/found/", "/api/v1/incidents/"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def titles(html):
    return re.findall(r'<h3><a href="/incidents/INC-\d+/">([^<]*)</a>', html)


@pytest.fixture
def shown(client):
    """The titles that an address shows, on the page, as a fragment and over the API."""

    def of(query=""):
        page = client.get(LIST + query)
        assert page.status_code == 200, page
        fragment = client.get(FOUND + query).content.decode()
        found = titles(page.content.decode())
        assert titles(fragment) == found
        if "sort=" not in query:
            assert {one["title"] for one in client.get(API + query).json()["results"]} == {*found}
        return found

    return of


# Filters


@pytest.fixture
def several(nia):
    """Incidents of every kind, newest last."""
    tom = UserFactory()
    payments = TeamFactory(name="Payments")
    ledger = ServiceFactory(name="Ledger", slug="ledger", team=payments)
    search = ServiceFactory(name="Search", slug="search")
    made = {
        "ledger": IncidentFactory(by=nia, title="ledger", severity="critical", services=[ledger]),
        "search": IncidentFactory(by=tom, title="search", severity="minor", services=[search]),
        "both": IncidentFactory(
            by=tom, title="both", services=[ledger, search], undo_path="irreversible"
        ),
        "pretend": IncidentFactory(by=nia, title="pretend", mode="practice"),
        "past": IncidentFactory(by=tom, title="past", mode="record"),
        "fine": IncidentFactory(by=tom, title="fine", severity="major"),
        "duplicate": IncidentFactory(by=nia, title="duplicate", is_over=True),
    }
    resolve_incident(made["search"], by=tom, summary="Rolled back.")
    stand_down(made["fine"], by=tom, summary="It was nothing.")
    Incident.objects.filter(title="duplicate").update(merged_into=made["ledger"])
    return made


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "fine past both search ledger"),
        ("?status=open", "both ledger"),
        ("?status=stood_down", "fine"),
        ("?status=resolved&status=stood_down", "fine past search"),
        ("?severity=critical", "ledger"),
        ("?severity=critical&severity=unset", "past both ledger"),
        ("?mode=practice", "pretend"),
        ("?mode=live", "fine both search ledger"),
        ("?mode=record&mode=practice", "past pretend"),
        ("?undo_path=irreversible", "both"),
        ("?service=ledger", "both ledger"),
        ("?service=ledger&service=search", "both search ledger"),
        ("?team=Payments", "both ledger"),
        ("?mine=1", "ledger"),
        ("?mine=1&mode=practice&mode=live", "pretend ledger"),
        ("?severity=minor&status=open", ""),
        ("?sort=oldest", "ledger search both past fine"),
    ],
)
def test_filters_show_what_they_say(several, shown, query, expected):
    assert shown(query) == expected.split()


def test_joining_makes_it_ones_own(several, shown, nia):
    join_incident(several["both"], by=nia)

    assert shown("?mine=1") == ["both", "ledger"]


def test_practice_is_marked_where_it_is_shown(several, client):
    html = client.get("/incidents/?mode=practice").content.decode()

    assert '<span class="pill" data-tone="plum">Practice</span>' in html


def test_days_are_whole_and_the_readers_own(shown, nia, client_of):
    nia.time_zone = "Pacific/Auckland"
    nia.save()
    late = datetime(2026, 3, 9, 10, 59, tzinfo=UTC)  # 23:59 on the 9th in Auckland
    for title, at in (("on the day", late), ("after it", late + timedelta(minutes=2))):
        IncidentFactory(by=nia, title=title, at=at)

    assert shown("?from=2026-03-09&to=2026-03-09") == ["on the day"]
    assert shown("?from=2026-03-10") == ["after it"]
    assert shown("?to=2026-03-08") == []


def test_words_are_found_with_slips_of_the_fingers(several, shown, nia):
    IncidentFactory(by=nia, title="Checkout answers with a timeout")

    assert shown("?q=chekcout") == ["Checkout answers with a timeout"]
    assert shown("?q=timeout&status=resolved") == []
    assert shown(f"?q=INC-{several['both'].pk}") == ["both"]


def test_what_is_restricted_is_shown_to_those_in_it(several, client_of, shown):
    Incident.objects.filter(title__in=["ledger", "both"]).update(is_restricted=True)

    assert shown("?service=ledger") == ["ledger"]
    assert shown("?q=both") == []


# Custom fields


@pytest.fixture
def answered(nia):
    """Three incidents and what they answer."""
    define = {
        "Region": "choice",
        "Customers": "number",
        "Seen on": "date",
        "Account manager": "person",
        "Ticket": "link",
        "In short": "text",
    }
    for label, kind in define.items():
        define_field(by=nia, label=label, kind=kind, choices=["EU", "US, west"])
    incidents = [IncidentFactory(by=nia, title=title) for title in ("one", "two", "three")]
    manager = UserFactory(display_name="Wiremu Tane", email="wt@example.org")
    given = [
        {
            "region": "EU",
            "customers": Decimal(12),
            "seen-on": date(2026, 3, 9),
            "account-manager": manager,
            "ticket": "https://tickets.example.org/A-1",
            "in-short": "Cards are 100% slow",
        },
        {"region": "US, west", "customers": Decimal("-0.5"), "seen-on": date(2026, 3, 10)},
    ]
    for incident, answers in zip(incidents, given, strict=False):
        answer_fields(incident, by=nia, answers=answers)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("field.region.any=EU", "one"),
        ("field.region.any=EU&field.region.any=US%2C+west", "two one"),
        ("field.customers.from=0", "one"),
        ("field.customers.from=-1&field.customers.to=0", "two"),
        ("field.customers.to=12", "two one"),
        ("field.seen-on.from=2026-03-10", "two"),
        ("field.seen-on.from=2026-03-09&field.seen-on.to=2026-03-09", "one"),
        ("field.account-manager.has=wiremu", "one"),
        ("field.account-manager.has=WT@ex", "one"),
        ("field.ticket.has=a-1", "one"),
        ("field.in-short.has=100%25", "one"),
        ("field.in-short.has=100_", ""),
        ("field.region.any=EU&field.customers.from=13", ""),
    ],
)
def test_custom_fields_narrow_the_list(answered, shown, query, expected):
    assert shown(f"?{query}") == expected.split()


def test_a_field_out_of_use_narrows_nothing(answered, shown):
    from incidents.domain.custom_fields import use_field
    from incidents.models import CustomField

    use_field(CustomField.objects.get(key="region"), by=UserFactory(), is_in_use=False)

    assert len(shown("?field.region.any=EU")) == 3


# Addresses


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("?q=&from=&to=&team=&sort=", ""),
        ("?q=slow&from=&sort=newest", "?q=slow"),
        ("?to=&status=open&sort=oldest", "?status=open&sort=oldest"),
        ("?team=&severity=minor&severity=critical", "?severity=critical&severity=minor"),
    ],
)
def test_what_a_form_sent_empty_is_left_out_of_the_address(client, typed, kept):
    sent = client.get(LIST + typed)

    assert sent.status_code == 302
    left, expected = QueryDict(sent.url.partition("?")[2]), QueryDict(kept.removeprefix("?"))
    assert {name: {*values} for name, values in left.lists()} == {
        name: {*values} for name, values in expected.lists()
    }
    assert client.get(sent.url).status_code == 200


def test_a_fragment_says_the_address_to_share(client, several):
    html = client.get(f"{FOUND}?q=&severity=critical&utm=x&mine=on").content.decode()

    assert 'data-address="/incidents/?severity=critical&amp;mine=1"' in html
    assert 'data-says="1 incident shown"' in html


@pytest.mark.parametrize(
    "query",
    [
        "status=unheard",
        "severity=huge",
        "from=yesterday",
        "to=0001-01-01",
        "from=9999-12-31",
        "team=Nobody",
        "service=none",
        "sort=up",
        "q=%00",
        "q=" + "x" * 300,
        "from=2026-03-09&to=2026-03-08",
        "field.customers.from=many",
        "field.customers.from=" + "9" * 30,
        "field.region.any=Mars",
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(answered, client, query):
    page = client.get(f"{LIST}?{query}&mine=1")

    html = page.content.decode()
    assert page.status_code == 200
    assert "it was left out" in html
    assert len(titles(html)) == 3
    assert client.get(f"{API}?{query}&mine=1").status_code == 400
    assert client.get(f"/incidents/export.csv?{query}").status_code == 400


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "newest.1",
        "oldest.1.1",
        "newest.999999999999999999.1",
        "newest.-999999999999999999.1",
        "newest.1.9999999999999999999",
        "newest.１.1",
        "9" * 5000,
        "\0",
    ],
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_place_that_is_none_breaks_nothing(several, client, way, place):
    assert client.get(LIST, {way: place}).status_code == 200
    assert client.get(FOUND, {way: place}).status_code == 200


def test_chips_name_what_is_chosen_and_lead_to_the_rest(answered, client):
    html = client.get(
        f"{LIST}?q=slow&severity=critical&severity=unset&mine=1&field.customers.from=5&sort=oldest"
    ).content.decode()

    chips = re.findall(r'<a href="([^"]*)"><span class="visually-hidden">Leave out:</span> ([^<]*)',
                       html)  # fmt: skip
    found = {says: where.replace("&amp;", "&") for where, says in chips}
    assert [*found] == ["“slow”", "Critical", "We will find out", "I am in it",
                        "Customers from: 5"]  # fmt: skip
    assert found["Critical"] == (
        "/incidents/?q=slow&severity=unset&mine=1&field.customers.from=5&sort=oldest"
    )
    assert "q=" not in found["“slow”"]


def test_tabs_keep_the_other_filters(several, client):
    html = client.get(f"{LIST}?status=open&severity=critical").content.decode()

    assert '<a href="/incidents/?severity=critical">All</a>' in html
    assert '<a href="/incidents/?status=open&amp;severity=critical" aria-current="page">' in html
    assert '<input type="hidden" name="status" value="open"' in html


def test_empty_rooms_say_what_to_do(client, client_of, nia):
    assert "Nothing has been filed yet" in client.get(LIST).content.decode()
    reader = client_of(UserFactory(role=Role.READER)).get(LIST).content.decode()
    assert "One line is enough" not in reader
    IncidentFactory(by=nia)
    none = client.get(f"{LIST}?status=resolved").content.decode()
    assert "None like this" in none
    assert "See them all" in none
    past = client.get(f"{LIST}?after=newest.0.1").content.decode()
    assert "That was all of them" in past


# Pages


def walk(client, query=""):
    """Every reference, following the links from page to page."""
    seen, address = [], LIST + query
    while address:
        html = client.get(address).content.decode()
        seen += re.findall(r'<h3><a href="/incidents/(INC-\d+)/"', html)
        further = re.search(r'class="btn older" href="([^"]*)"', html)
        address = further and further[1].replace("&amp;", "&")
    return seen


@pytest.fixture
def seventy(nia):
    """Incidents of which many were declared in the same moment and took as long."""
    begin = timezone.now() - timedelta(days=3)
    for n in range(70):
        at = begin + timedelta(minutes=n // 25)
        incident = IncidentFactory(by=nia, at=at)
        if n % 2:
            resolve_incident(incident, by=nia, summary="", at=at + timedelta(hours=n % 3))


@pytest.mark.parametrize("sort", SORTS)
def test_pages_follow_the_order_and_break_ties(seventy, client, sort):
    reference = walk(client, f"?sort={sort}")

    incidents = {one.reference: one for one in Incident.objects.all()}
    if sort in ("longest", "shortest"):
        incidents = {key: one for key, one in incidents.items() if one.resolved_at}
        expected = sorted(incidents.values(), key=lambda one: (one.lasted, one.pk))
    else:
        expected = sorted(incidents.values(), key=lambda one: (one.declared_at, one.pk))
    expected = expected[::-1] if SORTS[sort].descends else expected
    assert reference == [one.reference for one in expected]


@pytest.mark.parametrize("sort", SORTS)
def test_the_way_back_is_the_way_there(seventy, client, sort):
    pages, address = [], f"{LIST}?sort={sort}"
    while address:
        html = client.get(address).content.decode()
        pages.append(titles(html))
        further = re.search(r'class="btn older" href="([^"]*)"', html)
        address = further and further[1].replace("&amp;", "&")
    assert len(pages) > 1
    for page in reversed(pages[:-1]):
        back = re.search(r'class="btn newer" href="([^"]*)"', html)[1].replace("&amp;", "&")
        html = client.get(back).content.decode()
        assert titles(html) == page
    assert 'class="btn newer"' not in html


def test_rows_that_arrive_between_pages_move_nothing(seventy, client, nia):
    first = client.get(LIST).content.decode()
    older = re.search(r'class="btn older" href="([^"]*)"', first)[1].replace("&amp;", "&")
    before = titles(client.get(older).content.decode())

    for _ in range(40):
        IncidentFactory(by=nia)

    assert titles(client.get(older).content.decode()) == before


class TestPlaces(TestCase):
    """However rows arrive and change between two pages, what stays is seen exactly once."""

    @settings(max_examples=15, deadline=None)
    @given(
        sort=st.sampled_from(sorted(SORTS)),
        there=st.lists(st.integers(0, 5), min_size=1, max_size=80),
        arriving=st.lists(st.lists(st.integers(-2, 8), max_size=8), max_size=4),
        changing=st.lists(st.integers(0, 79), max_size=4),
    )
    def test_what_stays_is_seen_exactly_once(self, sort, there, arriving, changing):
        user = UserFactory()
        stay = self.make(there, user)
        seen, place, arrivals, changes = [], "", iter(arriving), iter(changing)
        while True:
            page = read_page(user, {}, sort=sort, after=place)
            seen += [one.pk for one in page.incidents]
            if page.later is None:
                break
            place = str(page.later)
            self.make(next(arrivals, []), user)
            # Whatever else changes of an incident leaves it in its place.
            Incident.objects.filter(pk=stay[next(changes, 0) % len(stay)]).update(
                title="Now it has a better title", severity="critical"
            )

        assert len(seen) == len(set(seen))
        assert set(stay) <= set(seen)
        assert len(seen) >= min(PAGE, len(stay))

    @staticmethod
    def make(minutes, user):
        begin = datetime(2026, 3, 9, 9, tzinfo=UTC)
        rows = Incident.objects.bulk_create(
            Incident(
                title="Slow",
                status="resolved",
                declared_by=user,
                started_at=begin,
                detected_at=begin,
                declared_at=begin + timedelta(minutes=minute),
                resolved_at=begin + timedelta(minutes=minute + minute % 3),
            )
            for minute in minutes
        )
        return [one.pk for one in rows]


@given(st.integers(-(10**17), 10**17), st.integers(0, 10**17), st.sampled_from(sorted(SORTS)))
def test_a_place_survives_its_address(at, pk, sort):
    place = Place(sort, at, pk)

    assert Place.read(str(place), sort=sort) == place


# How much it asks


def test_filters_take_few_queries_whatever_they_are(answered, several, queries_of, client, nia):
    everything = (
        f"{LIST}?q=slwo&status=open&severity=critical&mode=live&undo_path=unknown&service=ledger"
        "&team=Payments&from=2020-01-01&to=2030-01-01&mine=1&field.region.any=EU"
        "&field.customers.from=1&field.account-manager.has=w&sort=longest"
    )
    assert queries_of(client, everything) <= 12

    few = queries_of(client, LIST)
    for n in range(35):
        service = ServiceFactory(team=TeamFactory())
        IncidentFactory(by=nia).services.add(service)
        define_field(by=nia, label=f"Another {n}", kind="person")
    assert queries_of(client, LIST) == few <= 12


# Who may


def test_everybody_signed_in_reads_the_list_and_nobody_else(client_of, several):
    reader = client_of(UserFactory(role=Role.READER))
    for address in (LIST, FOUND):
        assert reader.get(address).status_code == 200
        assert "/accounts/login/" in Client().get(address).url
        assert reader.post(address).status_code == 405
    assert "/incidents/fields/" not in reader.get(LIST).content.decode()
    admin = client_of(UserFactory(role=Role.ADMIN))
    assert "/incidents/fields/" in admin.get(LIST).content.decode()


def test_the_address_of_a_form_is_read_once(answered):
    form = FilterForm.read(QueryDict("severity=minor&severity=critical&mine=on&unknown=1"))

    assert form.query() == "?severity=minor&severity=critical&mine=1"
    assert form.query(severity=[], after=["newest.1.2"]) == "?mine=1&after=newest.1.2"
