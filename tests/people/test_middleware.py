"""Every time is shown in the zone of the person who reads it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone

from people.middleware import ReaderTimeZone
from people.models import User

say_zone = ReaderTimeZone(lambda request: HttpResponse(timezone.get_current_timezone_name()))


@pytest.fixture(autouse=True)
def leave_no_zone_behind():
    yield
    timezone.deactivate()


@pytest.fixture
def zone_for(rf):
    def ask(user):
        request = rf.get("/")
        request.user = user
        return say_zone(request).text

    return ask


def test_times_are_in_the_readers_own_zone(zone_for):
    assert zone_for(User(time_zone="Asia/Kathmandu")) == "Asia/Kathmandu"


def test_one_readers_zone_does_not_stay_for_the_next(zone_for):
    """Requests share a pool of threads, and a zone once activated stays with its thread."""
    zones = [
        zone_for(user)
        for user in (
            User(time_zone="Asia/Kathmandu"),
            AnonymousUser(),
            User(time_zone="Africa/Nairobi"),
            User(time_zone="Mars/Base"),
        )
    ]

    assert zones == ["Asia/Kathmandu", "UTC", "Africa/Nairobi", "UTC"]
