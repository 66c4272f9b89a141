"""Choose the story of a week, once for everybody."""

from datetime import date, timedelta

from django.db.models import Count
from django.utils import timezone

from learning.models import Story, Week


def monday(of: date) -> date:
    return of - timedelta(days=of.weekday())


def begin_week(*, on: date | None = None) -> Week:
    """Begin the week of a day. However often it is begun, it is one, with one story.

    The story is among those that have been the story of a week least often, and of those
    the first in the order of the library.
    """
    stories = Story.objects.published().annotate(times=Count("weeks"))
    story = stories.order_by("times", "-document__stands_at", "-pk").first()
    first_day = monday(on or timezone.localdate())
    week, _is_new = Week.objects.get_or_create(first_day=first_day, defaults={"story": story})
    return week
