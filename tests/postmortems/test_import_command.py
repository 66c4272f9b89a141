"""`manage.py import_postmortems`: what it does with a folder, and what it says."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from incidents.models import Incident
from people.models import Role
from postmortems.importing import links
from postmortems.models import Postmortem
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

REPORT = """\
# 2021-03-04, {title}

## Timeline

### 10:00

The printer stops.

### 11:05

Paper.

## Action items

- Two trays
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def admin():
    UserFactory()
    return UserFactory(role=Role.ADMIN)


def run(*arguments) -> str:
    out = StringIO()
    call_command("import_postmortems", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_a_folder_is_imported_in_order_and_said_file_by_file(folder, admin):
    (folder / "b.md").write_text(REPORT.format(title="Paper ran out"))
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck"))
    (folder / "notes.txt").write_text("not a report")

    said = run(folder)

    first, second = Incident.objects.order_by("pk")
    assert (first.title, second.title) == ("Labels stuck", "Paper ran out")
    assert said.split("reports/b.md")[0] == (
        "reports/a.md\n"
        f"  Labels stuck → {first.reference}\n"
        "  2021-03-04 10:00 to 11:05, UTC, as no zone is named\n"
        "  2 timeline entries, 0 contributing factors, 1 follow-up\n"
        "  line 3, Timeline → 2 timeline entries\n"
        "  line 13, Action items → 1 follow-up\n"
        "  No time zone is named: times are taken as UTC.\n"
        "  18/18 words kept (8 in the text, 10 as headings, times and links)\n"
    )
    assert said.endswith("2 files: 2 imported.\n")
    assert first.timeline.get(kind="write_up").author == admin


def test_a_folder_is_imported_once(folder):
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck"))
    run(folder)
    incident = Incident.objects.get()

    said = run(folder)

    assert f"It has been imported already. It is {incident.reference}." in said
    assert said.endswith("1 file: 1 imported before.\n")
    assert Incident.objects.count() == 1


def test_a_changed_file_is_reported_and_not_overwritten(folder):
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck"))
    run(folder)
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck again"))

    said = run(folder)

    assert "It has changed since it was imported. What is here stays as it is." in said
    assert said.endswith("1 file: 1 changed since.\n")
    assert Postmortem.objects.get().title == "Labels stuck"


def test_a_bad_file_is_reported_and_the_others_go_on(folder):
    (folder / "a.md").write_bytes(b"%PDF-1.4 not a text\n")
    (folder / "b.md").write_text(" \n\n")
    (folder / "c.md").mkdir()
    (folder / "d.md").write_text(REPORT.format(title="Labels stuck"))
    out = StringIO()

    with pytest.raises(CommandError, match="3 files could not be imported"):
        call_command("import_postmortems", str(folder), stdout=out)

    said = out.getvalue()
    assert "It is not a text file. Nothing of it is imported." in said
    assert "There is nothing in it." in said
    assert "It cannot be read: Is a directory." in said
    assert Incident.objects.get().title == "Labels stuck"


def test_what_the_database_refuses_is_reported_and_the_others_go_on(folder, monkeypatch):
    """A link that is too long gets this far only when the parser lets it through."""
    monkeypatch.setattr(links, "LONGEST", 2000)
    long_link = f"https://example.org/{'a' * 1100}"
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck") + f"- Ask {long_link} why\n")
    (folder / "b.md").write_text(REPORT.format(title="Paper ran out"))
    out = StringIO()

    with pytest.raises(CommandError, match="1 file could not be imported"):
        call_command("import_postmortems", str(folder), stdout=out)

    assert "  The database does not take it: value too long for" in out.getvalue()
    assert out.getvalue().endswith("2 files: 1 imported, 1 not imported.\n")
    assert Incident.objects.get().title == "Paper ran out"


def test_an_address_that_is_too_long_for_a_link_is_imported_as_text(folder):
    long_link = f"https://example.org/{'a' * 1100}"
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck") + f"- Ask {long_link} why\n")

    assert run(folder).endswith("1 file: 1 imported.\n")

    follow_up = Postmortem.objects.get().follow_ups.last()
    assert (follow_up.what, follow_up.link) == (f"Ask {long_link} why", "")


def test_a_path_that_is_not_there_is_reported(folder):
    out = StringIO()

    with pytest.raises(CommandError, match="1 file could not be imported"):
        call_command("import_postmortems", str(folder / "none.md"), stdout=out)

    assert "It cannot be read: No such file or directory." in out.getvalue()


def test_a_file_alone_is_known_by_its_folder_too(folder):
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck"))
    run(folder / "a.md")

    assert "imported already" in run(folder)


def test_a_dry_run_says_the_same_and_stores_nothing(folder):
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck"))

    said = run(folder, "--dry-run")

    assert "Labels stuck → would be a new incident" in said
    assert "18/18 words kept" in said
    assert said.endswith("1 file: 1 could be imported.\n")
    assert not Incident.objects.exists()
    assert not Postmortem.objects.exists()


def test_a_dry_run_knows_what_is_here(folder):
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck"))
    run(folder)

    assert run(folder, "--dry-run").endswith("1 file: 1 imported before.\n")


def test_somebody_else_can_import(folder):
    (folder / "a.md").write_text(REPORT.format(title="Labels stuck"))
    member = UserFactory(email="member@example.org")

    run(folder, "--as", "Member@Example.org")

    assert Incident.objects.get().timeline.get(kind="write_up").author == member


@pytest.mark.parametrize("email", ["nobody@example.org", "reader@example.org"])
def test_who_cannot_write_cannot_import(folder, email):
    UserFactory(email="reader@example.org", role=Role.READER)

    with pytest.raises(CommandError, match=f"Nobody who may write has the address {email}"):
        run(folder, "--as", email)


def test_an_admin_is_needed(folder, admin):
    admin.delete()

    with pytest.raises(CommandError, match="There is no admin yet"):
        run(folder)


def test_an_empty_folder_is_nothing_to_do(folder):
    assert run(folder) == "0 files: nothing to do.\n"
