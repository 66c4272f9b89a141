"""One incident from "something broke" to the library, by two people with a browser each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nudges.models import Nudge
from postmortems.models import Postmortem, Status
from tests.browser.conftest import PASSWORD
from tests.factories import ServiceFactory, TeamFactory, TechLeadFactory, ToolFactory, UserFactory

TITLE = "Search answers with nothing"
NOTE = "Take a breath. I once emptied the same index, on a Friday, and they kept me."


@pytest.fixture
def company(goldseam):
    """Nia, who is new, her tech lead Ines, and the service that breaks."""
    team = TeamFactory(name="Discovery")
    nia = UserFactory(display_name="Nia Okafor", team=team, password=PASSWORD)
    ines = TechLeadFactory(display_name="Ines Duarte", leads=team, team=team, password=PASSWORD)
    ToolFactory(service=ServiceFactory(name="Search"), command="deploy rollback search")
    return nia, ines


@pytest.mark.parametrize("scripts", [True, False], ids=["live", "without scripts"])
def test_the_whole_job(goldseam, company, sit_down, scripts):
    nia, ines = (sit_down(user, scripts=scripts, signed_in=False) for user in company)
    nia.signs_in(PASSWORD)
    ines.signs_in(PASSWORD)

    file_it(nia, ines, goldseam.mail)
    reassure(nia, ines, goldseam.mail)
    run_it(nia, ines)
    if scripts:
        lose_the_network(nia, ines)
    resolve_it(nia, ines)
    write_it_up(nia)
    review_it(nia, ines, goldseam.mail)
    publish_it(nia, ines)
    tell_a_story(ines, nia)
    answer_the_check_in(nia)


def file_it(nia, ines, mail):
    """One line is enough; the first answer is thanks, and whoever looks sees it open."""
    ines.is_live()
    ines.stays()
    nia.follows("Something broke")
    nia.types("In your own words", TITLE)
    nia.chooses("Roll it back")
    nia.chooses("Major")
    nia.chooses("Search")
    nia.presses("Open the incident")

    nia.sees("Thank you for raising this")
    nia.sees("deploy rollback search")
    ines.sees(TITLE)
    ines.sees("Nia may appreciate a kind word")
    assert ines.is_still_there()
    mail.wait_for(nia.user.email, "Thank you for raising INC-")
    mail.wait_for(ines.user.email, "Nia may appreciate a kind word")


def reassure(nia, ines, mail):
    """Ines writes to Nia in her own words, and Nia reads it."""
    ines.follows("Write to Nia")
    ines.types("Your words", NOTE)
    ines.presses("Send it to Nia")
    ines.sees(NOTE)

    said = mail.wait_for(nia.user.email, "Ines wrote to you")
    assert NOTE not in said.as_string()
    nia.follows("Today", within="#rooms")
    nia.sees("Ines wrote to you")
    nia.follows("Read the note")
    nia.sees(NOTE)
    ines.page.reload()
    ines.sees("read")


def run_it(nia, ines):
    """Both in the room: what one does is on the other's screen, and no page is loaded again."""
    nia.follows(TITLE)
    ines.follows(TITLE)
    for person in (nia, ines):
        person.is_live()
        person.stays()

    ines.presses("I’m here to help")
    nia.sees("Ines Duarte", within="#people")

    nia.opens("Add a note")
    nia.types("What happened, or what did you see?", "The index has no documents since 14:02.")
    nia.presses("Add it")
    ines.sees("The index has no documents since 14:02.", within="#timeline")
    nia.presses("A key moment", within=".seam li:has-text('The index has no documents')")
    ines.sees_key_moment = ines.page.locator("li.key", has_text="The index has no documents")
    if ines.scripts:
        ines.sees_key_moment.wait_for()

    ines.presses("I’ll lead")
    nia.sees("Incident lead", within="#people")

    ines.opens("Post an update")
    ines.types("How are things?", "Search is empty for everybody.", within="#update")
    ines.types("What is being done?", "Rolling back to the last index.", within="#update")
    soon = timezone.now() + timedelta(minutes=25)
    ines.types("Next update", soon.strftime("%Y-%m-%dT%H:%M"), within="#update")
    ines.presses("Post it")
    nia.sees("Search is empty for everybody.", within="#where-we-are")
    nia.sees("Next update", within="#where-we-are header")

    ines.presses("Mark as mitigating")
    nia.sees("Mitigating", within="#head")

    ines.opens("Hand over the lead")
    ines.chooses("Nia Okafor", of="Who leads now?")
    ines.types("What they need to know", "The rollback is half-way.", within="#hand-over")
    ines.presses("Hand over")
    nia.sees("Incident lead", within=f"#person-{nia.user.pk}")
    nia.sees("The rollback is half-way.", within="#timeline")


def lose_the_network(nia, ines):
    """What happened while somebody was offline is there when they are back."""
    ines.page.context.set_offline(True)
    nia.opens("Add a note")
    nia.types("What happened, or what did you see?", "Documents are coming back.")
    nia.presses("Add it")
    nia.sees("Documents are coming back.", within="#timeline")
    ines.sees_not("Documents are coming back.")

    ines.page.context.set_offline(False)

    ines.sees("Documents are coming back.", within="#timeline")
    ines.errors = [one for one in ines.errors if "INTERNET_DISCONNECTED" not in one]
    ines.errors = [one for one in ines.errors if "Failed to fetch" not in one]


def resolve_it(nia, ines):
    """Thanks for everybody, and the write-up is proposed."""
    nia.follows("Resolve", within="#where-we-are")
    nia.types("What put it right?", "Rolled back to the index of yesterday.")
    nia.presses("Yes, it is resolved")

    nia.sees("It is over. Thank you, all of you.")
    nia.sees("Would a write-up help the next person?")
    ines.sees("Resolved", within="#head")
    assert ines.is_still_there()
    kinds = Nudge.objects.open().filter(recipient__in=[nia.user, ines.user])
    assert kinds.filter(kind="check_in").count() == 2
    assert kinds.get(kind="write_up").recipient == nia.user


def write_it_up(nia):
    """From what the room knows, in sections, with factors and what will be different."""
    nia.presses("Start the write-up")
    written = nia.page.get_by_label("What happened")
    assert "The index has no documents since 14:02." in written.input_value()
    assert "Nia" not in written.input_value()
    nia.types("What we know now", "An empty index builds without a complaint.")
    nia.presses("Save")
    nia.sees("An empty index builds without a complaint.")

    for number, factor in enumerate(["Nothing counts documents.", "The build has no dry run."]):
        nia.opens("Add a contributing factor")
        nia.types("What else had to be true?", factor, within="#add-factor")
        nia.chooses(["Detection", "Tooling"][number], of="What is it about?")
        nia.presses("Add it", within="#add-factor")
        nia.sees(factor, within="#factors")

    nia.follows("Add a follow-up")
    nia.types("What will be different?", "Refuse an index with fewer documents than yesterday.")
    nia.chooses("Detection", of="What kind")
    nia.chooses("Nia Okafor", of="Who")
    nia.types("By when", (timezone.localdate() + timedelta(days=14)).isoformat())
    nia.presses("Add it")
    nia.sees("Refuse an index with fewer documents than yesterday.", within="#follow-ups")


def review_it(nia, ines, mail):
    """A tech lead who wrote none of it reads it and approves."""
    ines.follows("Today", within="#rooms")
    ines.is_live()
    nia.follows("Ask for review")
    nia.chooses("Ines Duarte", of="Who")
    nia.presses("Ask")
    nia.sees("Ines Duarte was asked to read it")

    mail.wait_for(ines.user.email, f"Review: {TITLE}")
    ines.sees(f"Review: {TITLE}")
    ines.follows("Read it")
    ines.chooses("More than one contributing factor")
    ines.types("Remarks", "I did not know that it builds empty. Thank you.", within="#review")
    ines.presses("Approve")
    ines.sees("Approved")
    assert Postmortem.objects.get().status == Status.APPROVED


def publish_it(nia, ines):
    """It goes into the library, where the other reads it."""
    nia.sees("I did not know that it builds empty. Thank you.")
    nia.presses("Publish")
    nia.sees("Thank you for writing this down")

    ines.follows("Library", within="#rooms")
    ines.follows(TITLE)
    ines.sees("An empty index builds without a complaint.")
    ines.sees("Nothing counts documents.")


def tell_a_story(ines, nia):
    """Seniors first: Ines tells hers, and Nia reads it."""
    ines.follows("Library", within="#rooms")
    ines.follows("Tell yours")
    ines.types("Title", "The Friday I emptied the index")
    ines.types("What broke", "Search, for four hours.")
    ines.presses("Publish")
    ines.sees("Search, for four hours.")

    nia.follows("Library", within="#rooms")
    nia.follows("The Friday I emptied the index")
    nia.sees("Search, for four hours.")


def answer_the_check_in(nia):
    """The next working morning somebody asks how she is."""
    Nudge.objects.filter(kind="check_in").update(due_at=timezone.now())
    nia.follows("Today", within="#rooms")

    nia.sees("How are you after INC-")
    nia.follows("Answer")
    nia.presses("I’m fine, thank you")
    nia.sees("Good to hear. Thank you for saying so.")
    nia.sees_not("How are you after INC-")
