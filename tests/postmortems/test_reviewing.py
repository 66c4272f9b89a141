import pytest

from incidents.models import Mode
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import (
    ask_another_lead,
    ask_for_review,
    give_verdict,
)
from postmortems.domain.writing import save_postmortem
from postmortems.models import CHECKLIST, Status, Verdict
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


def waiting(kind, person):
    return Nudge.objects.open().filter(kind=kind, recipient=person).count()


def in_review(reviewer=None, **more):
    postmortem = PostmortemFactory(**more)
    reviewer = reviewer or TechLeadFactory()
    return ask_for_review(postmortem, by=postmortem.authors.first(), reviewer=reviewer)


def status_of(this_round):
    this_round.postmortem.refresh_from_db()
    return this_round.postmortem.status


def test_asking_for_review_asks_the_lead_and_ends_the_reminder():
    nia, ines = UserFactory(), TechLeadFactory()
    postmortem = PostmortemFactory(by=nia)
    assert waiting("write_up", nia) == 1

    this_round = ask_for_review(postmortem, by=nia, reviewer=ines)

    assert status_of(this_round) == Status.IN_REVIEW
    assert (waiting("write_up", nia), waiting("review_waiting", ines)) == (0, 1)


def test_of_practice_nobody_is_told():
    nia, ines = UserFactory(), TechLeadFactory()
    incident = IncidentFactory(by=nia, mode=Mode.PRACTICE, is_over=True)
    this_round = in_review(ines, by=nia, incident=incident)

    give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)

    kinds = ("review_waiting", "approved", "published")
    assert not Nudge.objects.filter(kind__in=kinds).exists()


def test_an_author_does_not_review_their_own_write_up():
    ines = TechLeadFactory()
    postmortem = PostmortemFactory(by=ines)

    with pytest.raises(DomainError) as refused:
        ask_for_review(postmortem, by=ines, reviewer=ines)

    assert "reviewer" in refused.value.message_dict
    assert not postmortem.rounds.exists()


@pytest.mark.parametrize("who", ["a member", "somebody who left", "a reader"])
def test_a_reviewer_is_a_tech_lead_who_can_answer(who):
    postmortem = PostmortemFactory()
    person = {
        "a member": UserFactory,
        "somebody who left": lambda: TechLeadFactory(is_active=False),
        "a reader": lambda: TechLeadFactory(role=Role.READER),
    }[who]()

    with pytest.raises(DomainError) as refused:
        ask_for_review(postmortem, by=UserFactory(), reviewer=person)

    assert refused.value.message_dict == {"reviewer": ["A reviewer is the tech lead of a team."]}


def test_asking_two_leads_at_once_asks_one(race):
    postmortem, nia = PostmortemFactory(), UserFactory()
    ines, ruth = TechLeadFactory(), TechLeadFactory()

    def ask(reviewer):
        return lambda: ask_for_review(postmortem, by=nia, reviewer=reviewer)

    assert sorted(race(2, [ask(ines), ask(ruth)])) == ["DomainError", "ok"]
    assert postmortem.rounds.count() == 1
    assert waiting("review_waiting", ines) + waiting("review_waiting", ruth) == 1


def test_what_is_reviewed_is_not_reviewed_again():
    this_round = in_review()
    give_verdict(this_round, by=this_round.reviewer, verdict=Verdict.APPROVED)

    with pytest.raises(DomainError, match="has been reviewed"):
        ask_for_review(this_round.postmortem, by=UserFactory(), reviewer=TechLeadFactory())


def test_approving_ends_the_wait_and_keeps_the_ticks():
    ines = TechLeadFactory()
    this_round = in_review(ines)

    give_verdict(
        this_round,
        by=ines,
        verdict=Verdict.APPROVED,
        remarks="The third factor taught me something.",
        has_several_factors=True,
        changes_the_system=True,
    )

    this_round.refresh_from_db()
    assert status_of(this_round) == Status.APPROVED
    assert [ticked for _label, ticked in this_round.checklist()] == [True, True, False, False]
    assert waiting("review_waiting", ines) == 0


def test_an_approval_needs_no_ticks():
    this_round = in_review()

    give_verdict(this_round, by=this_round.reviewer, verdict=Verdict.APPROVED)

    this_round.refresh_from_db()
    assert this_round.verdict == Verdict.APPROVED
    assert not any(getattr(this_round, name) for name in CHECKLIST)


def test_suggestions_reach_the_authors_and_end_with_the_next_round():
    nia = UserFactory()
    this_round = in_review(by=nia)

    give_verdict(
        this_round,
        by=this_round.reviewer,
        verdict=Verdict.CHANGES_SUGGESTED,
        remarks="What did the dashboard show?",
    )

    assert status_of(this_round) == Status.CHANGES_SUGGESTED
    assert waiting("changes_suggested", nia) == 1

    ask_for_review(this_round.postmortem, by=nia, reviewer=this_round.reviewer)

    assert waiting("changes_suggested", nia) == 0
    assert waiting("review_waiting", this_round.reviewer) == 1
    assert this_round.postmortem.rounds.count() == 2


def test_suggesting_changes_says_which():
    this_round = in_review()

    with pytest.raises(DomainError) as refused:
        give_verdict(
            this_round, by=this_round.reviewer, verdict=Verdict.CHANGES_SUGGESTED, remarks=" "
        )

    assert "remarks" in refused.value.message_dict
    assert status_of(this_round) == Status.IN_REVIEW


def test_nobody_answers_for_the_reviewer():
    this_round = in_review()

    with pytest.raises(DomainError, match="Somebody else was asked"):
        give_verdict(this_round, by=TechLeadFactory(), verdict=Verdict.APPROVED)

    assert status_of(this_round) == Status.IN_REVIEW


def test_a_reviewer_who_wrote_in_it_leaves_the_verdict_to_another_lead():
    ines, ruth = TechLeadFactory(), TechLeadFactory()
    this_round = in_review(ines)
    save_postmortem(this_round.postmortem, by=ines, revision=1, title="In her words")

    with pytest.raises(DomainError, match="become an author"):
        give_verdict(this_round, by=ines, verdict=Verdict.APPROVED)

    ask_another_lead(this_round, by=ines, reviewer=ruth)
    this_round.refresh_from_db()
    give_verdict(this_round, by=ruth, verdict=Verdict.APPROVED)
    assert status_of(this_round) == Status.APPROVED


def test_two_verdicts_at_once_leave_one(race):
    this_round = in_review()
    ines, postmortem = this_round.reviewer, this_round.postmortem

    def say(verdict):
        return lambda: give_verdict(this_round, by=ines, verdict=verdict, remarks="As I see it")

    outcomes = race(2, [say(Verdict.APPROVED), say(Verdict.CHANGES_SUGGESTED)])

    assert sorted(outcomes) == ["DomainError", "ok"]
    expected = Verdict.APPROVED if outcomes[0] == "ok" else Verdict.CHANGES_SUGGESTED
    this_round.refresh_from_db()
    assert (this_round.verdict, status_of(this_round)) == (expected, expected)
    told = Nudge.objects.filter(kind="changes_suggested", recipient=postmortem.authors.get())
    assert told.exists() == (expected == Verdict.CHANGES_SUGGESTED)


def test_asking_another_lead_moves_the_wait():
    ines, ruth = TechLeadFactory(), TechLeadFactory()
    this_round = in_review(ines)

    ask_another_lead(this_round, by=UserFactory(), reviewer=ruth)

    assert (waiting("review_waiting", ines), waiting("review_waiting", ruth)) == (0, 1)
    assert this_round.postmortem.rounds.get().reviewer == ruth


def test_asking_the_first_lead_once_more_reminds_them_anew():
    ines, ruth = TechLeadFactory(), TechLeadFactory()
    this_round = in_review(ines)

    ask_another_lead(this_round, by=ines, reviewer=ruth)
    ask_another_lead(this_round, by=ruth, reviewer=ines)

    assert (waiting("review_waiting", ines), waiting("review_waiting", ruth)) == (1, 0)


def test_asking_another_lead_is_refused_by_the_same_rules():
    this_round = in_review()
    author = this_round.postmortem.authors.get()

    with pytest.raises(DomainError, match="has been asked already"):
        ask_another_lead(this_round, by=author, reviewer=this_round.reviewer)
    with pytest.raises(DomainError, match="their own write-up"):
        ask_another_lead(this_round, by=author, reviewer=author)

    give_verdict(this_round, by=this_round.reviewer, verdict=Verdict.APPROVED)
    with pytest.raises(DomainError, match="has its verdict already"):
        ask_another_lead(this_round, by=author, reviewer=TechLeadFactory())


def test_publishing_thanks_the_authors_and_tells_the_room():
    nia = UserFactory()
    this_round = in_review(by=nia)
    give_verdict(this_round, by=this_round.reviewer, verdict=Verdict.APPROVED)
    postmortem = this_round.postmortem

    published = publish_postmortem(postmortem, by=nia)

    assert (published.is_published, published.published_at is not None) == (True, True)
    entry = postmortem.incidents.get().timeline.newest_first().first()
    assert (entry.kind, entry.text) == ("write_up", "The write-up is published.")
    assert Nudge.objects.filter(kind="published", recipient=nia).count() == 1


def test_only_what_is_approved_is_published():
    this_round = in_review()

    with pytest.raises(DomainError, match="once a tech lead has approved it"):
        publish_postmortem(this_round.postmortem, by=UserFactory())

    assert status_of(this_round) == Status.IN_REVIEW


def test_publishing_twice_at_once_publishes_once(race):
    this_round = in_review()
    give_verdict(this_round, by=this_round.reviewer, verdict=Verdict.APPROVED)
    postmortem, nia = this_round.postmortem, this_round.postmortem.authors.get()

    assert sorted(race(2, lambda: publish_postmortem(postmortem, by=nia))) == ["DomainError", "ok"]

    entries = postmortem.incidents.get().timeline.filter(text="The write-up is published.")
    assert entries.count() == 1


def test_publishing_twice_says_so():
    postmortem = PostmortemFactory(is_published=True)

    with pytest.raises(DomainError, match="published already"):
        publish_postmortem(postmortem, by=UserFactory())


def test_approving_tells_the_authors_until_it_is_published():
    this_round = in_review()
    author = this_round.postmortem.authors.get()

    give_verdict(this_round, by=this_round.reviewer, verdict=Verdict.APPROVED)
    assert waiting("approved", author) == 1

    publish_postmortem(this_round.postmortem, by=author)
    assert waiting("approved", author) == 0
