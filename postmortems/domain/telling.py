"""Tell people about a write-up: of practice in the app only, and of several comments once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.models import Mode, Participation, Service
from nudges.domain.announcing import announce
from nudges.domain.outbox import end, nudge
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Team, User
from postmortems.models import Comment, Postmortem
from postmortems.queries.mentions import people_named

ROLLED_UP = timedelta(hours=1)


def tell(
    kind: str,
    postmortem: Postmortem,
    *,
    to: Iterable[User],
    about: models.Model | None = None,
    at: datetime | None = None,
    again: str = "",
) -> None:
    """Nudge people about a write-up, or about something of it; of practice nobody is told."""
    if not postmortem.is_practice:
        nudge(kind, about=about or postmortem, to=to, at=at, again=again)


def tell_teams(postmortem: Postmortem) -> None:
    """Say in the chat rooms of teams that a write-up about something live is in the library.

    The teams are those that look after its services, and those of its authors.
    """
    live = postmortem.incidents.filter(mode=Mode.LIVE)
    if postmortem.is_practice or not live.exists():
        return
    services = Service.objects.filter(incidents__in=postmortem.incidents.all())
    theirs = Q(pk__in=services.values("team")) | Q(pk__in=postmortem.authors.values("team"))
    announce("team_published", about=postmortem, to=Team.objects.filter(theirs))


def whom_it_names(text: str, postmortem: Postmortem, *, by: User) -> list[User]:
    """The people that a comment names, who all have to see what it is about."""
    named = [person for person in people_named(text) if person != by]
    see_it = set(postmortem.audience().filter(pk__in=[person.pk for person in named]))
    for person in named:
        if person not in see_it:
            sentence = _(
                "%(name)s cannot see this incident, so nothing is sent. Leave the name out, or "
                "ask somebody in the incident to let them in."
            )
            raise DomainError({"text": sentence % {"name": person}})
    return named


def tell_of_comment(comment: Comment, named: Iterable[User], *, by: User, at: datetime) -> None:
    """Tell whoever is named, who spoke there before, and the authors, each in one way only.

    Practice asks nobody.
    """
    thread = comment.thread
    if thread.postmortem.is_practice:
        return
    named = set(named)
    nudge("mentioned", about=comment, to=named)
    earlier = Comment.objects.standing().filter(thread=thread).exclude(pk=comment.pk)
    spoke = set(User.objects.here().filter(comments__in=earlier)) - {by} - named
    _tell_once_an_hour("reply", about=thread, people=spoke, at=at)
    authors = set(thread.postmortem.authors.here()) - {by} - named - spoke
    _tell_once_an_hour("comment", about=thread.postmortem, people=authors, at=at)


def _tell_once_an_hour(
    kind: str, *, about: models.Model, people: Iterable[User], at: datetime
) -> None:
    """Let what somebody was told within the hour, and has not looked at, speak for this too."""
    told = Nudge.objects.open().about(kind, about).filter(created_at__gt=at - ROLLED_UP)
    known = set(told.values_list("recipient_id", flat=True))
    for person in people:
        if person.pk not in known:
            end(kind, about=about, because="there is more by now", to=person)
            nudge(kind, about=about, to=[person], again=at.isoformat())


def invite_to_tell(postmortem: Postmortem) -> None:
    """Invite whoever was in its incidents to tell their side, once for an incident."""
    # The few numbers rather than subqueries: with stale statistics Postgres has put those
    # together in an order that takes minutes.
    incidents = list(postmortem.incidents.standing().values_list("pk", flat=True))
    siblings = list(Postmortem.objects.filter(incidents__in=incidents).values_list("pk", flat=True))
    about_type = ContentType.objects.get_for_model(Postmortem)
    invited = Nudge.objects.filter(
        kind="story_invite", about_type=about_type, about_id__in=siblings
    )
    were_there = Participation.objects.filter(incident__in=incidents)
    people = User.objects.who_may_write().filter(pk__in=were_there.values("user"))
    tell("story_invite", postmortem, to=people.exclude(pk__in=invited.values("recipient")))
