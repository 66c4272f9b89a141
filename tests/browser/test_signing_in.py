"""Signing in with a real Chromium: a new address, and passkeys.

Passkeys are made by the authenticator that its developer tools bring.
"""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from organisation.domain.members import invite_person
from tests.browser.conftest import PASSWORD
from tests.factories import UserFactory


@pytest.fixture
def nia(goldseam):
    return UserFactory(email="nia@example.org", display_name="Nia Kamau")


def with_authenticator(page: Page) -> None:
    """Let the browser have a phone that says yes to everything."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def change(page: Page, what: str) -> None:
    """Press one of the changes of "Signing in", and say by the password who one is."""
    page.goto("/people/signing-in/")
    page.get_by_role("link", name=what).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def add_passkey(page: Page) -> None:
    change(page, "Add a passkey")
    page.get_by_label("What you call it").fill("My phone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_signs_in_without_a_password(nia, signed_in):
    page = signed_in(nia)
    with_authenticator(page)
    add_passkey(page)
    page.get_by_role("link", name="I have them").click()
    expect(page.get_by_text("My phone")).to_be_visible()

    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", level=1, name="Hello")).to_be_visible()
    assert Authenticator.objects.get(type="webauthn").last_used_at


def test_a_passkey_is_a_second_step_and_says_who_one_is(nia, signed_in):
    page = signed_in(nia)
    with_authenticator(page)
    add_passkey(page)

    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(nia.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1, name="Hello")).to_be_visible()

    page.goto("/people/address/")
    page.get_by_role("link", name="Use a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("New address")).to_be_visible()


def test_a_try_without_a_passkey_says_so_calmly(nia, window):
    page = window().new_page()
    with_authenticator(page)
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_text("That did not work")).to_be_visible()


def test_without_scripts_no_button_promises_a_passkey(nia, window):
    page = window(java_script_enabled=False).new_page()
    page.goto("/accounts/login/")

    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)


def test_a_new_address_is_confirmed_from_a_browser_that_knows_nobody(
    goldseam, nia, signed_in, window
):
    page = signed_in(nia)
    change(page, "Change the address")
    page.get_by_label("New address").fill("nia.kamau@example.org")
    page.get_by_role("button", name="Send the link").click()
    mail = goldseam.mail.wait_for("nia.kamau@example.org", "confirm this address")

    phone = window().new_page()
    phone.goto(re.search(r"http\S+/address/confirm/\S+", mail.get_content())[0])
    phone.get_by_role("button", name="Yes, this is mine").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Your address is confirmed")
    nia.refresh_from_db()
    assert nia.email == "nia.kamau@example.org"
    goldseam.mail.wait_for("nia@example.org", "with another address now")


def test_an_invitation_lets_somebody_in(goldseam, window):
    dana = UserFactory(role="admin")
    invite_person(by=dana, display_name="Lee Ray", email="lee@example.org", role="member")
    mail = goldseam.mail.wait_for("lee@example.org", "You are invited")

    page = window().new_page()
    page.goto(re.search(r"http\S+/reset/key/\S+", mail.get_content())[0])
    for label in ("New password", "The same again"):
        page.get_by_label(label).fill(PASSWORD)
    page.get_by_role("button", name="Save it").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Lee")
