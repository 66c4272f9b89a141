"""What a profile does in a real browser: the zone that it finds out, and a picture."""

from io import BytesIO

from PIL import Image
from playwright.sync_api import expect

from tests.factories import UserFactory


def test_a_browser_in_another_zone_asks_which_one_to_show(goldseam, signed_in):
    nia = UserFactory(time_zone="Europe/London")
    page = signed_in(nia, timezone_id="Asia/Tokyo")

    question = page.get_by_text("Your browser is in Asia/Tokyo")
    expect(question).to_be_visible()
    page.get_by_role("button", name="Show mine").click()

    expect(question).to_be_hidden()
    nia.refresh_from_db()
    assert nia.time_zone == "Asia/Tokyo"
    page.goto("/")
    expect(question).to_be_hidden()


def test_whoever_stays_with_their_zone_is_not_asked_again(goldseam, signed_in):
    nia = UserFactory(time_zone="Europe/London")
    page = signed_in(nia, timezone_id="Asia/Tokyo")

    page.get_by_role("button", name="Stay with Europe/London").click()
    expect(page.get_by_text("Your browser is in Asia/Tokyo")).to_be_hidden()
    page.goto("/people/profile/")

    expect(page.get_by_role("heading", level=1, name="Your profile")).to_be_visible()
    expect(page.get_by_text("Your browser is in Asia/Tokyo")).to_be_hidden()
    nia.refresh_from_db()
    assert nia.time_zone == "Europe/London"


def test_a_picture_is_shown_and_taken_away_again(goldseam, signed_in):
    nia = UserFactory()
    page = signed_in(nia)
    drawn = BytesIO()
    Image.new("RGB", (300, 200), "orange").save(drawn, "PNG")
    sent = {"name": "me.png", "mimeType": "image/png", "buffer": drawn.getvalue()}

    page.goto("/people/profile/")
    page.get_by_label("A picture of you").set_input_files(sent)
    page.get_by_role("button", name="Show it").click()
    shown = page.locator("main .avatar img").first
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("image => image.naturalWidth") > 0

    page.get_by_role("button", name="Show my initials").click()
    expect(page.locator("main .avatar img")).to_have_count(0)
