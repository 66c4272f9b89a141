"""Everything that files, updates or writes works with JavaScript off."""

import pytest
from playwright.sync_api import expect

from incidents.models import Incident
from tests.factories import TeamFactory, UserFactory


@pytest.fixture
def team(goldseam):
    team = TeamFactory(name="Payments")
    ines = UserFactory(display_name="Ines Barbosa", is_senior=True, team=team)
    team.tech_leads.add(ines)
    return UserFactory(display_name="Nia Kamau", team=team), ines


def test_the_job_can_be_done_with_scripts_off(goldseam, team, signed_in):
    nia_, ines_ = team
    nia = signed_in(nia_, java_script_enabled=False)
    ines = signed_in(ines_, java_script_enabled=False)

    nia.get_by_role("link", name="Something broke").click()
    nia.get_by_role("button", name="Open the incident").click()
    expect(nia.get_by_text("One line about what is going on is enough.").first).to_be_visible()
    nia.get_by_label("In your own words").fill("Search answers with nothing")
    nia.get_by_role("button", name="Open the incident").click()
    expect(nia.get_by_role("heading", name="Thank you for raising this")).to_be_visible()
    room = Incident.objects.get().get_absolute_url()

    goldseam.mail.wait_for(ines_.email, "kind word")
    ines.goto("/")
    ines.get_by_role("link", name="Write to Nia").click()
    ines.get_by_label("Your words").fill("I am here all day, if you want company.")
    ines.get_by_role("button", name="Send it to Nia").click()
    expect(ines.get_by_role("heading", name="Your note to Nia Kamau")).to_be_visible()

    ines.goto(room)
    ines.get_by_role("button", name="I’m here to help").click()
    ines.get_by_role("button", name="I’ll lead").click()
    expect(ines.locator("#people")).to_contain_text("Incident lead")
    ines.get_by_text("Add a note").click()
    ines.get_by_role("button", name="Add it").click()
    expect(ines.get_by_text("A few words are enough.").first).to_be_visible()
    ines.get_by_label("What happened, or what did you see?").fill("The index is empty.")
    ines.get_by_role("button", name="Add it").click()
    expect(ines.locator("#timeline")).to_contain_text("The index is empty.")
    ines.get_by_text("Post an update").click()
    ines.get_by_label("How are things?").fill("Filling it again.")
    ines.get_by_role("button", name="Post it").click()
    expect(ines.locator("#where-we-are")).to_contain_text("Filling it again.")
    ines.get_by_role("button", name="Mark as monitoring").click()
    ines.get_by_role("link", name="Resolve").click()
    ines.get_by_role("button", name="Yes, it is resolved").click()
    expect(ines.get_by_role("heading", level=1)).to_have_text("It is over. Thank you, all of you.")

    nia.goto(room)
    expect(nia.get_by_role("link", name="A note from Ines Barbosa")).to_be_visible()
    nia.get_by_role("link", name="What comes after").click()
    nia.get_by_role("button", name="Start the write-up").click()
    nia.get_by_label("What do we know now?").fill("An empty index answers quickly.")
    nia.get_by_role("button", name="Save").click()
    expect(nia.get_by_text("An empty index answers quickly.")).to_be_visible()

    nia.get_by_role("link", name="Library").click()
    nia.get_by_role("link", name="Tell yours").click()
    nia.get_by_label("Title").fill("I emptied the index")
    nia.get_by_label("What broke").fill("Search, for an hour.")
    nia.get_by_role("button", name="Publish").click()
    expect(nia.get_by_role("heading", name="I emptied the index")).to_be_visible()
