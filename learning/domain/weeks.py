"""Choose the story of a week, once for everybody, and tell of what is new."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from learning.models import Story, Week
from nudges.domain.outbox import nudge
from people.models import User


def monday(of: date) -> date:
    return of - timedelta(days=of.weekday())


def tomorrow() -> date:
    """On Sunday it is Monday already for whoever is furthest east."""
    return timezone.localdate() + timedelta(days=1)


@transaction.atomic
def begin_week(*, on: date | None = None) -> Week:
    """Begin the week of a day, and have everybody told on their Monday morning.

    However often it is begun, it is one, with one story.
    The story is among those that have been the story of a week least often, and of those
    the first in the order of the library.
    """
    stories = Story.objects.published().annotate(times=Count("weeks"))
    story = stories.order_by("times", "-document__stands_at", "-pk").first()
    first_day = monday(on or tomorrow())
    week, is_new = Week.objects.get_or_create(first_day=first_day, defaults={"story": story})
    if is_new and first_day >= timezone.localdate():
        nudge("digest", about=week, to=User.objects.here())
    return week
