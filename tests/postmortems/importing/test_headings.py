import pytest

from postmortems.importing.headings import Place, name_of, place_of, says_only


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Summary", Place.WHAT_HAPPENED),
        ("TL;DR", Place.WHAT_HAPPENED),
        ("**What happened?**", Place.WHAT_HAPPENED),
        ("User impact:", Place.IMPACT),
        ("Root Cause Analysis", Place.WHAT_MADE_IT_POSSIBLE),
        ("What Didn’t Go Well", Place.WHAT_MADE_IT_POSSIBLE),
        ("Why it wasn't caught", Place.WHAT_MADE_IT_POSSIBLE),
        ("Contributing Factors (findings)", Place.FACTOR),
        ("What went well?", Place.WHAT_WENT_WELL),
        ("Where we got lucky", Place.WHERE_WE_WERE_LUCKY),
        ("What surprised us", Place.WHAT_SURPRISED_US),
        ("Lessons learnt", Place.WHAT_WE_KNOW_NOW),
        ("4. Key takeaways", Place.WHAT_WE_KNOW_NOW),
        ("ACTION ITEMS", Place.FOLLOW_UP),
        ("Follow-up actions", Place.FOLLOW_UP),
        ("Corrective and preventative measures ", Place.FOLLOW_UP),
        ("How are we preventing it from happening again?", Place.FOLLOW_UP),
        ("🕐 Timeline of events", Place.TIMELINE),
        ("Key events", Place.TIMELINE),
    ],
)
def test_headings_in_the_words_teams_use(heading, place):
    assert place_of(heading) is place


@pytest.mark.parametrize("heading", ["Attendees", "Timeline of our love", "Impactful", "", "!!!"])
def test_other_headings_are_not_known(heading):
    assert place_of(heading) is None


def test_a_heading_is_not_needed_when_the_section_is_called_that():
    assert says_only("2. What went well:", Place.WHAT_WENT_WELL)
    assert not says_only("What went wrong", Place.WHAT_MADE_IT_POSSIBLE)
    assert not says_only("Contributing Factors (findings)", Place.FACTOR)


def test_a_name_without_its_marks():
    assert name_of("  2.1 __Root cause__ (so far): ") == "root cause"
