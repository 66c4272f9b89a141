"""Two speakers trade places."""

from datetime import UTC, datetime, timedelta

import pytest

from learning.domain.talks.slots import give_back_slot, take_slot
from learning.domain.talks.swaps import accept_swap, decline_swap, offer_swap, withdraw_swap
from learning.models import SlotSwap, SwapState, TalkSession
from learning.queries.talks import others_ahead
from nudges.models import Nudge
from people.errors import DomainError
from tests.factories import TechLeadFactory, UserFactory, set_up_weekly_talks

pytestmark = pytest.mark.django_db

MONDAY = datetime(2030, 10, 7, 9, 0, tzinfo=UTC)


def somebody_new():
    return UserFactory(joined_on=MONDAY.date())


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Duarte")


@pytest.fixture
def marek():
    return TechLeadFactory(display_name="Marek Dvořák")


def sessions(slots=2):
    set_up_weekly_talks(at=MONDAY, slots=slots)
    return list(TalkSession.objects.soonest_first()[:2])


@pytest.fixture
def slots(ines, marek):
    first, second = sessions()
    return (
        take_slot(first, by=ines, at=MONDAY, title="A comma"),
        take_slot(second, by=marek, at=MONDAY, title="A certificate"),
    )


@pytest.fixture
def swap(slots, ines):
    mine, theirs = slots
    return offer_swap(mine, by=ines, wanted=theirs, at=MONDAY)


def accept(swap, by):
    return accept_swap(swap, by=by, at=MONDAY)


def open_nudges(kind):
    return {one.recipient for one in Nudge.objects.open().filter(kind=kind)}


def held(slot):
    slot.refresh_from_db()
    return slot.speaker, slot.title


def test_an_offer_asks_and_changes_nothing(swap, slots, ines, marek):
    assert open_nudges("talk_swap") == {marek}
    assert [held(slot) for slot in slots] == [(ines, "A comma"), (marek, "A certificate")]


def test_one_press_trades_places_and_each_takes_their_talk_along(swap, slots, ines, marek):
    before = [slot.session.sequence for slot in slots]

    accepted = accept(swap, marek)

    assert [held(slot) for slot in slots] == [(marek, "A certificate"), (ines, "A comma")]
    assert accepted.state == SwapState.ACCEPTED
    assert open_nudges("talk_swap") == set()
    assert Nudge.objects.get(kind="talk_swap_answered").recipient == ines
    after = [TalkSession.objects.get(pk=slot.session_id).sequence for slot in slots]
    assert after == [one + 1 for one in before]
    reminders = Nudge.objects.open().filter(kind="talk_tomorrow")
    assert {(one.recipient, one.counted_from) for one in reminders} == {
        (marek, slots[0].session.starts_at),
        (ines, slots[1].session.starts_at),
    }


def test_pressing_twice_at_once_trades_once(race):
    ines, marek = TechLeadFactory(), TechLeadFactory()
    first, second = sessions()
    mine = take_slot(first, by=ines, at=MONDAY)
    theirs = take_slot(second, by=marek, at=MONDAY)
    swap = offer_swap(mine, by=ines, wanted=theirs, at=MONDAY)

    outcomes = race(2, lambda: accept(swap, marek))

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert held(mine)[0] == marek


def test_accepting_while_the_other_gives_it_back_is_one_or_the_other(race):
    ines, marek = TechLeadFactory(), TechLeadFactory()
    first, second = sessions()
    mine = take_slot(first, by=ines, at=MONDAY)
    theirs = take_slot(second, by=marek, at=MONDAY)
    swap = offer_swap(mine, by=ines, wanted=theirs, at=MONDAY)

    outcomes = race(
        2, [lambda: accept(swap, marek), lambda: give_back_slot(mine, by=ines, at=MONDAY)]
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert SlotSwap.objects.open().count() == 0


def test_places_in_one_session_can_be_traded(ines, marek):
    first, _second = sessions()
    mine = take_slot(first, by=ines, at=MONDAY)
    theirs = take_slot(first, by=marek, at=MONDAY)

    accept(offer_swap(mine, by=ines, wanted=theirs, at=MONDAY), marek)

    assert (held(mine)[0], held(theirs)[0]) == (marek, ines)


def test_not_this_time_is_told_without_a_reason(swap, slots, ines, marek):
    decline_swap(swap, by=marek, at=MONDAY)

    assert held(slots[0])[0] == ines
    assert Nudge.objects.get(kind="talk_swap_answered").recipient == ines
    assert open_nudges("talk_swap") == set()
    with pytest.raises(DomainError, match="not open any more"):
        accept(swap, marek)


def test_an_offer_can_be_taken_back_and_made_to_somebody_else(swap, slots, ines):
    other = take_slot(slots[1].session, by=TechLeadFactory(), at=MONDAY)
    with pytest.raises(DomainError, match="You have asked Marek Dvořák"):
        offer_swap(slots[0], by=ines, wanted=other, at=MONDAY)

    withdraw_swap(swap, by=ines, at=MONDAY)

    assert offer_swap(slots[0], by=ines, wanted=other, at=MONDAY).state == SwapState.OPEN


def test_offering_the_same_twice_is_offering_once(swap, slots, ines):
    assert offer_swap(slots[0], by=ines, wanted=slots[1], at=MONDAY) == swap


def test_giving_a_slot_back_ends_what_was_offered(swap, slots, ines, marek):
    give_back_slot(slots[1], by=marek, at=MONDAY)

    swap.refresh_from_db()
    assert swap.state == SwapState.OVER
    assert open_nudges("talk_swap") == set()


def test_only_ones_own_slot_is_offered_and_only_for_one_that_is_taken(slots, ines, marek):
    free = slots[1].session.slots.open().first()

    with pytest.raises(DomainError, match="not yours"):
        offer_swap(slots[0], by=marek, wanted=slots[1], at=MONDAY)
    with pytest.raises(DomainError, match="cannot be swapped"):
        offer_swap(slots[0], by=ines, wanted=free, at=MONDAY)


def test_nobody_would_tell_two_things_in_one_session(slots, ines, marek):
    mine, theirs = slots
    take_slot(mine.session, by=marek, at=MONDAY)

    assert theirs not in others_ahead(mine, at=MONDAY)
    with pytest.raises(DomainError, match="cannot be swapped"):
        offer_swap(mine, by=ines, wanted=theirs, at=MONDAY)


def test_no_swap_leaves_a_full_session_to_new_people(ines):
    first, second = sessions()
    senior = take_slot(first, by=ines, at=MONDAY)
    take_slot(first, by=somebody_new(), at=MONDAY)
    newer = take_slot(second, by=somebody_new(), at=MONDAY)

    with pytest.raises(DomainError, match="new people only"):
        offer_swap(senior, by=ines, wanted=newer, at=MONDAY)


def test_what_has_begun_is_not_traded(swap, slots, marek):
    with pytest.raises(DomainError, match="has begun already"):
        accept_swap(swap, by=marek, at=slots[0].session.starts_at + timedelta(minutes=1))


def test_a_swap_is_seen_by_the_two_only(swap, ines, marek):
    assert swap in SlotSwap.objects.visible_to(ines)
    assert swap in SlotSwap.objects.visible_to(marek)
    assert not SlotSwap.objects.visible_to(UserFactory()).exists()
