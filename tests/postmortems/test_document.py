"""The shared document, and what an edit in it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.coediting.document import Document, Edit, Unreadable

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def said(document: Document, name: str = "impact") -> str:
    return document.words()[name]


def copy_of(document: Document) -> Document:
    return Document(document.update_since())


def test_a_document_has_the_words_it_is_made_of():
    document = Document.of({"title": "Search is empty", "impact": "Héllo 😀"})

    assert said(document) == "Héllo 😀"
    assert said(copy_of(document), "title") == "Search is empty"


def test_two_who_write_apart_come_together():
    nia = Document.of({"impact": "One. Two. Three."})
    ines = copy_of(nia)
    nia.replace("impact", 0, 4, "First.")
    ines.replace("impact", 16, 16, " Four.")

    from_nia, from_ines = nia.update_since(), ines.update_since()
    for update in (from_ines, from_nia, from_ines):
        nia.apply(update)
        ines.apply(update)

    assert said(nia) == said(ines) == "First. Two. Three. Four."


@given(before=words, after=words)
def test_writing_makes_the_text_say_it(before, after):
    document = Document.of({"impact": before})

    document.write("impact", after)

    assert said(document) == after


@given(st.data())
def test_replacing_counts_characters_as_python_does(data):
    text, new = data.draw(words), data.draw(words)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    document = Document.of({"impact": text})

    document.replace("impact", start, end, new)

    assert said(document) == text[:start] + new + text[end:]


def applied(text: str, edits: list[Edit]) -> str:
    for edit in edits:
        text = text[: edit.at] + edit.come + text[edit.at + edit.gone :]
    return text


@given(before=words, after=words, other=words)
def test_the_edits_that_are_watched_make_one_text_of_the_other(before, after, other):
    document = Document.of({"impact": before})
    elsewhere = copy_of(document)
    elsewhere.write("impact", after)
    elsewhere.replace("impact", 0, 0, other)

    with document.watched() as edits:
        document.apply(elsewhere.update_since())

    assert applied(before, edits.get("impact", [])) == other + after


def test_an_edit_says_where_what_went_and_what_came():
    document = Document.of({"impact": "Héllo 😀 world"})

    with document.watched() as edits:
        document.replace("impact", 6, 7, "!")

    assert edits == {"impact": [Edit(6, 1, ""), Edit(6, 0, "!")]} or edits == {
        "impact": [Edit(6, 0, "!"), Edit(7, 1, "")]
    }


def test_nul_is_dropped():
    document = Document.of({"impact": "a\0b"})

    document.drop_nul()

    assert said(document) == "ab"


@pytest.mark.parametrize("update", [b"\x01garbage", b"\xff" * 40, b"\x05"])
def test_what_is_no_update_is_refused(update):
    document = Document.of({"impact": "Three hours."})

    with pytest.raises(Unreadable):
        document.apply(update)

    assert said(document) == "Three hours."
