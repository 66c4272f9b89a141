"""The form in which a story is told, changed, published and withdrawn."""

from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from learning.models import Byline, Story
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW = {"title": "Once", "byline": "name"}
PUBLISHED = NEW | {"what_broke": "A lot.", "publish": "yes"}


@pytest.fixture
def ines():
    return UserFactory(display_name="Ines Barbosa", title="Tech lead")


@pytest.fixture
def client(client_of, ines):
    return client_of(ines)


def url(name, *args):
    return reverse(f"learning:{name}", args=args)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_form_shows_what_readers_will_see(client):
    page = client.get(url("tell")).text

    assert "Readers see “Ines Barbosa, Tech lead”." in page
    assert "Readers see “Someone here”." in page


def test_a_title_is_enough_for_a_draft(client, ines):
    response = client.post(url("save"), NEW)

    story = Story.objects.get()
    assert (response.status_code, response.url) == (302, story.get_absolute_url())
    assert (story.author, story.title, story.is_published) == (ines, "Once", False)
    assert said(response) == ["Kept. Only you can see it."]


def test_a_title_and_one_section_are_enough_to_publish(client):
    response = client.post(url("save"), PUBLISHED)

    assert Story.objects.get().is_published
    assert said(response) == ["Thank you for telling it."]


def test_everything_that_is_typed_is_kept(client):
    ledger, mail = ServiceFactory(), ServiceFactory()
    incident, other = IncidentFactory(), IncidentFactory()

    client.post(
        url("save"),
        NEW
        | {
            "opening": "I was sure.",
            "how_it_felt": "Cold.\r\nThen busy.",
            "byline": "role",
            "services": [ledger.pk, mail.pk],
            "incidents": f" {incident.reference.lower()}; {other.pk} ,{incident.reference} ",
        },
    )

    story = Story.objects.get()
    assert (story.opening, story.byline) == ("I was sure.", Byline.ROLE)
    assert story.how_it_felt.split() == ["Cold.", "Then", "busy."]
    assert set(story.services.all()) == {ledger, mail}
    assert set(story.incidents.all()) == {incident, other}


def test_an_address_of_an_incident_is_a_reference_too(client):
    incident = IncidentFactory()

    client.post(
        url("save"),
        NEW | {"incidents": f"https://goldseam.example{incident.get_absolute_url()}"},
    )

    assert list(Story.objects.get().incidents.all()) == [incident]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"title": ""}, "title", "Give it a title. Any will do for now."),
        ({"title": "   "}, "title", "Give it a title. Any will do for now."),
        ({"title": "x" * 201}, "title", "and 200 fit"),
        ({"title": "a\0b"}, "title", "Null characters are not allowed."),
        ({"byline": ""}, "byline", "Choose one of these."),
        ({"byline": "nobody"}, "byline", "from the list."),
        ({"services": ["0"]}, "services", "from the list."),
        ({"incidents": "INC-999999"}, "incidents", "There is no INC-999999."),
        ({"incidents": "INC-7777, 8888"}, "incidents", "There is no INC-7777 or INC-8888."),
        ({"incidents": "the big one"}, "incidents", "“the” is no reference."),
        ({"incidents": "9" * 19}, "incidents", "is no reference."),
        ({"what_broke": "x" * 20_001}, "what_broke", "and 20000 fit"),
        ({"client_token": "x"}, "client_token", "Enter a valid UUID."),
    ],
)
def test_bad_input_gets_a_sentence_beside_its_field_and_nothing_is_saved(
    client, typed, field, sentence
):
    response = client.post(url("save"), NEW | {"how_it_felt": "Cold, and then busy."} | typed)

    assert response.status_code == 422
    assert sentence in " ".join(response.context["form"].errors[field])
    assert "Cold, and then busy." in response.text
    assert not Story.objects.exists()


def test_what_was_typed_is_still_there_beside_the_sentence(client):
    ledger = ServiceFactory()

    response = client.post(
        url("save"),
        {"title": "", "opening": "I was sure.", "byline": "role", "services": [ledger.pk]},
    )

    form = response.context["form"]
    assert form["opening"].value() == "I was sure."
    assert form["byline"].value() == "role"
    assert form["services"].value() == [str(ledger.pk)]
    assert 'aria-invalid="true"' in response.text
    assert "Give it a title. Any will do for now." in response.text


def test_publishing_only_a_title_is_refused_beside_a_section_and_nothing_is_saved(client):
    response = client.post(url("save"), NEW | {"publish": "yes"})

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "what_broke": ["One section is enough for the library. Any will do."]
    }
    assert not Story.objects.exists()


def test_trying_again_after_a_refusal_makes_one_story(client):
    token = str(uuid4())
    client.post(url("save"), NEW | {"publish": "yes", "client_token": token})

    client.post(url("save"), PUBLISHED | {"client_token": token})

    assert Story.objects.get().is_published


def test_the_same_form_sent_twice_is_one_story(client):
    form = client.get(url("tell")).context["form"]
    sent = PUBLISHED | {"client_token": str(form["client_token"].value())}

    first, second = client.post(url("save"), sent), client.post(url("save"), sent)

    assert first.url == second.url
    assert Story.objects.count() == 1


def test_a_refused_form_keeps_its_token(client):
    token = str(uuid4())

    response = client.post(url("save"), NEW | {"title": "", "client_token": token})

    assert f'value="{token}"' in response.text


def test_the_form_of_a_draft_shows_it_as_it_was_typed(client, ines):
    ledger, incident = ServiceFactory(), IncidentFactory()
    story = StoryFactory(
        by=ines,
        is_published=False,
        title="Once",
        opening="I was sure.",
        how_it_felt="Cold.",
        byline=Byline.ROLE,
        services=[ledger],
        incidents=[incident],
    )

    form = client.get(url("edit", story.pk)).context["form"]

    assert form["title"].value() == "Once"
    assert form["opening"].value() == "I was sure."
    assert form["how_it_felt"].value() == "Cold."
    assert form["byline"].value() == "role"
    assert form["services"].value() == [ledger.pk]
    assert form["incidents"].value() == incident.reference


def test_an_edit_keeps_the_draft_a_draft(client, ines):
    story = StoryFactory(by=ines, is_published=False)

    response = client.post(url("save_edit", story.pk), NEW)

    story.refresh_from_db()
    assert response.url == story.get_absolute_url()
    assert (story.title, story.what_broke, story.is_published) == ("Once", "", False)


def test_a_draft_is_edited_and_published_in_one_go(client, ines):
    story = StoryFactory(by=ines, is_published=False)

    response = client.post(url("save_edit", story.pk), PUBLISHED)

    story.refresh_from_db()
    assert (story.what_broke, story.is_published) == ("A lot.", True)
    assert said(response) == ["Thank you for telling it."]


def test_an_edit_of_a_published_story_stays_in_the_library(client, ines):
    story = StoryFactory(by=ines)

    response = client.post(url("save_edit", story.pk), NEW | {"what_broke": "More."})

    story.refresh_from_db()
    assert (story.what_broke, story.is_published) == ("More.", True)
    assert said(response) == ["Saved."]


@pytest.mark.parametrize(("is_published", "typed"), [(False, {"publish": "yes"}), (True, {})])
def test_an_edit_that_leaves_no_section_changes_nothing(client, ines, is_published, typed):
    story = StoryFactory(by=ines, is_published=is_published, title="Before")

    response = client.post(url("save_edit", story.pk), NEW | {"opening": "Kept here."} | typed)

    story.refresh_from_db()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["what_broke"]
    assert "Kept here." in response.text
    assert (story.title, story.is_published) == ("Before", is_published)
    assert story.what_broke


def test_a_draft_is_published_from_its_page(client, ines):
    story = StoryFactory(by=ines, is_published=False)

    response = client.post(url("publish", story.pk))

    story.refresh_from_db()
    assert story.is_published
    assert said(response) == ["Thank you for telling it."]


def test_publishing_a_bare_title_from_its_page_shows_the_form(client, ines):
    story = StoryFactory(by=ines, is_published=False, title="Only a title", what_broke="")

    response = client.post(url("publish", story.pk))

    story.refresh_from_db()
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["what_broke"]
    assert "Only a title" in response.text
    assert not story.is_published


def test_a_story_is_withdrawn_and_told_again(client, ines):
    story = StoryFactory(by=ines)

    response = client.post(url("withdraw", story.pk))

    story.refresh_from_db()
    assert not story.is_published
    assert said(response) == ["Taken out of the library. It is kept here, for you only."]
    client.post(url("publish", story.pk))
    story.refresh_from_db()
    assert story.is_published


WRITING = ["edit", "save_edit", "publish", "withdraw"]


def send(client, name, *args):
    return (
        client.get(url(name, *args))
        if name in ("tell", "edit")
        else client.post(url(name, *args), NEW)
    )


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize(("is_published", "status"), [(False, 404), (True, 403)])
def test_another_persons_story_is_left_alone(client_of, name, is_published, status):
    story = StoryFactory(is_published=is_published, title="Theirs")

    response = send(client_of(UserFactory(role=Role.ADMIN)), name, story.pk)

    story.refresh_from_db()
    assert response.status_code == status
    assert (story.title, story.is_published) == ("Theirs", is_published)


@pytest.mark.parametrize("name", ["tell", "save", *WRITING])
def test_a_reader_account_writes_nothing(client_of, name):
    reader = UserFactory(role=Role.READER)
    story = StoryFactory(by=reader, title="From before")

    response = send(client_of(reader), name, *([story.pk] if name in WRITING else []))

    assert response.status_code == 403
    assert [(one.title, one.is_published) for one in Story.objects.all()] == [("From before", True)]


@pytest.mark.parametrize("name", ["tell", "save", *WRITING])
def test_a_stranger_is_sent_to_the_sign_in(name):
    response = send(Client(), name, *([1] if name in WRITING else []))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", ["save", "save_edit", "publish", "withdraw"])
def test_verbs_are_not_done_by_looking(client, ines, name):
    story = StoryFactory(by=ines)

    response = client.get(url(name, *([] if name == "save" else [story.pk])))

    assert response.status_code == 405


def test_the_form_takes_the_same_few_queries_at_1_and_30_services(client, ines, queries_of):
    ServiceFactory()
    at_one = queries_of(client, url("tell"))
    services = [ServiceFactory() for _ in range(29)]
    story = StoryFactory(
        by=ines, services=services, incidents=[IncidentFactory(), IncidentFactory()]
    )

    assert queries_of(client, url("tell")) == at_one <= 12
    assert queries_of(client, url("edit", story.pk)) <= 12
