"""A suggested wording stands in the text with one press."""

import pytest

from nudges.models import Nudge
from people.errors import DomainError
from postmortems.domain import coediting
from postmortems.domain.commenting import start_thread, withdraw_comment
from postmortems.domain.factors import add_factor
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.suggesting import accept_suggestion
from postmortems.domain.writing import save_postmortem
from postmortems.models import Thread, Verdict
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

IMPACT = "🙂 Nobody looked at the **lag**. It rose. Nobody looked at the disk."


def write_up(nia):
    postmortem = PostmortemFactory(by=nia)
    return save_postmortem(postmortem, by=nia, revision=1, title="Lag", impact=IMPACT)


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def ines():
    return TechLeadFactory()


@pytest.fixture
def postmortem(nia):
    return write_up(nia)


def suggested(postmortem, by, quote="Nobody looked at", nth=1, **more):
    words = {"about": "impact", "suggestion": "No alert was set on"} | more
    return start_thread(postmortem, by=by, quote=quote, nth=nth, **words).comments.get()


def impact(postmortem):
    postmortem.refresh_from_db()
    return postmortem.impact


def test_accepting_puts_the_words_in_their_place_and_settles_the_thread(postmortem, nia, ines):
    comment = suggested(postmortem, ines)

    accept_suggestion(comment, by=nia)

    expected = "🙂 Nobody looked at the **lag**. It rose. No alert was set on the disk."
    assert impact(postmortem) == expected
    shared, _last = coediting.read_text(postmortem)
    assert shared.words()["impact"] == expected
    thread = Thread.objects.get()
    assert (thread.is_open, thread.resolved_by) == (False, nia)
    assert thread.words_now == "No alert was set on"
    told = Nudge.objects.filter(kind="suggestion_taken", recipient=ines)
    assert told.count() == 1
    assert ines not in postmortem.authors.all()


def test_accepting_finds_the_words_where_they_are_by_now(postmortem, nia, ines):
    comment = suggested(postmortem, ines)
    words = {"revision": 2, "title": "Lag", "impact": f"At 8:35. {IMPACT} It was an ordinary day."}
    save_postmortem(postmortem, by=nia, **words)

    accept_suggestion(comment, by=nia)

    assert "It rose. No alert was set on the disk. It was" in impact(postmortem)


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        ("Nothing of it.", "no longer there"),
        (IMPACT.replace("ed at the d", "ed often at the d"), ""),
    ],
)
def test_words_that_are_gone_or_have_changed_stay_as_they_are(
    after, sentence, postmortem, nia, ines
):
    comment = suggested(postmortem, ines, quote="Nobody looked at the disk", nth=0)
    save_postmortem(postmortem, by=nia, revision=2, title="Lag", impact=after)

    with pytest.raises(DomainError, match=sentence or "have changed since"):
        accept_suggestion(comment, by=nia)

    assert impact(postmortem) == after
    assert Thread.objects.get().is_open


def test_the_title_and_a_factor_take_a_suggestion_too(postmortem, nia, ines):
    factor = add_factor(postmortem, by=nia, kind="design", text="Nobody set a limit.")
    title = suggested(postmortem, ines, quote="", about="title", suggestion="The lag of June")
    limit = suggested(
        postmortem, ines, quote="", about=f"factor-{factor.pk}", suggestion="No limit was set."
    )

    accept_suggestion(title, by=nia)
    accept_suggestion(limit, by=nia)

    impact(postmortem)
    factor.refresh_from_db()
    assert (postmortem.title, factor.text) == ("The lag of June", "No limit was set.")


def test_what_was_taken_back_or_is_no_suggestion_is_not_accepted(postmortem, nia, ines):
    taken_back = withdraw_comment(suggested(postmortem, ines), by=ines)
    plain = suggested(postmortem, ines, text="Hm", suggestion="")

    with pytest.raises(DomainError, match="taken back"):
        accept_suggestion(taken_back, by=nia)
    with pytest.raises(DomainError, match="suggests no wording"):
        accept_suggestion(plain, by=nia)


def test_what_is_approved_stays_as_it_is(postmortem, nia, ines):
    comment = suggested(postmortem, ines)
    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)
    give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)

    with pytest.raises(DomainError, match="its words stay as they are"):
        accept_suggestion(comment, by=nia)


def test_two_who_press_at_once_take_it_over_once(race):
    nia, ines = UserFactory(), TechLeadFactory()
    postmortem = write_up(nia)
    comment = suggested(postmortem, ines)

    outcomes = race(2, lambda: accept_suggestion(comment, by=nia))

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert impact(postmortem).count("No alert was set on") == 1


def test_somebody_who_writes_meanwhile_loses_nothing(race):
    nia, ines = UserFactory(), TechLeadFactory()
    postmortem = write_up(nia)
    comment = suggested(postmortem, ines)
    theirs, _last = coediting.read_text(postmortem)
    before = theirs.state_vector()
    theirs.replace("impact", 0, 0, "Meanwhile: ")
    update = theirs.update_since(before)

    outcomes = race(
        2,
        [
            lambda: accept_suggestion(comment, by=nia),
            lambda: coediting.take_in(postmortem, by=nia, updates=[update]),
        ],
    )

    assert outcomes == ["ok", "ok"]
    words = "It rose. No alert was set on the disk."
    assert impact(postmortem) == f"Meanwhile: {IMPACT[: IMPACT.index('It rose')]}{words}"
