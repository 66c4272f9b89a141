"""Every time is shown in the zone of the person who reads it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone

from people.http import for_everyone
from people.middleware import ReaderTimeZone
from people.models import User


def page(request):
    return HttpResponse(timezone.get_current_timezone_name())


def answer(request, view=page):
    middleware.process_view(request, view, (), {})
    return view(request)


middleware = ReaderTimeZone(answer)


@pytest.fixture(autouse=True)
def leave_no_zone_behind():
    yield
    timezone.deactivate()


@pytest.fixture
def zone_for(rf):
    def ask(user):
        request = rf.get("/")
        request.user = user
        return middleware(request).text

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


def test_a_page_for_everyone_asks_nobody_who_reads_it(rf):
    request = rf.get("/")  # it has no user to ask

    zone = ReaderTimeZone(lambda request: answer(request, for_everyone(seconds=1)(page)))(request)

    assert zone.text == "UTC"
    assert zone["Cache-Control"] == "public, max-age=1"
