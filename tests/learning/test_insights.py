"""Figures of whole quarters, and every way we know of to get at fewer than five: none works."""

import csv
import io
import random
from collections import defaultdict
from datetime import timedelta
from itertools import combinations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from incidents.domain.care import ask_for_a_word
from incidents.domain.forgetting import forget
from incidents.domain.lifecycle import change_status, resolve_incident, stand_down
from incidents.domain.linking import link_incidents
from incidents.domain.merging import merge_incident
from incidents.domain.room import join_incident, post_update
from incidents.domain.writing_to_each_other import answer_note
from incidents.models import Access, Incident, LinkKind, Mode, Note, ReachOut
from learning.domain.counting import count_quarters, count_words
from learning.domain.noticing import say_how_noticed
from learning.insights.groups import FIVE
from learning.insights.quarters import Quarter
from learning.models import Cell, Noticing, Story, WordTotal
from learning.queries.words import words_of
from people.errors import DomainError
from people.models import Role
from postmortems.domain.checking import say_whether_it_helped
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.models import Verdict
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
    kind_note,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
THIS = Quarter.of(NOW.date())
SOON_AFTER = THIS.ends + timedelta(days=15)
LONG_AFTER = THIS.ends + timedelta(days=100)


def incident(*, by=None, service=None, at=NOW, update_after=None, **more):
    """An incident of this quarter, with an update after so many minutes."""
    by = by or UserFactory()
    services = [service] if service else []
    one = IncidentFactory(by=by, services=services, at=at, **more)
    if update_after is not None:
        when = at + timedelta(minutes=update_after)
        post_update(one, by=by, conditions="Slow.", at=when)
    return one


def several(count, **more):
    return [incident(**more) for _ in range(count)]


def team_of(size):
    team = TeamFactory()
    UserFactory.create_batch(size, team=team)
    return team


def cells(figure, **where):
    where = {"team": None, "service": None} | where
    return {one.quarter: one for one in Cell.objects.filter(figure=figure, **where)}


def cell(figure, **where):
    return cells(figure, **where).get(THIS.first_day)


def rows_of(response):
    text = response.content.decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


# What is counted.


def test_time_to_a_first_update_is_from_opening_to_the_first_that_stands():
    for minutes in (4, 8, 11, 15, 30):
        one = incident(update_after=minutes)
        post_update(one, by=UserFactory(), conditions="Better.", at=NOW + timedelta(hours=3))
    incident()

    count_quarters(at=SOON_AFTER)

    assert cell("first_update").n == 5
    assert set(cell("first_update").values.values()) == {1}


def test_time_to_mitigate_leaves_out_what_turned_out_to_be_fine():
    for minutes in (5, 10, 20, 40, 80):
        one = incident()
        when = NOW + timedelta(minutes=minutes)
        change_status(one, by=one.declared_by, status="monitoring", at=when)
    stand_down(incident(), by=UserFactory(), summary="Fine.")
    resolve_incident(incident(), by=UserFactory(), summary="Done.", at=NOW + timedelta(hours=2))

    count_quarters(at=SOON_AFTER)

    assert cell("mitigated").n == 6


def test_what_happened_again_is_told_of_all():
    first, *others = several(5)
    link_incidents(others[0], by=UserFactory(), other=first, kind=LinkKind.HAPPENED_AGAIN)
    link_incidents(others[1], by=UserFactory(), other=first, kind=LinkKind.RELATED)

    count_quarters(at=SOON_AFTER)

    assert cell("repeats").values == {"yes": 1, "no": 4}


def written_up(*kinds, incident=None):
    """A published write-up with factors of these kinds."""
    more = {"incident": incident, "by": incident.declared_by} if incident else {}
    write_up = PostmortemFactory(**more)
    for kind in kinds:
        add_factor(write_up, by=write_up.authors.get(), kind=kind, text="x")
    reviewer = TechLeadFactory()
    Access.objects.create(incident=write_up.incidents.get(), user=reviewer)
    asked = ask_for_review(write_up, by=write_up.authors.get(), reviewer=reviewer)
    give_verdict(asked, by=reviewer, verdict=Verdict.APPROVED)
    return publish_postmortem(write_up, by=write_up.authors.get())


def test_what_made_it_possible_counts_each_kind_once_an_incident():
    for place in range(6):
        written_up(*(("testing", "testing", "review") if place else ("tooling",)))
    PostmortemFactory()

    count_quarters(at=SOON_AFTER)

    assert cell("made_possible").n == 6
    assert cell("made_possible").values == {"testing": 5, "review": 5}


def test_how_they_were_noticed_is_what_was_said():
    for place, one in enumerate(several(11)):
        say_how_noticed(one, by=UserFactory(), how=("alert", "customer")[place % 2])
    incident()

    count_quarters(at=SOON_AFTER)

    assert cell("noticed").values == {"alert": 6, "customer": 5}


def test_follow_ups_are_counted_when_there_was_time_to_do_them():
    people = UserFactory.create_batch(5)
    for place, owner in enumerate([*people, people[0]]):
        write_up = PostmortemFactory()
        planned = add_follow_up(write_up, by=owner, what="An alert", kind="detection", owner=owner)
        if place:
            complete_follow_up(planned, by=owner, at=NOW - timedelta(days=31))
            say_whether_it_helped(
                planned, by=owner, answer="did_not_help" if place == 1 else "helped"
            )

    count_quarters(at=SOON_AFTER)
    assert cell("follow_ups_done") is None
    assert cell("follow_ups_helped").values == {"yes": 4, "no": 1}

    count_quarters(at=LONG_AFTER)
    assert cell("follow_ups_done").values == {"yes": 5, "no": 1}


def test_anonymous_stories_are_in_no_figure():
    incident()
    for place in range(5):
        StoryFactory(by=UserFactory(is_senior=place < 2))
    Story.objects.create(
        byline="anonymous", secret_digest="0" * 64, published_at=NOW, title="T", what_broke="x"
    )

    count_quarters(at=SOON_AFTER)

    assert cell("senior_stories").values == {"yes": 2, "no": 3}


def test_practice_and_restricted_and_merged_are_never_counted(client_of):
    kept = several(5, update_after=5)
    several(3, mode=Mode.PRACTICE, update_after=50)
    hidden = several(3, update_after=50, is_restricted=True)
    merge_incident(incident(), by=UserFactory(), into=kept[0])
    for one in (*kept, *hidden):
        by = one.declared_by
        say_how_noticed(one, by=by, how="alert")
        over = resolve_incident(one, by=by, summary="Done.", at=NOW + timedelta(hours=1))
        write_up = written_up("testing", incident=over)
        add_follow_up(write_up, by=by, what="An alert", kind="detection", owner=by)

    count_quarters(at=LONG_AFTER)

    counted = {name: cell(name).n for name in ("first_update", "repeats", "noticed")}
    assert counted == {"first_update": 5, "repeats": 5, "noticed": 5}
    assert cell("made_possible").n == cell("follow_ups_done").n == 5
    seer, stranger = hidden[0].declared_by, UserFactory()
    pages = {client_of(one).get(reverse("insights:export_csv")).content for one in (seer, stranger)}
    assert len(pages) == 1


def test_an_incident_counts_once_for_the_service_named_first():
    team = team_of(5)
    first, second = ServiceFactory(team=team), ServiceFactory(team=team)
    for one in several(10, service=first):
        one.services.add(second)

    count_quarters(at=SOON_AFTER)

    assert cell("repeats", service=first).n == 10
    assert cell("repeats", service=second) is None


# When it is counted.


def test_a_quarter_is_counted_two_weeks_after_its_end_and_once():
    several(5)

    assert count_quarters(at=THIS.ends + timedelta(days=13)) == 0
    assert count_quarters(at=SOON_AFTER) > 0
    assert count_quarters(at=SOON_AFTER) == 0


def test_what_was_shown_does_not_change_with_one_more():
    several(5, update_after=5)
    count_quarters(at=SOON_AFTER)
    before = list(Cell.objects.order_by("pk").values())

    incident(update_after=500)
    Incident.objects.update(created_at=NOW - timedelta(days=90))
    count_quarters(at=LONG_AFTER)

    names = {one["figure"] for one in before}
    assert list(Cell.objects.filter(figure__in=names).order_by("pk").values()) == before


def test_a_quarter_that_an_import_still_fills_is_waited_for():
    long_ago = THIS.begins - timedelta(days=400)
    for _ in range(5):
        incident(at=long_ago)

    assert count_quarters(at=NOW) == 0
    assert count_quarters(at=NOW + timedelta(days=15)) > 0


def test_two_workers_at_once_count_it_once(race):
    several(5, update_after=5)

    assert race(2, lambda: count_quarters(at=SOON_AFTER)) == ["ok", "ok"]

    assert Cell.objects.filter(figure="first_update").count() == 1


@pytest.mark.parametrize(
    "wrong", [{"n": 4}, {"figure": "per_person"}, {"both": True}], ids=["four", "unknown", "both"]
)
def test_the_database_refuses_a_cell_of_fewer_than_five(wrong):
    row = {"figure": "repeats", "quarter": THIS.first_day, "n": 5, "values": {}, "counted_on": NOW}
    if wrong.pop("both", None):
        row |= {"team": TeamFactory(), "service": ServiceFactory()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(**row | wrong)


# Who is too few.


def test_four_incidents_are_not_shown_anywhere(client_of):
    team = team_of(8)
    several(4, service=ServiceFactory(team=team), update_after=5)

    count_quarters(at=LONG_AFTER)

    assert not Cell.objects.exists()
    page = client_of(UserFactory()).get(reverse("insights:insights"))
    assert "The first quarter is still to come" in page.content.decode()


def test_many_updates_by_four_people_are_not_shown():
    people = UserFactory.create_batch(4)
    for place in range(12):
        incident(by=people[place % 4], update_after=5)

    count_quarters(at=SOON_AFTER)

    assert cell("first_update") is None
    assert cell("repeats").n == 12


def random_company(seed):
    """Teams of different sizes, their services, and incidents at them over this quarter."""
    draw = random.Random(seed)
    teams = [team_of(size) for size in (4, 5, 7)]
    services = [ServiceFactory(team=draw.choice([*teams, None])) for _ in range(6)]
    people = UserFactory.create_batch(draw.randint(5, 8))
    for _ in range(draw.randint(20, 40)):
        by = draw.choice(people)
        incident(by=by, service=draw.choice([None, *services]), update_after=draw.randint(1, 90))
    return services


@pytest.mark.parametrize("seed", range(4))
def test_no_difference_of_what_is_shown_is_a_small_group(seed):
    """Try all that can be made of the cells: of two, of everyone minus many, of any mixture."""
    random_company(seed)
    count_quarters(at=LONG_AFTER)
    behind = {
        (one.figure, one.team_id, one.service_id): members(one)
        for one in Cell.objects.filter(figure__in=["first_update", "mitigated", "repeats"])
    }

    for figure in {key[0] for key in behind}:
        sets = [found for key, found in behind.items() if key[0] == figure]
        for one, other in combinations(sets, 2):
            assert not 0 < len(one ^ other) < FIVE
            assert not 0 < len(one & other) < FIVE
        whole = max(sets, key=len)
        for many in range(1, min(len(sets), 5)):
            for taken in combinations([one for one in sets if one is not whole], many):
                assert not 0 < len(whole - frozenset().union(*taken)) < FIVE
        assert all(len(piece) >= FIVE for piece in pieces(sets))
        assert all(people_of(piece) >= FIVE for piece in pieces(sets) if figure != "repeats")


def members(one):
    """The incidents behind a cell, found in another way than they were counted."""
    found = set()
    for each in Incident.objects.prefetch_related("services__team"):
        service = each.services.order_by("pk").first()
        team = service.team_id if service else None
        is_in = (one.service_id is None or (service and service.pk == one.service_id)) and (
            one.team_id is None or team == one.team_id
        )
        has_it = one.figure != "mitigated" or each.mitigated_at or each.resolved_at
        if is_in and has_it:
            found.add(each.pk)
    assert len(found) == one.n
    return frozenset(found)


def pieces(sets):
    """The smallest sets that everything made of `sets` is put together from."""
    found = defaultdict(set)
    for one in frozenset().union(*sets):
        found[tuple(one in each for each in sets)].add(one)
    return found.values()


def people_of(numbers):
    people = Incident.objects.filter(pk__in=numbers).values_list("participations__user", flat=True)
    return len(set(people))


# What can be asked for.


@pytest.fixture
def company(client_of):
    """Two large teams and a small one with ten incidents each, counted."""
    large, other, small = team_of(5), team_of(6), team_of(4)
    services = {team: ServiceFactory(team=team) for team in (large, other, small)}
    for service in services.values():
        several(10, service=service, update_after=5)
    count_quarters(at=LONG_AFTER)
    return client_of(UserFactory()), large, other, small, services


def address(**more):
    return reverse("insights:insights", query=more)


def test_a_team_of_fewer_than_five_cannot_be_chosen(company):
    client, large, _other, small, services = company
    page = client.get(address()).content.decode()

    assert f'value="team-{large.pk}"' in page
    assert f'value="team-{small.pk}"' not in page
    assert f'value="service-{services[small].pk}"' not in page
    assert small.name not in page
    for key in (f"team-{small.pk}", f"service-{services[small].pk}"):
        for name in ("insights", "export_csv"):
            answer = client.get(reverse(f"insights:{name}", query={"about": key}))
            assert answer.status_code == 400
            assert "5 min" not in answer.content.decode()


def test_a_team_that_became_small_can_no_longer_be_chosen(company):
    client, large, *_others = company
    large.members.first().delete()

    assert client.get(address(about=f"team-{large.pk}")).status_code == 400


def test_no_free_time_is_understood(company):
    client = company[0]
    times = ["2026-11", "2026-11-03", "today", "2026-q5", "week", "latest,2025", "-1", "é" * 300]

    for period in times:
        for name in ("insights", "export_csv"):
            answer = client.get(reverse(f"insights:{name}", query={"period": period}))
            assert answer.status_code == 400


def test_nothing_else_narrows_it(company):
    client, large, _other, _small, services = company
    user = UserFactory()
    plain = client.get(reverse("insights:export_csv")).content
    more = {
        "person": user.pk, "user": user.pk, "by": user.pk, "declared_by": user.pk,
        "team": large.pk, "service": services[large].pk, "severity": "major", "tag": "x",
        "from": "2026-10-01", "until": "2026-10-02", "since": "2026-10-01", "q": "x",
        "exclude": f"team-{large.pk}", "figure": "first_update", "mode": "practice",
    }  # fmt: skip

    assert client.get(reverse("insights:export_csv", query=more)).content == plain


def test_two_filters_at_once_are_only_the_last(company):
    client, large, other, _small, _services = company
    both = client.get(
        f"{reverse('insights:export_csv')}?about=team-{large.pk}&about=team-{other.pk}"
    )
    one = client.get(reverse("insights:export_csv", query={"about": f"team-{other.pk}"}))

    assert both.content == one.content
    for key in (f"team-{large.pk},team-{other.pk}", f"team-{large.pk}-service-1", "user-1"):
        assert client.get(address(about=key)).status_code == 400


def test_all_that_any_address_shows_is_of_five_or_more(company):
    client, large, other, _small, services = company
    groups = ["", *(f"team-{one.pk}" for one in (large, other))]
    groups += [f"service-{services[one].pk}" for one in (large, other)]
    shown = 0
    for about in groups:
        for period in ("latest", str(THIS.year), THIS.key):
            query = {"about": about, "period": period}
            for row in rows_of(client.get(reverse("insights:export_csv", query=query))):
                assert int(row["counted"]) >= FIVE
                shown += 1
    assert shown > 40


def test_kind_words_and_stories_are_told_for_everyone_only(company):
    client, large, *_others = company

    everyone = client.get(address()).content.decode()
    theirs = client.get(address(about=f"team-{large.pk}")).content.decode()

    for name in ("figure-kind_word", "figure-senior_stories"):
        assert name in everyone
        assert name not in theirs


def test_a_kind_that_was_seen_less_often_is_not_told(client_of):
    for place in range(15):
        written_up(("testing", "review")[place % 2] if place < 11 else "external")
    count_quarters(at=SOON_AFTER)

    rows = rows_of(client_of(UserFactory()).get(reverse("insights:export_csv")))

    kinds = {row["kind"]: row["value"] for row in rows if row["figure"] == "What made it possible"}
    assert kinds == {"Testing": "6", "Review": "5"}
    assert "external" not in cell("made_possible").values


def test_how_many_there_are_does_not_say_how_many_were_noticed_in_a_rare_way():
    for place, one in enumerate(several(9)):
        say_how_noticed(one, by=UserFactory(), how="alert" if place else "chance")

    count_quarters(at=SOON_AFTER)

    assert (cell("noticed").n, cell("noticed").values) == (8, {"alert": 8})


def test_the_page_says_the_figure_and_has_it_in_a_table(company):
    client, *_rest = company

    page = client.get(address()).content.decode()

    assert "Time to a first update" in page
    assert f'<th scope="row">{THIS.short}</th>' in page
    assert page.count('data-value="') == 2
    assert "5 min" in page


def test_a_stranger_and_a_reader(client_of, client):
    assert client.get(address()).status_code == 302
    assert client.get(reverse("insights:export_csv")).status_code == 302
    assert client_of(UserFactory(role=Role.READER)).get(address()).status_code == 200


# Kind words: only totals remain.


def test_kind_words_are_added_up_before_they_are_deleted():
    begin = THIS.begins + timedelta(days=3)
    for place in range(10):
        one = incident(at=begin, by=UserFactory(team=TeamFactory(tech_leads=[UserFactory()])))
        kind_note(one)
        ReachOut.objects.filter(incident=one).update(begun_at=begin)
        Note.objects.filter(incident=one).update(sent_at=begin + timedelta(minutes=20 + place))
        resolve_incident(one, by=one.declared_by, summary="Done.", at=begin + timedelta(hours=1))

    count_words(at=begin + timedelta(days=20))
    forget(at=begin + timedelta(days=40))
    assert not Note.objects.exists()
    count_words(at=begin + timedelta(days=41))
    count_words(at=begin + timedelta(days=41))

    assert sum(WordTotal.objects.get(quarter=THIS.first_day).values.values()) == 10
    assert cell("kind_word") is None
    count_words(at=LONG_AFTER - timedelta(days=60))
    assert cell("kind_word").n == 10
    assert WordTotal.objects.get(quarter=THIS.first_day).values == {}
    assert not Cell.objects.filter(figure="kind_word").exclude(team=None, service=None).exists()


def test_what_two_write_to_each_other_later_is_no_kind_word():
    """Nia answers Ines, who would welcome a word herself: that is not the word."""
    ines, incident = TechLeadFactory(), IncidentFactory()
    note = kind_note(incident)
    join_incident(incident, by=ines)
    ask_for_a_word(incident, by=ines)
    answer_note(note, by=note.recipient, text="Thank you.")

    assert words_of(timezone.now().date(), within=timedelta(days=14)).total() == 1


def test_nine_kind_words_or_four_people_are_too_few():
    begin = THIS.begins + timedelta(days=3)
    people = [UserFactory(team=TeamFactory(tech_leads=[UserFactory()])) for _ in range(4)]
    for place in range(12):
        one = incident(at=begin, by=people[place % 4])
        kind_note(one)
        ReachOut.objects.filter(incident=one).update(begun_at=begin)
        Note.objects.filter(incident=one).update(sent_at=begin + timedelta(minutes=20))

    for days in (20, 50, 80):
        count_words(at=begin + timedelta(days=days))
    count_words(at=SOON_AFTER + timedelta(days=3))

    assert cell("kind_word") is None
    assert WordTotal.objects.get(quarter=THIS.first_day).values == {}


def test_no_total_of_kind_words_says_who_asked_or_wrote():
    kind_note(incident(by=UserFactory(team=TeamFactory(tech_leads=[UserFactory()]))))

    count_words(at=NOW + timedelta(days=20))

    fields = {field.name for field in WordTotal._meta.get_fields()}
    assert fields == {"id", "quarter", "until", "values"}


# How it was noticed.


def test_one_press_says_how_it_was_noticed(client_of):
    one = IncidentFactory(is_over=True)
    client = client_of(UserFactory())

    after = client.get(reverse("incidents:after", args=[one.pk])).content.decode()
    page = client.get(reverse("insights:noticed", args=[one.pk]))
    answer = client.post(reverse("insights:say_noticed", args=[one.pk]), {"how": "alert"})

    assert reverse("insights:noticed", args=[one.pk]) in after
    assert page.status_code == 200
    assert answer["Location"] == one.get_absolute_url()
    assert Noticing.objects.get(incident=one).how == "alert"
    client.post(reverse("insights:say_noticed", args=[one.pk]), {"how": "customer"})
    assert Noticing.objects.get(incident=one).how == "customer"


def test_how_it_was_noticed_is_refused(client_of):
    one, practice = IncidentFactory(), IncidentFactory(mode=Mode.PRACTICE)
    hidden = IncidentFactory(is_restricted=True)
    member, reader = client_of(UserFactory()), client_of(UserFactory(role=Role.READER))

    def said(client, about, how="alert"):
        return client.post(reverse("insights:say_noticed", args=[about.pk]), {"how": how})

    assert said(member, one, "by magic").status_code == 422
    assert said(member, practice).status_code == 422
    assert said(member, hidden).status_code == 404
    assert said(reader, one).status_code == 403
    with pytest.raises(DomainError):
        say_how_noticed(practice, by=UserFactory(), how="alert")
    assert not Noticing.objects.exists()


def test_two_who_say_how_it_was_noticed_leave_one_answer(race):
    one, by = IncidentFactory(), UserFactory()

    assert race(2, lambda: say_how_noticed(one, by=by, how="alert")) == ["ok", "ok"]
    assert Noticing.objects.count() == 1


def test_joining_later_counts_as_having_been_there():
    people = UserFactory.create_batch(5)
    for _ in range(5):
        one = incident(by=people[0], update_after=5)
        for person in people[1:]:
            join_incident(one, by=person)

    count_quarters(at=SOON_AFTER)

    assert cell("first_update").n == 5
