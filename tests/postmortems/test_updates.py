"""What is taken in from an editor, and what is kept away from the library that reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from postmortems.coediting.document import Document, Unreadable
from postmortems.coediting.updates import check_update

ONE_CLIENT, NO_DELETIONS = b"\x01\x01\x05\x00", b"\x00"
IN_IMPACT = b"\x01\x06impact"


def struct(content: bytes, where: bytes = IN_IMPACT) -> bytes:
    """An update with one struct, by client 5."""
    return ONE_CLIENT + content[:1] + where + content[1:] + NO_DELETIONS


def changed(change) -> bytes:
    """What somebody's browser sends who does `change` to a document."""
    doc = Doc()
    doc.apply_update(Document.of({"impact": "Three hours"}).update_since())
    before = doc.get_state()
    change(doc)
    return doc.get_update(before)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["title", "impact"]),
            st.integers(0, 20),
            st.integers(0, 20),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        ),
        max_size=8,
    )
)
def test_whatever_is_written_is_taken_in(edits):
    document = Document.of({"title": "Search", "impact": "Three hours"})
    for name, start, gone, come in edits:
        length = len(document.words()[name])
        start = min(start, length)
        document.replace(name, start, min(start + gone, length), come)

    check_update(document.update_since())
    check_update(document.update_since(Document.of({"impact": "x"}).state_vector()))


@pytest.mark.parametrize(
    "change",
    [
        lambda doc: doc.get("impact", type=Text).insert_embed(1, {"a": 1}),
        lambda doc: doc.get("impact", type=Text).format(0, 3, {"bold": True}),
        lambda doc: doc.get("impact", type=Map).update({"hidden": "words"}),
        lambda doc: doc.get("impact", type=Array).append(b"bytes"),
        lambda doc: doc.get("impact", type=Array).append(Map({"a": 1})),
        lambda doc: doc.get("elsewhere", type=Text).insert(0, "hidden"),
    ],
    ids=["embed", "format", "map", "bytes", "nested", "elsewhere"],
)
def test_what_is_no_letters_of_a_text_is_not(change):
    with pytest.raises(Unreadable):
        check_update(changed(change))


@pytest.mark.parametrize(
    "update",
    [
        b"",
        b"\xff" * 100,
        struct(b"\x04\x05abc"),
        struct(b"\x04\x02\xc3\x28"),
        struct(b"\x24\x01\x61"),
        struct(b"\x04\x01a") + b"more",
        struct(b"\x01\xff\xff\xff\xff\x7f"),
        struct(b"\x08\x01" + b"\x75\x01" * 100_000 + b"\x7e"),
    ],
    ids=["nothing", "endless", "short", "no UTF-8", "key", "more", "too many", "deep"],
)
def test_what_would_harm_the_server_is_not(update):
    with pytest.raises(Unreadable):
        check_update(update)


@given(st.binary(max_size=200))
def test_anything_is_read_or_is_unreadable(update):
    document = Document.of({"impact": "Three hours"})
    try:
        check_update(update)
        document.apply(update)
    except Unreadable:
        assert document.words()["impact"] == "Three hours"


def test_a_panic_of_the_library_is_unreadable(monkeypatch):
    """What pyo3 raises where Rust panics is no Exception."""

    class PanicException(BaseException):
        pass

    class Panicking:
        def apply_update(self, update):
            raise PanicException("called `Option::unwrap()` on a `None` value")

    document = Document()
    monkeypatch.setattr(document, "_doc", Panicking())

    with pytest.raises(Unreadable):
        document.apply(b"")
