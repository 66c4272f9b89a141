"""Every page, as different people meet it: read out, by keyboard, small, dark, long and empty."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from demo.load import load
from incidents.domain.status_page import set_up_status_page
from incidents.models import (
    Checklist,
    CustomField,
    HelpRequest,
    Incident,
    Mode,
    Note,
    ReachOut,
    Status,
)
from learning.domain.practising import ask_for_hint, look_at, start_run
from learning.domain.shelving import bring_shelf
from learning.insights.quarters import Quarter
from learning.models import (
    Occasion,
    PulseRound,
    Run,
    Scenario,
    SlotSwap,
    Story,
    TalkInvitation,
    TalkSession,
    TalkSlot,
)
from nudges.domain.outbox import nudge
from nudges.models import Nudge
from people.models import Team, User
from postmortems.domain.following_up import add_follow_up
from postmortems.domain.handing_over import pass_on_follow_up
from postmortems.domain.sharing import share_postmortem
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
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    StoryFactory,
    UserFactory,
    bring_templates,
)

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ABOUT_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LONG = "Everything" * 15
REPORT = b"""# 2021-03-04, Labels stuck

## Timeline

- 10:00 The printer stops.

## Contributing factors

- Nobody knew that paper was low.

## Action items

- Buy paper
"""
# The address of a write-up that was shared, which is not known before.
SHARED = "(shared)"


@pytest.fixture
def pages(goldseam) -> dict[str, list[str]]:
    """The pages of the demo organisation, by the email of who looks at them."""
    bring_shelf()
    load()
    bring_templates()
    scenario, played = Scenario.objects.ready().first(), Run.objects.get()
    playing = start_run(scenario, by=User.objects.get(email__startswith="ines@"))
    look_at(playing, by=playing.started_by, words="logs")
    ask_for_hint(playing, by=playing.started_by)
    over = Incident.objects.filter(status=Status.RESOLVED, mode=Mode.LIVE).last()
    happening = Incident.objects.filter(status=Status.MITIGATING).get()
    asked = ReachOut.objects.open().filter(asked__email__startswith="ines@").first()
    note = Note.objects.filter(recipient__email__startswith="nia@").latest("sent_at")
    edited = happening.timeline.filter(revision__gt=1).first()
    waiting = Postmortem.objects.get(status=WriteUp.IN_REVIEW)
    draft = Postmortem.objects.get(status=WriteUp.DRAFT)
    late = FollowUp.objects.open().filter(due_on__lt=timezone.localdate()).first()
    answered = FollowUp.objects.filter(answers__isnull=False).first()
    skipped = Incident.objects.exclude(write_up_skipped_because="").get()
    published = Postmortem.objects.published().last()
    invited = TalkInvitation.objects.waiting().get()
    asked_about = Nudge.objects.listed().get(kind="did_it_help").about
    large = Team.objects.get(name="Platform")
    pulse = pulse_of(User.objects.get(email__startswith="ines@"))
    ines = [
        "/",
        reverse("incidents:list"),
        reverse("incidents:list") + "?q=paymnts&severity=major&mine=1&from=yesterday",
        reverse("incidents:answers", args=[happening.pk]),
        reverse("incidents:declare"),
        reverse("incidents:services"),
        reverse("incidents:service", args=["ledger-writer"]),
        reverse("incidents:edit_service", args=["ledger-writer"]),
        reverse("incidents:new_link", args=["ledger-writer"]),
        reverse("incidents:new_tool", args=["ledger-writer"]),
        reverse("incidents:checklists"),
        happening.get_absolute_url(),
        reverse("incidents:close", args=[happening.pk]),
        reverse("incidents:begin_repair", args=[happening.pk]),
        happening.repairs.get().get_absolute_url(),
        reverse("incidents:edit_repair", args=[happening.pk, happening.repairs.get().pk]),
        f"{happening.get_absolute_url()}?key",
        reverse("incidents:times", args=[happening.pk]),
        reverse("incidents:edit_entry", args=[happening.pk, edited.pk]),
        edited.get_absolute_url(),
        reverse("incidents:choose_whom", args=[happening.pk]),
        HelpRequest.objects.open().get().get_absolute_url(),
        *(one.get_absolute_url() for one in Incident.objects.filter(mode=Mode.PRACTICE)),
        reverse("learning:practice"),
        scenario.get_absolute_url(),
        reverse("learning:edit_scenario", args=[scenario.pk]),
        reverse("learning:edit_clue", args=[scenario.pk, scenario.clues.first().pk]),
        played.get_absolute_url(),
        playing.get_absolute_url(),
        playing.incident.get_absolute_url(),
        reverse("learning:compare", args=[played.pk]),
        reverse("learning:beside_incident", args=[happening.pk]),
        over.get_absolute_url(),
        reverse("incidents:after", args=[over.pk]),
        reverse("incidents:links", args=[happening.pk]),
        reverse("incidents:merge", args=[happening.pk]),
        reverse("incidents:merge", args=[happening.pk]) + f"?into={over.pk}",
        reverse("incidents:access", args=[happening.pk]),
        asked.get_absolute_url(),
        reverse("postmortems:list"),
        waiting.get_absolute_url(),
        reverse("postmortems:threads", args=[waiting.pk]),
        waiting.debriefs.get().get_absolute_url(),
        Postmortem.objects.published().last().get_absolute_url(),
        *(f"{reverse('follow_ups:list')}?state={state.value}" for state in FollowUpState),
        reverse("follow_ups:list") + "?owner=nobody&age=overdue&sort=oldest",
        *(
            FollowUp.objects.filter(state=state).last().get_absolute_url()
            for state in FollowUpState
        ),
        *(
            reverse(f"follow_ups:{name}", args=[late.pk])
            for name in ("edit", "letting_go", "reconsider", "handing_over")
        ),
        reverse("follow_ups:reopening", args=[answered.pk]),
        answered.get_absolute_url(),
        Postmortem.objects.get(form=Form.SHORT).get_absolute_url(),
        Debrief.objects.get(state=DebriefState.HELD).get_absolute_url(),
        reverse("postmortems:templates"),
        published.get_absolute_url(),
        reverse("postmortems:share", args=[published.pk]),
        reverse("learning:library"),
        Story.objects.published().first().get_absolute_url(),
        reverse("learning:tell"),
        reverse("learning:talks"),
        invited.session.get_absolute_url(),
        reverse("learning:move_talks", args=[invited.session_id]),
        TalkSession.objects.get(state="cancelled").get_absolute_url(),
        reverse("insights:insights"),
        reverse("insights:insights", query={"about": f"team-{large.pk}"}),
        reverse("insights:noticed", args=[over.pk]),
        pulse.get_absolute_url(),
        reverse("people:profile"),
        reverse("account_change_password"),
        "/no/such/page/",
    ]
    nia = [
        note.get_absolute_url(),
        reverse("incidents:check_in", args=[over.pk]),
        reverse("follow_ups:did_it_help", args=[asked_about.pk]),
        reverse("postmortems:edit", args=[draft.pk]),
        reverse("postmortems:choose_reviewer", args=[draft.pk]),
        reverse("postmortems:plan", args=[draft.pk]),
        draft.get_absolute_url(),
        reverse("postmortems:form", args=[draft.pk]),
        reverse("postmortems:incidents", args=[draft.pk]),
        reverse("postmortems:incidents", args=[draft.pk]) + f"?incident={skipped.reference}",
        reverse("postmortems:ask_to_take_out", args=[draft.pk, draft.incidents.first().pk]),
        reverse("postmortems:moments", args=[draft.pk]),
        reverse("postmortems:edit_moment", args=[draft.pk, draft.moments.first().pk]),
        reverse("postmortems:plan_debrief", args=[draft.pk]),
        reverse("postmortems:choose_start", args=[skipped.pk]),
        reverse("postmortems:comment", args=[waiting.pk]) + "?about=impact",
    ]
    swap = SlotSwap.objects.open().get()
    nia += [
        swap.wanted.session.get_absolute_url(),
        reverse("learning:choose_swap", args=[swap.wanted_id]),
    ]
    checklist = Checklist.objects.first()
    batch = keep_upload(
        by=User.objects.get(email__startswith="dana@"),
        reports=[Upload("labels.md", REPORT), Upload("bytes.md", b"%PDF")],
    )
    dana = [
        reverse("postmortems:choose_reports"),
        batch.get_absolute_url(),
        *(file.get_absolute_url() for file in batch.files.all()),
        reverse("incidents:new_service"),
        reverse("incidents:edit_checklist", args=[checklist.pk]),
        reverse("incidents:ask_to_delete", args=[checklist.pk]),
        reverse("incidents:fields"),
        reverse("incidents:new_field"),
        CustomField.objects.first().get_absolute_url(),
        reverse("learning:set_up_talks"),
        TalkSlot.objects.get(speaker__email__startswith="dana@").session.get_absolute_url(),
        reverse("postmortems:new_template"),
        Template.objects.get(key="short").get_absolute_url(),
        reverse("postmortems:move_debrief", args=[waiting.pk, waiting.debriefs.get().pk]),
        Correction.objects.get().postmortem.get_absolute_url(),
        reverse("postmortems:correcting", args=[published.pk]),
        reverse("postmortems:taking_back", args=[published.pk]),
    ]
    return {
        "ines@larkspur.example": ines,
        "nia@larkspur.example": nia,
        "dana@larkspur.example": dana,
    }


def pulse_of(user: User) -> PulseRound:
    """The questions of this quarter, asked of somebody."""
    quarter = Quarter.of(timezone.localdate())
    this = PulseRound.objects.create(
        occasion=Occasion.QUARTER,
        quarter=quarter.first_day,
        closes_at=PulseRound.closing(quarter),
    )
    nudge(this.nudge_kind, about=this, to=[user])
    return this


def problems_of(page: Page) -> list[str]:
    """What is wrong with the page as it is, in the light and then in the dark."""
    page.emulate_media(color_scheme="light")
    found = breaches(page) + doubled(page) + ["too wide"] * is_too_wide(page)
    page.emulate_media(color_scheme="dark")
    return found + [f"in the dark, {one}" for one in breaches(page, ABOUT_COLOURS)]


def breaches(page: Page, rules: dict[str, object] = RULES) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("(rules) => axe.run(document, rules)", rules)
    return [
        f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]
    ]


def doubled(page: Page) -> list[str]:
    """Ids that several elements have: a label would lead to the wrong one."""
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    return sorted({f"twice: #{one}" for one in ids if ids.count(one) > 1})


def is_too_wide(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("width", [1440, 360])
def test_every_page_is_accessible_and_fits(pages, signed_in, width):
    wrong = {}
    for email, addresses in pages.items():
        page = signed_in(User.objects.get(email=email), width=width)
        for address in addresses:
            page.goto(address)
            if problems := problems_of(page):
                wrong[address] = problems
    assert wrong == {}


def test_pages_of_strangers_are_accessible_and_fit(goldseam, window):
    wrong = {}
    for has_people, addresses in (
        (False, ["/people/welcome/"]),
        (True, ["/accounts/login/", "/accounts/password/reset/", "/no/such/page/"]),
        (True, ["/status/", "/status/subscribe/", "/status/subscribe/asked/"]),
        (True, ["/shared/no-such-link/", SHARED]),
    ):
        if has_people:
            admin = UserFactory(role="admin")
            set_up_status_page(by=admin, is_on=True, title="Larkspur status", intro="")
            token = share_postmortem(PostmortemFactory(is_published=True), by=admin, days=30)
            addresses = [one.replace(SHARED, f"/shared/{token}/") for one in addresses]
        for width in (1440, 360):
            page = window(width=width).new_page()
            for address in addresses:
                page.goto(address)
                if problems := problems_of(page):
                    wrong[width, address] = problems
    assert wrong == {}


def test_long_words_empty_rooms_and_people_without_a_name_fit(goldseam, signed_in):
    nobody = UserFactory(display_name="", email="somebody-with-a-very-long-address@example.org")
    incident = IncidentFactory(title=LONG, by=nobody)
    write_up = PostmortemFactory(
        incident=IncidentFactory(title=LONG, is_over=True, by=nobody), by=nobody
    )
    story = StoryFactory(title=LONG, by=nobody)
    follow_up = add_follow_up(write_up, by=nobody, what=LONG, kind="code", owner=nobody)
    pass_on_follow_up(
        add_follow_up(write_up, by=nobody, what=LONG, kind="debugging"), by=nobody, where=LONG
    )
    wrong = {}
    for width in (1440, 360):
        page = signed_in(nobody, width=width)
        for address in (
            "/",
            "/incidents/",
            incident.get_absolute_url(),
            "/write-ups/",
            write_up.get_absolute_url(),
            "/follow-ups/",
            "/follow-ups/?state=handed_over",
            follow_up.get_absolute_url(),
            "/library/",
            story.get_absolute_url(),
        ):
            page.goto(address)
            if problems := problems_of(page):
                wrong[width, address] = problems
    assert wrong == {}


def test_filing_needs_no_mouse(goldseam, signed_in):
    page = signed_in(UserFactory(display_name="Nia Kamau"))

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.get_by_role("link", name="Something broke").evaluate("e => e.matches(':focus')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_label("In your own words")).to_be_focused()
    page.keyboard.type("Search answers with nothing")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you for raising this")).to_be_visible()


def test_nothing_on_a_page_breaks_the_content_policy(pages, signed_in):
    said: list[str] = []
    page = signed_in(User.objects.get(email="ines@larkspur.example"))
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in pages["ines@larkspur.example"][:-1]:
        page.goto(address)
        page.wait_for_load_state("load")
    assert said == []
