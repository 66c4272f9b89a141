"""Exports of everything: complete by rule, without what is private, made once, crash-safe."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from organisation import tasks
from organisation.domain import exporting
from organisation.domain.exporting import ClaimLost, ask_for_export, make_export
from organisation.models import DataExport, ExportState
from people.errors import DomainError
from people.models import AuditEntry, Role
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    StoryFactory,
    TechLeadFactory,
    UserFactory,
    kind_note,
)

pytestmark = pytest.mark.django_db

PAGE = "/organisation/exports/"


@pytest.fixture
def admin():
    # Whoever has a password can give it once more.
    return UserFactory(role=Role.ADMIN, password="seam-of-gold")


def content_of(export):
    with default_storage.open(export.file) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def rows_of(content, label):
    return [json.loads(line) for line in content[f"{label}.jsonl"].splitlines()]


def made(admin):
    export = ask_for_export(by=admin)
    make_export(export.pk)
    export.refresh_from_db()
    return export


def test_an_export_has_what_its_admin_sees(admin):
    postmortem = PostmortemFactory(is_published=True)
    story = StoryFactory(is_published=True, byline="name")

    export = made(admin)

    content = content_of(export)
    manifest = json.loads(content["manifest.json"])
    assert (export.state, export.attempts) == (ExportState.READY, 1)
    assert export.rows == sum(manifest["rows"].values())
    assert [row["title"] for row in rows_of(content, "postmortems.Postmortem")] == [
        postmortem.title
    ]
    [told] = rows_of(content, "learning.Story")
    assert (told["title"], told["author"]) == (story.title, story.author_id)
    assert "password" not in rows_of(content, "people.User")[0]
    assert manifest["kept_back"]["incidents.Note"] == {
        "*": "It is private to the people concerned."
    }
    assert manifest["kept_back"]["people.User"]["password"] == "It opens something."


def test_what_is_private_anonymous_or_restricted_is_not_in_it(admin):
    ines = UserFactory()
    hidden = PostmortemFactory(by=ines, incident__title="Hidden away")
    restrict_incident(hidden.incidents.get(), by=ines)
    TechLeadFactory()
    note = kind_note(IncidentFactory())
    by_role = StoryFactory(is_published=True, byline="role")
    draft = StoryFactory(title="Half a story", is_published=False)

    content = content_of(made(admin))

    everything = "".join(content.values())
    assert "Hidden away" not in everything
    assert note.text not in everything
    assert draft.title not in everything
    [told] = rows_of(content, "learning.Story")
    assert (told["id"], told["author"]) == (by_role.pk, None)
    assert admin.password not in everything


def test_rows_are_read_some_at_a_time(admin, monkeypatch):
    monkeypatch.setattr(exporting, "CHUNK", 2)
    incidents = [IncidentFactory() for _n in range(5)]

    content = content_of(made(admin))

    told = [row["id"] for row in rows_of(content, "incidents.Incident")]
    assert told == [one.pk for one in incidents]


def test_a_worker_makes_what_was_asked_for(admin, work):
    with work():
        export = ask_for_export(by=admin)

    export.refresh_from_db()
    assert export.state == ExportState.READY
    assert AuditEntry.objects.get().action == "export.asked"


def test_one_at_a_time_for_each(admin):
    ask_for_export(by=admin)

    with pytest.raises(DomainError):
        ask_for_export(by=admin)
    ask_for_export(by=UserFactory(role=Role.ADMIN))


def test_two_workers_make_it_once(race):
    export = ask_for_export(by=UserFactory(role=Role.ADMIN))

    race(2, lambda: make_export(export.pk))

    export.refresh_from_db()
    assert (export.state, export.attempts) == (ExportState.READY, 1)


def test_what_a_dead_worker_left_is_made_again_and_the_dead_one_gives_up(admin):
    export, now = ask_for_export(by=admin), timezone.now()
    first, second = exporting.uuid4(), exporting.uuid4()
    assert exporting._claim(export.pk, first)
    assert exporting.left_over(at=now) == []
    assert exporting.left_over(at=now + exporting.LEASE * 2) == [export.pk]
    DataExport.objects.update(claimed_at=now - exporting.LEASE * 2)

    assert exporting._claim(export.pk, second)
    export.refresh_from_db()

    with pytest.raises(ClaimLost):
        exporting._make(export, first)


def test_what_fails_is_tried_again_and_then_given_up(admin, monkeypatch):
    def fail(*_args):
        raise OSError("a row with a secret")

    monkeypatch.setattr(exporting, "write_everything", fail)
    export = ask_for_export(by=admin)

    for _n in range(exporting.MOST_ATTEMPTS):
        assert exporting.left_over(at=timezone.now()) == [export.pk]
        with pytest.raises(OSError, match="secret"):
            make_export(export.pk)

    export.refresh_from_db()
    assert (export.state, export.last_error) == (ExportState.FAILED, "OSError")
    assert exporting.left_over(at=timezone.now()) == []


def test_the_sweep_finds_what_waits(admin, work):
    export = ask_for_export(by=admin)

    with work():
        tasks.sweep_exports()

    export.refresh_from_db()
    assert export.state == ExportState.READY


def test_an_admin_asks_on_the_page_and_takes_it_along(client_of, admin):
    client = client_of(admin)

    assert client.post(f"{PAGE}ask/").url == PAGE
    assert client.post(f"{PAGE}ask/").status_code == 422
    export = DataExport.objects.get()
    assert "Waiting" in client.get(PAGE).text
    make_export(export.pk)
    assert f'href="{PAGE}{export.pk}/"' in client.get(f"{PAGE}live/").text

    asked = client.get(f"{PAGE}{export.pk}/")
    assert asked.status_code == 302
    assert asked.url.startswith("/accounts/reauthenticate/")
    assert client.get(f"{PAGE}{export.pk}/file/").url.startswith("/accounts/reauthenticate/")
    sign_in_again(client)
    page = client.get(f"{PAGE}{export.pk}/").text
    assert f'href="{PAGE}{export.pk}/file/"' in page
    file = client.get(f"{PAGE}{export.pk}/file/")

    assert zipfile.is_zipfile(io.BytesIO(b"".join(file.streaming_content)))
    assert file["Content-Disposition"].startswith('attachment; filename="goldseam-')
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["export.asked", "export.downloaded"]


def sign_in_again(client):
    answer = client.post("/accounts/reauthenticate/", {"password": "seam-of-gold"})
    assert answer.status_code == 302


def test_an_admin_who_signs_in_elsewhere_has_no_password_to_enter(client_of):
    admin = UserFactory(role=Role.ADMIN)
    admin.set_unusable_password()
    admin.save()
    export = made(admin)

    assert client_of(admin).get(f"{PAGE}{export.pk}/file/").status_code == 200


def test_an_export_is_for_whoever_asked_for_it(client_of, admin):
    export = made(admin)
    other = client_of(UserFactory(role=Role.ADMIN, password="seam-of-gold"))
    sign_in_again(other)

    for address in (f"{PAGE}{export.pk}/", f"{PAGE}{export.pk}/file/"):
        assert other.get(address).status_code == 404
    assert f'href="{PAGE}{export.pk}/"' not in other.get(PAGE).text


@pytest.mark.parametrize("role", [Role.READER, Role.MEMBER])
def test_others_are_told_no(client_of, admin, role):
    export, client = made(admin), client_of(UserFactory(role=role, password="seam-of-gold"))
    sign_in_again(client)

    for address in (PAGE, f"{PAGE}live/", f"{PAGE}{export.pk}/", f"{PAGE}{export.pk}/file/"):
        assert client.get(address).status_code == 403
    assert client.post(f"{PAGE}ask/").status_code == 403


def test_the_page_asks_as_often_for_many_as_for_one(client_of, admin, queries_of):
    client = client_of(admin)
    DataExport.objects.create(asked_by=admin)
    few = queries_of(client, PAGE)
    for _n in range(2):
        DataExport.objects.create(asked_by=UserFactory(role=Role.ADMIN))

    assert queries_of(client, PAGE) == few <= 12


def test_what_is_old_is_deleted_with_its_file(admin):
    export = made(admin)
    new = made(admin)
    DataExport.objects.filter(pk=export.pk).update(asked_at=timezone.now() - timedelta(days=9))

    assert exporting.forget_exports_before(timezone.now() - timedelta(days=7)) == 1

    assert not default_storage.exists(export.file)
    assert default_storage.exists(new.file)
    assert list(DataExport.objects.all()) == [new]
