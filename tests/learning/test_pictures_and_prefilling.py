"""Pictures in stories, and stories that begin from a write-up."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from learning.domain.pictures import add_story_picture
from learning.models import StoryPicture
from people.errors import DomainError
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.models import Postmortem
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TELL = reverse("learning:tell")


def a_picture(colour="red"):
    file = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(file, "PNG")
    return SimpleUploadedFile("graph.png", file.getvalue())


def upload(client, story, file):
    return client.post(reverse("learning:add_picture", args=[story.pk]), {"file": file})


# Pictures.


def test_a_picture_is_shown_to_whoever_sees_the_story(client_of):
    story = StoryFactory(is_published=False)
    author, reader = client_of(story.author), client_of(UserFactory())

    answer = upload(author, story, a_picture())

    picture = StoryPicture.objects.get()
    assert answer.json() == {"markdown": f"![graph]({picture.get_absolute_url()})"}
    shown = author.get(picture.get_absolute_url())
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(shown.getvalue())).size == (8, 6)
    assert reader.get(picture.get_absolute_url()).status_code == 404
    author.post(reverse("learning:publish", args=[story.pk]))
    assert reader.get(picture.get_absolute_url()).status_code == 200


def test_a_picture_in_the_text_is_drawn(client_of):
    story = StoryFactory()
    picture = add_story_picture(story, by=story.author, file=a_picture())
    story.what_broke = picture.markdown
    story.save()

    page = client_of(UserFactory()).get(story.get_absolute_url()).content.decode()

    assert f'<img src="{picture.get_absolute_url()}"' in page


def test_the_same_picture_twice_is_one():
    story = StoryFactory()

    first = add_story_picture(story, by=story.author, file=a_picture())

    assert add_story_picture(story, by=story.author, file=a_picture()) == first
    assert add_story_picture(story, by=story.author, file=a_picture("blue")) != first


def test_only_its_author_puts_pictures_into_a_story(client_of):
    story, other = StoryFactory(), UserFactory()

    assert upload(client_of(other), story, a_picture()).status_code == 403
    with pytest.raises(DomainError, match="Only its author"):
        add_story_picture(story, by=other, file=a_picture())
    assert not StoryPicture.objects.exists()


def test_what_is_no_picture_gets_a_sentence(client_of):
    story = StoryFactory()

    answer = upload(client_of(story.author), story, SimpleUploadedFile("x.png", b"<svg/>"))

    assert answer.status_code == 422
    assert answer.json()["error"]


# From a write-up.


def test_a_story_begins_with_the_words_of_a_write_up(client_of):
    nia, ledger = UserFactory(display_name="Nia Kamau"), ServiceFactory(name="ledger")
    incident = IncidentFactory(is_over=True, by=nia, services=[ledger])
    write_up = PostmortemFactory(incident=incident, by=nia, is_published=True)
    Postmortem.objects.update(
        title="Ledger rows doubled",
        what_happened="Nia Kamau ran the job twice.",
        how_we_noticed="A café wrote.",
    )
    done = add_follow_up(write_up, by=nia, what="Ask for the key", kind="code", owner=nia)
    complete_follow_up(done, by=nia)
    client = client_of(nia)

    form = client.get(TELL, {"write_up": write_up.pk}).context["form"]

    assert form["title"].value() == "Ledger rows doubled"
    assert "ran the job twice." in form["what_broke"].value()
    assert "Kamau" not in form["what_broke"].value()
    assert form["how_we_noticed"].value() == "A café wrote."
    assert form["what_changed"].value() == "- Ask for the key"
    assert form["incidents"].value() == incident.reference
    assert form["services"].value() == [ledger.pk]
    page = client.get(write_up.get_absolute_url()).content.decode()
    assert f"{TELL}?write_up={write_up.pk}" in page


@pytest.mark.parametrize("value", ["", "x", "0", "9" * 30, "-1", "\0"])
def test_an_odd_number_begins_with_nothing(client_of, value):
    form = client_of(UserFactory()).get(TELL, {"write_up": value}).context["form"]

    assert not form["title"].value()


def test_nothing_begins_from_what_one_may_not_read(client_of):
    draft, hidden = PostmortemFactory(), PostmortemFactory(is_published=True)
    hidden.incidents.update(is_restricted=True)
    client = client_of(UserFactory())

    for write_up in (draft, hidden):
        form = client.get(TELL, {"write_up": write_up.pk}).context["form"]
        assert not form["title"].value()
