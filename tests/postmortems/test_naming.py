"""Roles in place of names: whole names, parts of them, and words that only look like one."""

import re
import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postmortems.names import Person, words_of
from postmortems.naming import with_roles

NIA = Person("Nia Okafor", "nia@larkspur.example", "the incident lead")
INES = Person("Inês Duarte", "ines.duarte@larkspur.example", "responder 1")
JAMES = Person("James van Dyke", "jvd@larkspur.example", "the scribe")
WILL = Person("Will Power", "will@larkspur.example", "responder 2")
APRIL = Person("April Lindqvist", "april@larkspur.example", "responder 3")
YAMADA = Person("山田太郎", "yamada@larkspur.example", "responder 4")
OLGA = Person("Ольга Иванова", "olga@larkspur.example", "responder 5")
JO = Person("Jo Farrow", "jo@larkspur.example", "a colleague", was_there=False)
MAX = Person("Max Brandt", "max@larkspur.example", "a colleague", was_there=False)
PEOPLE = (NIA, INES, JAMES, WILL, APRIL, YAMADA, OLGA, JO, MAX)

CASES = {
    # Whole names, parts of names, handles and addresses.
    "Nia Okafor rolled back.": "The incident lead rolled back.",
    "Then Nia rolled back.": "Then the incident lead rolled back.",
    "Then nia okafor rolled back.": "Then the incident lead rolled back.",
    "Then Okafor rolled back.": "Then the incident lead rolled back.",
    "Then NIA rolled back.": "Then the incident lead rolled back.",
    "Asked @nia, then @Nia and @niaokafor.": "Asked the incident lead, then the incident lead and "
    "the incident lead.",
    "Asked @ines.duarte and @jvd.": "Asked responder 1 and the scribe.",
    "Mail to nia@larkspur.example helped.": "Mail to the incident lead helped.",
    "Mail to <NIA@larkspur.example> helped.": "Mail to the incident lead helped.",
    "[Nia](mailto:nia@larkspur.example) knew": "[The incident lead](mailto:) knew",
    "Nia\nOkafor saw it": "The incident lead saw it",
    # As somebody without such keys writes it, and as another system composes it.
    "Ines saw it, and Inês too": "Responder 1 saw it, and responder 1 too",
    unicodedata.normalize("NFD", "then Inês saw it"): "then responder 1 saw it",
    "まず山田太郎が戻した": "まずresponder 4が戻した",
    "Потом Ольга откатила": "Потом responder 5 откатила",
    # Somebody who was not there: by the whole name, the handle and the first name.
    "Jo Farrow wrote it, Jo said": "A colleague wrote it, a colleague said",
    "Farrow is a street": "Farrow is a street",
    # Possessives.
    "Nia's change": "The incident lead's change",
    "then Nia’s change": "then the incident lead’s change",
    "James' notes helped": "The scribe's notes helped",
    "the note 'from James' helped": "the note 'from the scribe' helped",
    # The beginning of a sentence.
    "It broke. Nia saw it.": "It broke. The incident lead saw it.",
    "- Nia saw it\n- then Ines": "- The incident lead saw it\n- then responder 1",
    "* Nia saw it": "* The incident lead saw it",
    "1. Nia saw it": "1. The incident lead saw it",
    "> Nia saw it": "> The incident lead saw it",
    "## Nia": "## The incident lead",
    "**Nia** saw it": "**The incident lead** saw it",
    "_Nia_ saw it": "_The incident lead_ saw it",
    "and so\nNia saw it": "and so\nthe incident lead saw it",
    "and so\n\nNia saw it": "and so\n\nThe incident lead saw it",
    "14:02: Nia paged": "14:02: The incident lead paged",
    "| Nia | Ines |": "| The incident lead | Responder 1 |",
    # Only whole words.
    "Niagara is a city": "Niagara is a city",
    "Mania and Ninia": "Mania and Ninia",
    "nia_test and test_nia": "nia_test and test_nia",
    "Nia-Marie is another person": "Nia-Marie is another person",
    "the Nia-led rollback": "the the incident lead-led rollback",
    # Names that are words.
    "Will this happen again?": "Will this happen again?",
    "It will happen": "It will happen",
    "Will opened the graph": "Responder 2 opened the graph",
    "then Will did": "then responder 2 did",
    "Will's graph": "Responder 2's graph",
    "Will Power did, at full power": "Responder 2 did, at full power",
    "by will power alone": "by will power alone",
    "in April, on 3 April 2026 and next April": "in April, on 3 April 2026 and next April",
    "April rolled it back": "Responder 3 rolled it back",
    "since April's release": "since April's release",
    "April Lindqvist was there in April": "Responder 3 was there in April",
    "Power was back": "Responder 2 was back",
    # What a machine reads.
    "`Nia` and ``a ` Nia`` stay": "`Nia` and ``a ` Nia`` stay",
    "```\nNia\n```\nNia": "```\nNia\n```\nThe incident lead",
    "- one\n\n  ~~~sh\n  Nia\n  ~~~\n": "- one\n\n  ~~~sh\n  Nia\n  ~~~\n",
    "text\n\n    Nia in code\n": "text\n\n    Nia in code\n",
    "[Nia](https://example.org/Nia)": "[The incident lead](https://example.org/Nia)",
    "![Nia's screen](/incidents/pictures/Nia/)": "![The incident lead's screen]"
    "(/incidents/pictures/Nia/)",
    "see https://example.org/Nia/Okafor?by=Nia, Nia": "see https://example.org/Nia/Okafor?by=Nia, "
    "the incident lead",
    "[1]: https://example.org/Nia": "[1]: https://example.org/Nia",
    "<https://example.org/Nia>": "<https://example.org/Nia>",
    "an open ` tick, Nia": "an open ` tick, the incident lead",
    "": "",
}


@pytest.mark.parametrize("text", CASES)
def test_names_become_roles(text):
    assert with_roles(text, PEOPLE) == CASES[text]


def test_of_two_with_one_name_neither_is_told():
    other = Person("Nia Brandt", "nb@larkspur.example", "responder 1")

    assert with_roles("then Nia and Nia Brandt", (NIA, other)) == "then a colleague and responder 1"


def test_whoever_was_there_is_meant():
    other = Person("Nia Brandt", "nb@larkspur.example", "a colleague", was_there=False)

    assert with_roles("then Nia", (other, NIA)) == "then the incident lead"


def test_a_first_name_of_two_colleagues_is_nobodys():
    two = tuple(
        Person(f"Jo {one}", f"{one}@x.example", f"colleague {one}", was_there=False)
        for one in ("Farrow", "Brandt")
    )

    assert with_roles("then Jo and Jo Brandt", two) == "then Jo and colleague Brandt"


def test_somebody_without_a_name_is_known_by_the_address():
    nobody = Person("", "dev@larkspur.example", "the scribe")

    assert with_roles("dev, @dev, dev@larkspur.example", (nobody,)) == "dev, the scribe, the scribe"


CODE = re.compile(r"`+[^`\n]+`+|https?://\S+")
PIECES = [
    "Nia ",
    "Okafor ",
    "`Nia` ",
    "``x`` ",
    "https://x.example/Nia ",
    "Will ",
    "\n\n",
    "- ",
    "*",
    "d ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_code_and_addresses_stay_as_they_are(text):
    said = with_roles(text, PEOPLE)

    assert CODE.findall(said) == CODE.findall(text)


@given(st.text(alphabet="Nia Okfor@`<>*_[]()'’\n|.:/#-", max_size=60))
def test_whatever_is_written_is_answered_and_names_go(text):
    said = with_roles(f"{text}\n\nNia Okafor\n", (NIA,))

    assert "lead" in said or "`" in text or "<" in text


def test_a_text_without_names_is_the_same_object():
    text = "Nobody is in it." * 1000

    assert with_roles(text, PEOPLE) is text


@pytest.mark.parametrize("piece", ["W", "a.", "`", "```\n", "@", "[a](", "Nia "])
def test_a_long_text_takes_as_long_as_it_is_long(piece):
    """A line of a log without a space once kept the whole process busy for minutes."""
    text = (piece * 200_000)[:200_000]

    begun = process_time()
    words_of(text)
    with_roles(f"{text} Nia", (NIA,))

    assert process_time() - begun < 10
