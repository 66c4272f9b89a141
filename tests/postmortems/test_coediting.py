"""Several people change the words of one write-up at once."""

import pytest

from people.errors import DomainError
from postmortems.coediting.document import Document, Unreadable
from postmortems.domain import coediting
from postmortems.domain.coediting import (
    read_text,
    share_text,
    take_in,
    updates_after,
)
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.writing import save_postmortem
from postmortems.models import LONGEST_SECTION, SharedText, TextUpdate, Verdict
from tests.factories import PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def postmortem():
    postmortem = PostmortemFactory()
    save_postmortem(
        postmortem, by=UserFactory(), revision=1, title="Search is empty", impact="Three hours."
    )
    postmortem.refresh_from_db()
    return postmortem


def opened(postmortem) -> Document:
    """A copy of the document, as an editor has it."""
    document, _last = read_text(postmortem)
    return document


def change(document: Document, act) -> bytes:
    """What an editor sends after somebody did something in it."""
    before = document.state_vector()
    act(document)
    return document.update_since(before)


def append(text: str):
    return lambda document: document.write("impact", document.words()["impact"] + text)


def test_what_an_editor_sends_is_in_the_columns(postmortem):
    ines = UserFactory()
    update = change(opened(postmortem), append(" Nobody was paged."))

    take_in(postmortem, by=ines, updates=[update])

    before = postmortem.revision
    postmortem.refresh_from_db()
    assert postmortem.impact == "Three hours. Nobody was paged."
    assert postmortem.revision == before + 1
    assert ines in postmortem.authors.all()


def test_the_same_update_twice_changes_nothing(postmortem):
    ines = UserFactory()
    update = change(opened(postmortem), append(" Twice."))
    take_in(postmortem, by=ines, updates=[update])
    rows = TextUpdate.objects.count()

    take_in(postmortem, by=ines, updates=[update])

    postmortem.refresh_from_db()
    assert postmortem.impact == "Three hours. Twice."
    assert TextUpdate.objects.count() == rows


def test_what_two_wrote_apart_is_all_there(postmortem):
    nia, ines = opened(postmortem), opened(postmortem)
    of_nia = change(nia, append(" From Nia."))
    of_ines = change(ines, lambda document: document.write("title", "Search was empty"))

    take_in(postmortem, by=UserFactory(), updates=[of_nia])
    take_in(postmortem, by=UserFactory(), updates=[of_ines])

    postmortem.refresh_from_db()
    assert (postmortem.title, postmortem.impact) == ("Search was empty", "Three hours. From Nia.")


def test_eight_at_once_lose_nothing(postmortem, race):
    share_text(postmortem)

    def write(number):
        update = change(opened(postmortem), append(f" {number}."))
        return lambda: take_in(postmortem, by=people[number], updates=[update])

    people = [UserFactory() for _ in range(8)]
    acts = [write(number) for number in range(8)]

    assert race(8, acts) == ["ok"] * 8
    postmortem.refresh_from_db()
    assert sorted(postmortem.impact.removeprefix("Three hours.").split()) == [
        f"{number}." for number in range(8)
    ]
    assert opened(postmortem).words()["impact"] == postmortem.impact


def test_two_who_open_it_first_begin_one_document(race):
    postmortem = PostmortemFactory()

    assert race(2, lambda: share_text(postmortem)) == ["ok", "ok"]
    assert SharedText.objects.count() == 1


def test_the_plain_form_changes_only_the_words_that_differ(postmortem):
    editor = opened(postmortem)
    theirs = change(editor, append(" Somebody is still typing."))

    postmortem.refresh_from_db()
    save_postmortem(
        postmortem,
        by=UserFactory(),
        revision=postmortem.revision,
        title=postmortem.title,
        impact="About three hours.",
    )
    take_in(postmortem, by=UserFactory(), updates=[theirs])

    postmortem.refresh_from_db()
    assert postmortem.impact == "About three hours. Somebody is still typing."


def test_a_title_being_written_anew_keeps_the_old_one_until_there_is_one(postmortem):
    editor = opened(postmortem)

    take_in(
        postmortem,
        by=UserFactory(),
        updates=[change(editor, lambda document: document.write("title", " "))],
    )
    postmortem.refresh_from_db()
    assert postmortem.title == "Search is empty"

    longer = "Search\nanswers " + "x" * 400
    update = change(editor, lambda document: document.write("title", longer))
    take_in(postmortem, by=UserFactory(), updates=[update])
    postmortem.refresh_from_db()
    assert postmortem.title == f"Search answers {'x' * 285}"


def test_a_section_that_is_too_long_is_refused_whole(postmortem):
    update = change(opened(postmortem), append("x" * LONGEST_SECTION))

    with pytest.raises(DomainError, match="“Impact” would be longer") as refused:
        take_in(postmortem, by=UserFactory(), updates=[update])

    postmortem.refresh_from_db()
    assert refused.value.code == "too_long"
    assert postmortem.impact == "Three hours."
    assert opened(postmortem).words()["impact"] == "Three hours."


def test_an_approved_write_up_takes_nothing_in(postmortem):
    lead = TechLeadFactory()
    update = change(opened(postmortem), append(" Late."))
    this_round = ask_for_review(postmortem, by=UserFactory(), reviewer=lead)
    give_verdict(this_round, by=lead, verdict=Verdict.APPROVED)

    with pytest.raises(DomainError, match="approved"):
        take_in(postmortem, by=UserFactory(), updates=[update])


def test_garbage_changes_nothing(postmortem):
    rows = TextUpdate.objects.count()

    with pytest.raises(Unreadable):
        take_in(postmortem, by=UserFactory(), updates=[b"\x01garbage"])

    assert TextUpdate.objects.count() == rows


def test_many_updates_become_one_state_and_who_was_behind_gets_all(postmortem, monkeypatch):
    monkeypatch.setattr(coediting, "MOST_UPDATES", 3)
    editor = opened(postmortem)
    _nothing, at_first = updates_after(postmortem, 0)
    for word in (" One.", " Two.", " Three."):
        take_in(postmortem, by=UserFactory(), updates=[change(editor, append(word))])
    assert SharedText.objects.get(pk=postmortem.pk).folded > at_first

    behind = Document()
    updates, last = updates_after(postmortem, at_first)
    for update in updates:
        behind.apply(update)

    assert behind.words()["impact"] == "Three hours. One. Two. Three."
    assert updates_after(postmortem, last) == ([], last)
