"""The letters that brings somebody in. Its link is made when it is sent, and kept nowhere."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from people.domain.letters import tell_by_letter
from people.letters import letter_kind
from people.models import Letter, User


def _ready(letter: Letter, given: dict[str, str]) -> dict[str, Any] | None:
    """The link, unless the invitation was withdrawn or answered meanwhile."""
    person = letter.person
    if person is None or person.has_arrived or not person.is_active:
        return None
    return _way_in(person)


def _ready_again(letter: Letter, given: dict[str, str]) -> dict[str, Any] | None:
    person = letter.person
    if person is None or not person.is_active or person.has_usable_password():
        return None
    return _way_in(person)


def _way_in(person: User) -> dict[str, Any]:
    """A link to choose a password, or where nobody has one, to the sign-in."""
    if settings.PASSWORDS_ALLOWED:
        return {"link": _link_to_choose_a_password(person), "signs_in_with": ""}
    link = settings.SITE_URL + reverse("account_login")
    return {"link": link, "signs_in_with": settings.OIDC_NAME}


def _link_to_choose_a_password(person: User) -> str:
    key, token = user_pk_to_url_str(person), default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": key, "key": token})
    return f"{settings.SITE_URL}{path}"


INVITATION = letter_kind("invitation", gettext_lazy("An invitation"), ready=_ready)
WELCOME_BACK = letter_kind("welcome_back", gettext_lazy("A welcome back"), ready=_ready_again)


def send_invitation(person: User) -> Letter:
    return tell_by_letter(INVITATION.name, to=person.email, person=person)


def welcome_back(person: User) -> Letter:
    return tell_by_letter(WELCOME_BACK.name, to=person.email, person=person)
