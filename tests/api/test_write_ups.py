"""Write-ups through the API: begun, written, read, published, put right and taken back."""

from datetime import timedelta
from threading import get_ident

import pytest
from django.urls import reverse
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from incidents.models import Incident
from people.models import Role
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.factors import add_factor
from postmortems.domain.moments import add_moment
from postmortems.domain.publishing import correct_postmortem
from postmortems.domain.versions import keep_version
from postmortems.domain.writing import save_postmortem
from postmortems.models import KeptAt, Postmortem, Status, Template
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    TechLeadFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/api/v1/write-ups/"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def draft(nia):
    incident = IncidentFactory(by=nia, is_over=True, title="Search is empty")
    return PostmortemFactory(by=nia, incident=incident)


@pytest.fixture
def told(nia):
    incident = IncidentFactory(by=nia, is_over=True, title="Checkout is slow")
    return PostmortemFactory(by=nia, incident=incident, is_published=True)


def at(postmortem, verb=""):
    return f"{LIST}{postmortem.pk}/{verb}"


def saved(postmortem, by, **words):
    postmortem.refresh_from_db()
    words = {"title": postmortem.title, "revision": postmortem.revision} | words
    return save_postmortem(postmortem, by=by, **words)


def approved(postmortem):
    Postmortem.objects.filter(pk=postmortem.pk).update(status=Status.APPROVED)


# Begin


def test_a_write_up_begins_once_with_what_fits(script_of, nia):
    incident = IncidentFactory(by=nia, is_over=True, title="Search is empty")
    other = IncidentFactory(by=nia, is_over=True)
    script = script_of(nia)

    sent = {"incident": incident.reference, "others": [other.reference]}
    first, second = script.post(LIST, sent), script.post(LIST, sent | {"others": []})

    assert (first.status_code, second.status_code) == (201, 201), first.content
    assert first.json()["id"] == second.json()["id"]
    assert first.json()["incidents"] == [incident.reference, other.reference]
    assert first.json()["form"] == "short"  # as on the page, for something small
    assert list(Postmortem.objects.get().authors.all()) == [nia]


def test_a_write_up_begins_from_a_chosen_template(script_of, nia):
    incident, full = IncidentFactory(by=nia, is_over=True), Template.objects.get(key="full")

    made = script_of(nia).post(LIST, {"incident": incident.reference, "template": full.pk})

    assert (made.json()["form"], made.json()["template"]) == ("full", full.pk)


def test_what_cannot_begin_says_why(script_of, nia, draft):
    script = script_of(nia)
    going_on, over = IncidentFactory(by=nia), IncidentFactory(by=nia, is_over=True)

    refused = script.post(LIST, {"incident": going_on.reference})
    assert (refused.status_code, "is over" in refused.json()["detail"]) == (409, True)
    twice = {"incident": over.reference, "others": [draft.incidents.get().reference]}
    assert "others" in script.post(LIST, twice).json()["errors"]
    hidden = IncidentFactory(by=UserFactory(), is_restricted=True)
    assert script.post(LIST, {"incident": hidden.reference}).status_code == 400


def test_one_that_also_tells_of_what_is_hidden_is_not_opened(script_of, nia):
    incident, hidden = (IncidentFactory(by=nia, is_over=True) for _ in range(2))
    restrict_incident(hidden, by=nia)
    start_postmortem(incident, by=nia, others=[hidden])

    refused = script_of(UserFactory()).post(LIST, {"incident": incident.reference})

    assert refused.status_code == 409
    assert "cannot open" in refused.json()["detail"]


# Read


def test_a_write_up_is_read_with_people_by_role(script_of, client_of, nia, draft):
    saved(draft, nia, impact="Nia Okafor saw it.")
    add_factor(draft, by=nia, kind="testing", text="Nia had no test.")
    add_moment(draft, by=nia, text="Nia looked.", occurred_at=timezone.now())
    reader = UserFactory(role=Role.READER)

    said = script_of(reader).get(at(draft)).json()

    assert said["title"] == "Search is empty"
    assert said["status"] == "draft"
    assert said["authors"] == ["the responder"]
    assert said["sections"]["impact"] == "The responder saw it."
    assert said["factors"][0]["text"] == "The responder had no test."
    assert said["moments"][-1]["text"] == "The responder looked."
    assert said["corrections"] == []
    assert "Nia" not in script_of(reader).get(at(draft)).content.decode()
    assert "The responder saw it." in client_of(reader).get(said["page"]).content.decode()


def test_a_write_up_that_calls_people_by_name_does_so_here_too(script_of, nia, draft):
    shown = script_of(nia).post(at(draft, "show-people/"), {"names_as_roles": False})

    assert shown.json()["authors"] == ["Nia Okafor"]


def test_the_list_is_narrowed(script_of, nia, draft, told):
    practice = IncidentFactory(by=nia, mode="practice", is_over=True)
    played = PostmortemFactory(by=nia, incident=practice)
    script = script_of(UserFactory())

    def numbers(query, script=script):
        return [one["id"] for one in script.get(f"{LIST}?{query}").json()["results"]]

    assert numbers("") == [told.pk, draft.pk]
    assert numbers("status=draft") == [draft.pk]
    assert numbers("mine=1") == []
    assert numbers("mine=1", script_of(nia)) == [told.pk, draft.pk]
    assert numbers(f"incident={practice.reference}") == [played.pk]
    assert script.get(f"{LIST}?status=lost").status_code == 400
    assert "sections" not in script.get(LIST).json()["results"][0]


def test_what_is_about_a_restricted_incident_is_not_there(script_of, nia, draft):
    restrict_incident(draft.incidents.get(), by=nia)
    reference = Incident.objects.get().reference
    saved(draft, nia, impact="Secret.")
    keep_version(draft, occasion=KeptAt.PAUSE)

    for who in (UserFactory(), UserFactory(role=Role.ADMIN), TechLeadFactory()):
        script = script_of(who)
        assert script.get(LIST).json()["results"] == []
        assert script.get(f"{LIST}?incident={reference}").status_code == 400
        for path in ("", "words/", "versions/", "versions/1/"):
            assert script.get(at(draft, path)).status_code == 404
        for path in ("save/", "form/", "publish/", "take-back/", "versions/1/restore/"):
            assert script.post(at(draft, path), {"reason": "x"}).status_code == 404, path
    assert len(script_of(nia).get(LIST).json()["results"]) == 1


# Write


def test_words_are_saved_by_whoever_has_read_them(script_of, client_of, nia, draft):
    script = script_of(nia)
    words = script.get(at(draft, "words/"))
    assert words.json()["title"] == "Search is empty"
    assert script.post(at(draft, "save/"), {"impact": "Slow."}).status_code == 428

    kept = script.post(at(draft, "save/"), {"impact": "Slow.\r\nFor Nia."}, If_Match=words["ETag"])
    assert kept.json()["impact"] == "Slow.\nFor Nia."
    assert kept.json()["what_happened"] == words.json()["what_happened"] != ""
    again = script.post(at(draft, "save/"), {"impact": "Fast."}, If_Match=words["ETag"])
    assert again.status_code == 412
    better = script.post(at(draft, "save/"), {"title": "Search"}, If_Match=kept["ETag"])
    assert (better.json()["title"], better.json()["impact"]) == ("Search", "Slow.\nFor Nia.")
    assert script.get(at(draft, "words/"), If_None_Match=better["ETag"]).status_code == 304
    page = client_of(nia).get(reverse("postmortems:edit", args=[draft.pk])).content.decode()
    assert "Slow.\nFor Nia." in page


def test_of_two_who_have_read_the_same_words_one_writes(race, script_of):
    author = UserFactory()
    draft, script = PostmortemFactory(by=author), script_of(author)
    etag = script.get(at(draft, "words/"))["ETag"]
    said = []

    def write():
        words = {"impact": f"Seen by {get_ident()}."}
        said.append(script.post(at(draft, "save/"), words, If_Match=etag).status_code)

    race(3, write)

    assert sorted(said) == [200, 412, 412]
    draft.refresh_from_db()
    assert draft.revision == 2


def test_whoever_writes_is_an_author_and_strangers_do_not(script_of, draft):
    admin, stranger = UserFactory(role=Role.ADMIN), UserFactory()
    for path in ("save/", "correct/", "form/"):
        refused = script_of(stranger).post(at(draft, path), {}, If_Match="*")
        assert refused.status_code == 403
    assert script_of(stranger).get(at(draft, "words/")).status_code == 403

    script_of(admin).post(at(draft, "save/"), {"impact": "Slow."}, If_Match="*")

    assert admin in draft.authors.all()


def test_what_is_approved_keeps_its_words(script_of, nia, draft):
    approved(draft)

    refused = script_of(nia).post(at(draft, "save/"), {"impact": "Slow."}, If_Match="*")

    assert (refused.status_code, "approved" in refused.json()["detail"]) == (409, True)
    wrong = script_of(nia).post(at(draft, "save/"), {"title": " "}, If_Match="*")
    assert wrong.status_code == 400


def test_the_form_changes_and_no_word_is_lost(script_of, nia, draft):
    saved(draft, nia, what_surprised_us="That it was empty.")

    changed = script_of(nia).post(at(draft, "form/"), {"form": "full"}).json()

    assert changed["form"] == "full"
    assert changed["sections"]["what_surprised_us"] == "That it was empty."


def test_an_earlier_version_comes_back(script_of, nia, draft):
    script = script_of(nia)
    saved(draft, nia, impact="Nia was there.")
    draft.refresh_from_db()
    keep_version(draft, occasion=KeptAt.PAUSE)
    saved(draft, nia, impact="Later.")

    [version] = script.get(at(draft, "versions/")).json()["results"]
    assert (version["number"], version["occasion"]) == (1, "pause")
    assert version["writers"] == ["the responder"]
    whole = script.get(at(draft, "versions/1/")).json()
    assert whole["sections"]["impact"] == "The responder was there."
    assert script_of(UserFactory()).post(at(draft, "versions/1/restore/")).status_code == 403
    back = script.post(at(draft, "versions/1/restore/"))
    assert back.json()["sections"]["impact"] == "The responder was there."
    assert back["ETag"] == script.get(at(draft))["ETag"]
    draft.refresh_from_db()
    assert draft.impact == "Nia was there."


# In the library


def test_an_approved_one_is_published_by_whoever_may(script_of, nia, draft):
    publish = at(draft, "publish/")
    assert script_of(UserFactory()).post(publish).status_code == 403
    assert script_of(nia).post(publish).status_code == 409
    approved(draft)

    assert script_of(nia).post(publish).json()["status"] == "published"
    assert script_of(nia).post(publish).status_code == 409


def test_a_published_one_is_put_right_and_says_so(script_of, nia, told):
    script = script_of(nia)
    words = script.get(at(told, "words/"))
    right = {"impact": "About 1,200 people.", "note": "It was 12,000."}

    assert script.post(at(told, "correct/"), right).status_code == 428
    corrected = script.post(at(told, "correct/"), right, If_Match=words["ETag"])

    assert corrected.json()["impact"] == "About 1,200 people."
    [correction] = script.get(at(told)).json()["corrections"]
    assert correction["note"] == "It was 12,000."
    Postmortem.objects.update(published_at=timezone.now() - timedelta(days=40))
    refused = script.post(at(told, "correct/"), {"impact": "Fewer."}, If_Match="*")
    assert refused.status_code == 409
    assert "note" in refused.json()["errors"]


def test_what_is_taken_back_is_a_draft_again(script_of, nia, told):
    take_back = at(told, "take-back/")
    assert script_of(UserFactory()).post(take_back, {"reason": "Hm."}).status_code == 403
    assert script_of(nia).post(take_back, {}).status_code == 400

    assert script_of(nia).post(take_back, {"reason": "Hm."}).json()["status"] == "draft"
    assert script_of(nia).post(take_back, {"reason": "Hm."}).status_code == 409


def test_authors_and_admins_say_how_people_are_called(script_of, nia, told):
    by_name = {"names_as_roles": False}
    assert script_of(TechLeadFactory()).post(at(told, "show-people/"), by_name).status_code == 403
    assert script_of(nia).post(at(told, "show-people/"), by_name).json()["authors"] == [
        "Nia Okafor"
    ]


def test_readers_and_other_scopes_write_nothing(script_of, nia, draft):
    reader = script_of(UserFactory(role=Role.READER))
    other = script_of(nia, "incidents:write", "write-ups:read")
    for path in ("", "save/", "publish/", "form/"):
        address = at(draft, path) if path else LIST
        assert reader.post(address, {}, If_Match="*").status_code == 403
        assert other.post(address, {}, If_Match="*").status_code == 403
    assert other.get(at(draft)).status_code == 200
    assert script_of(nia, "incidents:write").get(LIST).status_code == 403


@pytest.mark.parametrize("part", ["", "%s/", "%s/versions/", "%s/versions/1/", "%s/words/"])
def test_three_rows_take_as_many_queries_as_one(queries_of, client_of, nia, told, part):
    def grow(n):
        incident = IncidentFactory(by=nia, is_over=True, services=[ServiceFactory()])
        PostmortemFactory(by=UserFactory(), incident=incident)
        told.refresh_from_db()
        told.incidents.add(IncidentFactory(by=nia, is_over=True))
        told.authors.add(UserFactory())
        words = {"title": told.title, "impact": f"{n}", "revision": told.revision}
        correct_postmortem(told, by=UserFactory(), **words)
        for person in (UserFactory(), UserFactory()):
            told.versions.first().writers.add(person)
            told.factors.create(kind="testing", text=f"{n} {person}")

    grow(0)
    client, path = client_of(nia), LIST + (part % told.pk if part else "")
    few = queries_of(client, path)
    grow(1)
    grow(2)

    assert queries_of(client, path) == few <= 12
