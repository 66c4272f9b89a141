"""What an export of everything gives, and what it keeps back: a rule for each model and column.

A test compares the rules with the models, so that whoever adds a column decides here. What is
private, secret or anonymous is kept back from everybody; of the rest an admin gets what they
may see in the app.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from incidents.models import Incident
from learning.models import Byline, Story
from people.models import User
from postmortems.models import FollowUp, Postmortem

Rows = QuerySet[Any]
Narrow = Callable[[Rows, User], Rows]

# Why something is kept back.
OPENS = "It opens something."
PRIVATE = "It is private to the people concerned."
ANONYMOUS = "It could tell who wrote what was to be anonymous."
PROGRESS = "What somebody reads, answers or tries out is theirs."
OWN = "It is a choice of each person's own."
MECHANICAL = "It only makes Goldseam run."
DERIVED = "It is worked out from what is here."
PASSING = "It goes within a day, or once it is used."
AUDIT = "It has a download of its own."


def all_of(rows: Rows, _admin: User) -> Rows:
    return rows


def visible(rows: Any, admin: User) -> Rows:
    found: Rows = rows.visible_to(admin)
    return found


def of_incident(path: str) -> Narrow:
    """Rows that belong to an incident, where that is visible."""
    return _within(path, lambda admin: Incident.objects.visible_to(admin))


def of_write_up(path: str) -> Narrow:
    return _within(path, lambda admin: Postmortem.objects.visible_to(admin))


def of_follow_up(path: str) -> Narrow:
    return _within(path, lambda admin: FollowUp.objects.visible_to(admin))


def of_story(path: str) -> Narrow:
    """Rows of stories that are out; whose drafts there are is nobody's business."""
    return _within(path, lambda _admin: Story.objects.filter(published_at__isnull=False))


def _within(path: str, seen: Callable[[User], Rows]) -> Narrow:
    return lambda rows, admin: rows.filter(**{f"{path}__in": seen(admin)})


def both(*narrow: Narrow) -> Narrow:
    """Narrow rows by one rule behind another."""

    def together(rows: Rows, admin: User) -> Rows:
        for one in narrow:
            rows = one(rows, admin)
        return rows

    return together


def out(rows: Rows, _admin: User) -> Rows:
    return rows.filter(published_at__isnull=False)


def standing(rows: Rows, _admin: User) -> Rows:
    """What its author has not taken back."""
    return rows.filter(withdrawn_at=None)


def where(**columns: Any) -> Narrow:
    return lambda rows, _admin: rows.filter(Q(**columns))


@dataclass(frozen=True)
class Gives:
    """A model of which some columns are given."""

    columns: tuple[str, ...]
    narrow: Narrow = all_of
    keeps: Mapping[str, str] = field(default_factory=dict)
    # Columns that are given of some rows alone.
    only_if: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)


@dataclass(frozen=True)
class Keeps:
    """A model of which nothing is given."""

    because: str


def gives(columns: str, narrow: Narrow = all_of, **keeps: str) -> Gives:
    return Gives(tuple(columns.split()), narrow, keeps)


STORY = Gives(
    tuple(
        (
            "id author byline title opening what_i_was_trying_to_do what_broke how_we_noticed"
            " how_it_was_put_right how_it_felt what_i_know_now what_changed tags is_by_senior"
            " published_at"
        ).split()
    ),
    out,
    keeps={
        "secret_digest": OPENS,
        "client_token": MECHANICAL,
        "created_at": ANONYMOUS,
        "told_from": ANONYMOUS,
    },
    only_if={"author": lambda story: story.byline == Byline.NAME},
)
REACTION = Gives(
    ("id", "story", "kind", "shows_name", "reader"),
    of_story("story"),
    only_if={"reader": lambda reaction: reaction.shows_name},
)

RULES: dict[str, Gives | Keeps] = {
    # people
    "people.Organisation": gives(
        "id name postmortem_word critical_means major_means minor_means critical_minutes"
        " major_minutes minor_minutes country days_off audit_days nudge_days delivery_days"
        " webhook_days export_days uses_mail uses_browsers uses_chats requires_second_step"
    ),
    "people.User": gives(
        "id email display_name pronouns title team role is_senior joined_on time_zone"
        " workday_starts workday_ends workdays country is_service is_active date_joined"
        " invited_at left_at",
        password=OPENS,
        last_login=PRIVATE,
        away_days=PRIVATE,
        wants_email=OWN,
        is_zone_confirmed=MECHANICAL,
        avatar=PRIVATE,
        erasure_asked_at=PRIVATE,
        erased_at=PRIVATE,
        gathers_mail=OWN,
        external_id=MECHANICAL,
        directory_name=MECHANICAL,
        unlisted_at=MECHANICAL,
    ),
    "people.Team": gives("id name"),
    "people.Team_tech_leads": gives("id team user"),
    "people.RotaPlace": gives("id team person position"),
    "people.AuditEntry": Keeps(AUDIT),
    "people.Letter": Keeps(OPENS),
    "people.Identity": Keeps(MECHANICAL),
    "people.Session": Keeps(OPENS),
    "people.ApiToken": Keeps(OPENS),
    "people.KeptAnswer": Keeps(PASSING),
    "people.RequestCount": Keeps(MECHANICAL),
    # nudges
    "nudges.Address": Keeps(OPENS),
    "nudges.Announcement": Keeps(MECHANICAL),
    "nudges.Nudge": Keeps(PRIVATE),
    "nudges.Delivery": Keeps(PRIVATE),
    "nudges.Outlet": Keeps(MECHANICAL),
    "nudges.Preference": Keeps(OWN),
    "nudges.PushKey": Keeps(OPENS),
    # hints
    "hints.Dismissal": Keeps(PRIVATE),
    "hints.SilencedRule": gives("rule at"),
    # incidents
    "incidents.Service": gives("id name slug description public_name team"),
    "incidents.Service_experts": gives("id service user"),
    "incidents.ServiceLink": gives("id service label url"),
    "incidents.Tool": gives("id service kind command what_it_does is_safe_twice"),
    "incidents.Incident": gives(
        "id title undo_path severity status mode declared_by started_at detected_at declared_at"
        " mitigated_at resolved_at next_update_at is_restricted merged_into"
        " write_up_skipped_because created_at",
        visible,
        client_token=MECHANICAL,
    ),
    "incidents.Incident_services": gives("id incident service", of_incident("incident")),
    "incidents.Buddy": Keeps(PRIVATE),
    "incidents.Buddy_asked": Keeps(PRIVATE),
    "incidents.ReachOut": Keeps(PRIVATE),
    "incidents.Asking": Keeps(PRIVATE),
    "incidents.Note": Keeps(PRIVATE),
    "incidents.CustomField": gives("id key label kind choices help_text position is_in_use"),
    "incidents.CustomValue": gives(
        "id incident field text number date person", of_incident("incident")
    ),
    "incidents.HelpRequest": gives(
        "id incident asked_by about reach asked_at widen_at taken_by taken_at ended_at",
        both(visible, where(is_for_company=False)),
        is_for_company=PRIVATE,
    ),
    "incidents.TimeChange": gives(
        "id incident moment before after corrected_by corrected_at", of_incident("incident")
    ),
    "incidents.Link": gives("id incident other kind noted_by noted_at", visible),
    "incidents.Merge": gives(
        "id duplicate into done_by done_at undone_at",
        both(of_incident("duplicate"), of_incident("into")),
        moved=MECHANICAL,
        before=MECHANICAL,
    ),
    "incidents.Participation": gives("id incident user role joined_at", of_incident("incident")),
    "incidents.Access": gives("id incident user given_at", of_incident("incident")),
    "incidents.Picture": gives(
        "id incident file content_type name width height digest uploaded_by uploaded_at", visible
    ),
    "incidents.Repair": gives(
        "id incident what_was_written how_to_find how_to_repair total done state run_by pairs"
        " checked_by begun_at progress_at all_done_at ended_at ended_by stopped_because",
        visible,
        token_digest=OPENS,
        sequence=MECHANICAL,
        told_at=MECHANICAL,
    ),
    "incidents.RepairStep": gives(
        "id repair name note rows ticked_by ticked_at", of_incident("repair__incident")
    ),
    "incidents.RepairReport": gives(
        "id repair done total reason reported_at said_by is_by_script",
        of_incident("repair__incident"),
    ),
    "incidents.SearchText": Keeps(DERIVED),
    "incidents.KnownWord": Keeps(DERIVED),
    "incidents.TimelineEntry": gives(
        "id incident kind text author tool occurred_at recorded_at is_key_moment revision"
        " withdrawn_at withdrawn_by",
        of_incident("incident"),
    ),
    "incidents.EntryVersion": gives(
        "id entry number text occurred_at withdrawn_at withdrawn_by replaced_by replaced_at",
        of_incident("entry__incident"),
    ),
    "incidents.Update": gives(
        "id entry incident conditions actions needs next_update_at public_text announced_at"
        " posted_at",
        of_incident("incident"),
    ),
    "incidents.StatusPage": gives("id is_on title intro"),
    "incidents.Subscriber": Keeps("Customers gave their addresses for the status page alone."),
    "incidents.StatusMail": Keeps(MECHANICAL),
    "incidents.Task": gives(
        "id incident text assignee added_by added_at done_by done_at",
        of_incident("incident"),
        suggestion=MECHANICAL,
    ),
    "incidents.Checklist": gives("id name severity undo_path service items"),
    # postmortems
    "postmortems.Template": gives("id name key form sections prompts texts is_in_use"),
    "postmortems.TemplateDefault": gives("id template occasion"),
    "postmortems.Postmortem": gives(
        "id title status form template what_happened impact what_made_it_possible what_went_well"
        " where_we_were_lucky what_surprised_us what_we_know_now how_it_behaves how_to_find_it"
        " how_we_noticed what_would_soften_it names_as_roles revision created_at saved_at"
        " published_at source_name source_digest",
        visible,
    ),
    "postmortems.Postmortem_incidents": gives(
        "id postmortem incident", both(of_write_up("postmortem"), of_incident("incident"))
    ),
    "postmortems.Postmortem_authors": gives("id postmortem user", of_write_up("postmortem")),
    "postmortems.ContributingFactor": gives("id postmortem kind text", of_write_up("postmortem")),
    "postmortems.Thread": gives(
        "id postmortem section factor quote start end opened_at active_at resolved_at resolved_by",
        visible,
    ),
    "postmortems.Comment": gives(
        "id thread author text suggestion written_at accepted_at accepted_by withdrawn_at",
        both(visible, standing),
    ),
    "postmortems.Debrief": gives(
        "id postmortem state starts_at ends_at time_zone place planned_by facilitator questions"
        " notes revision planned_at changed_at",
        visible,
        uid=MECHANICAL,
        sequence=MECHANICAL,
    ),
    "postmortems.Invitation": gives(
        "id debrief user invited_at", of_write_up("debrief__postmortem")
    ),
    "postmortems.FollowUp": gives(
        "id postmortem came_from what kind owner due_on link state let_go_because handed_to"
        " created_at done_at",
        visible,
    ),
    "postmortems.FollowUp_services": gives("id followup service", of_follow_up("followup")),
    "postmortems.FollowUpStep": gives("id follow_up kind at by to note", of_follow_up("follow_up")),
    "postmortems.FollowUpAnswer": gives(
        "id follow_up check_after answer note by at", of_follow_up("follow_up")
    ),
    "postmortems.ImportBatch": Keeps(PASSING),
    "postmortems.ImportFile": Keeps(PASSING),
    "postmortems.ImportPicture": Keeps(PASSING),
    "postmortems.WriteUpMoment": gives(
        "id postmortem occurred_at text was_edited is_left_out revision",
        of_write_up("postmortem"),
        source=DERIVED,
        source_occurred_at=DERIVED,
        source_text=DERIVED,
    ),
    "postmortems.Correction": gives(
        "id postmortem corrected_by corrected_at note", of_write_up("postmortem")
    ),
    "postmortems.ShareLink": gives(
        "id postmortem label shared_by shared_at expires_at ended_at times_opened last_opened_on",
        of_write_up("postmortem"),
        token_digest=OPENS,
    ),
    "postmortems.ReviewRound": gives(
        "id postmortem reviewer asked_at offer_at offered_at verdict remarks has_several_factors"
        " changes_the_system names_nobody_as_a_cause a_new_joiner_could_follow decided_at",
        visible,
    ),
    "postmortems.SharedText": Keeps(DERIVED),
    "postmortems.TextUpdate": Keeps(PASSING),
    "postmortems.Version": gives(
        "id postmortem number occasion title words factors revision made_at", visible
    ),
    "postmortems.Version_writers": gives("id version user", of_write_up("version__postmortem")),
    # learning
    "learning.Story": STORY,
    "learning.Story_services": gives("id story service", of_story("story")),
    "learning.Story_incidents": Keeps(ANONYMOUS),
    "learning.Outage": gives("id key company year title made_possible learnt tags url"),
    "learning.Document": Keeps(DERIVED),
    "learning.Gap": Keeps(ANONYMOUS),
    "learning.HandedIn": Keeps(ANONYMOUS),
    "learning.Cell": gives("id figure quarter team service n values counted_on", visible),
    "learning.Noticing": gives("id incident how", of_incident("incident")),
    "learning.WordTotal": Keeps(PRIVATE),
    "learning.Reaction": REACTION,
    "learning.Remark": gives(
        "id story author text written_at withdrawn_at", both(of_story("story"), standing)
    ),
    "learning.Reading": Keeps(PROGRESS),
    "learning.ReadingPath": gives("id team title intro is_first is_brought", visible),
    "learning.PathItem": gives("id path position story write_up outage note", visible),
    "learning.PathMark": Keeps(PROGRESS),
    "learning.StoryPicture": gives(
        "id story file content_type name width height digest", of_story("story")
    ),
    "learning.Scenario": gives(
        "id source title known_at_start state revision made_by created_at", visible
    ),
    "learning.Clue": gives(
        "id scenario text after_minutes topics position revision",
        of_write_up("scenario__source"),
        moment=DERIVED,
    ),
    "learning.Run": Keeps(PROGRESS),
    "learning.Look": Keeps(PROGRESS),
    "learning.Look_clues": Keeps(PROGRESS),
    "learning.PulseRound": Keeps(ANONYMOUS),
    "learning.SpentBallot": Keeps(ANONYMOUS),
    "learning.PulseBox": Keeps(ANONYMOUS),
    "learning.TalkSeries": gives("id is_on title weekday starts time_zone minutes slots place"),
    "learning.TalkSession": gives(
        "id week title state starts_at ends_at time_zone place is_moved recording planned_at"
        " changed_at",
        visible,
        uid=MECHANICAL,
        sequence=MECHANICAL,
    ),
    "learning.TalkSlot": gives("id session number speaker title slides taken_at", visible),
    "learning.TalkInvitation": Keeps(PRIVATE),
    "learning.SlotSwap": Keeps(PRIVATE),
    "learning.TalkCalendar": Keeps(OPENS),
    "learning.Week": gives("id first_day story"),
    # webhooks, alerts, Slack
    "webhooks.Endpoint": gives(
        "id description events off_because off_since created_at",
        url=OPENS,
        sealed_secret=OPENS,
        sealed_previous=OPENS,
        previous_until=MECHANICAL,
        failures=MECHANICAL,
        failing_since=MECHANICAL,
        rests_until=MECHANICAL,
        busy_until=MECHANICAL,
        tried_out_at=MECHANICAL,
    ),
    "webhooks.Message": Keeps(MECHANICAL),
    "webhooks.Attempt": Keeps(MECHANICAL),
    "alerts.Source": gives(
        "id name format service severity otherwise asks_for_help most_an_hour is_on made_at"
        " rotated_at",
        token_digest=OPENS,
        signing_secret=OPENS,
    ),
    "alerts.Rule": gives("id source position matches action severity service title group_by"),
    "alerts.Group": Keeps(DERIVED),
    "alerts.Alert": Keeps(MECHANICAL),
    "alerts.Inflow": Keeps(MECHANICAL),
    "alerts.Received": Keeps(MECHANICAL),
    "slack.Account": Keeps(PRIVATE),
    "slack.Link": Keeps(OPENS),
    "slack.Seen": Keeps(MECHANICAL),
    # organisation
    "organisation.DataExport": Keeps(MECHANICAL),
    "organisation.DirectoryGroup": Keeps(MECHANICAL),
    "organisation.DirectoryGroup_members": Keeps(MECHANICAL),
    # Django, and what signs people in
    "schedule.Errand": Keeps(MECHANICAL),
    "admin.LogEntry": Keeps(MECHANICAL),
    "auth.Permission": Keeps(MECHANICAL),
    "auth.Group": Keeps(MECHANICAL),
    "auth.Group_permissions": Keeps(MECHANICAL),
    "contenttypes.ContentType": Keeps(MECHANICAL),
    "sessions.Session": Keeps(OPENS),
    "mfa.Authenticator": Keeps(OPENS),
    "account.EmailAddress": Keeps(PRIVATE),
    "account.EmailConfirmation": Keeps(OPENS),
}


def rule_of(label: str) -> Gives | Keeps:
    """The rule for a model; of what has none nothing is given."""
    return RULES.get(label, Keeps("Nobody has decided yet."))
