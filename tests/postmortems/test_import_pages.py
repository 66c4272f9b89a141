"""Bringing reports in through the browser: upload, look, put right, confirm."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from incidents.models import Incident, Picture
from people.models import Role
from postmortems.domain import uploading
from postmortems.importing.headings import Place
from postmortems.importing.unpacking import Upload
from postmortems.models import ImportBatch, ImportFile, ImportPicture, ImportState, Postmortem
from postmortems.tasks import forget_imports, import_file, sweep_imports
from tests.factories import TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

REPORT = """\
# 2021-03-04, Labels stuck

## Timeline

- 10:00 The printer stops.
- 11:05 Paper.

## Odds and ends

- It was old

## Action items

- Two trays
- Buy paper
"""


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def client(dana, client_of):
    return client_of(dana)


def sent(client, *files, **more):
    return client.post(
        reverse("postmortems:upload_reports"),
        {"reports": [SimpleUploadedFile(name, content) for name, content in files], **more},
    )


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def png():
    out = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(out, "PNG")
    return out.getvalue()


def upload(by, text=REPORT, name="reports/a.md"):
    batch = uploading.keep_upload(by=by, reports=[Upload("a.md", text.encode())], folder="reports")
    file = batch.files.get()
    if name != "reports/a.md":
        ImportFile.objects.filter(pk=file.pk).update(name=name)
    return batch


def confirmed(batch, work):
    with work():
        uploading.confirm_batch(batch, by=batch.owner)
    return batch.files.get()


def test_what_is_uploaded_is_shown_and_nothing_is_imported(client):
    response = sent(client, ("a.md", REPORT.encode()), folder="reports")

    batch = ImportBatch.objects.get()
    assert response.url == batch.get_absolute_url()
    page = client.get(response.url).content.decode()
    assert "Labels stuck" in page
    assert "2 timeline entries" in page
    assert "2 follow-ups" in page
    assert not Incident.objects.exists()
    assert batch.files.get().name == "reports/a.md"


def test_an_upload_without_a_report_says_so(client):
    for file in (("a.png", b"no picture"), ("empty.zip", zipped())):
        response = sent(client, file)

        assert response.status_code == 422
        assert "There is no report in it" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_more_files_than_are_taken_at_once_is_said(client):
    response = sent(client, *((f"{number}.md", b"Words") for number in range(101)))

    assert response.status_code == 413
    assert not ImportBatch.objects.exists()


def test_a_confirmed_upload_is_imported_by_the_worker(client, work):
    sent(client, ("a.md", REPORT.encode()), ("b.md", REPORT.replace("stuck", "gone").encode()))
    batch = ImportBatch.objects.get()

    with work():
        response = client.post(reverse("postmortems:confirm_import", args=[batch.pk]))

    assert response.url == batch.get_absolute_url()
    assert {i.title for i in Incident.objects.all()} == {"Labels stuck", "Labels gone"}
    assert not Postmortem.objects.first().authors.exists()
    assert Incident.objects.first().mode == "record"
    assert set(batch.files.values_list("state", "content")) == {(ImportState.IMPORTED, "")}
    assert "All of it is done." in client.get(response.url).content.decode()


def test_the_browser_and_the_command_know_each_other(client, tmp_path, work, dana):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.md").write_text(REPORT)
    call_command("import_postmortems", str(folder), stdout=io.StringIO())

    sent(client, ("a.md", REPORT.encode()))
    batch = ImportBatch.objects.get()
    page = client.get(batch.get_absolute_url()).content.decode()
    file = confirmed(batch, work)

    assert "Here already" in page
    assert file.state == ImportState.SKIPPED
    assert Postmortem.objects.count() == 1


@pytest.mark.parametrize("folder", ["reports", ""])
def test_a_changed_file_of_the_same_name_is_passed_over_unless_both_are_wanted(
    client, dana, work, folder
):
    confirmed(upload(dana), work)
    sent(client, ("a.md", REPORT.replace("old", "very old").encode()), folder=folder)
    batch = ImportBatch.objects.latest("pk")
    file = batch.files.get()
    page = client.get(file.get_absolute_url()).content.decode()
    assert "its words have changed since" in page

    client.post(reverse("postmortems:take_in", args=[batch.pk, file.pk]), {"as_new": "on"})
    confirmed(batch, work)

    names = set(Postmortem.objects.values_list("source_name", flat=True))
    assert "reports/a.md" in names
    assert len(names) == 2


def test_a_changed_file_is_passed_over(dana, work):
    confirmed(upload(dana), work)

    file = confirmed(upload(dana, REPORT.replace("old", "very old")), work)

    assert file.state == ImportState.SKIPPED
    assert "It has changed since it was imported" in file.why
    assert Postmortem.objects.count() == 1


def test_what_it_is_about_can_be_put_right(client, dana, work):
    batch = upload(dana)
    file = batch.files.get()
    places = {"place-3": "timeline", "place-8": "factor", "place-12": "follow_up"}

    response = client.post(
        reverse("postmortems:correct_report", args=[batch.pk, file.pk]),
        {
            "title": "Labels were stuck",
            "day": "2021-03-05",
            "zone": "Europe/Berlin",
            "started_at": "2021-03-05T09:30",
            "ended_at": "",
            **places,
        },
    )
    assert response.status_code == 302
    confirmed(batch, work)

    incident = Incident.objects.get()
    assert incident.title == "Labels were stuck"
    assert incident.timeline.filter(kind="note").first().occurred_at.isoformat() == (
        "2021-03-05T09:00:00+00:00"
    )
    assert Postmortem.objects.get().factors.get().text == "It was old"


def test_rows_can_be_put_right_and_left_out_and_the_rest_is_still_counted(client, dana, work):
    batch = upload(dana)
    file = batch.files.get()

    response = client.post(
        reverse("postmortems:correct_rows", args=[batch.pk, file.pk]),
        {
            "timeline-5-text": "The label printer stops.",
            "timeline-5-at": "2021-03-04T10:02",
            "timeline-6-text": "Paper.",
            "timeline-6-at": "2021-03-04T11:05",
            "follow_up-14-text": "Two trays",
            "follow_up-14-kind": "tooling",
            "follow_up-15-text": "Buy paper",
            "follow_up-15-kind": "code",
            "follow_up-15-left_out": "on",
        },
    )
    assert response.status_code == 302
    assert set(ImportFile.objects.get().corrections["rows"]) == {
        "timeline:5", "follow_up:14", "follow_up:15",
    }  # fmt: skip
    file = confirmed(batch, work)

    assert file.state == ImportState.IMPORTED
    assert "2 parts were written anew or left out on purpose." in file.why
    first = Incident.objects.get().timeline.filter(kind="note").first()
    assert (first.text, first.occurred_at.hour, first.occurred_at.minute) == (
        "The label printer stops.", 10, 2,
    )  # fmt: skip
    assert [f.what for f in Postmortem.objects.get().follow_ups.all()] == ["Two trays"]
    assert Postmortem.objects.get().follow_ups.get().kind == "tooling"


def test_sending_the_rows_as_they_are_corrects_nothing(client, dana):
    batch = upload(dana, REPORT + "- 日本語 `x` \n  more\n\n  and more\n")
    file = batch.files.get()
    page = client.get(file.get_absolute_url())
    data = {}
    for form in page.context["rows_form"].forms:
        for field in form:
            if field.name != "left_out":
                value = field.value()
                if field.name == "at":
                    value = value.astimezone(page.context["tzinfo"]).strftime("%Y-%m-%dT%H:%M")
                data[field.html_name] = str(value).replace("\n", "\r\n")

    client.post(reverse("postmortems:correct_rows", args=[batch.pk, file.pk]), data)

    assert ImportFile.objects.get().corrections == {}


def test_a_wrong_correction_is_shown_as_it_was_typed(client, dana):
    batch = upload(dana)
    file = batch.files.get()

    rows = client.post(
        reverse("postmortems:correct_rows", args=[batch.pk, file.pk]),
        {"timeline-5-text": "", "timeline-5-at": "never"},
    )
    about = client.post(
        reverse("postmortems:correct_report", args=[batch.pk, file.pk]),
        {"title": "", "zone": "Mars/Olympus", "place-3": "nowhere"},
    )

    assert rows.status_code == about.status_code == 422
    assert "never" in rows.content.decode()
    assert ImportFile.objects.get().corrections == {}


def test_a_file_can_be_left_out_and_taken_in_again(client, dana):
    batch = upload(dana)
    file = batch.files.get()

    client.post(reverse("postmortems:leave_out", args=[batch.pk, file.pk]))
    refused = client.post(reverse("postmortems:confirm_import", args=[batch.pk]))
    assert refused.status_code == 422
    assert "There is nothing to import" in refused.content.decode()

    client.post(reverse("postmortems:take_in", args=[batch.pk, file.pk]))
    assert ImportFile.objects.get().state == ImportState.WAITING


def test_one_file_that_fails_leaves_the_others(client, work):
    sent(client, ("a.md", REPORT.encode()), ("b.md", b"%PDF-1.7 no text"), ("c.exe", b"MZ"))
    batch = ImportBatch.objects.get()

    with work():
        client.post(reverse("postmortems:confirm_import", args=[batch.pk]))

    assert dict(batch.files.values_list("name", "state")) == {
        "a.md": "imported", "b.md": "refused", "c.exe": "refused",
    }  # fmt: skip
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "It is not a text file." in page


def test_pictures_of_a_zip_file_are_shown_and_drawn_anew(client, work):
    text = REPORT + "\n## Impact\n\n![a graph](img/graph.png) and ![gone](img/gone.png)\n"
    archive = zipped(**{"reports/a.md": text, "reports/img/graph.png": png(), "x/y.py": "1"})
    sent(client, ("reports.zip", archive))
    batch = ImportBatch.objects.get()
    assert (batch.passed_over, batch.pictures.count()) == (1, 1)

    file = confirmed(batch, work)

    assert file.state == ImportState.IMPORTED, file.why
    picture = Picture.objects.get()
    impact = Postmortem.objects.get().impact
    assert f"![a graph]({picture.get_absolute_url()})" in impact
    assert "![gone](img/gone.png)" in impact
    assert "img/gone.png did not come along" in file.why


def test_only_admins_and_tech_leads_bring_reports_in_and_see_only_their_own(client_of, dana):
    batch = upload(dana)
    file = batch.files.get()
    addresses = [
        reverse("postmortems:choose_reports"),
        batch.get_absolute_url(),
        reverse("postmortems:live_import", args=[batch.pk]),
        file.get_absolute_url(),
    ]
    lead, member, reader = TechLeadFactory(), UserFactory(), UserFactory(role=Role.READER)
    statuses = {
        name: [client_of(user).get(address).status_code for address in addresses]
        for name, user in {"lead": lead, "member": member, "reader": reader}.items()
    }

    assert statuses == {
        "lead": [200, 404, 404, 404],
        "member": [403, 403, 403, 403],
        "reader": [403, 403, 403, 403],
    }
    assert [client_of(dana).get(address).status_code for address in addresses] == [200] * 4


@pytest.mark.parametrize(
    "verb",
    ["confirm_import", "drop_import", "correct_report", "correct_rows", "leave_out", "take_in"],
)
def test_nobody_changes_what_somebody_else_uploaded(verb, client_of, dana):
    batch = upload(dana)
    args = [batch.pk] if verb.endswith("import") else [batch.pk, batch.files.get().pk]
    address = reverse(f"postmortems:{verb}", args=args)

    assert client_of(TechLeadFactory()).post(address).status_code == 404
    assert client_of(UserFactory()).post(address).status_code == 403
    assert client_of(dana).get(address).status_code == 405


def test_what_is_confirmed_stays_as_it_is(client, dana, work):
    batch = upload(dana)
    ImportBatch.objects.update(confirmed_at=timezone.now())
    file = batch.files.get()

    response = client.post(reverse("postmortems:leave_out", args=[batch.pk, file.pk]))

    assert response.status_code == 422
    assert "This import is confirmed" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_confirming_twice_at_once_confirms_once(race):
    batch = upload(UserFactory(role=Role.ADMIN))

    outcomes = race(2, lambda: uploading.confirm_batch(batch, by=batch.owner))

    assert sorted(outcomes) == ["DomainError", "ok"]


@pytest.mark.django_db(transaction=True)
def test_importing_a_file_twice_at_once_imports_it_once(race):
    batch = upload(UserFactory(role=Role.ADMIN))
    ImportBatch.objects.update(confirmed_at=timezone.now())
    file = batch.files.get()

    assert race(3, lambda: import_file(file.pk)) == ["ok", "ok", "ok"]

    assert Postmortem.objects.count() == 1
    assert ImportFile.objects.get().state == ImportState.IMPORTED


def test_what_a_lost_broker_left_is_found(dana, work):
    batch = upload(dana)
    ImportBatch.objects.update(confirmed_at=timezone.now())
    with work():
        sweep_imports.delay()
    assert batch.files.get().state == ImportState.WAITING  # the worker is left a minute

    ImportBatch.objects.update(confirmed_at=timezone.now() - timedelta(minutes=2))
    with work():
        sweep_imports.delay()

    assert batch.files.get().state == ImportState.IMPORTED


def test_an_upload_is_forgotten_after_a_day(dana):
    old, new = upload(dana), upload(dana)
    ImportBatch.objects.filter(pk=old.pk).update(made_at=timezone.now() - timedelta(hours=25))

    forget_imports()

    assert list(ImportBatch.objects.all()) == [new]


def test_pictures_are_forgotten_once_nothing_waits_for_them(dana, work):
    archive = zipped(**{"r/a.md": REPORT, "r/x.png": png()})
    batch = uploading.keep_upload(by=dana, reports=[Upload("r.zip", archive)])
    confirmed(batch, work)

    forget_imports()

    assert not ImportPicture.objects.exists()
    assert ImportBatch.objects.exists()


def test_an_upload_can_be_thrown_away(client, dana):
    batch = upload(dana)

    client.post(reverse("postmortems:drop_import", args=[batch.pk]))

    assert not ImportBatch.objects.exists()


def test_a_heading_can_be_sent_anywhere_and_no_word_is_lost(dana, work):
    for place in Place:
        if place is Place.TITLE:
            continue
        text = REPORT.replace("Two trays", f"Two trays for {place}")
        batch = upload(dana, text, name=f"reports/{place}.md")
        uploading.correct_report(batch.files.get(), by=dana, places={3: place, 8: place, 12: place})
        file = confirmed(batch, work)
        assert file.state == ImportState.IMPORTED, file.why


def test_every_page_of_an_import_takes_few_queries(client, dana, queries_of):
    few, many = upload(dana), None
    files = [Upload(f"{n}.md", REPORT.replace("old", f"{n}").encode()) for n in range(30)]
    many = uploading.keep_upload(by=dana, reports=files)

    one, thirty = (queries_of(client, batch.get_absolute_url()) for batch in (few, many))

    assert one == thirty <= 12
    assert queries_of(client, many.files.first().get_absolute_url()) <= 12
    assert queries_of(client, reverse("postmortems:choose_reports")) <= 12
