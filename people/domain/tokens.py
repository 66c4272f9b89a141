"""Tokens with which scripts speak to the API, and the accounts of scripts that are nobody's own."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import ApiToken, Role, Scope, User
from people.models.token import FOR_SERVICES

PREFIX = "gs_"
USUAL_DAYS, MOST_DAYS = 90, 365
MOST_TOKENS = 20

MADE = action("people.make_token", gettext_lazy("Made a token for the API"))
REVOKED = action("people.revoke_token", gettext_lazy("Ended a token for the API"))
OPENED = action("people.open_service_account", gettext_lazy("Made an account for a script"))
CLOSED = action("people.close_service_account", gettext_lazy("Closed the account of a script"))


@transaction.atomic
@sensitive_variables("token")
def make_token(
    account: User, *, by: User, name: str, scopes: Iterable[str], days: int = USUAL_DAYS
) -> tuple[ApiToken, str]:
    """Make a token that acts as an account, and return it this once beside its row.

    The account is locked, so that two at once do not get past the most there may be. A person
    makes tokens for themselves; those of a service account are made by admins.
    """
    account = User.objects.select_for_update().get(pk=account.pk)
    _check_owner(account, by)
    chosen = _checked_scopes(account, scopes)
    if not 1 <= days <= MOST_DAYS:
        raise DomainError({"days": _("A token lasts between a day and a year.")})
    if ApiToken.objects.live().filter(account=account).count() >= MOST_TOKENS:
        raise DomainError(
            _("There are %(most)d already. End one before you make another.")
            % {"most": MOST_TOKENS}
        )
    token, now = PREFIX + secrets.token_urlsafe(32), timezone.now()
    made = ApiToken.objects.create(
        account=account,
        made_by=by,
        name=name,
        digest=digests_of(token)[0],
        hint=token[:8],
        scopes=chosen,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    note(MADE, by=by, about=made, scopes=chosen, days=days, service=account.is_service)
    return made, token


def _check_owner(account: User, by: User) -> None:
    if not account.is_active:
        raise DomainError(_("This account is not in use, so it gets no token."))
    if account.is_service and not by.is_admin:
        raise DomainError(_("Only an admin makes tokens for a service."))
    if not account.is_service and account != by:
        raise DomainError(_("Everybody makes their own tokens."))


def _checked_scopes(account: User, scopes: Iterable[str]) -> list[str]:
    chosen = [scope.value for scope in Scope if scope in {*scopes}]
    if not chosen:
        raise DomainError({"scopes": _("Choose at least one thing that it may do.")})
    if not account.is_service and {*chosen} & {*FOR_SERVICES}:
        raise DomainError({"scopes": _("A directory gets the token of a service account.")})
    return chosen


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> ApiToken:
    """Let a token open nothing any more. Ending it twice is ending it once."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        _end(token, by=by)
    return token


@transaction.atomic
def revoke_tokens_of(account: User, *, by: User | None) -> int:
    """End every token of an account, for whoever takes it out of use; returns how many."""
    tokens = list(ApiToken.objects.select_for_update().filter(account=account, revoked_at=None))
    for token in tokens:
        _end(token, by=by)
    return len(tokens)


def _end(token: ApiToken, *, by: User | None) -> None:
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    note(REVOKED, by=by, about=token)


@transaction.atomic
def open_service_account(*, by: User, display_name: str, role: str = Role.MEMBER) -> User:
    """Make the account of a script. It is nobody: it cannot sign in, and no list of people has it.

    Its address is one that no mail reaches.
    """
    account = User.objects.create_user(
        f"service-{uuid4().hex}@service.invalid",
        display_name=display_name,
        role=role,
        is_service=True,
        wants_email=False,
    )
    note(OPENED, by=by, about=account, role=role)
    return account


@transaction.atomic
def close_service_account(account: User, *, by: User) -> User:
    """Take the account of a script out of use, and its tokens with it."""
    account = User.objects.services().select_for_update().get(pk=account.pk)
    if account.is_active:
        account.is_active = False
        account.save(update_fields=["is_active"])
        revoke_tokens_of(account, by=by)
        note(CLOSED, by=by, about=account)
    return account


def digests_of(token: str) -> list[str]:
    """The digest of a token under the present key, then under those of before.

    Keyed, so that whoever writes into a copy of the database cannot make a token of their own.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    salt = "goldseam.api_token"
    return [salted_hmac(salt, token, secret=key, algorithm="sha256").hexdigest() for key in keys]


@sensitive_variables("token", "digests")
def token_of(token: str) -> ApiToken | None:
    """The live token that this is, with its account, or None."""
    if not token.startswith(PREFIX) or len(token) > 100:
        return None
    digests = digests_of(token)
    found = ApiToken.objects.live().select_related("account").filter(digest__in=digests).first()
    same = any(constant_time_compare(found.digest if found else "", one) for one in digests)
    return found if same else None


def note_used(token: ApiToken, *, at: datetime | None = None) -> None:
    """Keep the hour in which a token was last used: one of many requests writes it."""
    hour = (at or timezone.now()).replace(minute=0, second=0, microsecond=0)
    if token.last_used_at is None or token.last_used_at < hour:
        earlier = Q(last_used_at=None) | Q(last_used_at__lt=hour)
        ApiToken.objects.filter(earlier, pk=token.pk).update(last_used_at=hour)
