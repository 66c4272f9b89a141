"""Every page asks the database as often for ten rows as for one, and at most twelve times.

`./dev bench --only queries` does the same with thirty.
"""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alerts.domain.receiving import receive
from alerts.domain.rules import add_rule
from alerts.domain.sources import add_source
from alerts.domain.taking_in import take_in
from alerts.models import Received
from incidents.domain.answering import answer_fields
from incidents.domain.buddies import ask_for_buddy
from incidents.domain.checklists import write_checklist
from incidents.domain.correcting import correct_times
from incidents.domain.custom_fields import define_field
from incidents.domain.editing import edit_entry, withdraw_entry
from incidents.domain.helping import ask_for_help, take_help_request
from incidents.domain.lifecycle import resolve_incident
from incidents.domain.linking import link_incidents
from incidents.domain.merging import merge_incident
from incidents.domain.pictures import add_picture
from incidents.domain.repair_progress import report_progress
from incidents.domain.repair_steps import tick_step
from incidents.domain.repairing import begin_repair
from incidents.domain.room import add_note, hand_over_lead, join_incident, post_update
from incidents.domain.status_page import set_up_status_page
from incidents.domain.tasks import add_task, finish_task
from incidents.domain.tools import use_tool
from incidents.domain.writing_to_each_other import answer_note, read_note
from incidents.models import Access, Checklist, Incident, LinkKind, ServiceLink, Severity
from learning.domain.counting import keep_quarter
from learning.domain.gaps import miss_in_story
from learning.domain.paths import add_to_path, make_path, note_on_path
from learning.domain.practising import ask_for_hint, end_run, join_run, look_at, start_run
from learning.domain.pulse import open_questions
from learning.domain.scenarios import add_clue
from learning.domain.talks.calendar import make_calendar
from learning.domain.talks.slots import take_slot
from learning.domain.talks.swaps import offer_swap
from learning.insights.figures import FIGURES, Told
from learning.insights.groups import EVERYONE, Group, Heap, Where
from learning.insights.quarters import Quarter
from learning.models import Cell, Occasion, Outage, PulseRound, SlotSwap, Story, TalkSession
from nudges.channels.names import Channel
from nudges.domain.outbox import end, nudge, snooze
from nudges.domain.outlets import let_rest
from nudges.domain.saying import say
from nudges.models import Address, Delivery, Nudge
from nudges.models.delivery import State
from nudges.models.nudge import MOST_FAILURES
from nudges.push.keys import this_site
from people.domain.rota import put_on_rota
from people.models import Role, User
from postmortems.domain.checking import say_whether_it_helped
from postmortems.domain.commenting import reply, resolve_thread, start_thread
from postmortems.domain.debriefing import plan_debrief
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up, complete_follow_up
from postmortems.domain.gaps import miss_at_service
from postmortems.domain.handing_over import hand_over_follow_up
from postmortems.domain.moments import refresh_moments
from postmortems.domain.publishing import correct_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.sharing import share_postmortem
from postmortems.domain.templates import write_template
from postmortems.domain.uploading import keep_upload
from postmortems.importing.unpacking import Upload
from postmortems.models import (
    Comment,
    DebriefState,
    FactorKind,
    FollowUp,
    FollowUpKind,
    Postmortem,
    ReviewRound,
    Template,
    Verdict,
)
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ScenarioFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    ToolFactory,
    UserFactory,
    asked_reach_out,
    kind_note,
    set_up_weekly_talks,
)
from tests.rules.pages import addresses

pytestmark = pytest.mark.django_db

# A picture of one dot.
DOT = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
REPORT = b"# 2021-03-04, Labels\n\n## Timeline\n\n- 10:00 Stuck\n\n## Actions\n\n- Buy paper\n"
MANY = 10
MOST = 12
# Reminders are about all sorts of things, and each sort is a query, however many there are.
MOST_OF = dict.fromkeys(("nudges:mine (open)", "nudges:live_mine (open)", "nudges:sent (open)"), 16)
MOST_OF["api:nudge-sent (open)"] = 16
# The file about oneself reads every table that knows people, each once.
MOST_OF["directory:data_file (open)"] = 90
# The file of an incident reads every table of its room, each once.
MOST_OF |= dict.fromkeys(("api:incident-export (open)", "api:incident-export (over)"), 15)


class World:
    """An incident that is open, one that is over, their write-ups, and more of everything."""

    def __init__(self) -> None:
        self.ines = TechLeadFactory(team=TeamFactory())
        self.nia = UserFactory(team=self.ines.team, role=Role.ADMIN)
        self.open = IncidentFactory(by=self.nia, severity=Severity.MAJOR)
        hand_over_lead(self.open, by=self.nia, to=self.nia)
        self.service = ServiceFactory(team=self.ines.team)
        self.open.services.add(self.service)
        self.over = IncidentFactory(by=self.nia)
        for incident in (self.open, self.over):
            join_incident(incident, by=self.ines)
            ask_for_help(incident, by=self.nia)
        self.note = kind_note(self.over)
        self.asked = asked_reach_out(IncidentFactory(by=UserFactory(team=self.ines.team)))
        self.beside = ask_for_buddy(self.asked.incident, by=self.asked.person)
        end("buddy_wanted", about=self.beside, because="only its page is looked at")
        self.place = put_on_rota(self.ines.team, by=self.nia, person=self.nia)
        self.over = resolve_incident(self.over, by=self.nia, summary="Rolled back.")
        self.picture = add_picture(self.open, by=self.nia, file=ContentFile(DOT, name="dot.gif"))
        self.draft = start_postmortem(self.over, by=self.nia)
        self.read = PostmortemFactory(by=self.nia)
        self.helped = self.add_done_follow_up(self.nia)
        self.published = PostmortemFactory(by=self.nia, is_published=True)
        self.token = share_postmortem(self.published, by=self.nia, days=30)
        self.story = StoryFactory(by=self.nia)
        self.scenario = ScenarioFactory(by=self.nia, source=self.published)
        self.playing = start_run(self.scenario, by=self.nia)
        self.played = end_run(start_run(self.scenario, by=self.nia), by=self.nia)
        self.pulse = self.add_pulse(Occasion.AFTER)
        for who in (self.nia, self.ines):
            open_questions(self.pulse, by=who)
        self.add_pulse(Occasion.QUARTER)
        self.path = make_path(by=self.nia, title="Ours", team=self.ines.team, is_first=True)
        add_to_path(self.path, by=self.nia, thing=self.story)
        miss_at_service(self.service, by=self.nia, what="Who knows it")
        self.batch = keep_upload(by=self.nia, reports=[Upload("a.md", REPORT)])
        self.add_browser()
        this_site()  # has a key from now on
        self.source, _token = add_source(
            by=self.nia, name="Ours", format="generic", asks_for_help=False, most_an_hour=60
        )
        set_up_status_page(by=self.nia, is_on=True, title="", intro="")
        set_up_weekly_talks(by=self.nia, slots=12, minutes=60)
        # Not the first, which may begin within the hour.
        self.session = TalkSession.objects.soonest_first()[1]
        self.talk = take_slot(self.session, by=self.nia)
        self.calendar = make_calendar(by=self.nia)
        self.repairs = [
            begin_repair(incident, by=self.nia, what_was_written="Wrong.", pairs=self.ines)
            for incident in (self.open, self.over)
        ]

    def grow(self, count: int) -> None:
        """Add so many rows to everything that has rows."""
        for _ in range(count):
            somebody = UserFactory(is_senior=True, team=TeamFactory())
            lead = TechLeadFactory()
            self.add_to_incidents(somebody)
            self.add_links_and_merges(somebody)
            other = IncidentFactory(by=somebody, severity=Severity.CRITICAL)
            other.services.add(ServiceFactory())
            other.services.add(ServiceFactory(public_name=f"Part {other.pk}"))
            post_update(other, by=somebody, conditions="Broken.", public_text="Slow.")
            over = IncidentFactory(by=somebody, is_over=True)
            self.add_to_write_ups(somebody, over, lead)
            self.add_to_import(somebody)
            self.add_to_library(somebody, over)
            self.add_to_practice(somebody)
            self.add_to_talks(somebody)
            self.add_to_insights()
            self.add_browser()
            self.add_to_chats()
            self.add_to_catalogue(somebody)
            self.add_to_alerts()
            self.add_to_list(other, self.suggest_changes(PostmortemFactory(incident=over), lead))

    def add_to_alerts(self) -> None:
        """Another rule, and more that fires, each in an incident of its own."""
        add_rule(self.source, by=self.nia, matches=[["severity", "=", "low"]])
        number = Received.objects.count()
        body = json.dumps({"key": f"{number}", "title": "Slow", "service": self.service.slug})
        receive(self.source, body=body, delivery=f"{number}")
        take_in(self.source.pk)
        add_source(by=self.nia, name=f"Source {number}", format="generic")

    def add_browser(self) -> None:
        """More of them than somebody may have."""
        details = {
            "label": "Firefox on Linux",
            "digest": f"{Address.objects.count():064}",
            "outlet": "push:push.example",
            "sealed": "",
        }
        Address.objects.create(person=self.nia, channel=Channel.PUSH, **details)

    def add_to_incidents(self, somebody: User) -> None:
        for incident in (self.open, self.over):
            incident.services.add(ToolFactory().service)
            join_incident(incident, by=somebody)
            self.add_to_repairs(incident, somebody)
            note = add_note(incident, by=somebody, text="Seen.", is_key_moment=True)
            edit_entry(note, by=somebody, revision=note.revision, text="Seen by somebody.")
            oldest = incident.timeline.filter(kind="note").oldest_first().first()
            words = f"Seen by {somebody.pk}."
            edit_entry(oldest, by=somebody, revision=oldest.revision, text=words)
            withdraw_entry(add_note(incident, by=somebody, text="Or not."), by=somebody)
            started_at = incident.declared_at - timedelta(minutes=somebody.pk % 1000)
            correct_times(incident, by=somebody, started_at=started_at)
        for about in ("The rows", "The queue"):
            wanted = ask_for_help(self.open, by=somebody, about=about)
        take_help_request(wanted, by=self.nia)
        soon = timezone.now() + timedelta(hours=1)
        post_update(self.open, by=somebody, conditions="Slow.", next_update_at=soon)
        self.add_to_fields(somebody)

    def add_to_fields(self, somebody: User) -> None:
        for kind, answer in (("person", somebody), ("choice", "EU"), ("number", 3)):
            field = define_field(
                by=self.nia, label=f"{kind} {somebody.pk}", kind=kind, choices=["EU"]
            )
            for incident in (self.open, self.over):
                answer_fields(incident, by=somebody, answers={field.key: answer})
            self.field = getattr(self, "field", field)

    def add_to_repairs(self, incident: Incident, somebody: User) -> None:
        repair = incident.repairs.first()
        report_progress(repair, by=somebody, done=repair.done + 1)
        more = begin_repair(incident, by=somebody, what_was_written=f"More, {somebody.pk}.")
        for step in ("scope", "copy"):
            tick_step(more, by=somebody, step=step)

    def add_links_and_merges(self, somebody: User) -> None:
        """Link both with something that is over, merge something in, and let somebody in."""
        for incident in (self.open, self.over):
            before = PostmortemFactory(incident=IncidentFactory(is_over=True)).incidents.get()
            link_incidents(incident, by=somebody, other=before, kind=LinkKind.HAPPENED_AGAIN)
            merge_incident(IncidentFactory(by=somebody), by=somebody, into=incident)
            Access.objects.create(incident=incident, user=UserFactory())

    def add_to_write_ups(self, somebody: User, over: Incident, lead: User) -> None:
        self.add_to_published(somebody)
        for postmortem in (self.draft, self.read):
            add_factor(postmortem, by=somebody, kind=FactorKind.TESTING, text="No test.")
            add_follow_up(
                postmortem,
                by=self.nia,
                what="Write one",
                kind=FollowUpKind.TESTING,
                owner=somebody,
                due_on=timezone.localdate(),
            )
            postmortem.incidents.add(over)
            first = postmortem.follow_ups.first()
            hand_over_follow_up(first, by=somebody, to=somebody)
            hand_over_follow_up(first, by=somebody, to=self.nia, note="It suits you better.")
            refresh_moments(postmortem, by=self.nia)
            self.add_to_debriefs(postmortem, somebody)
            self.add_to_threads(postmortem, somebody)
        self.add_done_follow_up(somebody)
        self.suggest_changes(self.read, lead)
        PostmortemFactory(by=self.nia)
        PostmortemFactory(is_published=True)

    def add_to_import(self, somebody: User) -> None:
        """More files in the oldest upload, and more uploads."""
        more = keep_upload(by=self.nia, reports=[Upload(f"{somebody.pk}.md", REPORT)])
        more.files.update(batch=self.batch)
        keep_upload(by=self.nia, reports=[Upload("b.md", REPORT)])

    def add_to_care(self, somebody: User) -> None:
        """Another answer to the oldest note, and another who is asked to look after people."""
        answer_note(self.note, by=self.note.author, text=f"And {somebody.pk}.")
        read_note(self.note, by=self.nia)
        put_on_rota(self.ines.team, by=self.nia, person=somebody)

    def add_done_follow_up(self, somebody: User) -> FollowUp:
        """One about the oldest service that has been done, and has helped so far."""
        write_up = PostmortemFactory(
            incident=IncidentFactory(by=somebody, services=[self.service], is_over=True)
        )
        planned = add_follow_up(write_up, by=somebody, what="An alert", kind=FollowUpKind.DETECTION)
        a_while_ago = timezone.now() - timedelta(days=40)
        done = complete_follow_up(planned, by=somebody, at=a_while_ago)
        say_whether_it_helped(done, by=somebody, answer="helped")
        return done

    def add_to_debriefs(self, postmortem: Postmortem, somebody: User) -> None:
        """Another guest at the debrief that is planned, and one that was called off."""
        ahead = postmortem.debriefs.filter(state=DebriefState.PLANNED).first()
        if ahead is None:
            when = timezone.now() + timedelta(days=2)
            plan_debrief(postmortem, by=self.nia, starts_at=when, minutes=45, invited=[somebody])
        else:
            ahead.invited.add(somebody)
        at = timezone.now() - timedelta(days=somebody.pk % 1000)
        postmortem.debriefs.create(
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            state=DebriefState.CANCELLED,
            time_zone="UTC",
            facilitator=somebody,
        )

    def add_to_published(self, somebody: User) -> None:
        """Corrections, links, people in it, and names in its words."""
        join_incident(self.published.incidents.get(), by=somebody)
        self.published.refresh_from_db()
        words = f"{self.published.impact} {somebody.display_name} and @{somebody.email}."
        correct_postmortem(
            self.published,
            by=somebody,
            revision=self.published.revision,
            title=self.published.title,
            impact=words,
        )
        share_postmortem(self.published, by=somebody, days=30)
        add_follow_up(self.published, by=somebody, what=words, kind="code", owner=somebody)

    def add_to_threads(self, postmortem: Postmortem, somebody: User) -> None:
        count = postmortem.threads.count()
        thread = start_thread(
            postmortem,
            by=somebody,
            about="title",
            text=f"Hm {count}",
            suggestion=f"Title {count}",
        )
        reply(thread, by=self.ines, text=f"Yes {count}")
        settled = start_thread(postmortem, by=somebody, text=f"Thanks {count}")
        resolve_thread(settled, by=self.ines)

    def suggest_changes(self, postmortem: Postmortem, lead: User) -> ReviewRound:
        this_round = ask_for_review(postmortem, by=self.nia, reviewer=lead)
        return give_verdict(this_round, by=lead, verdict=Verdict.CHANGES_SUGGESTED, remarks="More.")

    def add_to_chats(self) -> None:
        """Another chat of each, another room of a team, and another team that is led."""
        self.ines.leads_teams.add(TeamFactory())
        for owner in ({"person": self.nia}, {"person": self.ines}, {"team": self.ines.team}):
            digest = str(Address.objects.count())
            Address.objects.create(channel=Channel.CHAT, label=digest, digest=digest, **owner)

    def add_to_library(self, somebody: User, over: Incident) -> None:
        story = StoryFactory(by=somebody, services=[ServiceFactory()], incidents=[over])
        self.story.services.add(*story.services.all())
        self.story.incidents.add(over)
        StoryFactory(by=self.nia, is_published=False)
        self.add_to_paths(story, somebody)

    def add_to_paths(self, story: Story, somebody: User) -> None:
        """More on the oldest path, another path, and what is missing from the docs."""
        write_up = PostmortemFactory(by=somebody, is_published=True)
        outage = Outage.objects.order_by("pk")[self.path.items.count()]
        for thing in (story, write_up, outage):
            item = add_to_path(self.path, by=self.nia, thing=thing)
            note_on_path(item, by=self.nia, note="Look at the graph.")
        other = make_path(by=self.nia, title=f"Path {story.pk}", team=somebody.team, is_first=True)
        add_to_path(other, by=self.nia, thing=story)
        miss_in_story(self.story, by=somebody, what=f"How it works, {somebody.pk}")
        miss_at_service(ServiceFactory(), by=somebody, what="Who knows it")

    def add_to_practice(self, somebody: User) -> None:
        """More to be found, more who play and look, and more scenarios and practices."""
        for after, topics in ((0, []), (None, ["logs"]), (None, ["nowhere"])):
            text = f"Seen by {somebody.pk}, {topics}."
            add_clue(self.scenario, by=self.nia, text=text, after_minutes=after, topics=topics)
        join_run(self.playing, by=somebody)
        look_at(self.playing, by=somebody, words="logs")
        self.played.looks.create(by=somebody, words="logs").clues.set(self.scenario.clues.all())
        ask_for_hint(self.playing, by=somebody)
        ScenarioFactory(by=self.nia, is_ready=False)
        start_run(ScenarioFactory(by=somebody), by=self.nia)
        start_run(self.scenario, by=somebody)
        end_run(start_run(self.scenario, by=self.nia), by=self.nia)

    def add_to_talks(self, somebody: User) -> None:
        """Another speaker, who would trade places, and a session that was."""
        offer_swap(take_slot(self.session, by=somebody), by=somebody, wanted=self.talk)
        began = self.session.starts_at - timedelta(weeks=TalkSession.objects.count())
        was = TalkSession.objects.create(
            week=began.date(),
            title="Stuff",
            starts_at=began,
            ends_at=began + timedelta(hours=1),
            time_zone="UTC",
        )
        for number, speaker in enumerate((somebody, self.nia), start=1):
            was.slots.create(number=number, speaker=speaker, taken_at=began)

    def add_pulse(self, occasion: str) -> PulseRound:
        quarter = Quarter.of(timezone.localdate())
        this = PulseRound.objects.create(
            occasion=occasion, quarter=quarter.first_day, closes_at=PulseRound.closing(quarter)
        )
        nudge(this.nudge_kind, about=this, to=[self.nia, self.ines])
        return this

    def add_to_insights(self) -> None:
        """Another quarter, with two more services."""
        count = Cell.objects.filter(figure="made_possible", service=None).count()
        groups = [
            Group(Where(service=ServiceFactory().pk), own=Heap(6, {"testing": 6})) for _ in range(2)
        ]
        for figure in FIGURES.values():
            heap = Heap(12, {"sum": 40} if figure.told is Told.AVERAGE else {"1": 12})
            parts = groups if figure.told is Told.PARTS else []
            root = Group(EVERYONE, own=Heap() if parts else heap, within=parts)
            quarter = Quarter(2000 + count // 4, count % 4 + 1)
            keep_quarter(figure, quarter, root, on=quarter.ends.date())

    def add_to_catalogue(self, somebody: User) -> None:
        """More of what is around the oldest service, in rooms and on its page."""
        service = self.service
        service.experts.add(somebody)
        ServiceFactory().experts.add(self.ines)
        ServiceLink.objects.create(service=service, label="Dashboard", url="https://example.org")
        use_tool(self.open, by=somebody, tool=ToolFactory(service=service))
        IncidentFactory(by=somebody, services=[service])
        StoryFactory(by=somebody, services=[service])
        count = Checklist.objects.count()
        words = {"severity": Severity.MAJOR, "service": service}
        write_template(
            by=self.nia, name=f"{count}", form="full", sections=["impact"], prompts={}, texts={}
        )
        for name, more in (("Any", {}), ("Major", words)):
            write_checklist(by=self.nia, name=f"{name} {count}", items=["Look"], **more)
        finish_task(add_task(self.open, by=somebody, text="Look", assignee=somebody), by=self.nia)
        add_task(self.open, by=somebody, text=f"Look {count}", assignee=somebody)

    def add_to_list(self, other: Incident, this_round: ReviewRound) -> None:
        wanted = other.help_requests.create(asked_by=other.declared_by)
        nudge("help_wanted", about=wanted, to=[self.nia])
        nudge("reach_out", about=self.asked, to=[self.nia], again=str(other.pk))
        nudge("update_due", about=other, to=[self.nia], again="here")
        nudge("write_up", about=other, to=[self.nia], at=timezone.now())
        nudge("changes_suggested", about=this_round, to=[self.nia], again="here")
        for one in FollowUp.objects.filter(owner=self.nia):
            nudge("follow_up_due", about=one, to=[self.nia], again="here")
        nudge("kind_note", about=kind_note(other), to=[self.nia], again="here")
        self.add_to_care(this_round.reviewer)
        for one in Nudge.objects.due().filter(recipient=self.nia):
            say(one.pk)
        snooze(Nudge.objects.about("write_up", other).get(recipient=self.nia), by=self.nia)
        self.add_to_undelivered(other)

    def add_to_undelivered(self, other: Incident) -> None:
        """Messages that could not be delivered, and chats that do not answer."""
        failed = Delivery.objects.filter(nudge__in=Nudge.objects.about("update_due", other))
        failed.update(state=State.SET_ASIDE, last_error="SMTPDataError 554")
        Nudge.objects.about("write_up", other).update(failures=MOST_FAILURES)
        chat = self.nia.addresses.create(
            channel=Channel.CHAT,
            label="Ours",
            digest=f"rests {other.pk}",
            outlet=f"chat:{other.pk}",
        )
        let_rest(chat.outlet, "ConnectTimeout")


def counts(world, client):
    """How many queries each page takes, by its name and what it is about."""
    found = {}
    for page, path in pages(world):
        reset_queries()  # the log is full after 9,000, and then none is counted
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
            if response.streaming:
                response.getvalue()
        if response.status_code == 200:
            found[page] = len(captured)
    return found


def pages(world):
    """Every page of ours, about an incident that is open and one that is over, and so on."""
    seen = set()
    for state, incident, postmortem in (
        ("open", world.open, world.draft),
        ("over", world.over, world.read),
        ("published", world.over, world.published),
    ):
        for address in addresses(about(world, incident, postmortem)):
            if address.is_ours and address.path not in seen:
                seen.add(address.path)
                yield f"{address.name} ({state})", address.path


def about(world, incident, postmortem):
    """Fill addresses in with the oldest of the rows that grow."""
    rows = {
        "factor": postmortem.factors.first(),
        "follow_up": postmortem.follow_ups.first(),
        "thread": postmortem.threads.order_by("pk").first(),
        "comment": Comment.objects.filter(thread__postmortem=postmortem).order_by("pk").first(),
        "team": world.ines.team,
        "entry": incident.timeline.filter(kind="note").oldest_first().first(),
        "wanted": incident.help_requests.first(),
        "review_round": world.read.rounds.last(),
        "task": incident.tasks.first(),
        "tool": world.service.tools.order_by("pk").first(),
        "link": world.service.links.first(),
        "checklist": Checklist.objects.order_by("pk").first(),
        "repair": incident.repairs.first(),
        "field": world.field,
        "batch": world.batch,
        "file": world.batch.files.first(),
        "moment": postmortem.moments.shown().first(),
        "debrief": postmortem.debriefs.filter(state=DebriefState.PLANNED).first(),
        "template": Template.objects.first(),
        "scenario": world.scenario,
        "clue": world.scenario.clues.first(),
        "run": world.playing if incident.is_open else world.played,
        "write_up": world.published,
        "session": world.session,
        "slot": world.talk,
        "path": world.path,
        "item": world.path.items.first(),
        "place": world.place,
        "source": world.source,
        "rule": world.source.rules.first(),
        "received": world.source.received.order_by("pk").first(),
        "person": world.ines,
        "access": incident.accesses.order_by("pk").first(),
        "merge": incident.merges_here.order_by("pk").first(),
        "swap": SlotSwap.objects.filter(wanted=world.talk).order_by("pk").first(),
    }
    rows = {name: row for name, row in rows.items() if row}

    numbers = {
        "incidents": [str(world.note.pk), str(world.asked.pk), str(world.beside.pk)],
        "postmortems": [str(postmortem.pk)],
        "follow_ups": [str(one.pk) for one in (rows.get("follow_up"), world.helped) if one],
        "learning": [str(world.story.pk)],
        "insights": [str(world.pulse.pk)],
    }

    def fill(app, converter, name):
        if converter == "reference":
            return [f"INC-{incident.pk}"]
        if converter == "uuid":
            return [str(world.picture.pk)]
        if name == "number":
            return ["1"]
        if converter == "int":
            return [str(rows[name].pk)] if name in rows else numbers.get(app, [])
        if app in {"incidents", "follow_ups"} and converter == "slug":
            return [world.service.slug]
        if app in {"shared", "learning"}:
            return [world.token if app == "shared" else world.calendar]
        return [] if app == "admin" else ["today"]

    return fill


def test_pages_ask_no_more_for_ten_rows_than_for_one(client_of):
    world = World()
    world.grow(1)
    counts(world, client_of(world.nia))  # a first look fills what a process remembers
    few = {who.pk: counts(world, client_of(who)) for who in (world.nia, world.ines)}
    world.grow(MANY - 1)

    many = {who.pk: counts(world, client_of(who)) for who in (world.nia, world.ines)}

    for who, found in many.items():
        assert len(found) > 20
        assert found.keys() == few[who].keys()
        # Fewer where the first of a long list are all of one sort.
        assert {page for page, count in found.items() if count > few[who][page]} == set()
        counted = {*found.items(), *few[who].items()}
        assert {(page, n) for page, n in counted if n > MOST_OF.get(page, MOST)} == set()
