"""Pictures: what is let in, as what it is kept, and who sees it."""

import io
import os
import re
import zlib
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from incidents.domain.pictures import add_picture
from incidents.models import Picture
from people import redrawing
from people.errors import DomainError
from people.markdown import render
from people.models import Role
from people.redrawing import redraw, stem_of
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_here(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def nia():
    return UserFactory()


@pytest.fixture
def incident(nia):
    return IncidentFactory(by=nia)


@pytest.fixture
def client(client_of, nia):
    return client_of(nia)


def drawn(kind="PNG", size=(40, 30), mode="RGB", colour="red", **more):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **more)
    return out.getvalue()


def file(data, name="shot.png"):
    return ContentFile(data, name=name)


def upload(data, name="shot.png", content_type="image/png"):
    return SimpleUploadedFile(name, data, content_type=content_type)


def address(incident, verb="add_picture"):
    return reverse(f"incidents:{verb}", args=[incident.pk])


@pytest.mark.parametrize(
    ("kind", "kept_as"), [("PNG", "png"), ("GIF", "png"), ("WEBP", "png"), ("JPEG", "jpeg")]
)
def test_a_picture_is_known_by_its_content_and_drawn_anew(incident, nia, kind, kept_as):
    picture = add_picture(incident, by=nia, file=file(drawn(kind), name="a graph.txt"))

    assert picture.content_type == f"image/{kept_as}"
    assert picture.name == f"a graph.{kept_as}"
    with Image.open(picture.file) as kept:
        assert (kept.format.lower(), kept.size) == (kept_as, (40, 30))
    assert picture.markdown == f"![a graph](/incidents/pictures/{picture.pk}/)"


def test_the_same_picture_twice_is_one(incident, nia):
    first = add_picture(incident, by=nia, file=file(drawn()))
    commented = drawn(pnginfo=text_chunk("where it was taken"))
    second = add_picture(incident, by=UserFactory(), file=file(commented, "other.png"))

    assert first == second
    assert len(default_storage.listdir("pictures")[0]) == 1


def test_the_same_picture_twice_at_once_is_one(race):
    nia = UserFactory()
    incident = IncidentFactory(by=nia)

    assert race(3, lambda: add_picture(incident, by=nia, file=file(drawn()))) == ["ok"] * 3

    assert incident.pictures.count() == 1


def text_chunk(text):
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Comment", text)
    return info


def test_what_a_camera_writes_is_left_behind_and_it_stands_upright(incident, nia):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret place"
    data = drawn("JPEG", exif=exif)
    assert b"secret place" in data

    picture = add_picture(incident, by=nia, file=file(data))

    kept = picture.file.read()
    assert b"secret place" not in kept
    assert b"Exif" not in kept
    assert (picture.width, picture.height) == (30, 40)


def test_what_is_written_behind_a_picture_is_left_behind():
    assert b"<script>" not in redraw(file(drawn() + b"<script>alert(1)</script>")).data


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_way_to_store_colours_can_be_read(mode):
    assert redraw(file(drawn(mode=mode, colour=0))).content_type == "image/png"


def test_large_pictures_become_smaller():
    assert (redraw(file(drawn(size=(5000, 1000)))).width) == redrawing.LONGEST_SIDE
    photo = Image.frombytes("RGB", (1200, 900), os.urandom(1200 * 900 * 3))
    out = io.BytesIO()
    photo.save(out, "PNG")
    assert redraw(file(out.getvalue())).content_type == "image/webp"


def bomb():
    """A few kilobytes that say they are 30,000 by 30,000 pixels."""
    return drawn(size=(20_000, 20_000), mode="1", colour=0)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
REFUSED = {
    "svg": (SVG, "not a picture that can be shown"),
    "html": (b"<!doctype html><script>alert(1)</script>", "not a picture that can be shown"),
    "pdf": (b"%PDF-1.7\n1 0 obj", "not a picture that can be shown"),
    "tiff": (drawn("TIFF"), "not a picture that can be shown"),
    "half": (drawn(size=(300, 300))[:200], "broken off or damaged"),
    "half jpeg": (drawn("JPEG", size=(300, 300))[:-700], "broken off or damaged"),
    "bomb": (bomb(), "pixels"),
    "wide": (drawn(size=(9_000, 5_000), mode="1", colour=0), "9000 by 5000 pixels"),
    "large": (b"\x89PNG\r\n\x1a\n" + b"x" * redrawing.MOST_BYTES, "larger than 10 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_is_answered_with_a_sentence(client, incident, what):
    data, sentence = REFUSED[what]

    response = client.post(address(incident), {"file": upload(data)})

    assert response.status_code == 422
    assert sentence in response.json()["error"]
    assert not Picture.objects.exists()
    assert not default_storage.exists("pictures")


@pytest.mark.parametrize(
    ("data", "sentence"), [({}, "Choose a picture."), ({"file": "text"}, "Choose a picture.")]
)
def test_without_a_file_there_is_a_sentence(client, incident, data, sentence):
    assert client.post(address(incident), data).json() == {"error": sentence}


def test_an_empty_file_is_answered_with_a_sentence(client, incident):
    response = client.post(address(incident), {"file": upload(b"")})

    assert (response.status_code, response.json()["error"]) == (
        422,
        "There is nothing in this file.",
    )


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("../../etc/passwd.png", "passwd"),
        (r"C:\pictures\a shot.PNG", "a shot"),
        ("a\x00b\r\n]( javascript:.png", "a b javascript"),
        ("<script>.png", "script"),
        ("![x](y).png", "x y"),
        ("", "picture"),
        ("Skärm 日本.png", "Skärm 日本"),
        ("a" * 500 + ".png", "a" * 80),
        ("\u202egnp.exe", "gnp"),
    ],
)
def test_names_are_only_names(name, stem):
    assert stem_of(name) == stem


def test_a_name_with_a_path_leads_nowhere(client, incident):
    response = client.post(address(incident), {"file": upload(drawn(), "../../../x.png")})

    picture = Picture.objects.get()
    assert response.json()["markdown"] == picture.markdown == f"![x]({picture.get_absolute_url()})"
    assert re.fullmatch(rf"pictures/\d{{4}}/\d\d/{picture.pk}\.png", picture.file.name)


@given(st.text(max_size=40))
def test_any_name_makes_markdown_that_shows_one_picture(name):
    url = "/incidents/pictures/123e4567-e89b-12d3-a456-426614174000/"

    html = render(f"before\n\n![{stem_of(name)}]({url})\n\nafter")

    assert html.count(f'<img src="{url}"') == 1
    assert "<p>after</p>" in html


PARTS = [drawn("PNG"), drawn("JPEG"), drawn("GIF"), drawn("WEBP"), b""]


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(PARTS), st.binary(max_size=200), st.integers(0, 400))
def test_any_bytes_are_a_picture_or_a_sentence(start, junk, cut):
    data = start[:cut] + junk + start[cut + len(junk) :]

    with suppress(DomainError):
        kept = redraw(file(data))
        assert Image.open(io.BytesIO(kept.data)).size == (kept.width, kept.height)


def test_a_header_that_promises_too_much_is_not_unpacked():
    def chunk(kind, data):
        sum_ = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + sum_

    header = chunk(b"IHDR", (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00")
    pixels = chunk(b"IDAT", zlib.compress(b""))

    with pytest.raises(DomainError, match="pixels"):
        redraw(file(b"\x89PNG\r\n\x1a\n" + header + pixels))


class TestNoteWithAPicture:
    def send(self, client, incident, **data):
        return client.post(address(incident, "add_note"), data)

    def test_it_stands_below_the_words(self, client, incident):
        response = self.send(client, incident, text="Latency:", file=upload(drawn()))

        assert response.status_code == 302
        picture = Picture.objects.get()
        assert incident.timeline.get(kind="note").text == f"Latency:\n\n{picture.markdown}"
        html = client.get(incident.get_absolute_url()).content.decode()
        assert f'<img src="{picture.get_absolute_url()}" alt="shot" loading="lazy">' in html

    def test_it_can_speak_for_itself_and_a_form_sent_twice_is_one_note(self, client, incident):
        for _ in range(2):
            assert self.send(client, incident, text="", file=upload(drawn())).status_code == 302

        assert incident.timeline.get(kind="note").text == Picture.objects.get().markdown

    @pytest.mark.parametrize("what", REFUSED)
    def test_what_is_no_picture_loses_no_words(self, client, incident, what):
        data, sentence = REFUSED[what]

        response = self.send(client, incident, text="Typed for a while.", file=upload(data))

        html = response.content.decode()
        assert response.status_code == 422
        assert "Typed for a while." in html
        beside = re.search(r'id="id_file_error">(.*?)</div>', html, re.DOTALL)
        assert sentence in beside[1]
        assert not incident.timeline.filter(kind="note").exists()

    def test_fifty_megabytes_are_answered_beside_the_field(self, client, incident):
        response = self.send(
            client, incident, text="Typed.", file=upload(drawn() + b"x" * 50 * 1024 * 1024)
        )

        assert response.status_code == 422
        assert "larger than 10 MB" in " ".join(response.context["note_form"].errors["file"])
        assert response.context["note_form"]["text"].value() == "Typed."

    def test_other_trouble_says_that_it_must_be_chosen_again(self, client, incident):
        response = self.send(
            client, incident, text="Seen.", occurred_at="soon", file=upload(drawn())
        )

        assert "choose it once more" in " ".join(response.context["note_form"].errors["file"])


def test_far_too_much_text_is_answered_with_a_sentence(client, incident):
    client.raise_request_exception = False

    response = client.post(address(incident, "add_note"), {"text": "x" * 11 * 1024 * 1024})

    assert response.status_code == 413
    assert "more than fits" in response.content.decode()


class TestSeeing:
    @pytest.fixture
    def picture(self, incident, nia):
        return add_picture(incident, by=nia, file=file(drawn(), 'gra"ph.png'))

    def test_it_is_served_as_what_it_is_and_can_run_nothing(self, client, picture):
        response = client.get(picture.get_absolute_url())

        assert response.status_code == 200
        assert b"".join(response.streaming_content) == picture.file.open().read()
        assert response["Content-Type"] == "image/png"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"] == 'inline; filename="gra ph.png"'
        assert response["Cache-Control"] == "private, no-cache"
        assert "sandbox" in response["Content-Security-Policy"]
        assert "default-src 'none'" in response["Content-Security-Policy"]

    def test_it_is_sent_once(self, client, picture):
        etag = client.get(picture.get_absolute_url())["ETag"]

        again = client.get(picture.get_absolute_url(), headers={"If-None-Match": etag})

        assert (again.status_code, again.content) == (304, b"")

    def test_only_those_who_see_the_incident_see_it(self, client, client_of, incident, picture):
        url = picture.get_absolute_url()
        somebody = client_of(UserFactory(role=Role.READER))
        assert somebody.get(url).status_code == 200
        etag = client.get(url)["ETag"]

        incident.is_restricted = True
        incident.save()

        assert client.get(url).status_code == 200
        assert somebody.get(url).status_code == 404
        assert somebody.get(url, headers={"If-None-Match": etag}).status_code == 404
        assert Client().get(url).url.startswith("/accounts/login/")
        assert client.post(url).status_code == 405

    def test_who_may_add_one(self, client_of, incident):
        sent = {"file": upload(drawn())}
        reader = client_of(UserFactory(role=Role.READER))
        assert reader.post(address(incident), sent).status_code == 403
        assert Client().post(address(incident), sent).status_code == 302
        assert reader.get(address(incident)).status_code == 403
        incident.is_restricted = True
        incident.save()
        sent = {"file": upload(drawn())}
        assert client_of(UserFactory()).post(address(incident), sent).status_code == 404
        assert not Picture.objects.exists()


def test_files_go_to_a_bucket_when_one_is_named():
    from config.env import files

    nothing = {"endpoint": "", "region": "", "access_key": "", "secret_key": ""}
    assert files(bucket="", **nothing)["BACKEND"].endswith("FileSystemStorage")
    assert files(bucket="seam", **nothing | {"region": "eu-north-1"}) == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": "seam",
            "region_name": "eu-north-1",
            "default_acl": None,
            "file_overwrite": False,
        },
    }
