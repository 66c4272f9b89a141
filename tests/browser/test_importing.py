"""Reports are brought in from a browser, with scripts and without."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from incidents.models import Incident
from people.models import Role
from postmortems.models import Postmortem
from tests.factories import UserFactory
from tests.running.waiting import until

REPORT = """\
# 2021-03-04, Labels stuck

## Timeline

- 10:00 The printer stops.
- 11:05 Paper.

## Odds and ends

- Nobody knew that paper was low.

## Action items

- Buy paper
- Buy a second printer
"""


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("reports/labels.md", REPORT)
        packed.writestr("reports/bytes.md", b"%PDF-1.7")
    return {"name": "reports.zip", "mimeType": "application/zip", "buffer": out.getvalue()}


@pytest.mark.parametrize("scripts", [True, False])
def test_reports_are_looked_through_put_right_and_imported(goldseam, signed_in, scripts):
    page = signed_in(UserFactory(role=Role.ADMIN), java_script_enabled=scripts)

    page.goto("/write-ups/")
    page.get_by_role("link", name="Bring reports in").click()
    page.get_by_role("button", name="See what is understood").click()
    expect(page.get_by_text("Choose one file or several").first).to_be_visible()
    page.get_by_label("Reports").set_input_files(archive())
    page.get_by_role("button", name="See what is understood").click()
    expect(page.get_by_text("It is not a text file.")).to_be_visible()

    page.get_by_role("link", name="Labels stuck").click()
    page.get_by_label("Odds and ends").select_option("Contributing factors")
    page.get_by_role("button", name="Read it again with this").click()
    expect(page.get_by_label("What made it possible")).to_have_value(
        "Nobody knew that paper was low."
    )
    page.get_by_label("What is to be done").last.fill("Buy two printers")
    page.get_by_role("button", name="Keep these").click()
    page.get_by_role("link", name="All files").click()
    page.get_by_role("button", name="Import what is ready").click()

    until(Postmortem.objects.exists, otherwise="the report is not imported")
    if not scripts:
        page.reload()
    expect(page.get_by_text("All of it is done.")).to_be_visible(timeout=15_000)
    page.get_by_role("link", name="See the write-up").click()
    expect(page.get_by_role("heading", name="Labels stuck")).to_be_visible()
    postmortem = Postmortem.objects.get()
    assert postmortem.factors.get().text == "Nobody knew that paper was low."
    assert [one.what for one in postmortem.follow_ups.all()] == ["Buy paper", "Buy two printers"]
    assert Incident.objects.get().mode == "record"
