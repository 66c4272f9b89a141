"""Where an admin begins: everything of the organisation that can be kept, on one page."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from organisation.permissions import keepers_only
from people.http import UserRequest


@dataclass(frozen=True)
class Line:
    """One thing that an admin keeps: the name of its page, and what is said of it."""

    page: str
    title: str | Promise
    says: Promise


# Each room adds its line to the card it belongs to.
CARDS = {
    _("Who is here"): (
        Line(
            "organisation:members",
            _("People and access"),
            _("Who is invited, who is here and as what, and who leaves."),
        ),
        Line(
            "organisation:teams",
            _("Teams"),
            _("Who leads them, and who looks after people when they cannot."),
        ),
    ),
    _("What Goldseam asks and says"): (
        Line(
            "organisation:settings",
            _("Settings"),
            _("Names, severities, holidays, reminders, and how long things are kept."),
        ),
        Line(
            "organisation:audit",
            _("Audit log"),
            _("Who changed settings, accounts and access, and when."),
        ),
        Line(
            "organisation:exports",
            _("Export of everything"),
            _("All that you may see, as a file to take along."),
        ),
        Line(
            "incidents:fields",
            _("Fields of incidents"),
            _("What you ask of every incident, besides what Goldseam does."),
        ),
        Line(
            "incidents:checklists",
            _("Checklists"),
            _("Steps that a room can begin with."),
        ),
        Line(
            "postmortems:templates",
            _("Templates of write-ups"),
            _("What a write-up begins with, and which questions it asks."),
        ),
        Line(
            "incidents:status_settings",
            _("Status page"),
            _("What customers see, and who hears of it."),
        ),
    ),
    _("Connected"): (
        Line(
            "incidents:services",
            _("Services"),
            _("What you run, who knows it, and how it is undone."),
        ),
        Line(
            "organisation:tokens",
            _("Tokens of services"),
            _("Accounts of scripts, and what they may do."),
        ),
        Line(
            "alerts:sources",
            _("Alerts"),
            _("What may open an incident by itself, and what came in."),
        ),
        Line(
            "webhooks:list",
            _("Webhooks"),
            _("Other programs that hear what happens here."),
        ),
        Line(
            "slack:set_up",
            "Slack",
            _("File an incident, post an update and ask for a hand from there."),
        ),
        Line(
            "nudges:undelivered",
            _("What could not be delivered"),
            _("Mail servers and chats that do not answer, and what waits for them."),
        ),
        Line(
            "admin:index",
            _("Emergency pages"),
            _("For what no other page mends. What is private is not there."),
        ),
    ),
}


@keepers_only
@require_GET
def front(request: UserRequest) -> HttpResponse:
    return render(request, "organisation/front.html", {"cards": CARDS})
