"""The address that somebody signs in with."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.domain.auditing import action, note
from people.domain.letters import tell_by_letter
from people.errors import DomainError
from people.models import User

ADDRESS_CHANGED = action("people.address_changed", gettext_lazy("Address changed"))
SALT = "people.address"
CONFIRMED_WITHIN = 24 * 60 * 60


@transaction.atomic
def ask_to_change_address(person: User, *, by: User, email: str) -> None:
    """Send a link to a new address; nothing changes until somebody who reads it opens it.

    An address that somebody else has gets the same answer, and no letter.
    """
    if by != person:
        raise DomainError(_("Only the person themselves can do that."))
    email = email.lower()
    if email == person.email:
        raise DomainError(_("That is the address you have."))
    token = signing.dumps([person.pk, person.email, email], salt=SALT)
    link = settings.SITE_URL + reverse("people:confirm_address", args=[token])
    tell_by_letter("confirm_address", to=email, person=person, link=link)


def read_token(token: str) -> tuple[int, str, str] | None:
    """Whom a link is of, their address when it was sent, and the new one; or None."""
    try:
        person, old, new = signing.loads(token, salt=SALT, max_age=CONFIRMED_WITHIN)
    except signing.BadSignature:
        return None
    return person, old, new


def confirm_address(*, token: str) -> User:
    """Let the address of a link be what somebody signs in with, and tell the old one.

    A link is of use once: it names the address that it takes the place of.
    """
    told = read_token(token)
    if told is None:
        raise _no_use()
    try:
        return _change(*told)
    except IntegrityError:
        raise _no_use() from None


@transaction.atomic
def _change(person_id: int, old: str, new: str) -> User:
    person = User.objects.select_for_update().filter(pk=person_id, is_active=True).first()
    if person is None or person.email != old:
        raise _no_use()
    person.email = new
    person.save(update_fields=["email"])
    # allauth would let one in by what it has of its own, too.
    EmailAddress.objects.filter(user=person).delete()
    note(ADDRESS_CHANGED, by=person, about=person)
    tell_by_letter("address_changed", to=old, person=person)
    return person


def _no_use() -> DomainError:
    return DomainError(_("This link is of no use any more. Ask for a new one under “Signing in”."))
