"""The insights in a browser: charts with their numbers, and three questions."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from demo.load import load
from learning.insights.quarters import Quarter
from learning.models import Occasion, PulseBox, PulseRound
from nudges.domain.outbox import nudge
from people.models import Team, User
from tests.factories import UserFactory
from tests.running.waiting import until

# Whether there is anything on a canvas.
DRAWN = """(one) =>
    one.getContext("2d").getImageData(0, 0, one.width, one.height).data.some(Boolean)"""


@pytest.fixture
def nia(goldseam):
    load()
    return User.objects.get(email="nia@larkspur.example")


def test_charts_are_drawn_and_their_numbers_stay_within_reach(nia, signed_in):
    said = []
    page = signed_in(nia)
    page.on("console", lambda message: message.type == "error" and said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    page.get_by_role("link", name="Insights").click()

    expect(page.get_by_role("heading", name="How we are doing")).to_be_visible()
    expect(page.locator("canvas")).to_have_count(page.locator("[data-chart]").count())
    until(lambda: all(canvas.evaluate(DRAWN) for canvas in page.locator("canvas").all()))
    first = page.locator("figure").first
    expect(first.locator("table")).to_be_hidden()
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(first.get_by_role("row", name="Detection")).to_be_visible()
    page.emulate_media(color_scheme="dark")
    expect(page.locator("canvas")).to_have_count(page.locator("[data-chart]").count())
    assert said == []


def test_without_scripts_there_are_the_numbers(nia, signed_in):
    page = signed_in(nia, java_script_enabled=False)
    page.goto("/insights/")

    expect(page.get_by_role("row", name="Detection 36")).to_be_visible()
    page.get_by_label("About").select_option(label="Platform")
    page.get_by_role("button", name="Show").click()
    platform = Team.objects.get(name="Platform")
    expect(page.get_by_label("About")).to_have_value(f"team-{platform.pk}")
    expect(page.get_by_text("Time to a kind word")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="As CSV").click()
    assert "Platform" in download.value.path().read_text()


def test_pages_without_charts_do_not_load_them(goldseam, signed_in):
    asked = []
    page = signed_in(UserFactory())
    page.on("request", lambda request: asked.append(request.url))

    for address in ("/", "/library/", "/incidents/", "/insights/"):
        page.goto(address)

    assert [url for url in asked if "chart" in url] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_three_questions_are_answered_by_keyboard(goldseam, signed_in, scripts):
    person = UserFactory()
    quarter = Quarter.of(timezone.localdate())
    this = PulseRound.objects.create(
        occasion=Occasion.AFTER, quarter=quarter.first_day, closes_at=PulseRound.closing(quarter)
    )
    nudge("pulse_after", about=this, to=[person], at=timezone.now())
    page = signed_in(person, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name="See the questions").click()

    page.get_by_role("group", name="I felt supported").get_by_label("Rather yes").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Nobody can tell which answers are yours")).to_be_visible()
    assert [(one.question, one.answers) for one in PulseBox.objects.all()] == [
        ("after_supported", [0, 0, 0, 0, 1])
    ]
    page.goto("/")
    expect(page.get_by_role("link", name="See the questions")).to_have_count(0)
