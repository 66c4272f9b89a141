"""The pages of the demo organisation, room by room, with who looks at each."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from alerts.models import Group, Source
from demo.load import load
from incidents.domain.buddies import ask_for_buddy
from incidents.domain.filing import declare_incident
from incidents.models import (
    Buddy,
    Checklist,
    CustomField,
    HelpRequest,
    Incident,
    Mode,
    Note,
    ReachOut,
    ServiceLink,
    Status,
    Tool,
)
from learning.domain.practising import ask_for_hint, look_at, start_run
from learning.insights.quarters import Quarter
from learning.models import (
    Byline,
    Occasion,
    PulseRound,
    ReadingPath,
    Run,
    Scenario,
    SlotSwap,
    Story,
    TalkInvitation,
    TalkSession,
    TalkSlot,
)
from nudges.domain.outbox import nudge, snooze
from nudges.domain.outlets import let_rest
from nudges.domain.saying import say
from nudges.mail_links import link_to_answer, link_to_leave
from nudges.models import Delivery, Nudge
from nudges.models.nudge import MOST_FAILURES, State
from organisation.models import DataExport
from people.domain.tokens import make_token, open_service_account
from people.models import Team, User
from postmortems.domain.uploading import keep_upload
from postmortems.importing.unpacking import Upload
from postmortems.models import (
    Correction,
    Debrief,
    DebriefState,
    FollowUp,
    FollowUpState,
    Form,
    Postmortem,
    Template,
)
from postmortems.models import Status as WriteUp
from slack.asking import Asker
from slack.domain.linking import link_account, offer_link
from tests.factories import StoryFactory
from webhooks.domain.endpoints import add_endpoint
from webhooks.domain.replaying import try_out
from webhooks.events import EVENTS

# Who looks at a page, and its address.
Seen = tuple[str, str]

REPORT = b"""# 2021-03-04, Labels stuck

## Timeline

- 10:00 The printer stops.

## Contributing factors

- Nobody knew that paper was low.

## Action items

- Buy paper
"""


def demo_pages() -> dict[str, list[str]]:
    """Load the demo. Returns the addresses of its pages by the email of who looks at them."""
    load()
    found: dict[str, list[str]] = {"ines": [], "nia": [], "dana": []}
    for room in (_incidents, _afterwards, _write_ups, _imports, _follow_ups, _settings):
        _sort(room(), found)
    for room in (_library, _paths, _practice, _talks, _insights, _reminders, _people, _alerts):
        _sort(room(), found)
    for room in (_webhooks, _slack):
        _sort(room(), found)
    return {f"{name}@larkspur.example": addresses for name, addresses in found.items()}


def _sort(room: Iterator[Seen], found: dict[str, list[str]]) -> None:
    for who, address in room:
        found[who].append(address)


def _someone(name: str) -> User:
    return User.objects.get(email__startswith=f"{name}@")


def _resolved() -> Incident:
    filed = Incident.objects.exclude(declared_by=None)
    return filed.filter(status=Status.RESOLVED, mode=Mode.LIVE).latest("pk")


def _incidents() -> Iterator[Seen]:
    happening = Incident.objects.filter(status=Status.MITIGATING).get()
    over, repair = _resolved(), happening.repairs.get()
    edited = happening.timeline.filter(revision__gt=1).first()
    yield "ines", "/"
    yield "nia", "/"
    yield "ines", reverse("incidents:list")
    yield "ines", reverse("incidents:list") + "?q=paymnts&severity=major&mine=1&from=yesterday"
    yield "ines", reverse("incidents:declare")
    yield "ines", happening.get_absolute_url()
    yield "ines", f"{happening.get_absolute_url()}?key"
    for name in (
        *("answers", "close", "begin_repair", "times", "choose_whom", "links", "merge", "access"),
    ):
        yield "ines", reverse(f"incidents:{name}", args=[happening.pk])
    yield "ines", reverse("incidents:merge", args=[happening.pk]) + f"?into={over.pk}"
    yield "ines", repair.get_absolute_url()
    yield "ines", reverse("incidents:edit_repair", args=[happening.pk, repair.pk])
    yield "ines", reverse("incidents:edit_entry", args=[happening.pk, edited.pk])
    yield "ines", edited.get_absolute_url()
    yield "ines", HelpRequest.objects.open().get().get_absolute_url()
    yield "ines", reverse("learning:beside_incident", args=[happening.pk])
    yield "ines", over.get_absolute_url()


def _afterwards() -> Iterator[Seen]:
    over = _resolved()
    asked = ReachOut.objects.open().filter(asked__email__startswith="ines@").first()
    note = Note.objects.filter(recipient__email__startswith="nia@").latest("sent_at")
    yield "ines", reverse("incidents:after", args=[over.pk])
    yield "ines", asked.get_absolute_url()
    yield "nia", note.get_absolute_url()
    yield "nia", reverse("incidents:check_in", args=[over.pk])


def _write_ups() -> Iterator[Seen]:
    waiting = Postmortem.objects.get(status=WriteUp.IN_REVIEW)
    published = Postmortem.objects.published().latest("pk")
    draft = Postmortem.objects.get(status=WriteUp.DRAFT)
    skipped = Incident.objects.exclude(write_up_skipped_because="").get()
    debrief = waiting.debriefs.get()
    yield "ines", reverse("postmortems:list")
    yield "ines", waiting.get_absolute_url()
    yield "ines", reverse("postmortems:threads", args=[waiting.pk])
    yield "ines", debrief.get_absolute_url()
    yield "ines", Debrief.objects.get(state=DebriefState.HELD).get_absolute_url()
    yield "ines", published.get_absolute_url()
    yield "ines", Postmortem.objects.get(form=Form.SHORT).get_absolute_url()
    yield "ines", reverse("postmortems:share", args=[published.pk])
    yield "ines", reverse("learning:told_of_write_up", args=[published.pk])
    yield "ines", reverse("postmortems:versions", args=[published.pk])
    version = published.versions.latest("pk")
    yield "ines", reverse("postmortems:version", args=[published.pk, version.number])
    yield "ines", reverse("postmortems:gap", args=[published.pk])
    yield "nia", draft.get_absolute_url()
    for name in ("edit", "choose_reviewer", "plan", "form", "incidents", "moments", "plan_debrief"):
        yield "nia", reverse(f"postmortems:{name}", args=[draft.pk])
    yield (
        "nia",
        reverse("postmortems:incidents", args=[draft.pk]) + f"?incident={skipped.reference}",
    )
    about = draft.incidents.earliest("pk")
    yield "nia", reverse("postmortems:ask_to_take_out", args=[draft.pk, about.pk])
    yield "nia", reverse("postmortems:edit_moment", args=[draft.pk, draft.moments.first().pk])
    yield "nia", reverse("postmortems:choose_start", args=[skipped.pk])
    yield "nia", reverse("postmortems:comment", args=[waiting.pk]) + "?about=impact"
    open_round = waiting.rounds.latest("pk")
    yield "nia", reverse("postmortems:choose_another", args=[waiting.pk, open_round.pk])
    yield "dana", Correction.objects.get().postmortem.get_absolute_url()
    yield "dana", reverse("postmortems:correcting", args=[published.pk])
    yield "dana", reverse("postmortems:taking_back", args=[published.pk])
    yield "dana", reverse("postmortems:move_debrief", args=[waiting.pk, debrief.pk])


def _imports() -> Iterator[Seen]:
    reports = [Upload("labels.md", REPORT), Upload("bytes.md", b"%PDF")]
    batch = keep_upload(by=_someone("dana"), reports=reports)
    yield "dana", reverse("postmortems:choose_reports")
    yield "dana", batch.get_absolute_url()
    for file in batch.files.all():
        yield "dana", file.get_absolute_url()


def _follow_ups() -> Iterator[Seen]:
    late = FollowUp.objects.open().filter(due_on__lt=timezone.localdate()).first()
    answered = FollowUp.objects.filter(answers__isnull=False).first()
    asked_about = Nudge.objects.listed().get(kind="did_it_help").about
    yield "ines", reverse("follow_ups:list") + "?owner=nobody&age=overdue&sort=oldest"
    for state in FollowUpState:
        yield "ines", f"{reverse('follow_ups:list')}?state={state.value}"
        yield "ines", FollowUp.objects.filter(state=state).latest("pk").get_absolute_url()
    for name in ("edit", "letting_go", "reconsider", "handing_over"):
        yield "ines", reverse(f"follow_ups:{name}", args=[late.pk])
    yield "ines", answered.get_absolute_url()
    yield "ines", reverse("follow_ups:reopening", args=[answered.pk])
    yield "ines", reverse("follow_ups:gap_at_service", args=["ledger-writer"])
    yield "nia", reverse("follow_ups:did_it_help", args=[asked_about.pk])


def _settings() -> Iterator[Seen]:
    checklist = Checklist.objects.earliest("pk")
    yield "ines", reverse("incidents:services")
    for name in ("service", "edit_service", "new_link", "new_tool"):
        yield "ines", reverse(f"incidents:{name}", args=["ledger-writer"])
    link, tool = ServiceLink.objects.earliest("pk"), Tool.objects.earliest("pk")
    yield "dana", reverse("incidents:edit_link", args=[link.service.slug, link.pk])
    yield "dana", reverse("incidents:edit_tool", args=[tool.service.slug, tool.pk])
    yield "ines", reverse("incidents:checklists")
    yield "dana", reverse("incidents:new_checklist")
    yield "dana", reverse("incidents:edit_checklist", args=[checklist.pk])
    yield "dana", reverse("incidents:ask_to_delete", args=[checklist.pk])
    yield "dana", reverse("incidents:new_service")
    yield "dana", reverse("incidents:fields")
    yield "dana", reverse("incidents:new_field")
    yield "dana", CustomField.objects.earliest("pk").get_absolute_url()
    yield "dana", reverse("incidents:status_settings")
    for name in ("front", "settings", "audit", "exports"):
        yield "dana", reverse(f"organisation:{name}")
    export = DataExport.objects.create(
        asked_by=_someone("dana"), state="ready", file="none.zip", made_at=timezone.now()
    )
    yield "dana", reverse("organisation:export", args=[export.pk])
    yield "ines", reverse("postmortems:templates")
    yield "dana", reverse("postmortems:new_template")
    yield "dana", Template.objects.get(key="short").get_absolute_url()


def _library() -> Iterator[Seen]:
    own = StoryFactory(by=_someone("ines"), is_published=False)
    anonymous = Story.objects.published().filter(byline=Byline.ANONYMOUS).latest("pk")
    yield "ines", reverse("learning:library")
    yield "nia", reverse("learning:library") + "?q=postgers"
    yield "nia", reverse("learning:library") + "?q=nothing-is-like-this"
    yield "nia", reverse("learning:library") + "?kind=outage&tag=dns"
    for story in Story.objects.published():
        yield "nia", story.get_absolute_url()
    yield "ines", own.get_absolute_url()
    yield "ines", reverse("learning:edit", args=[own.pk])
    yield "ines", reverse("learning:tell")
    published = Postmortem.objects.published().latest("pk")
    yield "ines", reverse("learning:tell") + f"?write_up={published.pk}"
    yield "ines", reverse("learning:anonymous")
    yield "ines", reverse("learning:more_like", args=[anonymous.pk])
    yield "ines", reverse("learning:gap", args=[anonymous.pk])
    yield "ines", reverse("learning:bookmarks")
    yield "nia", reverse("learning:shelf")
    yield "nia", reverse("learning:week")


def _paths() -> Iterator[Seen]:
    yield "nia", reverse("learning:paths")
    yield "nia", reverse("learning:first_path")
    for path in ReadingPath.objects.all():
        yield "dana", path.get_absolute_url()
        yield "dana", reverse("learning:arrange", args=[path.pk])
        yield "dana", reverse("learning:reword_path", args=[path.pk])
    yield "dana", reverse("learning:new_path")


def _practice() -> Iterator[Seen]:
    scenario, played = Scenario.objects.ready().earliest("pk"), Run.objects.get()
    playing = start_run(scenario, by=_someone("ines"))
    look_at(playing, by=playing.started_by, words="logs")
    ask_for_hint(playing, by=playing.started_by)
    for incident in Incident.objects.filter(mode=Mode.PRACTICE):
        yield "ines", incident.get_absolute_url()
    yield "ines", reverse("learning:practice")
    yield "ines", scenario.get_absolute_url()
    yield "ines", reverse("learning:edit_scenario", args=[scenario.pk])
    yield "ines", reverse("learning:edit_clue", args=[scenario.pk, scenario.clues.first().pk])
    yield "ines", played.get_absolute_url()
    yield "ines", reverse("learning:compare", args=[played.pk])
    yield "ines", playing.get_absolute_url()
    yield "nia", playing.get_absolute_url()


def _talks() -> Iterator[Seen]:
    invited, swap = TalkInvitation.objects.waiting().get(), SlotSwap.objects.open().get()
    yield "ines", reverse("learning:talks")
    yield "ines", invited.session.get_absolute_url()
    yield "ines", reverse("learning:move_talks", args=[invited.session_id])
    yield "ines", TalkSession.objects.get(state="cancelled").get_absolute_url()
    yield "nia", swap.wanted.session.get_absolute_url()
    yield "nia", reverse("learning:choose_swap", args=[swap.wanted_id])
    yield "dana", reverse("learning:set_up_talks")
    yield (
        "dana",
        TalkSlot.objects.get(speaker__email__startswith="dana@").session.get_absolute_url(),
    )


def _insights() -> Iterator[Seen]:
    large = Team.objects.get(name="Platform")
    yield "ines", reverse("insights:insights")
    yield "ines", reverse("insights:insights", query={"about": f"team-{large.pk}"})
    yield "ines", reverse("insights:noticed", args=[_resolved().pk])
    yield "ines", _pulse_of(_someone("ines")).get_absolute_url()


def _pulse_of(user: User) -> PulseRound:
    """The questions of this quarter, asked of somebody."""
    quarter = Quarter.of(timezone.localdate())
    this = PulseRound.objects.create(
        occasion=Occasion.QUARTER,
        quarter=quarter.first_day,
        closes_at=PulseRound.closing(quarter),
    )
    nudge(this.nudge_kind, about=this, to=[user])
    return this


def _buddy() -> Buddy:
    """Tom opens his first incident, and Ines is asked to sit with him, at whatever hour this is."""
    tom = _someone("tom")
    buddy = ask_for_buddy(declare_incident(by=tom, title="The menu is in Latin"), by=tom)
    buddy.asked.add(_someone("ines"))
    return buddy


def _reminders() -> Iterator[Seen]:
    """What waits, comes and was sent, one put off, and two that could not be delivered."""
    for this in Nudge.objects.due().filter(recipient__email__startswith="nia@"):
        say(this.pk)
    mine = Nudge.objects.filter(recipient__email__startswith="nia@").order_by("-pk")
    snooze(mine.filter(state=State.SENT)[0], by=_someone("nia"))
    failed = Delivery.objects.filter(nudge__in=mine)
    failed.update(state="set_aside", attempts=10, last_error="SMTPDataError 554")
    mine.filter(pk=failed[0].nudge_id).update(failures=MOST_FAILURES, last_error="KeyError")
    let_rest("email", "ConnectTimeout")
    for name in ("mine", "sent", "preferences"):
        yield "nia", reverse(f"nudges:{name}")
    for link in (link_to_answer(mine[0]), link_to_leave(_someone("nia"), ["digest", "lead"])):
        yield "nia", urlsplit(link).path
    yield "dana", reverse("nudges:undelivered")


def _webhooks() -> Iterator[Seen]:
    """A program that cannot be reached, and what was tried to be sent there."""
    endpoint, _secret = add_endpoint(
        by=_someone("dana"), url="https://hooks.larkspur.invalid/wall", events=EVENTS
    )
    attempt = try_out(endpoint, by=_someone("dana"))
    yield "dana", reverse("webhooks:list")
    yield "dana", reverse("webhooks:new")
    yield "dana", endpoint.get_absolute_url()
    yield "dana", reverse("webhooks:edit", args=[endpoint.pk])
    yield "dana", attempt.message.get_absolute_url()


def _slack() -> Iterator[Seen]:
    asker = Asker("T0LARK123", "U2147483697", "ines", "larkspur")
    link_account(offer_link(asker), by=_someone("ines"))
    yield "dana", reverse("slack:set_up")
    yield "ines", reverse("slack:mine")
    yield "nia", reverse("slack:link", args=[offer_link(asker)])


def _people() -> Iterator[Seen]:
    yield "ines", reverse("people:profile")
    yield from (("ines", reverse(name)) for name in ("api_page", "people:tokens"))
    yield "ines", reverse("people:new_token")
    bot = open_service_account(by=_someone("dana"), display_name="Deploy bot")
    make_token(bot, by=_someone("dana"), name="Deploys", scopes=["incidents:write"])
    yield "dana", reverse("organisation:tokens")
    yield "dana", reverse("organisation:new_token", args=[bot.pk])
    yield "ines", reverse("directory:people") + "?q=nia"
    yield "ines", _someone("nia").get_absolute_url()
    yield "ines", reverse("directory:own_data")
    for state in ("here", "invited", "left", "asked"):
        yield "dana", reverse("organisation:members") + f"?state={state}"
    yield "dana", reverse("organisation:invite")
    for key in ("ines", "robin", "alex"):
        for name in ("member", "leaving", "erasing"):
            yield "dana", reverse(f"organisation:{name}", args=[_someone(key).pk])
    yield "dana", reverse("organisation:teams")
    yield "dana", reverse("organisation:new_team")
    yield "dana", reverse("organisation:team", args=[_someone("ines").team_id])
    yield "ines", reverse("people:rota", args=[_someone("ines").team_id])
    yield "ines", _buddy().get_absolute_url()
    yield "ines", reverse("nudges:browsers")
    yield "ines", reverse("nudges:chats")
    yield "ines", reverse("nudges:team_chats", args=[Team.objects.get(name="Payments").pk])
    yield "ines", reverse("account_change_password")
    yield "ines", reverse("people:security")
    yield "ines", reverse("people:change_address")
    yield "ines", "/no/such/page/"


def _alerts() -> Iterator[Seen]:
    source = Source.objects.get()
    opened = Group.objects.exclude(incident=None).get()
    yield "dana", reverse("organisation:front")
    yield "ines", opened.incident.get_absolute_url()
    yield "ines", reverse("alerts:of_incident", args=[opened.incident_id])
    yield "dana", reverse("alerts:sources")
    yield "dana", reverse("alerts:new_source")
    for name in (
        *("source", "edit_source", "ask_to_rotate", "ask_to_delete", "new_rule", "trying"),
        *("received", "firing"),
    ):
        yield "dana", reverse(f"alerts:{name}", args=[source.pk])
    yield "dana", reverse("alerts:edit_rule", args=[source.pk, source.rules.last().pk])
    yield "dana", reverse("alerts:one_received", args=[source.pk, source.received.latest("pk").pk])
