"""Do what somebody typed in Slack, as them, and say what came of it, to them alone."""

import re
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from incidents.domain import filing, helping, room
from incidents.models import Incident
from incidents.queries.references import standing
from people.forms import DomainForm
from people.models import User
from people.permissions import may_write
from slack.asking import Asker, Command, Submission
from slack.domain.linking import offer_link, person_behind
from slack.forms import DeclareForm, HelpForm, UpdateForm

# Only with a number behind it: “update of the index fails” is something that broke.
ABOUT_ONE = re.compile(r"(update|help)\s+INC-([0-9]{1,18})(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


def usage() -> str:
    said = _(
        "Type what is going on behind `/incident`, in your own words. One line is enough.\n"
        "`/incident update INC-1 how things are` posts an update.\n"
        "`/incident help INC-1 with what` asks for a hand.\n"
        "Who you are here: %(address)s"
    )
    return said % {"address": settings.SITE_URL + reverse("slack:mine")}


def answer(command: Command) -> str | None:
    """Do what was typed. Returns what to say, or None where the form is to be shown."""
    person = person_behind(command.asker)
    if person is None:
        return who_are_you(command.asker)
    if not may_write(person):
        return only_reads()
    if not command.text:
        return None if settings.SLACK_BOT_TOKEN else usage()
    if command.text.lower() == "help":
        return usage()
    if found := ABOUT_ONE.fullmatch(command.text):
        verb, number, text = found.groups()
        act = _update if verb.lower() == "update" else _help
        return _about_one(person, int(number), text or "", act)
    form = DeclareForm({"title": command.text})
    return _declare(form, by=person, command=command)


def only_reads() -> str:
    return _("Your account here only reads.")


def who_are_you(asker: Asker) -> str:
    """Ask somebody, whom we do not know yet, to say who they are, signed in."""
    address = settings.SITE_URL + reverse("slack:link", args=[offer_link(asker)])
    said = _(
        "We have not met in Slack yet. Open this once, signed in to Goldseam, and then type it "
        "again: %(address)s\nIt works for fifteen minutes. Give it to nobody."
    )
    return said % {"address": address}


def file(submission: Submission, *, by: User) -> DeclareForm:
    """File an incident from the form. The same form sent again is the same incident."""
    form = DeclareForm(submission.given)
    form.applies(filing.declare_incident, by=by, client_token=submission.client_token)
    return form


def thanks(incident: Incident) -> str:
    said = _("Thank you for saying so. %(incident)s is open, and people can come and help.")
    return said % {"incident": _named(incident)}


def _declare(form: DeclareForm, *, by: User, command: Command) -> str:
    token = command.client_token
    if form.applies(filing.declare_incident, by=by, client_token=token):
        return thanks(form.outcome)
    return _refused(form)


def _about_one(
    person: User, number: int, text: str, act: Callable[[Incident, User, str], str]
) -> str:
    incident = standing(person, number)
    if incident is None:
        return _("There is no INC-%(number)d, or it is not open to you.") % {"number": number}
    return act(incident, person, text)


def _update(incident: Incident, person: User, text: str) -> str:
    form = UpdateForm({"conditions": text})
    if form.applies(room.post_update, incident, by=person):
        return _("Your update is in %(incident)s.") % {"incident": _named(form.outcome.incident)}
    return _refused(form)


def _help(incident: Incident, person: User, text: str) -> str:
    form = HelpForm({"about": text})
    if form.applies(helping.ask_for_help, incident, by=person):
        said = _("Asked, in %(incident)s. It was good to ask.")
        return said % {"incident": _named(form.outcome.incident)}
    return _refused(form)


def _refused(form: DomainForm) -> str:
    return escaped(" ".join(str(one) for errors in form.errors.values() for one in errors))


def _named(incident: Incident) -> str:
    address = settings.SITE_URL + incident.get_absolute_url()
    return f"<{address}|{incident.reference}> “{escaped(incident.title)}”"


def escaped(text: str) -> str:
    """As Slack wants it, so that nobody is called by what somebody typed."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
