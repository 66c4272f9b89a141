"""What becomes of each thing that leads to a person when they are erased, and what they may read.

Every column that points at a person has its line in `RULES`, and every column of a person theirs
in `OWN`; a test holds both. Words stay where others read them, under an account without a name.
What was between the person and Goldseam, or between two people, goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from incidents.models import EntryVersion, Kind, TimelineEntry
from people.models import Role, User
from people.models.user import weekdays
from postmortems.models import Comment, WriteUpMoment

GONE = _("Somebody who left")


@dataclass(frozen=True)
class Stays:
    """The row stays, and leads to an account without a name. `told` is what its person may read."""

    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Goes:
    """The row is deleted, or only where `when` says so."""

    told: tuple[str, ...] = ()
    when: Q | None = None


Rule = Stays | Goes

RULES: dict[str, Rule] = {
    # Stories: what was published is read by others; a draft was nobody else's.
    "learning.Story.author": Goes(
        ("title", "byline", "created_at", "published_at"), when=Q(published_at=None)
    ),
    "learning.Reaction.reader": Goes(("story", "kind")),
    "learning.Remark.author": Stays(("story", "text", "written_at")),
    "learning.Reading.reader": Goes(("story", "read_at", "bookmarked_at")),
    "learning.PathMark.reader": Goes(("write_up", "outage")),
    "learning.Scenario.made_by": Stays(("title", "created_at")),
    "learning.Run.started_by": Stays(("scenario", "started_at")),
    "learning.Look.by": Stays(("run", "words", "looked_at")),
    "learning.TalkSlot.speaker": Stays(("session", "title", "slides", "taken_at")),
    "learning.TalkInvitation.person": Goes(("session", "answer", "asked_at", "answered_at")),
    "learning.SlotSwap.offered_by": Goes(("state", "offered_at")),
    "learning.SlotSwap.offered_to": Goes(("state", "offered_at")),
    "learning.TalkCalendar.owner": Goes(("made_at", "last_read_on")),
    # Write-ups.
    "postmortems.Postmortem_authors.user": Stays(("postmortem",)),
    "postmortems.Thread.resolved_by": Stays(("resolved_at",)),
    "postmortems.Comment.author": Stays(("thread", "text", "written_at")),
    "postmortems.Comment.accepted_by": Stays(("accepted_at",)),
    "postmortems.Debrief.planned_by": Stays(("starts_at", "planned_at")),
    "postmortems.Debrief.facilitator": Stays(("starts_at",)),
    "postmortems.Invitation.user": Goes(("debrief", "invited_at")),
    "postmortems.FollowUp.owner": Stays(("what", "kind", "state", "due_on", "done_at")),
    "postmortems.FollowUpStep.by": Stays(("follow_up", "kind", "at", "note")),
    "postmortems.FollowUpStep.to": Stays(("follow_up", "kind", "at")),
    "postmortems.FollowUpAnswer.by": Stays(("follow_up", "answer", "note", "at")),
    "postmortems.ImportBatch.owner": Goes(("made_at", "confirmed_at")),
    "postmortems.Correction.corrected_by": Stays(("postmortem", "note", "corrected_at")),
    "postmortems.ShareLink.shared_by": Stays(("postmortem", "label", "shared_at")),
    "postmortems.ReviewRound.reviewer": Stays(("postmortem", "verdict", "remarks", "decided_at")),
    "postmortems.TextUpdate.made_by": Stays(("made_at",)),
    "postmortems.Version_writers.user": Stays(("version",)),
    # Incidents: who was there, and what they wrote and did, is their story.
    "incidents.Service_experts.user": Goes(("service",)),
    "incidents.Incident.declared_by": Stays(("title", "declared_at")),
    "incidents.CustomValue.person": Stays(("incident", "field")),
    "incidents.HelpRequest.asked_by": Stays(("incident", "about", "asked_at")),
    "incidents.HelpRequest.taken_by": Stays(("incident", "taken_at")),
    "incidents.TimeChange.corrected_by": Stays(("incident", "moment", "corrected_at")),
    "incidents.Link.noted_by": Stays(("noted_at",)),
    "incidents.Merge.done_by": Stays(("done_at",)),
    "incidents.Participation.user": Stays(("incident", "role", "joined_at")),
    "incidents.Access.user": Goes(("incident", "given_at")),
    "incidents.Picture.uploaded_by": Stays(("incident", "name", "uploaded_at")),
    "incidents.Repair.run_by": Stays(("incident", "begun_at")),
    "incidents.Repair.pairs": Stays(("incident", "begun_at")),
    "incidents.Repair.checked_by": Stays(("incident", "begun_at")),
    "incidents.Repair.ended_by": Stays(("incident", "ended_at")),
    "incidents.RepairStep.ticked_by": Stays(("name", "note", "ticked_at")),
    "incidents.RepairReport.said_by": Stays(("reason", "reported_at")),
    "incidents.TimelineEntry.author": Stays(("incident", "kind", "text", "occurred_at")),
    "incidents.TimelineEntry.withdrawn_by": Stays(("incident", "withdrawn_at")),
    "incidents.EntryVersion.withdrawn_by": Stays(("withdrawn_at",)),
    "incidents.EntryVersion.replaced_by": Stays(("replaced_at",)),
    "incidents.Task.assignee": Stays(("incident", "text", "done_at")),
    "incidents.Task.added_by": Stays(("incident", "text", "added_at")),
    "incidents.Task.done_by": Stays(("incident", "text", "done_at")),
    # Care is private. That somebody may be glad of a word is never told to them.
    "incidents.Buddy.person": Goes(("incident", "asked_at")),
    "incidents.Buddy.buddy": Goes(("incident", "found_at")),
    "incidents.Buddy_asked.user": Goes(),
    "incidents.ReachOut.person": Goes(),
    "incidents.ReachOut.asked": Goes(),
    "incidents.Asking.user": Goes(("asked_at",)),
    "incidents.Note.author": Goes(("incident", "text", "sent_at")),
    "incidents.Note.recipient": Goes(("incident", "text", "sent_at", "read_at")),
    # What is said to them, and where. They read it under their reminders, where nothing is left
    # that they may not see any more.
    "nudges.Address.person": Goes(("channel", "label", "created_at", "last_used_at")),
    "nudges.Nudge.recipient": Goes(),
    "nudges.Delivery.recipient": Goes(),
    "slack.Account.user": Goes(("workspace_name", "slack_name", "linked_at")),
    "nudges.Preference.person": Goes(("kind", "channel", "is_wanted")),
    # Accounts. The audit log has numbers, and no names.
    "people.AuditEntry.by": Stays(("action", "at")),
    "people.Team_tech_leads.user": Goes(("team",)),
    "people.RotaPlace.person": Goes(("team",)),
    "admin.LogEntry.user": Stays(("action_time",)),
    "people.ApiToken.account": Goes(("name", "scopes", "made_at", "last_used_at")),
    # One of a script that is nobody's own goes on working.
    "people.ApiToken.made_by": Stays(),
    "people.KeptAnswer.account": Goes(),
    "organisation.DataExport.asked_by": Stays(("asked_at",)),
    "organisation.DirectoryGroup_members.user": Goes(("directorygroup",)),
    "people.Identity.person": Goes(("issuer", "joined_at")),
    # Where they are signed in they read in their profile.
    "people.Session.person": Goes(),
    "mfa.Authenticator.user": Goes(("type", "created_at", "last_used_at")),
    "people.Letter.person": Goes(("kind", "to")),
    "account.EmailAddress.user": Goes(("email", "verified")),
}


@dataclass(frozen=True)
class Mention:
    """A text of somebody else in which Goldseam, or a colleague with an @, wrote who it was.

    Where Goldseam worded the line itself (`worded`), names are taken out; elsewhere the address.
    """

    model: type[Model]
    column: str
    worded: Q | None = None


WORDED_WITH_NAMES = (Kind.ROLE, Kind.ACCESS, Kind.REPAIR)
MENTIONS = (
    Mention(TimelineEntry, "text", Q(kind__in=WORDED_WITH_NAMES)),
    Mention(EntryVersion, "text", Q(entry__kind__in=WORDED_WITH_NAMES)),
    Mention(WriteUpMoment, "text", Q(source__kind__in=WORDED_WITH_NAMES)),
    Mention(WriteUpMoment, "source_text", Q(source__kind__in=WORDED_WITH_NAMES)),
    Mention(TimelineEntry, "text"),
    Mention(EntryVersion, "text"),
    Mention(Comment, "text"),
)

STAYS_AS_IT_IS = object()

# What each column of an account says afterwards.
OWN: dict[str, Callable[[User, datetime], Any] | object] = {
    "id": STAYS_AS_IT_IS,
    "password": lambda user, at: _no_password(),
    "last_login": lambda user, at: None,
    "email": lambda user, at: f"erased-{user.pk}@invalid.invalid",
    "display_name": lambda user, at: str(GONE),
    "pronouns": lambda user, at: "",
    "title": lambda user, at: "",
    "team": lambda user, at: None,
    "role": lambda user, at: Role.READER,
    "is_senior": lambda user, at: False,
    "joined_on": lambda user, at: at.date(),
    "time_zone": lambda user, at: "UTC",
    "is_zone_confirmed": lambda user, at: False,
    "workday_starts": lambda user, at: time(9),
    "workday_ends": lambda user, at: time(17, 30),
    "workdays": lambda user, at: weekdays(),
    "country": lambda user, at: "",
    "away_days": lambda user, at: [],
    # The file goes by `people.domain.avatars.remove_avatar`.
    "avatar": STAYS_AS_IT_IS,
    "wants_email": lambda user, at: False,
    "gathers_mail": lambda user, at: False,
    "is_active": STAYS_AS_IT_IS,
    "is_service": STAYS_AS_IT_IS,
    "date_joined": lambda user, at: at,
    "invited_at": lambda user, at: None,
    "left_at": lambda user, at: user.left_at or at,
    "erasure_asked_at": lambda user, at: None,
    "erased_at": lambda user, at: at,
    "external_id": lambda user, at: "",
    "directory_name": lambda user, at: "",
    "unlisted_at": lambda user, at: None,
}


def _no_password() -> str:
    nobody = User()
    nobody.set_unusable_password()
    return nobody.password
