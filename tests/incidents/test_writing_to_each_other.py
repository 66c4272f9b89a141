"""What comes after a kind word, between the two and nobody else."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from incidents.domain.asking import pass_on
from incidents.domain.care import ask_for_a_word
from incidents.domain.writing_to_each_other import (
    answer_note,
    answer_that_i_am_fine,
    read_note,
)
from incidents.models import Note, ReachOut
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, TechLeadFactory, UserFactory, kind_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines():
    return TechLeadFactory(display_name="Ines Duarte")


@pytest.fixture
def nia(ines):
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def note(nia):
    return kind_note(IncidentFactory(by=nia))


def told(kind="kind_reply"):
    return [one.recipient for one in Nudge.objects.open().filter(kind=kind).order_by("pk")]


def texts():
    return list(Note.objects.order_by("pk").values_list("text", flat=True))[1:]


def test_whoever_was_written_to_answers_in_private(note, nia, ines):
    answer = answer_note(note, by=nia, text="That helped. Thank you.")

    assert (answer.author, answer.recipient, answer.answers) == (nia, ines, note)
    assert answer.incident == note.incident
    assert told() == [ines]


def test_the_two_go_on_as_long_as_they_like(note, nia, ines):
    for who, text in ((nia, "One"), (ines, "Two"), (nia, "Three")):
        answer = answer_note(note, by=who, text=text)

    assert texts() == ["One", "Two", "Three"]
    assert answer.answers == note
    assert {answer.get_absolute_url() for answer in Note.objects.all()} == {note.get_absolute_url()}


def test_several_lines_are_told_once_until_they_are_read(note, nia, ines):
    answer_note(note, by=nia, text="One")
    answer_note(note, by=nia, text="Two")
    assert told() == [ines]

    read_note(note, by=ines)
    assert told() == []
    assert not Note.objects.filter(recipient=ines, read_at=None).exists()

    answer_note(note, by=nia, text="Three")
    assert told() == [ines]


def test_reading_is_for_what_was_written_to_oneself(note, nia, ines):
    answer = answer_note(note, by=nia, text="One")

    read_note(note, by=nia)

    note.refresh_from_db()
    answer.refresh_from_db()
    assert note.read_at is not None
    assert answer.read_at is None
    assert told() == [ines]


def test_nobody_else_writes_between_them(note):
    for other in (TechLeadFactory(), UserFactory(role=Role.ADMIN)):
        with pytest.raises(DomainError):
            answer_note(note, by=other, text="Hello")

    assert texts() == []


def test_the_same_words_twice_are_one(race):
    TechLeadFactory()
    note = kind_note(IncidentFactory())

    assert race(4, lambda: answer_note(note, by=note.recipient, text="Thank you")) == ["ok"] * 4

    assert texts() == ["Thank you"]
    assert Nudge.objects.filter(kind="kind_reply").count() == 1


def test_the_same_words_a_while_later_are_said_again(note, nia):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answer_note(note, by=nia, text="Thank you")
        clock.shift(61)
        answer_note(note, by=nia, text="Thank you")

    assert texts() == ["Thank you", "Thank you"]


def test_what_was_deleted_meanwhile_is_said_kindly(note, nia):
    Note.objects.all().delete()

    with pytest.raises(DomainError, match="deleted by now"):
        answer_note(note, by=nia, text="Thank you")


def test_i_am_fine_is_one_press_from_the_note(note, nia, ines, client_of):
    ask_for_a_word(note.incident, by=nia)
    pass_on(ReachOut.objects.get().pk)
    address = reverse("incidents:answer_fine", args=[note.pk])

    for _twice in range(2):
        assert client_of(nia).post(address).url == note.get_absolute_url()

    assert texts() == ["I’m fine, thank you"]
    assert told() == [ines]
    assert told("reach_out") == []
    assert ReachOut.objects.get().ended_at is not None


def test_only_whoever_was_written_to_says_that_they_are_fine(note, ines):
    with pytest.raises(DomainError):
        answer_that_i_am_fine(note, by=ines)

    assert texts() == []


def test_each_of_the_two_reads_all_of_it_in_order(note, nia, ines, client_of):
    answer_note(note, by=nia, text="It was the index.")
    answer_note(note, by=ines, text="It always is.")

    for who in (nia, ines):
        page = client_of(who).get(note.get_absolute_url()).content.decode()
        places = [page.index(text) for text in (note.text, "It was the index.", "It always is.")]
        assert places == sorted(places)
        assert ("fine/" in page) == (who == nia)


def test_an_answer_is_written_with_a_plain_form(note, nia, client_of):
    address = reverse("incidents:answer_note", args=[note.pk])

    assert client_of(nia).post(address, {"text": " "}).status_code == 422
    assert client_of(nia).post(address, {"text": "Thank you"}).url == note.get_absolute_url()
    assert texts() == ["Thank you"]


def test_nobody_else_reaches_it(note, nia, client_of):
    answer = answer_note(note, by=nia, text="Thank you")
    for other in (TechLeadFactory(), UserFactory(role=Role.ADMIN)):
        for name in ("answer_note", "answer_fine"):
            address = reverse(f"incidents:{name}", args=[note.pk])
            assert client_of(other).post(address, {"text": "Hello"}).status_code == 404
    assert client_of(nia).get(reverse("incidents:note", args=[answer.pk])).status_code == 404


def test_a_reader_account_reads_and_does_not_write(note, nia, client_of):
    nia.role = Role.READER
    nia.save()

    assert client_of(nia).get(note.get_absolute_url()).status_code == 200
    address = reverse("incidents:answer_note", args=[note.pk])
    assert client_of(nia).post(address, {"text": "Hello"}).status_code == 403


def test_a_long_exchange_takes_as_many_queries_as_a_short_one(note, nia, client_of, queries_of):
    client = client_of(nia)
    client.get(note.get_absolute_url())
    few = queries_of(client, note.get_absolute_url())
    for number in range(10):
        answer_note(note, by=nia, text=f"{number}")

    assert queries_of(client, note.get_absolute_url()) == few <= 12
