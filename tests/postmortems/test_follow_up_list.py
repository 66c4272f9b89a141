"""The list of follow-ups: whose, which, in which order, page by page, and as a table."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from incidents.exports import turns
from incidents.models import Mode
from people.models import Role
from postmortems.domain.checking import say_whether_it_helped
from postmortems.domain.following_up import (
    add_follow_up,
    complete_follow_up,
    let_go_of_follow_up,
)
from postmortems.domain.handing_over import pass_on_follow_up
from postmortems.models import FollowUp
from postmortems.queries import follow_ups as queries
from postmortems.queries.follow_up_places import Place
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    TeamFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = reverse("follow_ups:list")
CSV = reverse("follow_ups:export_csv")


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


def plan(what="Alert on lag", *, days=None, services=(), by=None, **more):
    """A follow-up that is due in so many days."""
    by = by or UserFactory()
    incident = IncidentFactory(by=by, is_over=True, services=list(services))
    due_on = None if days is None else timezone.localdate() + timedelta(days=days)
    write_up = PostmortemFactory(by=by, incident=incident)
    return add_follow_up(
        write_up, by=by, **{"what": what, "kind": "detection", "due_on": due_on} | more
    )


def shown(client, **filters):
    return [one.what for one in client.get(LIST, filters).context["page"].follow_ups]


def walk(client, query=""):
    """What each page shows, from the first to the last."""
    pages = []
    address = LIST + query
    while address:
        context = client.get(address).context
        pages.append([one.what for one in context["page"].follow_ups])
        address = context["more"] and LIST + context["more"]
    return pages


def test_an_empty_list_says_what_to_do_next(nia, client_of):
    page = client_of(nia).get(LIST).content.decode()

    assert "A follow-up is planned on the page of a write-up" in page
    assert reverse("postmortems:list") in page


def test_the_readers_own_come_first_and_each_by_its_day(nia, client_of):
    plan("Late, of nobody", days=-3)
    plan("Mine, without a day", owner=nia)
    plan("Soon, of somebody", days=2, owner=UserFactory())
    plan("Mine, soon", days=5, owner=nia)
    plan("Without a day, of nobody")

    response = client_of(nia).get(LIST)

    page = response.context["page"]
    assert [one.what for one in page.mine] == ["Mine, soon", "Mine, without a day"]
    assert [one.what for one in page.others] == [
        "Late, of nobody",
        "Soon, of somebody",
        "Without a day, of nobody",
    ]
    content = response.content.decode()
    assert content.index("Yours") < content.index("With others, or nobody yet")


@pytest.fixture
def one_of_each(nia):
    """One in each state, by name."""
    complete_follow_up(plan("Done"), by=nia)
    let_go_of_follow_up(plan("Let go"), by=nia, reason="It goes away.")
    pass_on_follow_up(plan("Handed over"), by=nia, where="The vendor")
    plan("Open")


@pytest.mark.parametrize(
    ("state", "what"),
    [("open", "Open"), ("done", "Done"), ("handed_over", "Handed over"), ("let_go", "Let go")],
)
def test_each_state_has_a_tab_with_its_count(state, what, nia, one_of_each, client_of):
    response = client_of(nia).get(LIST, {"state": state})

    assert [one.what for one in response.context["page"].follow_ups] == [what]
    assert [count for _label, count, _where, _is_shown in response.context["tabs"]] == [1] * 4


def test_a_tab_counts_no_further_than_it_says(nia, client_of, monkeypatch):
    monkeypatch.setattr(queries, "MOST_COUNTED", 2)
    write_up = PostmortemFactory(by=nia)
    for number in range(5):
        add_follow_up(write_up, by=nia, what=f"Alert {number}", kind="detection")

    assert queries.counted(nia)["open"] == 3


def test_it_is_narrowed_by_whose_it_is(nia, client_of):
    client, ines, gone = client_of(nia), UserFactory(), UserFactory()
    plan("Mine", owner=nia)
    plan("Hers", owner=ines)
    plan("Nobody’s")
    plan("Of somebody who left", owner=gone)
    gone.is_active = False
    gone.save()

    assert shown(client, owner="me") == ["Mine"]
    assert shown(client, owner=ines.pk) == ["Hers"]
    assert shown(client, owner="nobody") == ["Nobody’s", "Of somebody who left"]


def test_it_is_narrowed_by_team_and_service(nia, client_of):
    client, team, other = client_of(nia), TeamFactory(), TeamFactory()
    ledger, search = ServiceFactory(team=team), ServiceFactory(team=other)
    plan("Of their service", services=[ledger])
    plan("Of somebody of theirs", services=[search], owner=UserFactory(team=team))
    plan("Of another", services=[search], owner=UserFactory(team=other))

    assert shown(client, team=team.pk) == ["Of their service", "Of somebody of theirs"]
    assert shown(client, service=ledger.slug) == ["Of their service"]


def test_it_is_narrowed_by_age_and_kind(nia, client_of):
    client = client_of(nia)
    plan("Late", days=-1)
    plan("Today", days=0)
    plan("Soon", days=13)
    plan("Far", days=40, kind="tooling")
    old = plan("Old")
    FollowUp.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=45))

    assert shown(client, age="overdue") == ["Late"]
    assert shown(client, age="soon") == ["Today", "Soon"]
    assert shown(client, age="month") == ["Old"]
    assert shown(client, age="quarter") == []
    assert shown(client, kind="tooling") == ["Far"]


def test_how_old_it_is_is_said(nia, client_of):
    FollowUp.objects.filter(pk=plan().pk).update(created_at=timezone.now() - timedelta(days=22))

    page = " ".join(client_of(nia).get(LIST).content.decode().split())

    assert "open for <time" in page
    assert ">3 weeks</time>" in page


def test_what_nothing_is_like_offers_them_all(nia, client_of):
    plan()

    page = client_of(nia).get(LIST, {"age": "quarter"}).content.decode()

    assert "None like this" in page


def test_filters_that_make_no_sense_are_left_out(nia, client_of):
    plan()

    response = client_of(nia).get(LIST, {"owner": "x", "team": "0", "state": "lost", "sort": "up"})

    assert len(response.context["page"].follow_ups) == 1
    assert "so it was left out" in response.content.decode()


def test_what_a_plain_form_sends_empty_leaves_the_address(nia, client_of):
    response = client_of(nia).get(LIST, {"owner": "me", "team": "", "sort": "", "state": "open"})

    assert response["Location"] == f"{LIST}?owner=me"


@pytest.mark.parametrize("sort", ["due", "oldest", "newest"])
@pytest.mark.parametrize("mine", [0, 2, 4, 5, 7])
def test_paging_shows_each_once_in_order(sort, mine, nia, client_of, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    write_up = PostmortemFactory(by=nia)
    for number in range(7):
        owner = nia if number < mine else None
        day = timezone.localdate() + timedelta(days=number // 3) if number < 6 else None
        add_follow_up(write_up, by=nia, what=f"{number}", kind="detection", owner=owner, due_on=day)
    client = client_of(nia)

    pages = walk(client, f"?sort={sort}")

    numbers = [str(number) for number in range(7)]
    own, others = numbers[:mine], numbers[mine:]
    if sort == "newest":
        own, others = own[::-1], others[::-1]
    assert [one for page in pages for one in page] == own + others
    assert [len(page) for page in pages] == [2, 2, 2, 1]


def test_what_was_done_last_comes_first(nia, client_of, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in (3, 1, 4, 2, 5):
        at = timezone.now() - timedelta(days=number)
        complete_follow_up(plan(f"{number}", owner=nia if number == 4 else None), by=nia, at=at)

    pages = walk(client_of(nia), "?state=done")

    assert pages == [["4", "1"], ["2", "3"], ["5"]]
    assert walk(client_of(nia), "?state=let_go&sort=done") == [[]]


def test_what_is_looked_for_most_often_is_one_press_away(nia, client_of):
    plan("Mine", owner=nia)
    response = client_of(nia).get(LIST, {"owner": "me"})

    assert [(where, is_shown) for _label, where, is_shown in response.context["usual"]] == [
        ("", False),
        ("?owner=me", True),
        ("?owner=nobody", False),
        ("?age=overdue", False),
    ]
    assert "Yours (1)" in response.content.decode()
    assert client_of(nia).get(LIST, {"state": "done"}).context["usual"] == []


@pytest.mark.parametrize(
    "place", ["", "due", "due.1.0.1", "due.2.5.1", "due.0.9999999.1", "oldest.0.1.1", "due.0.5.-1"]
)
def test_a_place_that_cannot_be_is_the_beginning(place, nia, client_of):
    plan()

    assert Place.read(place, sort="due") is None
    assert len(client_of(nia).get(f"{LIST}?after={place}").context["page"].follow_ups) == 1


def test_the_list_takes_as_many_queries_for_many_as_for_one(nia, client_of, queries_of):
    client = client_of(nia)

    def add(count):
        for number in range(count):
            service = ServiceFactory(team=TeamFactory())
            plan(services=[service], owner=nia, days=number)
            plan(services=[service], owner=UserFactory(team=TeamFactory()))

    add(1)
    for_one = queries_of(client, LIST)
    add(15)

    assert queries_of(client, LIST) == for_one <= 12


def test_what_is_restricted_is_nowhere(nia, client_of):
    secret, plain = plan("Secret", by=nia, owner=nia), plan("Plain")
    restrict_incident(secret.postmortem.incidents.get(), by=nia)
    stranger, insider = client_of(UserFactory(role=Role.ADMIN)), client_of(nia)

    assert shown(stranger) == ["Plain"]
    assert shown(insider) == ["Secret", "Plain"]
    assert stranger.get(LIST).context["counts"]["open"] == 1
    assert [row["what"] for row in table(stranger)] == [plain.what]


def test_what_follows_from_practice_is_not_there(nia, client_of):
    incident = IncidentFactory(by=nia, is_over=True, mode=Mode.PRACTICE)
    write_up = PostmortemFactory(by=nia, incident=incident)
    add_follow_up(write_up, by=nia, what="Pretend", kind="testing")
    plan("Real")

    response = client_of(nia).get(LIST)

    assert [one.what for one in response.context["page"].others] == ["Real"]
    assert response.context["counts"]["open"] == 1


# As a table.


def table(client, **filters):
    response = client.get(CSV, filters)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_holds_all_that_the_list_shows(nia, client_of, monkeypatch):
    monkeypatch.setattr(queries, "CHUNK", 2)
    for number in range(5):
        plan(f"Alert {number}", days=number, owner=nia if number == 4 else None)

    rows = table(client_of(nia))

    assert [row["what"] for row in rows] == [f"Alert {number}" for number in range(5)]
    assert [row["what"] for row in table(client_of(nia), owner="me")] == ["Alert 4"]


def test_a_row_says_what_became_of_it(nia, client_of):
    ledger = ServiceFactory(name="ledger")
    planned = plan("=1+1", services=[ledger], owner=nia, link="https://tracker.example/7")
    done_at = timezone.now() - timedelta(days=31)
    done = complete_follow_up(planned, by=nia, at=done_at)
    say_whether_it_helped(done, by=nia, answer="helped")

    [row] = table(client_of(nia), state="done")

    incident = done.postmortem.incidents.get()
    assert row["what"] == "'=1+1"
    assert (row["state"], row["owner"], row["helped"]) == ("done", "Nia Okafor", "helped")
    assert (row["incidents"], row["services"]) == (incident.reference, "ledger")
    assert row["done_at"] == f"{done_at:%Y-%m-%dT%H:%M:%SZ}"
    assert row["page"].endswith(done.get_absolute_url())


def test_the_table_waits_its_turn(nia, client_of, monkeypatch):
    monkeypatch.setattr("postmortems.views.follow_up_list.take_turn", lambda: None)

    response = client_of(nia).get(CSV)

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Try again" in response.content.decode()
    assert turns.AT_ONCE >= 1


# Elsewhere.


def test_a_service_shows_what_followed(nia, client_of):
    ledger = ServiceFactory(name="ledger")
    complete_follow_up(plan("Done before", services=[ledger]), by=nia)
    plan("Still open", services=[ledger])
    plan("Of another service", services=[ServiceFactory()])
    client = client_of(nia)
    address = reverse("follow_ups:of_service", args=[ledger.slug])

    page = client.get(ledger.get_absolute_url()).content.decode()
    fragment = client.get(address).content.decode()

    assert address in page
    assert f"{LIST}?service={ledger.slug}" in page
    assert fragment.index("Still open") < fragment.index("Done before")
    assert "Of another service" not in fragment


def test_today_shows_what_is_next(nia, client_of):
    for number in range(5):
        plan(f"Alert {number}", days=number, owner=nia)

    page = client_of(nia).get(reverse("today_beside"))

    assert [one.what for one in page.context["follow_ups"]] == ["Alert 0", "Alert 1", "Alert 2"]
    assert LIST in page.content.decode()


def test_today_offers_what_nobody_has_to_whoever_has_none(nia, client_of):
    beside = client_of(nia).get(reverse("today_beside")).content.decode()

    assert f"{LIST}?owner=nobody" in beside


def test_the_write_ups_lead_to_it(nia, client_of):
    assert LIST in client_of(nia).get(reverse("postmortems:list")).content.decode()


def test_strangers_are_asked_to_sign_in(client):
    for address in (LIST, CSV):
        assert client.get(address)["Location"].startswith(reverse("account_login"))
