"""How the organisation wants Goldseam to be. Every change is in the audit log, field by field."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import organisation
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import Organisation, User, Word
from people.second_step import has_second_step

CHANGED = action("organisation.setting", gettext_lazy("Changed a setting"))

# Care's thirty days are not among them: they can be neither lengthened nor shortened.
FEWEST_DAYS = {
    "audit_days": 30,
    "nudge_days": 180,
    "delivery_days": 7,
    "webhook_days": 1,
    "export_days": 1,
}
MOST_DAYS = 3_650
MOST_DAYS_OFF = 200
SHORTEST_WAIT, LONGEST_WAIT = 5, 24 * 60


@transaction.atomic
def name_things(*, by: User, name: str, postmortem_word: str) -> Organisation:
    """Say what the organisation is called, and what it calls a postmortem."""
    if postmortem_word not in Word.values:
        raise DomainError({"postmortem_word": _("Choose one from the list.")})
    return _change(by, name=name, postmortem_word=postmortem_word)


@transaction.atomic
def define_severities(
    *,
    by: User,
    critical_means: str,
    major_means: str,
    minor_means: str,
    critical_minutes: int | None,
    major_minutes: int | None,
    minor_minutes: int | None,
) -> Organisation:
    """Say what each severity means here, and how often people hear of it.

    When the next update of an incident is due was decided with its last one, and stays.
    """
    minutes = {
        "critical_minutes": critical_minutes,
        "major_minutes": major_minutes,
        "minor_minutes": minor_minutes,
    }
    for field, every in minutes.items():
        if every is not None and not SHORTEST_WAIT <= every <= LONGEST_WAIT:
            raise DomainError({field: _("Between five minutes and a day, or nothing.")})
    meanings = {
        "critical_means": critical_means,
        "major_means": major_means,
        "minor_means": minor_means,
    }
    return _change(by, **meanings, **minutes)


@transaction.atomic
def keep_holidays(*, by: User, country: str, days_off: list[date]) -> Organisation:
    """Say whose public holidays new people begin with, and on which days nobody works."""
    if len(days_off) > MOST_DAYS_OFF:
        raise DomainError({"days_off": _("There is room for two hundred days.")})
    return _change(by, country=country, days_off=sorted(set(days_off)))


@transaction.atomic
def choose_channels(
    *, by: User, uses_mail: bool, uses_browsers: bool, uses_chats: bool
) -> Organisation:
    """Say where nudges may go besides the app. What waits for another channel is not sent."""
    return _change(by, uses_mail=uses_mail, uses_browsers=uses_browsers, uses_chats=uses_chats)


@transaction.atomic
def keep_for(
    *,
    by: User,
    audit_days: int,
    nudge_days: int,
    delivery_days: int,
    webhook_days: int,
    export_days: int,
) -> Organisation:
    """Say for how many days each kind of row is kept (see `organisation.domain.retention`)."""
    days = {
        "audit_days": audit_days,
        "nudge_days": nudge_days,
        "delivery_days": delivery_days,
        "webhook_days": webhook_days,
        "export_days": export_days,
    }
    for field, kept in days.items():
        fewest = FEWEST_DAYS[field]
        if not fewest <= kept <= MOST_DAYS:
            says = _("Between %(fewest)d and %(most)d days.")
            raise DomainError({field: says % {"fewest": fewest, "most": MOST_DAYS}})
    return _change(by, **days)


@transaction.atomic
def require_second_step(*, by: User, requires_second_step: bool) -> Organisation:
    """Say whether everybody needs a second step to sign in.

    Whoever asks it of others has one, so that no admin locks themselves out.
    """
    if requires_second_step and not has_second_step(by):
        raise DomainError(_("Set up a second step of your own first, under Signing in."))
    return _change(by, requires_second_step=requires_second_step)


def _change(by: User, **wanted: Any) -> Organisation:
    """Change what differs, and note each change. Two admins come one after the other."""
    Organisation.objects.get_or_create(pk=Organisation.ONLY)
    ours = Organisation.objects.select_for_update().get()
    before = {field: getattr(ours, field) for field in wanted}
    changed = [field for field in wanted if before[field] != wanted[field]]
    for field in changed:
        setattr(ours, field, wanted[field])
        told = {"before": _plain(before[field]), "after": _plain(wanted[field])}
        note(CHANGED, by=by, about=ours, field=field, **told)
    ours.save(update_fields=changed)
    # At once for what follows here, and again for whoever reads it until the commit.
    organisation.forget()
    transaction.on_commit(organisation.forget)
    return ours


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    return [one.isoformat() for one in value] if isinstance(value, list) else value
