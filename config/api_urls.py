"""The one list of what the API has. Each room registers its views here."""

from collections.abc import Mapping
from typing import Any

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from alerts.api.of_incident import IncidentAlertViewSet
from alerts.api.rules import AlertRuleViewSet
from alerts.api.sources import SourceViewSet
from config.api_pages import Schema, show_api
from hints.api import HintViewSet, RuleViewSet
from incidents.api import fields, links, people, repairs, services, status_page, tasks, timeline
from incidents.api.incidents import IncidentViewSet
from incidents.repair_api import RepairProgress
from learning.api import (
    insights,
    library,
    paths,
    practice,
    scenarios,
    stories,
    story_parts,
    talk_slots,
    talks,
)
from nudges.api import chats, own, preferences, undelivered
from organisation.api import directory, members, profile, records, settings, teams
from people.api.problems import not_here
from people.api.tokens import OwnTokens
from postmortems.api import (
    debriefs,
    follow_ups,
    imports,
    parts,
    planning,
    reviews,
    sharing,
    templates,
    threads,
    versions,
    write_ups,
)
from slack.api import SlackAccountViewSet
from webhooks.api import WebhookMessageViewSet, WebhookViewSet


class Router(SimpleRouter):
    """Gives no address to what a view does by no method."""

    def get_method_map(self, viewset: Any, method_map: Mapping[str, str]) -> dict[str, str]:
        found: dict[str, str] = super().get_method_map(viewset, method_map)
        return {way: name for way, name in found.items() if way in viewset.http_method_names}


rooms = Router(use_regex_path=False)
rooms.register("incidents", IncidentViewSet, basename="incident")
for name, part in {
    "timeline": timeline.TimelineViewSet,
    "notes": timeline.NoteViewSet,
    "updates": timeline.UpdateViewSet,
    "pictures": timeline.PictureViewSet,
    "people": people.PeopleViewSet,
    "access": people.AccessViewSet,
    "tasks": tasks.TaskViewSet,
    "help": tasks.HelpViewSet,
    "repairs": repairs.RepairViewSet,
    "links": links.IncidentLinkViewSet,
    "merges": links.MergeViewSet,
    "answers": fields.AnswerViewSet,
    "alerts": IncidentAlertViewSet,
}.items():
    rooms.register(f"incidents/<reference:number>/{name}", part, basename=f"incident-{name}")
rooms.register("services", services.ServiceViewSet, basename="service")
rooms.register("checklists", services.ChecklistViewSet, basename="checklist")
rooms.register("fields", fields.FieldViewSet, basename="field")
rooms.register("status-page", status_page.StatusPageViewSet, basename="status-page")
# Learning
rooms.register("library", library.LibraryViewSet, basename="library")
rooms.register("outages", library.OutageViewSet, basename="outage")
rooms.register("stories", stories.StoryViewSet, basename="story")
rooms.register("stories/<int:story>/remarks", story_parts.RemarkViewSet, basename="story-remarks")
rooms.register(
    "stories/<int:story>/pictures", story_parts.StoryPictureViewSet, basename="story-pictures"
)

rooms.register("paths", paths.PathViewSet, basename="path")
rooms.register("scenarios", scenarios.ScenarioViewSet, basename="scenario")
rooms.register("scenarios/<int:scenario>/clues", scenarios.ClueViewSet, basename="clue")
rooms.register("practice", practice.RunViewSet, basename="practice")
rooms.register("talks/slots", talk_slots.SlotViewSet, basename="talk-slot")
rooms.register("talks/swaps", talk_slots.SwapViewSet, basename="talk-swap")
rooms.register("talks", talks.SeriesViewSet, basename="weekly-talks")
rooms.register("talks", talks.TalkViewSet, basename="talk")
rooms.register("insights", insights.InsightViewSet, basename="insight")
# Nudges and hints
rooms.register("nudges/preferences", preferences.PreferenceViewSet, basename="preference")
rooms.register("nudges/undelivered", undelivered.UndeliveredViewSet, basename="undelivered")
rooms.register("nudges/browsers", chats.OwnBrowsers, basename="browser")
rooms.register("nudges/chats", chats.OwnChats, basename="chat")
rooms.register("nudges/teams/<int:team>/chats", chats.TeamChats, basename="team-chat")
rooms.register("nudges", own.NudgeViewSet, basename="nudge")
rooms.register("hints/rules", RuleViewSet, basename="rule")
rooms.register("hints", HintViewSet, basename="hint")

rooms.register("tokens", OwnTokens, basename="token")
# Organisation
rooms.register("me", profile.ProfileViewSet, basename="me")
rooms.register("me/picture", profile.OwnPictureViewSet, basename="me-picture")
rooms.register("people", directory.ColleagueViewSet, basename="person")
rooms.register("teams", teams.TeamViewSet, basename="team")
rooms.register("members", members.MemberViewSet, basename="member")
rooms.register("organisation", settings.SettingsViewSet, basename="organisation")
rooms.register("audit", records.AuditViewSet, basename="audit")
rooms.register("exports", records.ExportViewSet, basename="export")
# What Goldseam is connected with
rooms.register("webhooks", WebhookViewSet, basename="webhook")
rooms.register(
    "webhooks/<int:endpoint>/messages", WebhookMessageViewSet, basename="webhook-message"
)
rooms.register("alert-sources", SourceViewSet, basename="alert-source")
rooms.register("alert-sources/<int:source>/rules", AlertRuleViewSet, basename="alert-rule")
rooms.register("slack-accounts", SlackAccountViewSet, basename="slack-account")

rooms.register("write-ups", write_ups.WriteUpViewSet, basename="write-up")
for name, beside in {
    "versions": versions.VersionViewSet,
    "rounds": reviews.RoundViewSet,
    "threads": threads.ThreadViewSet,
    "factors": parts.FactorViewSet,
    "moments": parts.MomentViewSet,
    "incidents": parts.CoveredViewSet,
    "follow-ups": planning.FollowUpOfWriteUpViewSet,
    "gaps": planning.GapViewSet,
    "debriefs": debriefs.DebriefViewSet,
    "links": sharing.ShareLinkViewSet,
}.items():
    rooms.register(f"write-ups/<int:write_up>/{name}", beside, basename=f"write-up-{name}")
rooms.register("write-up-templates", templates.TemplateViewSet, basename="template")
rooms.register("imports", imports.ImportViewSet, basename="import")
rooms.register("imports/<int:batch>/files", imports.ImportFileViewSet, basename="import-file")
rooms.register("follow-ups", follow_ups.FollowUpViewSet, basename="follow-up")
rooms.register("services/<slug:slug>/gaps", planning.GapAtServiceViewSet, basename="service-gap")

v1 = [
    path("schema/", Schema.as_view(), name="schema"),
    *rooms.urls,
]

urlpatterns = [
    path("", show_api, name="api_page"),
    path("v1/", include((v1, "api"))),
    path("v1/repairs/<int:repair>/progress", RepairProgress.as_view(), name="repair_progress"),
    path("v1/repairs/<int:repair>/progress/", RepairProgress.as_view(), name="repair_progress_"),
    path("<path:rest>", not_here, name="api_nowhere"),
]
