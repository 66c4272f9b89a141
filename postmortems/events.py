"""What other programs can hear about write-ups and follow-ups: never who, and no restricted one."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from incidents.events import page_of
from nudges.telling import anybody
from postmortems.models import FollowUp, Postmortem
from postmortems.queries.naming import name_people
from webhooks.events import event


def published_says(postmortem: Postmortem) -> dict[str, Any] | None:
    return _write_up_says(postmortem) if postmortem.is_published else None


def taken_back_says(postmortem: Postmortem) -> dict[str, Any] | None:
    return None if postmortem.is_published else _write_up_says(postmortem)


def _write_up_says(postmortem: Postmortem) -> dict[str, Any] | None:
    """A write-up without its words; who stands in its title is there by role."""
    seen = Postmortem.objects.visible_to(anybody()).real()
    if not seen.filter(pk=postmortem.pk).exists():
        return None
    name_people([postmortem], in_texts=lambda one: [one.title], always_roles=True)
    return {
        "number": postmortem.pk,
        "page": page_of(postmortem),
        "title": postmortem.naming.text(postmortem.title),
        "incidents": [one.reference for one in postmortem.incidents.standing().order_by("pk")],
        "published_at": postmortem.published_at,
    }


def follow_up_says(follow_up: FollowUp) -> dict[str, Any] | None:
    """A follow-up without whose it is; who stands in its words is there by role."""
    seen = FollowUp.objects.visible_to(anybody()).real()
    if not seen.filter(pk=follow_up.pk).exists():
        return None
    what, write_up = follow_up.what, follow_up.postmortem
    if write_up:
        name_people([write_up], in_texts=lambda one: [what], always_roles=True)
        what = write_up.naming.text(what)
    return {
        "number": follow_up.pk,
        "page": page_of(follow_up),
        "write_up": write_up.pk if write_up else None,
        "what": what,
        "kind": follow_up.kind,
        "state": follow_up.state,
        "due_on": follow_up.due_on,
        "link": follow_up.link,
        "done_at": follow_up.done_at,
    }


PUBLISHED = event("write_up.published", _("A write-up is published"), says=published_says, rank=30)
TAKEN_BACK = event(
    "write_up.taken_back", _("A write-up is taken back"), says=taken_back_says, rank=31
)
FOLLOW_UP_CREATED = event(
    "follow_up.created", _("A follow-up is planned"), says=follow_up_says, rank=40
)
FOLLOW_UP_DONE = event("follow_up.done", _("A follow-up is done"), says=follow_up_says, rank=41)
