"""What a search finds, what it leaves out, and what it does with whatever is typed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from incidents.domain.describing import describe_incident
from incidents.domain.lifecycle import resolve_incident, set_severity
from incidents.domain.restricting import open_up_incident
from incidents.domain.room import add_note, join_incident, post_update
from incidents.models import Incident, KnownWord, TimelineEntry
from incidents.models.matching import slips_between
from tests.factories import IncidentFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db


def found(text):
    return set(Incident.objects.matching(text))


def test_search_finds_what_is_in_the_title_and_what_was_written():
    by = UserFactory()
    incident = IncidentFactory(title="Payments are failing", by=by)
    IncidentFactory(title="The search index is stale")
    add_note(incident, by=by, text="The **certificate** of the gateway has expired.")
    post_update(incident, by=by, conditions="Cards are declined.", actions="We renew it.", needs="")
    resolve_incident(incident, by=by, summary="Renewed, and watched by a probe.")

    for text in ["payments", "Failing Payment", "certificates", "declined", "renewing", "probe"]:
        assert found(text) == {incident}, text


def test_search_joins_words_of_different_entries():
    by = UserFactory()
    incident = IncidentFactory(title="Payments are failing", by=by)
    other = IncidentFactory(title="Payments are slow", by=by)
    add_note(incident, by=by, text="The certificate expired.")
    add_note(incident, by=by, text="Rollback does not help.")

    assert found("rollback payments certificate") == {incident}
    assert found("payments -certificate") == {other}
    assert found("certificate or slow") == {incident, other}
    assert found('"certificate expired"') == {incident}
    assert found('"expired certificate"') == set()


def test_search_leaves_out_what_goldseam_words_itself():
    by = UserFactory(display_name="Wilhelmina")
    incident = IncidentFactory(title="Payments are failing", by=by)
    join_incident(incident, by=UserFactory())
    set_severity(incident, by=by, severity="major")

    assert found("opened") == found("joined") == found("severity") == found("Wilhelmina") == set()


def test_search_forgets_what_was_withdrawn_edited_and_retitled():
    by = UserFactory()
    incident = IncidentFactory(title="Payments are failing", by=by)
    entries = [add_note(incident, by=by, text=text) for text in ("A gazelle.", "An ocelot.")]
    entry = TimelineEntry.objects.filter(pk=entries[0].pk)

    entry.update(text="A wombat.")
    assert (found("gazelle"), found("wombat")) == (set(), {incident})
    entry.update(withdrawn_at=timezone.now())
    assert (found("wombat"), found("ocelot")) == (set(), {incident})
    entries[1].delete()
    assert found("ocelot") == set()
    describe_incident(
        incident, by=by, title="Refunds are failing", undo_path="unknown", services=[]
    )
    assert (found("payments"), found("refunds")) == (set(), {incident})


def test_search_follows_an_entry_into_another_incident():
    by = UserFactory()
    one, other = IncidentFactory(by=by), IncidentFactory(by=by)
    add_note(one, by=by, text="A gazelle.")

    TimelineEntry.objects.filter(incident=one, kind="note").update(incident=other)

    assert found("gazelle") == {other}


@pytest.mark.parametrize(
    "text",
    ["paymnet", "paymet", "Paymments", "pamyent failing", "paym", "PAYMNET faling", "peyment"],
)
def test_search_understands_a_slip_of_the_fingers(text):
    incident = IncidentFactory(title="Payment is failing")
    IncidentFactory(title="The search index is stale")

    assert found(text) == {incident}


def test_search_keeps_to_a_word_that_somebody_wrote():
    cache, _catch = IncidentFactory(title="The cache is cold"), IncidentFactory(title="A catch")

    assert found("cache") == {cache}


def test_search_does_not_guess_wildly():
    IncidentFactory(title="Payment is failing")

    assert found("zeppelin") == found("cat") == found("1234") == set()


@pytest.mark.parametrize("text", ["INC-{}", "inc-{}", "{}", "#{}", " {} ", "see INC-{} please"])
def test_search_finds_a_reference(text):
    incident, _other = IncidentFactory(title="Slow"), IncidentFactory(title="Down")

    assert found(text.format(incident.pk)) == {incident}


def test_search_combines_with_filters_order_and_pages():
    service = ServiceFactory()
    one, two, _three = (IncidentFactory(title=f"Payments slow {n}") for n in ("a", "b", "c"))
    for incident in (one, two):
        incident.services.add(service)

    both = Incident.objects.filter(services=service).matching("payments").order_by("-pk")

    assert list(both) == [two, one]
    assert list(both.filter(pk__lt=two.pk)) == [one]
    assert Incident.objects.matching("payments").open().order_by("title").first() == one
    assert Incident.objects.matching("payments").count() == 3


def test_search_shows_a_restricted_incident_to_its_people_only():
    inside, outside = UserFactory(), UserFactory()
    incident = IncidentFactory(title="Payments are failing", by=inside)
    Incident.objects.update(is_restricted=True)

    for text in ("payments", "paymnets", incident.reference):
        assert Incident.objects.visible_to(inside).matching(text).count() == 1
        assert Incident.objects.visible_to(outside).matching(text).count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "'", '"', "\\", "!!! ??? ...", "&|!<->:*()", "a & | b", "foo:*", "((", "'':*",
        "-", "--", "- -a or or", "or", '"unclosed', "%s %(x)s {} $1", "\0", "pay\0ment", "\ud800",
        "the is on", "🦊🦊🦊🦊", "ﷺﷺﷺﷺ", "été naïveté", "ʰʰʰʰʰ ͅͅͅͅ", "x" * 10_000, "word " * 2_000,
        "INC-", "INC-0", "INC-999999999999999999", "9" * 5_000, "a;drop table b", "支払い 失敗",
        "a\tb\nc\r", "\x1b[31m", "paymnet " * 1_000, '"paymnet faling" -slwo',
    ],
)  # fmt: skip
def test_search_takes_whatever_is_typed(text):
    IncidentFactory(title="Payment is failing")

    assert Incident.objects.matching(text).count() <= 1


def test_search_for_nothing_leaves_all_and_for_no_word_finds_none():
    incident = IncidentFactory()

    assert found("  \0 ") == {incident}
    assert found("?!") == set()


def test_search_asks_as_often_for_few_as_for_many(django_assert_num_queries):
    IncidentFactory(title="Payment is failing")
    with CaptureQueriesContext(connection) as few:
        found("paymnet faling")
    for _ in range(3):
        IncidentFactory(title="Payment is failing again")
    with CaptureQueriesContext(connection) as many:
        found("paymnet faling badly")

    assert len(few) == len(many) == 2


def test_a_note_is_kept_however_many_words_an_incident_has():
    by = UserFactory()
    incident = IncidentFactory(title="Payment is failing", by=by)
    for start in range(8):
        words = (f"{'x' * 40}{number}y" for number in range(start * 5_000, start * 5_000 + 5_000))
        add_note(incident, by=by, text=" ".join(words))

    assert incident.timeline.filter(kind="note").count() == 8
    assert found("payment") == {incident}


def test_words_of_what_is_restricted_put_nothing_right():
    """Else a slip that is not put right would tell that the word stands somewhere."""
    nia = UserFactory()
    shown = IncidentFactory(title="A gazelle", by=nia)
    hidden = IncidentFactory(title="Gazelles gazele", by=nia, is_restricted=True)
    add_note(hidden, by=nia, text="The gazele again.")

    assert not KnownWord.objects.filter(word="gazele").exists()
    assert found("gazele") == {shown, hidden}  # before it is asked who may see them

    open_up_incident(hidden, by=nia)

    assert KnownWord.objects.filter(word="gazele").exists()


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [("payment", "paymnet", 1), ("cache", "cache", 0), ("cahce", "cache", 1), ("ab", "ba", 1),
     ("kitten", "sitting", 3), ("", "abc", 3)],
)  # fmt: skip
def test_slips_are_counted(one, other, slips):
    assert slips_between(one, other) == slips_between(other, one) == slips


def test_two_who_write_the_same_new_word_do_not_wait(race):
    by = UserFactory()
    incidents = [IncidentFactory(by=by, title=f"Slow {n}") for n in range(4)]

    def write(incident):
        return lambda: [add_note(incident, by=by, text=t) for t in ("zebra apple", "apple zebra")]

    outcomes = race(4, [write(incident) for incident in incidents])

    assert outcomes == ["ok"] * 4
    assert found("zebra") == set(incidents)


def test_two_who_write_in_one_incident_are_both_found(race):
    by = UserFactory()
    incident = IncidentFactory(by=by)
    entry = add_note(incident, by=by, text="A gazelle.")

    def edit():
        TimelineEntry.objects.filter(pk=entry.pk).update(text="A wombat.")

    outcomes = race(2, [edit, lambda: add_note(incident, by=by, text="An ocelot.")])

    assert outcomes == ["ok", "ok"]
    assert found("wombat ocelot") == {incident}
    assert found("gazelle") == set()
