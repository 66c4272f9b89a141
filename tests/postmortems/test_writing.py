from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.errors import DomainError
from postmortems.domain.factors import add_factor, remove_factor
from postmortems.domain.following_up import add_follow_up, complete_follow_up, let_go_of_follow_up
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.writing import save_postmortem
from postmortems.models import FactorKind, FollowUpKind, FollowUpState, Verdict
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


def approved(**more):
    postmortem, lead = PostmortemFactory(**more), TechLeadFactory()
    this_round = ask_for_review(postmortem, by=lead, reviewer=lead)
    give_verdict(this_round, by=lead, verdict=Verdict.APPROVED)
    return postmortem


def planned(postmortem, **more):
    words = {"what": "Alert on lag", "kind": FollowUpKind.DETECTION} | more
    return add_follow_up(postmortem, by=UserFactory(), **words)


def test_saving_keeps_the_words_and_makes_an_author():
    postmortem, ines = PostmortemFactory(), UserFactory()

    saved = save_postmortem(
        postmortem, by=ines, revision=1, title="Search is empty", impact="Three hours."
    )

    saved.refresh_from_db()
    assert (saved.title, saved.impact, saved.revision) == ("Search is empty", "Three hours.", 2)
    assert ines in saved.authors.all()


def test_saving_from_an_old_revision_writes_nothing():
    postmortem, nia, ines = PostmortemFactory(), UserFactory(), UserFactory()
    save_postmortem(postmortem, by=nia, revision=1, title="Hers", impact="Hers")

    with pytest.raises(DomainError, match="Somebody else saved") as refused:
        save_postmortem(postmortem, by=ines, revision=1, title="Mine", impact="Mine")

    postmortem.refresh_from_db()
    assert refused.value.code == "revision"
    assert (postmortem.title, postmortem.impact, postmortem.revision) == ("Hers", "Hers", 2)
    assert ines not in postmortem.authors.all()


def test_two_saves_of_one_revision_at_once_keep_one(race):
    postmortem, nia, ines = PostmortemFactory(), UserFactory(), UserFactory()

    def save(by, title):
        return lambda: save_postmortem(postmortem, by=by, revision=1, title=title)

    outcomes = race(2, [save(nia, "Hers"), save(ines, "His")])

    assert sorted(outcomes) == ["DomainError", "ok"]
    postmortem.refresh_from_db()
    assert postmortem.revision == 2
    assert postmortem.title == ("Hers" if outcomes[0] == "ok" else "His")


def test_the_same_words_sent_twice_are_saved_once():
    postmortem, nia = PostmortemFactory(), UserFactory()

    for _time in range(2):
        saved = save_postmortem(postmortem, by=nia, revision=1, title="Once", impact="Once")

    assert saved.revision == 2


def test_words_outside_the_sections_are_a_mistake_of_the_caller():
    with pytest.raises(TypeError, match="who_did_it"):
        save_postmortem(PostmortemFactory(), by=UserFactory(), revision=1, title="", who_did_it="")


def test_approved_words_stay_as_they_are():
    postmortem, nia = approved(), UserFactory()
    words = {"kind": FactorKind.DESIGN, "text": "One more"}

    with pytest.raises(DomainError, match="words stay as they are"):
        save_postmortem(postmortem, by=nia, revision=1, title="Changed")
    with pytest.raises(DomainError, match="words stay as they are"):
        add_factor(postmortem, by=nia, **words)

    postmortem.refresh_from_db()
    assert postmortem.title != "Changed"
    assert not postmortem.factors.exists()


def test_a_factor_is_added_and_makes_an_author():
    postmortem, ines = PostmortemFactory(), UserFactory()

    factor = add_factor(postmortem, by=ines, kind=FactorKind.DETECTION, text="No alert on lag")

    assert list(postmortem.factors.all()) == [factor]
    assert ines in postmortem.authors.all()


def test_the_same_factor_sent_twice_is_kept_once():
    postmortem, nia = PostmortemFactory(), UserFactory()

    for _time in range(2):
        add_factor(postmortem, by=nia, kind=FactorKind.DETECTION, text="No alert on lag")

    assert postmortem.factors.count() == 1


def test_a_factor_taken_out_twice_is_taken_out_once():
    postmortem, nia = PostmortemFactory(), UserFactory()
    factor = add_factor(postmortem, by=nia, kind=FactorKind.DETECTION, text="No alert on lag")
    add_factor(postmortem, by=nia, kind=FactorKind.TOOLING, text="Staging is small")

    remove_factor(factor, by=nia)
    remove_factor(factor, by=nia)

    assert [one.text for one in postmortem.factors.all()] == ["Staging is small"]


def test_a_factor_of_an_approved_write_up_stays():
    postmortem, nia, lead = PostmortemFactory(), UserFactory(), TechLeadFactory()
    factor = add_factor(postmortem, by=nia, kind=FactorKind.DETECTION, text="No alert on lag")
    this_round = ask_for_review(postmortem, by=nia, reviewer=lead)
    give_verdict(this_round, by=lead, verdict=Verdict.APPROVED)
    factor.postmortem.refresh_from_db()

    with pytest.raises(DomainError, match="words stay as they are"):
        remove_factor(factor, by=nia)

    assert postmortem.factors.count() == 1


def test_a_follow_up_is_planned_also_after_publishing():
    postmortem, ines = PostmortemFactory(is_published=True), UserFactory()
    due = date(2026, 12, 1)

    follow_up = planned(postmortem, owner=ines, due_on=due, link="https://tracker.example/7")

    follow_up.refresh_from_db()
    assert (follow_up.owner, follow_up.due_on, follow_up.is_open) == (ines, due, True)


def test_planning_a_follow_up_makes_no_author():
    postmortem, ines = PostmortemFactory(), UserFactory()

    add_follow_up(postmortem, by=ines, what="Alert on lag", kind=FollowUpKind.DETECTION)

    assert ines not in postmortem.authors.all()


def test_the_same_follow_up_sent_twice_is_planned_once():
    postmortem = PostmortemFactory()

    assert planned(postmortem) == planned(postmortem)
    assert planned(postmortem, owner=UserFactory()) != planned(postmortem)


def test_nobody_who_has_left_is_asked_to_make_a_change():
    postmortem, gone = PostmortemFactory(), UserFactory(display_name="Tom W", is_active=False)

    with pytest.raises(DomainError) as refused:
        planned(postmortem, owner=gone)

    assert refused.value.message_dict == {"owner": ["Tom W has left. Choose somebody else."]}
    assert not postmortem.follow_ups.exists()


def test_a_follow_up_is_done_once():
    follow_up, nia = planned(PostmortemFactory()), UserFactory()

    done = complete_follow_up(follow_up, by=nia)

    assert (done.state, done.done_at is not None) == (FollowUpState.DONE, True)
    again = complete_follow_up(follow_up, by=UserFactory(), at=timezone.now() + timedelta(days=1))
    assert again.done_at == done.done_at


def test_done_and_let_go_at_once_leave_one_of_them(race):
    follow_up, nia = planned(PostmortemFactory()), UserFactory()

    outcomes = race(
        2,
        [
            lambda: complete_follow_up(follow_up, by=nia),
            lambda: let_go_of_follow_up(follow_up, by=nia, reason="The service goes away."),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    follow_up.refresh_from_db()
    assert (follow_up.state == FollowUpState.DONE) == (outcomes[0] == "ok")
    assert (follow_up.let_go_because == "") == (outcomes[0] == "ok")


def test_letting_go_keeps_the_reason():
    follow_up = planned(PostmortemFactory())

    let_go_of_follow_up(follow_up, by=UserFactory(), reason="The service goes away.")

    follow_up.refresh_from_db()
    assert follow_up.state == FollowUpState.LET_GO
    assert follow_up.let_go_because == "The service goes away."


def test_a_follow_up_is_overdue_from_the_day_after():
    today = timezone.localdate()
    postmortem = PostmortemFactory()

    assert planned(postmortem, due_on=today - timedelta(days=1)).is_overdue
    assert not planned(postmortem, due_on=today).is_overdue
    assert not planned(postmortem).is_overdue
