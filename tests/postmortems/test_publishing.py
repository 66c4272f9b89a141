"""Write-ups in the library: corrected, settled, taken back, and remembered after a year."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from postmortems.domain.publishing import correct_postmortem, take_back_postmortem
from postmortems.domain.remembering import remember_anniversaries
from postmortems.domain.writing import save_postmortem
from postmortems.models import Postmortem, Status
from postmortems.queries.remembering import a_year_ago
from postmortems.tasks import remember_what_was_published
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def told(nia):
    return PostmortemFactory(by=nia, is_published=True)


def published(days_ago, **more):
    """A write-up that has been in the library for so many days."""
    postmortem = PostmortemFactory(is_published=True, **more)
    at = timezone.now() - timedelta(days=days_ago)
    Postmortem.objects.filter(pk=postmortem.pk).update(published_at=at)
    postmortem.refresh_from_db()
    return postmortem


def correct(postmortem, by, **words):
    words = {"title": postmortem.title, "revision": postmortem.revision} | words
    return correct_postmortem(postmortem, by=by, **words)


def test_a_correction_changes_the_words_and_is_told(told, nia):
    ines = UserFactory()

    corrected = correct(told, ines, impact="About 1,200 people.", note="It was 12,000.")

    assert (corrected.impact, corrected.is_published) == ("About 1,200 people.", True)
    [one] = told.corrections.all()
    assert (one.corrected_by, one.note) == (ines, "It was 12,000.")
    assert list(told.authors.all()) == [nia]


def test_before_it_settles_a_note_can_be_left_out():
    postmortem = published(29)

    correct(postmortem, UserFactory(), impact="Fewer.")

    assert postmortem.corrections.get().note == ""


def test_once_it_has_settled_a_correction_takes_a_note():
    postmortem = published(30)

    with pytest.raises(DomainError) as refused:
        correct(postmortem, UserFactory(), impact="Fewer.", note=" \n")

    assert list(refused.value.message_dict) == ["note"]
    postmortem.refresh_from_db()
    assert postmortem.impact != "Fewer."
    correct(postmortem, UserFactory(), impact="Fewer.", note="Counted again.")
    assert postmortem.corrections.count() == 1


def test_the_same_words_are_no_correction(told, nia):
    correct(told, nia, impact="Fewer.")
    told.refresh_from_db()

    correct(told, nia, impact="Fewer.", revision=1)

    assert told.corrections.count() == 1


def test_a_draft_is_saved_and_not_corrected(nia):
    with pytest.raises(DomainError, match="not in the library"):
        correct(PostmortemFactory(by=nia), nia, impact="Fewer.")


def test_what_is_published_is_corrected_and_not_saved(told, nia):
    with pytest.raises(DomainError):
        save_postmortem(told, by=nia, revision=told.revision, title="Other")


def test_there_are_no_other_words_to_correct(told, nia):
    with pytest.raises(TypeError, match="no such sections: status"):
        correct(told, nia, status="draft")


def test_two_corrections_at_once_lose_nothing(race):
    told = PostmortemFactory(is_published=True)
    nia, ines = UserFactory(), UserFactory()

    outcomes = race(
        2,
        [lambda: correct(told, nia, impact="Fewer."), lambda: correct(told, ines, impact="More.")],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert told.corrections.count() == 1


def test_a_double_click_is_one_correction(race):
    told, nia = PostmortemFactory(is_published=True), UserFactory()

    assert race(2, lambda: correct(told, nia, impact="Fewer.")) == ["ok", "ok"]

    assert told.corrections.count() == 1


# Pages.


def post(client, told, **data):
    words = {"title": told.title, "revision": told.revision, "initial-title": told.title}
    return client.post(reverse("postmortems:correct", args=[told.pk]), words | data)


def test_readers_see_the_correction_at_the_foot(told, nia, client_of):
    response = post(client_of(nia), told, impact="Fewer.", note="Counted **again**.")

    assert response.status_code == 302
    page = client_of(UserFactory()).get(told.get_absolute_url()).content.decode()
    foot = page.partition('id="corrections"')[2]
    assert "Corrected on" in foot
    assert "Counted <strong>again</strong>." in foot


def test_the_form_asks_for_a_note_once_it_has_settled(nia, client_of):
    postmortem = published(40, by=nia)
    client = client_of(nia)

    page = client.get(reverse("postmortems:correcting", args=[postmortem.pk])).content.decode()
    refused = post(client, postmortem, impact="Fewer.")

    assert "its readers are told" in page
    assert refused.status_code == 422
    assert "Say what changed, and why." in refused.content.decode()
    assert "Fewer." in refused.content.decode()


def test_whoever_corrects_from_older_words_sees_both(told, nia, client_of):
    old = told.revision
    correct(told, UserFactory(), impact="Fewer.")

    response = post(client_of(nia), told, revision=old, impact="More.")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Fewer." in page
    assert "More." in page


@pytest.mark.parametrize("who", ["a member", "a reader"])
def test_whoever_may_not_edit_does_not_correct(who, told, client_of):
    person = UserFactory(role=Role.READER if who == "a reader" else Role.MEMBER)
    client = client_of(person)

    assert client.get(reverse("postmortems:correcting", args=[told.pk])).status_code == 403
    assert post(client, told, impact="Fewer.").status_code == 403
    assert not told.corrections.exists()


@pytest.mark.parametrize("name", ["correcting", "taking_back"])
def test_a_draft_has_no_such_page(name, nia, client_of):
    draft = PostmortemFactory(by=nia)

    response = client_of(nia).get(reverse(f"postmortems:{name}", args=[draft.pk]))

    assert response.url == draft.get_absolute_url()


# Taking it back.


def test_taking_it_back_makes_it_a_draft_with_a_reason(told, nia):
    back = take_back_postmortem(told, by=nia, reason="The numbers are wrong.")

    assert (back.status, back.published_at, back.is_editable) == (Status.DRAFT, None, True)
    entry = told.incidents.get().timeline.newest_first().first()
    assert entry.text == "The write-up was taken back to a draft: The numbers are wrong."
    assert not Nudge.objects.open().filter(kind__in=["published", "anniversary"]).exists()


def test_taking_it_back_twice_at_once_is_once(race):
    told, nia = PostmortemFactory(is_published=True), UserFactory()

    outcomes = race(2, lambda: take_back_postmortem(told, by=nia, reason="Not yet."))

    assert sorted(outcomes) == ["DomainError", "ok"]


def test_the_page_takes_a_reason(told, nia, client_of):
    client, url = client_of(nia), reverse("postmortems:take_back", args=[told.pk])

    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "Not yet."}).status_code == 302

    told.refresh_from_db()
    assert told.status == Status.DRAFT


@pytest.mark.parametrize(
    ("who", "may"), [("a tech lead", True), ("an admin", True), ("a member", False)]
)
def test_those_who_may_publish_take_it_back(who, may, told, client_of):
    person = {
        "a tech lead": TechLeadFactory,
        "an admin": lambda: UserFactory(role=Role.ADMIN),
        "a member": UserFactory,
    }[who]()

    response = client_of(person).post(
        reverse("postmortems:take_back", args=[told.pk]), {"reason": "Not yet."}
    )

    assert response.status_code == (302 if may else 403)


def test_a_write_up_in_the_library_is_found_there(told, client_of):
    page = client_of(UserFactory()).get(reverse("learning:library")).content.decode()

    assert f'href="{told.get_absolute_url()}"' in page


# A year later.


def reminded(postmortem):
    return Nudge.objects.about("anniversary", postmortem)


@pytest.mark.parametrize(("days", "times"), [(364, 0), (365, 1), (371, 1), (373, 0)])
def test_its_authors_hear_of_it_a_year_later(days, times, nia):
    postmortem = published(days, by=nia)

    remember_anniversaries()
    remember_anniversaries()

    assert reminded(postmortem).count() == times


def test_only_those_who_are_still_here_hear_of_it(nia):
    gone = UserFactory()
    postmortem = published(366, by=nia)
    postmortem.authors.add(gone)
    gone.is_active = False
    gone.save()

    remember_anniversaries()

    assert reminded(postmortem).get().recipient == nia


def test_the_worker_remembers(nia):
    postmortem = published(366, by=nia)

    remember_what_was_published()

    assert reminded(postmortem).count() == 1


def test_today_shows_one_of_a_year_ago(nia, client_of):
    older = published(370, by=nia)
    newer = published(366)
    published(20)

    page = client_of(UserFactory()).get("/today/beside/").content.decode()

    card = page.partition('id="year-ago"')[2].partition("</section>")[0]
    assert newer.get_absolute_url() in card
    assert older.get_absolute_url() not in page


def test_today_shows_nothing_where_there_is_nothing(client_of):
    published(20)

    assert 'id="year-ago"' not in client_of(UserFactory()).get("/today/beside/").content.decode()


def test_what_somebody_does_not_see_does_not_come_round(nia):
    incident = IncidentFactory(by=nia, is_over=True)
    postmortem = published(366, by=nia, incident=incident)
    restrict_incident(incident, by=nia)

    assert a_year_ago(nia) == postmortem
    assert a_year_ago(UserFactory()) is None


def test_a_correction_in_the_middle_of_the_night_is_shown_on_its_day(told, nia, client_of):
    with time_machine.travel("2027-03-03T23:30:00Z"):
        correct(told, nia, impact="Fewer.", note="Counted again.")
    reader = UserFactory(time_zone="Asia/Tokyo")

    page = client_of(reader).get(told.get_absolute_url()).content.decode()

    assert "4 Mar 2027" in page.partition('id="corrections"')[2]
