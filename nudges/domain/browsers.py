"""Browsers that somebody is reached in."""

from hashlib import sha256
from urllib.parse import urlsplit

import requests
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nudges.channels.base import NotTaken
from nudges.channels.names import Channel
from nudges.channels.push import hand_over, of_trying
from nudges.models import Address
from nudges.push.keys import this_site
from people.errors import DomainError
from people.models import User
from people.outbound import check
from people.outbound.places import is_listed_url
from people.sealing import seal

MOST = 10
LONGEST_OUTLET = 120
# Any number that nothing else locks by.
_LOCK = 7_265_007


@transaction.atomic
def keep_browser(
    person: User, *, by: User, endpoint: str, p256dh: str, auth: str, label: str, old: str = ""
) -> Address:
    """Reach somebody in a browser from now on, and nobody else in it any more.

    Whoever was reached in it before loses it with all that still waits for it: two people
    may share a machine. `old` is the endpoint that the browser itself put this one in place
    of; where its owner took that out meanwhile, it stays out.
    """
    if by != person:
        raise DomainError(_("Only you can say where messages reach you."))
    _check(endpoint)
    _make_way(person, endpoint=endpoint, old=old)
    details = {
        "endpoint": endpoint,
        "p256dh": p256dh,
        "auth": auth,
        "key": this_site().public_key,
    }
    kept, _is_new = Address.objects.update_or_create(
        person=person,
        channel=Channel.PUSH,
        digest=_digest(endpoint),
        defaults={
            "label": label,
            "sealed": seal(details),
            "outlet": f"push:{urlsplit(endpoint).netloc}"[:LONGEST_OUTLET],
            "is_on": True,
            "last_used_at": timezone.now(),
        },
    )
    return kept


def see_browser(person: User, *, endpoint: str) -> Address | None:
    """Note that somebody is in one of their browsers. Returns it, if it is one."""
    theirs = Address.objects.browsers().filter(person=person, digest=_digest(endpoint))
    theirs.update(last_used_at=timezone.now())
    return theirs.first()


def leave_browser(*, endpoint: str) -> None:
    """Reach nobody in a browser any more. Its endpoint is known to the browser alone."""
    Address.objects.browsers().filter(digest=_digest(endpoint)).delete()


def take_out_browser(address: Address, *, by: User) -> None:
    """Reach somebody no more in one of their browsers."""
    Address.objects.visible_to(by).browsers().filter(pk=address.pk).delete()


def try_browser(address: Address, *, by: User) -> Address:
    """Send a message to one of one's own browsers at once, to see whether it arrives."""
    address = Address.objects.visible_to(by).browsers().get(pk=address.pk)
    try:
        with requests.Session() as session:
            is_there = hand_over(of_trying(), address, site=this_site(), session=session)
    except NotTaken as answer:
        raise DomainError(_why(answer)) from answer
    if not is_there:
        raise DomainError(
            _("That browser is not there any more, and was taken out. Allow it there once more.")
        )
    Address.objects.filter(pk=address.pk).update(last_used_at=timezone.now())
    return address


def _make_way(person: User, *, endpoint: str, old: str) -> None:
    """Take out whatever a browser was before, and see whether one more fits."""
    browsers = Address.objects.browsers()
    # Two people, or one with two open pages, may keep the same browser at once.
    _let_others_wait(_digest(endpoint))
    User.objects.select_for_update().get(pk=person.pk)
    if old and not browsers.filter(person=person, digest=_digest(old)).delete()[0]:
        raise DomainError(_("This browser was taken out."))
    browsers.filter(digest=_digest(endpoint)).exclude(person=person).delete()
    theirs = browsers.filter(person=person)
    if theirs.exclude(digest=_digest(endpoint)).count() >= MOST:
        raise DomainError(_("You have ten browsers here already. Take one out first."))


def _why(answer: NotTaken) -> str:
    if answer.reason.startswith("HTTP"):
        says = _("It could not be sent: the browser's push service answered “%(reason)s”.")
        return says % {"reason": answer.reason}
    if answer.is_for_good:
        return _("It could not be sent: Goldseam does not call that address.")
    return _("It could not be sent: the browser's push service did not answer.")


def _check(endpoint: str) -> None:
    """Refuse what is no push service's address, before anything is sent there."""
    check(endpoint)
    parts = urlsplit(endpoint)
    is_plain = parts.scheme == "http" and is_listed_url(endpoint)
    if not (parts.scheme == "https" or is_plain) or "@" in parts.netloc or parts.fragment:
        raise DomainError(_("That is not the address of a push service."))


def _digest(endpoint: str) -> str:
    return sha256(endpoint.encode()).hexdigest()


def _let_others_wait(digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, digest])
