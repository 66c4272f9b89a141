"""The week's news comes by mail on everybody's Monday morning, when there is any."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from incidents.domain.restricting import restrict_incident
from learning.domain.stories import publish_story
from learning.tasks import begin_week
from nudges.domain.delivery import deliver
from nudges.domain.saying import due_nudges, say
from nudges.models import Delivery, Nudge, Preference
from nudges.models.delivery import State
from tests.factories import IncidentFactory, PostmortemFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 4, 45, tzinfo=UTC)
MONDAY = SUNDAY + timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(SUNDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def jo():
    return UserFactory(workday_starts=time(9), workday_ends=time(17))


def tell_story(title):
    author = UserFactory()
    story = StoryFactory(by=author, is_published=False, title=title)
    return publish_story(story, by=author, at=timezone.now() - timedelta(days=2))


def digests():
    return Nudge.objects.filter(kind="digest")


def send_all(clock, *, at):
    clock.move_to(at)
    for pk in due_nudges():
        say(pk)
    deliver("email")


def test_it_comes_on_monday_morning_wherever_somebody_is(clock, jo):
    people = {
        zone: UserFactory(workday_starts=time(9), time_zone=zone)
        for zone in ("Pacific/Kiritimati", "Asia/Kathmandu", "Pacific/Honolulu")
    }

    begin_week()

    assert digests().get(recipient=jo).due_at == datetime(2026, 11, 23, 9, tzinfo=UTC)
    for zone, person in people.items():
        due_at = digests().get(recipient=person).due_at.astimezone(person.zone)
        assert (due_at.weekday(), due_at.hour, due_at.minute) == (0, 9, 0), zone


def test_it_lists_what_is_new(clock, jo, mailoutbox):
    story = tell_story("The day the cache forgot everyone")
    nia = UserFactory()
    write_up = PostmortemFactory(
        by=nia, incident=IncidentFactory(by=nia, is_over=True), is_published=True
    )
    begin_week()

    send_all(clock, at=MONDAY.replace(hour=9, minute=1))

    [mail] = [one for one in mailoutbox if one.to == [jo.email]]
    assert mail.subject == "This week in the library"
    for text in (mail.body, mail.alternatives[0].content):
        for one in (story, write_up):
            assert one.title in text
            assert one.get_absolute_url() in text
    assert not digests().visible_to(jo).listed().exists()


def test_it_says_nothing_of_what_its_reader_may_not_see(clock, jo, mailoutbox):
    tell_story("The day the cache forgot everyone")
    nia = UserFactory()
    incident = IncidentFactory(by=nia, is_over=True)
    write_up = PostmortemFactory(
        by=nia, incident=incident, is_published=True, title="Tokens in a bucket"
    )
    restrict_incident(incident, by=nia)
    begin_week()

    send_all(clock, at=MONDAY.replace(hour=9, minute=1))

    told = {one.to[0]: one.body for one in mailoutbox if "library" in one.subject}
    assert write_up.title not in told[jo.email]
    assert write_up.title in told[nia.email]


def test_a_quiet_week_sends_nothing(clock, jo, mailoutbox):
    begin_week()

    send_all(clock, at=MONDAY.replace(hour=9, minute=1))

    assert mailoutbox == []
    assert Delivery.objects.get(recipient=jo).state == State.NOT_NEEDED


def test_whoever_wants_none_gets_none(clock, jo, mailoutbox):
    tell_story("The day the cache forgot everyone")
    Preference.objects.create(person=jo, kind="digest", channel="email", is_wanted=False)
    begin_week()

    send_all(clock, at=MONDAY.replace(hour=9, minute=1))

    assert [one for one in mailoutbox if one.to == [jo.email]] == []


def test_a_scheduler_that_comes_back_in_the_middle_of_a_week_tells_nobody(clock, jo):
    clock.move_to(MONDAY + timedelta(days=2))

    begin_week()

    assert not digests().exists()


def test_one_that_comes_back_on_monday_tells_everybody_at_once_in_their_hours(clock, jo):
    clock.move_to(MONDAY.replace(hour=11))

    begin_week()
    begin_week()

    assert digests().get().due_at == MONDAY.replace(hour=11)


def test_whoever_was_away_for_weeks_gets_one_when_they_are_back(clock, jo, mailoutbox):
    jo.workdays = list(range(5))
    jo.away_days = [MONDAY.date() + timedelta(days=n) for n in range(19)]
    jo.save()
    for week in range(4):
        clock.move_to(SUNDAY + timedelta(weeks=week))
        tell_story(f"The day the cache forgot everyone, part {week}")
        begin_week()
        send_all(clock, at=timezone.now() + timedelta(days=2, hours=6))

    assert [mail.to for mail in mailoutbox if mail.to == [jo.email]] == [[jo.email]]
    assert "part 3" in mailoutbox[-1].body
