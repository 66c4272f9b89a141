"""The kinds of mail about accounts, and how each is put into words when it is sent.

What a kind says is `templates/people/letters/<name>.txt`, with the parts `subject` and `body`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.template import Context
from django.template.engine import Engine
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from people.mail import Mail
from people.models import Letter, User
from people.sealing import unseal

# What a letter of a kind says besides what it was given, looked up when it is sent. None means
# that there is nobody to send it to, or no reason any more.
Ready = Callable[[Letter, dict[str, str]], dict[str, Any] | None]


@dataclass(frozen=True)
class LetterKind:
    """A kind of letter: `title` is what admins read where one could not be delivered."""

    name: str
    title: Any
    ready: Ready | None = None


KINDS: dict[str, LetterKind] = {}


def letter_kind(name: str, title: Any, *, ready: Ready | None = None) -> LetterKind:
    """Declare a kind of letter; each room declares its own."""
    assert name not in KINDS, name
    KINDS[name] = LetterKind(name, title, ready)
    return KINDS[name]


def compose(letter: Letter) -> Mail | None:
    """Put a letter into words, or nothing where it is needed no more."""
    kind, given = KINDS[letter.kind], unseal(letter.sealed)
    told = kind.ready(letter, given) if kind.ready else given
    if told is None:
        return None
    zone = letter.person.zone if letter.person else timezone.get_default_timezone()
    person = told.get("person", letter.person)
    context = {**told, "to": letter.to, "person": person, "site": settings.SITE_URL}
    with translation.override(settings.LANGUAGE_CODE), timezone.override(zone):
        return Mail(
            subject=" ".join(_part(letter, "subject", context).split()),
            body=_part(letter, "body", context).strip() + "\n\n" + _drawn("_end.txt", context),
            to=[letter.to],
            headers={
                "Message-ID": f"<letter-{letter.pk}@{urlsplit(settings.SITE_URL).hostname}>",
                "Auto-Submitted": "auto-generated",
            },
        )


def _part(letter: Letter, name: str, context: dict[str, Any]) -> str:
    return _drawn(f"{letter.kind}.txt#{name}", context)


def _drawn(template: str, context: dict[str, Any]) -> str:
    found = Engine.get_default().get_template(f"people/letters/{template}")
    return found.render(Context(context, autoescape=False))


def _link_to_choose_password(letter: Letter, given: dict[str, str]) -> dict[str, Any] | None:
    """A link for whoever has an account under the address; nobody else hears anything."""
    person = User.objects.here().filter(email=letter.to).first()
    if person is None:
        return None
    key, uid = default_token_generator.make_token(person), user_pk_to_url_str(person)
    path = reverse("account_reset_password_from_key", args=[uid, key])
    return {"person": person, "link": settings.SITE_URL + path}


def _unless_taken(letter: Letter, given: dict[str, str]) -> dict[str, Any] | None:
    """Whoever has an account under the address hears nothing, and nobody learns that it is so."""
    return None if User.objects.filter(email=letter.to).exists() else dict(given)


letter_kind("account_changed", _("A change to how somebody signs in"))
letter_kind("address_changed", _("A change of address, told to the old one"))
letter_kind("confirm_address", _("A link that confirms an address"), ready=_unless_taken)
letter_kind("plain", _("A message about an account"))
letter_kind("password_reset", _("A link to choose a new password"), ready=_link_to_choose_password)
