"""A picture in place of initials."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from people.domain.avatars import SIDE, put_up_avatar, take_down_avatar
from people.errors import DomainError
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SAVE, REMOVE = reverse("people:save_avatar"), reverse("people:remove_avatar")


def drawn(size=(600, 400), kind="JPEG", **more):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def sent(data, name="me.jpg"):
    return SimpleUploadedFile(name, data)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


def test_it_is_drawn_anew_as_a_square_without_what_else_was_in_it(client_of, nia):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"

    response = client_of(nia).post(SAVE, {"file": sent(drawn(exif=exif))})

    nia.refresh_from_db()
    data = nia.avatar.read()
    assert response.url == reverse("people:profile")
    assert Image.open(io.BytesIO(data)).size == (SIDE, SIDE)
    assert b"taken at home" not in data
    assert "me" not in nia.avatar.name.removeprefix("avatars/")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"PK\x03\x04" + b"\0" * 200, "not a picture"),
        (b"<html><script>alert(1)</script>", "not a picture"),
        (drawn()[:2000], "broken off"),
        (drawn(size=(7000, 6000), kind="PNG"), "more than we can open"),
        (b"", "empty"),
    ],
)
def test_what_is_no_picture_is_refused_beside_the_field(client_of, nia, data, says):
    response = client_of(nia).post(SAVE, {"file": sent(data)})

    nia.refresh_from_db()
    assert response.status_code == 422
    assert says in response.text
    assert not nia.avatar


def test_nothing_chosen_is_asked_for(client_of, nia):
    response = client_of(nia).post(SAVE)

    assert response.status_code == 422
    assert "Choose a picture." in response.text


def test_whoever_is_signed_in_sees_it_and_nothing_can_be_run_in_it(client, client_of, nia):
    nia = put_up_avatar(nia, by=nia, file=sent(drawn()))

    response = client_of(UserFactory()).get(nia.avatar_address)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]
    assert client.get(nia.avatar_address).status_code == 302


def test_who_has_none_has_no_address(client_of, nia):
    assert client_of(nia).get(reverse("people:avatar", args=[nia.pk])).status_code == 404


def test_another_one_is_at_another_address_and_the_first_is_deleted(nia, work):
    nia = put_up_avatar(nia, by=nia, file=sent(drawn()))
    first, address = nia.avatar.name, nia.avatar_address

    with work():
        nia = put_up_avatar(nia, by=nia, file=sent(drawn(size=(300, 300))))

    assert nia.avatar_address != address
    assert not default_storage.exists(first)
    assert default_storage.exists(nia.avatar.name)


def test_initials_come_back(client_of, nia, work):
    nia = put_up_avatar(nia, by=nia, file=sent(drawn()))
    name = nia.avatar.name
    client = client_of(nia)
    assert nia.avatar_address in client.get(reverse("people:profile")).text

    with work():
        client.post(REMOVE)

    nia.refresh_from_db()
    assert not nia.avatar
    assert not default_storage.exists(name)
    assert ">NK</span>" in client.get(reverse("people:profile")).text


def test_nobody_changes_the_picture_of_somebody_else(nia):
    with pytest.raises(DomainError, match="themselves"):
        put_up_avatar(nia, by=UserFactory(), file=sent(drawn()))
    with pytest.raises(DomainError, match="themselves"):
        take_down_avatar(nia, by=UserFactory())
