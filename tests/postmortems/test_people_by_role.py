"""People are called by role wherever a write-up is read, and by name when it says so."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.lifecycle import resolve_incident
from incidents.domain.room import add_note, hand_over_lead, join_incident
from nudges.domain.outbox import nudge
from nudges.queries import waiting_for
from people.models import Role
from postmortems.domain.debriefing import plan_debrief
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up, let_go_of_follow_up
from postmortems.domain.publishing import correct_postmortem, publish_postmortem, show_people
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.sharing import share_postmortem
from postmortems.domain.writing import save_postmortem
from postmortems.invitations import invitation_for, published
from postmortems.models import SECTIONS, Postmortem
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    TeamFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NAMES = ("Xantippe", "Quillfeather", "Zebulon", "Hornswoggle", "Ermintrude", "Blatherskite")


@pytest.fixture
def lead():
    return UserFactory(display_name="Xantippe Quillfeather", email="xantippe@example.org")


@pytest.fixture
def colleague():
    """Somebody who was not there, and is only mentioned."""
    return UserFactory(display_name="Zebulon Hornswoggle", email="zebulon@example.org")


@pytest.fixture
def told(lead, colleague):
    """A published write-up with the names in everything that somebody can type."""
    named = "Xantippe's change; @xantippe, then Zebulon Hornswoggle and Quillfeather, saw it"
    reviewer = TechLeadFactory(
        display_name="Ermintrude Blatherskite", leads=TeamFactory(name="Payments")
    )
    incident = IncidentFactory(by=lead, title=named)
    hand_over_lead(incident, by=lead, to=lead)
    add_note(incident, by=lead, text=named, is_key_moment=True)
    incident = resolve_incident(incident, by=lead, summary=named)
    postmortem = PostmortemFactory(by=lead, incident=incident)
    sections = dict.fromkeys(SECTIONS, f"{named}\n\n- {named}\n\n> {named}")
    sections["what_happened"] += f"\n\n{postmortem.what_happened}"
    save_postmortem(postmortem, by=lead, revision=postmortem.revision, title=named, **sections)
    add_factor(postmortem, by=lead, kind="testing", text=named)
    dropped = add_follow_up(postmortem, by=lead, what=named, kind="code")
    let_go_of_follow_up(dropped, by=lead, reason=named)
    this_round = ask_for_review(postmortem, by=lead, reviewer=reviewer)
    give_verdict(this_round, by=reviewer, verdict="approved", remarks=named)
    publish_postmortem(postmortem, by=lead)
    Postmortem.objects.filter(pk=postmortem.pk).update(
        published_at=timezone.now() - timedelta(days=366)
    )
    postmortem.refresh_from_db()
    correct_postmortem(
        postmortem, by=lead, revision=postmortem.revision, title=f"{named}.", note=named, **sections
    )
    return Postmortem.objects.get(pk=postmortem.pk)


def planned_debrief(postmortem, *, by):
    debrief = postmortem.debriefs.filter(state="planned").first()
    return debrief or plan_debrief(
        postmortem,
        by=by,
        starts_at=timezone.now() + timedelta(days=2),
        minutes=45,
        invited=[UserFactory()],
    )


def said_of(postmortem, client):
    """What pages that are about something else say of it, and of what follows from it."""
    [author, *_more] = postmortem.authors.all()
    debrief = planned_debrief(postmortem, by=author)
    [follow_up] = postmortem.follow_ups.all()
    there = f"?state={follow_up.state}"
    Postmortem.objects.filter(pk=postmortem.pk).update(status="draft", published_at=None)
    asking = client.get(reverse("postmortems:choose_reviewer", args=[postmortem.pk]))
    Postmortem.objects.filter(pk=postmortem.pk).update(
        status=postmortem.status, published_at=postmortem.published_at
    )
    pages = {
        **{
            name: reverse(f"postmortems:{name}", args=[postmortem.pk])
            for name in ("plan", "comment", "versions", "share")
        },
        "debrief": debrief.get_absolute_url(),
        "follow_ups": reverse("follow_ups:list") + there,
        "follow_up": follow_up.get_absolute_url(),
        "reopening": reverse("follow_ups:reopening", args=[follow_up.pk]),
        "csv": reverse("follow_ups:export_csv") + there,
    }
    found = {name: client.get(page) for name, page in pages.items()} | {"asking": asking}
    assert {name: answer.status_code for name, answer in found.items()} == dict.fromkeys(found, 200)
    texts = {
        name: b"".join(answer) if answer.streaming else answer.content
        for name, answer in found.items()
    }
    return {name: text.decode() for name, text in texts.items()}


def pages_of(postmortem, client, *, by):
    """What everybody can read of it, by where."""
    token = share_postmortem(postmortem, by=by, days=1)
    found = {
        name: client.get(reverse(f"postmortems:{name}", args=[postmortem.pk]))
        for name in ("read", "live_write_up", "export_markdown", "export_html", "export_pdf")
    }
    found |= {
        "list": client.get(reverse("postmortems:list") + "?show=published"),
        "library": client.get(reverse("learning:library")),
        "today": client.get(reverse("today_beside")),
        "shared": client.get(reverse("shared:read", args=[token])),
    }
    assert {name: answer.status_code for name, answer in found.items()} == dict.fromkeys(found, 200)
    return {
        name: text_of_pdf(answer.content) if name == "export_pdf" else answer.content.decode()
        for name, answer in found.items()
    }


def text_of_pdf(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    said = " ".join(page.extract_text() for page in reader.pages)
    return f"{said} {reader.metadata}".replace("\u200b", "")


def named_in(texts):
    return [
        (where, name)
        for where, text in texts.items()
        for name in NAMES
        if name.lower() in text.lower()
    ]


def test_no_name_is_anywhere(told, lead, client_of):
    texts = pages_of(told, client_of(UserFactory()), by=lead)

    assert named_in(texts) == []
    for text in texts.values():
        assert "incident lead" in text.lower()


def test_no_name_is_where_something_is_said_of_it(told, lead, client_of):
    reader = UserFactory()
    told.authors.add(reader)

    client = client_of(reader)

    def named():
        """Where the title, or the follow-up, has a name; people can be chosen on some pages."""
        return {where for where, text in said_of(told, client).items() if "; @xantippe," in text}

    assert named() == set()
    show_people(told, by=lead, names_as_roles=False)
    assert named() == {
        "plan", "comment", "versions", "share", "debrief", "asking",
        "follow_ups", "follow_up", "reopening", "csv",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["anniversary", "published", "comment"])
def test_no_name_is_in_what_is_sent(kind, told):
    reader = UserFactory()
    nudge(kind, about=told, to=[reader], again="here")
    [follow_up] = told.follow_ups.all()
    nudge("did_it_help", about=follow_up, to=[reader], again="here")

    words = [one.words for one in waiting_for(reader).listed]

    assert named_in({one.why: f"{one.title} {one.body}" for one in words}) == []
    assert len(words) == len([one for one in words if "incident lead" in one.title + one.body])


def test_no_name_is_in_a_calendar(told, lead, client_of):
    debrief = planned_debrief(told, by=lead)
    reader = UserFactory()

    for part in (published(debrief), invitation_for(debrief, reader)):
        said = part.content.decode().replace("\r\n ", "")
        summary = next(line for line in said.splitlines() if line.startswith("SUMMARY"))
        assert "incident lead" in summary
        assert named_in({"summary": summary}) == []


def test_what_is_stored_stays(told, lead, client_of):
    pages_of(told, client_of(UserFactory()), by=lead)

    told.refresh_from_db()
    assert "Xantippe's change" in told.impact
    assert "Xantippe's change" in told.title


def test_one_press_shows_the_names_and_another_the_roles(told, lead, client_of):
    client = client_of(lead)
    switch = reverse("postmortems:show_people", args=[told.pk])

    client.post(switch)
    texts = pages_of(told, client_of(UserFactory()), by=lead)

    assert {where for where, _name in named_in(texts)} == set(texts) - {"shared"}
    assert "Written by Xantippe Quillfeather" in texts["read"]
    client.post(switch, {"names_as_roles": "on"})
    assert named_in(pages_of(told, client_of(UserFactory()), by=lead)) == []
    said = told.incidents.get().timeline.filter(kind="write_up").values_list("text", flat=True)
    assert "The write-up shows people by their names." in said
    assert "The write-up shows people by their roles." in said


def test_turning_it_twice_is_turning_it_once(told, lead):
    for _ in range(2):
        show_people(told, by=lead, names_as_roles=False)

    said = told.incidents.get().timeline.filter(text__contains="by their names")
    assert said.count() == 1


@pytest.mark.parametrize("who", ["an author", "an admin"])
def test_authors_and_admins_turn_it(who, told, lead, client_of):
    person = lead if who == "an author" else UserFactory(role=Role.ADMIN)

    client_of(person).post(reverse("postmortems:show_people", args=[told.pk]))

    told.refresh_from_db()
    assert told.names_as_roles is False


@pytest.mark.parametrize("who", ["a member", "a tech lead", "a reader"])
def test_others_do_not_turn_it(who, told, client_of):
    person = {
        "a member": UserFactory,
        "a tech lead": TechLeadFactory,
        "a reader": lambda: UserFactory(role=Role.READER),
    }[who]()

    response = client_of(person).post(reverse("postmortems:show_people", args=[told.pk]))

    assert response.status_code == 403
    told.refresh_from_db()
    assert told.names_as_roles is True


def test_several_in_one_role_have_numbers(client_of):
    nia = UserFactory(display_name="Nia Okafor")
    incident = IncidentFactory(by=nia)
    hand_over_lead(incident, by=nia, to=nia)
    others = [UserFactory(display_name=name) for name in ("Tomasz Zielinski", "Hana Abe")]
    for person in others:
        join_incident(incident, by=person)
    incident = resolve_incident(incident, by=nia, summary="Rolled back.")
    postmortem = PostmortemFactory(by=nia, incident=incident)
    save_postmortem(
        postmortem, by=nia, revision=postmortem.revision, title="Search",
        what_happened="Tomasz asked Hana, and Nia rolled back.",
    )  # fmt: skip

    page = client_of(UserFactory()).get(postmortem.get_absolute_url()).content.decode()

    assert "Responder 1 asked responder 2, and the incident lead rolled back." in page


def test_a_follow_up_says_on_its_page_whose_it_is(told, lead, colleague, client_of):
    """It is about work that somebody does. Elsewhere it says the role, or the team."""
    colleague.team = TeamFactory(name="Logistics")
    colleague.save()
    add_follow_up(told, by=lead, what="An alert", kind="detection", owner=lead)
    add_follow_up(told, by=lead, what="A note", kind="documentation", owner=colleague)

    texts = pages_of(told, client_of(UserFactory()), by=lead)

    assert ("read", "Xantippe") in named_in(texts)
    assert {where for where, _name in named_in(texts)} == {"read", "live_write_up"}
    for where in ("export_markdown", "export_html", "export_pdf", "shared"):
        assert "Open, the incident lead" in texts[where]
        assert "Open, somebody in Logistics" in texts[where]


def test_whoever_reviews_is_a_tech_lead_of_a_team(told, client_of):
    page = client_of(UserFactory()).get(told.get_absolute_url()).content.decode()

    assert "A tech lead of Payments" in page


def test_a_mention_in_small_letters_is_a_word(client_of):
    UserFactory(display_name="Rosalind Park")
    nia = UserFactory(display_name="Nia Okafor")
    postmortem = PostmortemFactory(by=nia)
    save_postmortem(
        postmortem, by=nia, revision=postmortem.revision, title="Search",
        impact="rosalind is a host; Rosalind is somebody.",
    )  # fmt: skip

    page = client_of(UserFactory()).get(postmortem.get_absolute_url()).content.decode()

    assert "rosalind is a host; a colleague is somebody." in page


def test_a_list_takes_as_many_queries_for_ten_as_for_one(client_of, queries_of):
    client, url = client_of(UserFactory()), reverse("postmortems:list") + "?show=published"
    PostmortemFactory(is_published=True)
    queries_of(client, url)
    for_one = queries_of(client, url)
    for _ in range(9):
        PostmortemFactory(is_published=True)

    assert queries_of(client, url) == for_one
