"""Words that a comment is about are found again, whatever is written around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.anchors import Anchor, Edit
from postmortems.coediting.document import Document

TEXT = "The lag was graphed and had no alert."
LAG = Anchor(4, 7)


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([Edit(0, 0, "Well. ")], "lag"),
        ([Edit(4, 0, "long ")], "lag"),
        ([Edit(7, 0, "ging")], "lag"),
        ([Edit(5, 0, "--")], "l--ag"),
        ([Edit(4, 1, "")], "ag"),
        ([Edit(6, 5, "")], "la"),
        ([Edit(0, 5, "")], "ag"),
        ([Edit(4, 3, "delay")], ""),
        ([Edit(0, 37, "")], ""),
        ([Edit(0, 4, ""), Edit(3, 0, "!"), Edit(0, 0, "A ")], "lag"),
    ],
)
def test_the_words_are_where_they_went(edits, words):
    text = TEXT
    for edit in edits:
        text = text[: edit.at] + edit.come + text[edit.at + edit.gone :]

    assert LAG.after(edits).words(text) == words


def test_words_that_come_back_are_found_again():
    gone = LAG.after([Edit(4, 3, "")])
    assert gone.is_gone

    assert gone.back("The delay was", "lag") == gone
    assert gone.after([Edit(4, 0, "lag")]).back(TEXT, "lag") == LAG
    assert gone.after([Edit(0, 0, "lag ")]).back("lag The  was", "lag").is_gone


# Outside of ASCII a character is several bytes of UTF-8, and some are two units of UTF-16.
SOME_TEXT = st.text(alphabet="ab é漢🙂\n", max_size=30)


@st.composite
def rewritten(draw):
    """A text, a stretch of it, and edits one after the other."""
    text = draw(SOME_TEXT.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    edits, length = [], len(text)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, length))
        gone = draw(st.integers(0, length - at))
        come = draw(SOME_TEXT)
        edits.append(Edit(at, gone, come))
        length += len(come) - gone
    return text, Anchor(start, end), edits


@given(rewritten())
def test_what_survives_of_the_words_is_what_the_anchor_holds(given_edits):
    text, anchor, edits = given_edits
    # Each character with whether it belongs to the words: one that is put between two does too.
    letters = [(one, anchor.start <= at < anchor.end) for at, one in enumerate(text)]
    for edit in edits:
        del letters[edit.at : edit.at + edit.gone]
        around = letters[edit.at - 1 : edit.at + 1] if edit.at else []
        inside = len(around) == 2 and all(belongs for _letter, belongs in around)
        letters[edit.at : edit.at] = [(one, inside) for one in edit.come]

    held = anchor.after(edits).words("".join(letter for letter, _belongs in letters))

    assert held == "".join(letter for letter, belongs in letters if belongs)


@given(rewritten())
def test_what_a_shared_text_says_of_its_edits_carries_an_anchor_the_same_way(given_edits):
    text, anchor, edits = given_edits
    document = Document.of({"impact": text})

    with document.watched() as made:
        for edit in edits:
            document.replace("impact", edit.at, edit.at + edit.gone, edit.come)

    after = document.words()["impact"]
    assert anchor.after(made.get("impact", [])).words(after) == anchor.after(edits).words(after)
