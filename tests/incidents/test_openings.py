"""Beginnings for a kind word: chosen for the situation, and none that can be sent as it is."""

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.care import ask_for_a_word, write_note
from incidents.domain.lifecycle import resolve_incident, set_severity
from incidents.domain.restricting import restrict_incident
from incidents.models import Note, ReachOut, Severity, UndoPath
from incidents.openings import GAP, OPENINGS, Situation, gaps, has_gap, openings_for
from people.errors import DomainError
from tests.factories import IncidentFactory, TechLeadFactory, UserFactory, asked_reach_out

BEEN_THERE = "When I broke … in my first year, what I needed was …."
MINE = "When I broke search in my first year, what I needed was a cup of tea."


def keys(**known):
    return [one.key for one in openings_for(Situation(**known))]


def test_a_handful_fits_every_situation():
    for is_open in (True, False):
        for undo_path in UndoPath.values:
            for others in (True, False):
                shown = keys(
                    is_open=is_open,
                    undo_path=undo_path,
                    is_first=others,
                    is_critical=others,
                    is_wanted=others,
                )
                assert 4 <= len(shown) <= 5


@pytest.mark.parametrize(
    ("known", "key"),
    [
        ({"is_open": True}, "beside"),
        ({"is_open": False}, "saw"),
        ({"is_first": True}, "first"),
        ({"is_critical": True}, "critical"),
        ({"is_wanted": True}, "wanted"),
        ({"is_open": True, "undo_path": UndoPath.ROLL_BACK}, "undone"),
        ({"undo_path": UndoPath.IRREVERSIBLE}, "irreversible"),
    ],
)
def test_openings_are_chosen_for_what_is_known(known, key):
    other = {"is_open": not known.get("is_open", False)} if set(known) == {"is_open"} else {}

    assert key in keys(**known)
    assert key not in keys(**other)


def test_without_a_situation_they_say_nothing_of_the_incident():
    shown = {one.key for one in openings_for(None)}

    assert shown == {"been-there", "nobody-said", "today"}


@pytest.mark.parametrize("opening", OPENINGS, ids=lambda one: one.key)
def test_every_gap_has_enough_beside_it_to_be_told_from_anybodys_own_dots(opening):
    found = gaps(str(opening))

    assert found
    assert len(found) == str(opening).count(GAP)
    for left, _right in found:
        assert len(left) >= 9, left


CHANGES = {
    "as it is": str,
    "in capitals": str.upper,
    "in small letters": str.lower,
    "with three dots": lambda text: text.replace("…", "..."),
    "with dots apart": lambda text: text.replace("…", ". . ."),
    "with brackets": lambda text: text.replace("…", "[…]"),
    "with lines to write on": lambda text: text.replace("…", "____"),
    "without the gaps": lambda text: text.replace("…", ""),
    "without punctuation": lambda text: "".join(c for c in text if c.isalnum() or c == " "),
    "without spaces": lambda text: text.replace(" ", ""),
    "on many lines": lambda text: text.replace(" ", "\r\n"),
    "with tabs": lambda text: text.replace(" ", "\t"),
    "with wide spaces": lambda text: text.replace(" ", "\u2003"),
    "with spaces nobody sees": lambda text: text.replace(" ", " \u200b"),
    "with soft hyphens": lambda text: text.replace("e", "e\u00ad"),
    "in full width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text
    ),
    "with exclamation marks": lambda text: text.replace(".", "!!"),
    "in bold": lambda text: f"**{text}**",
    "in quotation marks": lambda text: f"“{text}”",
    "with words around it": lambda text: f"Hello Nia,\n\n{text}\n\nYours, Ines",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("opening", OPENINGS, ids=lambda one: one.key)
def test_no_opening_is_sent_as_it_is(opening, change):
    assert has_gap(change(str(opening)))


@pytest.mark.parametrize("opening", OPENINGS, ids=lambda one: one.key)
def test_each_gap_has_to_be_filled(opening):
    pieces = str(opening).split(GAP)
    whole = "something of mine".join(pieces)

    assert not has_gap(whole)
    for at in range(1, len(pieces)):
        for left_there in (GAP, "...", ""):
            fillings = ["something of mine"] * (len(pieces) - 1)
            fillings[at - 1] = left_there
            text = pieces[0] + "".join(
                filling + piece for filling, piece in zip(fillings, pieces[1:], strict=True)
            )
            assert has_gap(text), text


@pytest.mark.parametrize(
    "text",
    [
        MINE,
        "Well… I broke search once, and nobody minded… in the end.",
        "When I broke it... I mean the index... I cried.",
        "What I can do is make tea.",
        "In my first year, what I needed was somebody to say: breathe.",
        "…",
        "Ça va aller. 大丈夫。",
    ],
)
def test_words_of_ones_own_are_never_taken_for_an_opening(text):
    assert not has_gap(text)


@pytest.fixture
def ines(db):
    return TechLeadFactory()


def page_of(reach_out):
    return reverse("incidents:reach_out", args=[reach_out.pk])


def begin(client, reach_out, **sent):
    return client.post(reverse("incidents:begin_note", args=[reach_out.pk]), sent)


@pytest.fixture
def reach_out(ines):
    return asked_reach_out(IncidentFactory(by=UserFactory(display_name="Nia Okafor")))


def test_a_note_with_a_gap_is_refused_and_kept(reach_out, ines, client_of):
    address = reverse("incidents:write_note", args=[reach_out.pk])

    response = client_of(ines).post(address, {"text": BEEN_THERE.upper()})

    assert response.status_code == 422
    page = response.content.decode()
    assert "a gap that only you can fill" in page
    assert BEEN_THERE.upper() in page
    assert 'aria-invalid="true"' in page
    assert not Note.objects.exists()
    reach_out.refresh_from_db()
    assert reach_out.ended_at is None


def test_the_domain_refuses_it_whoever_calls(reach_out, ines):
    with pytest.raises(DomainError) as refused:
        write_note(reach_out, by=ines, text=BEEN_THERE)

    assert set(refused.value.message_dict) == {"text"}
    assert write_note(reach_out, by=ines, text=MINE).text == MINE


def test_an_opening_goes_into_the_box_with_one_press(reach_out, ines, client_of):
    client = client_of(ines)
    assert 'name="opening" value="first"' in client.get(page_of(reach_out)).content.decode()
    [shown] = [one for one in OPENINGS if one.key == "first"]

    response = begin(client, reach_out, opening="first")

    assert response.status_code == 200
    assert f"{shown}</textarea>" in response.content.decode()
    assert "aria-invalid" not in response.content.decode()


def test_an_opening_goes_below_what_is_there(reach_out, ines, client_of):
    response = begin(client_of(ines), reach_out, opening="first", text="Hello <Nia>.\n ")

    [shown] = [one for one in OPENINGS if one.key == "first"]
    assert response.context["form"]["text"].value() == f"Hello <Nia>.\n\n{shown}"
    assert "Hello &lt;Nia&gt;." in response.content.decode()
    assert not Note.objects.exists()


@pytest.mark.parametrize("text", ["", "Hello Nia."])
@pytest.mark.parametrize("key", ["", "nothing", "saw", "2" * 500])
def test_an_opening_that_is_not_offered_changes_nothing(reach_out, ines, client_of, key, text):
    response = begin(client_of(ines), reach_out, opening=key, text=text)

    assert response.status_code == 200
    assert (response.context["form"]["text"].value() or "") == text
    assert "aria-invalid" not in response.content.decode()


def test_nobody_else_begins_a_note(reach_out, client_of):
    assert begin(client_of(UserFactory()), reach_out, opening="first").status_code == 404


def test_what_was_begun_too_late_is_given_back(reach_out, ines, client_of):
    ReachOut.objects.filter(pk=reach_out.pk).update(ended_at=timezone.now())

    response = begin(client_of(ines), reach_out, opening="first", text="Hello Nia.")

    page = response.content.decode()
    assert "What you wrote was not sent" in page
    assert "Hello Nia." in page


def offered(reach_out, ines, client_of):
    return {one.key for one in client_of(ines).get(page_of(reach_out)).context["openings"]}


def test_the_page_knows_a_first_incident_from_a_second(reach_out, ines, client_of):
    again = asked_reach_out(IncidentFactory(by=reach_out.person))

    assert "first" in offered(reach_out, ines, client_of)
    assert "first" not in offered(again, ines, client_of)


def test_the_page_knows_when_it_is_over_critical_or_asked_for(reach_out, ines, client_of):
    nia = reach_out.person
    set_severity(reach_out.incident, by=nia, severity=Severity.CRITICAL)
    resolve_incident(reach_out.incident, by=nia, summary="")
    ask_for_a_word(reach_out.incident, by=nia)

    assert {"wanted", "first", "critical", "saw"} <= offered(reach_out, ines, client_of)


def test_of_a_restricted_incident_they_tell_nothing(reach_out, ines, client_of):
    restrict_incident(reach_out.incident, by=reach_out.person)

    assert offered(reach_out, ines, client_of) == {"been-there", "nobody-said", "today"}
