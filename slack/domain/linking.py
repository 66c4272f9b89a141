"""Say which account in Slack is whose. Nothing that Slack says of a person is believed."""

import secrets

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User
from slack.asking import Asker
from slack.models import Account, Link

LINKED = action("slack.linked", gettext_lazy("Linked their account in Slack"))
UNLINKED = action("slack.unlinked", gettext_lazy("Unlinked an account in Slack"))


def person_behind(asker: Asker) -> User | None:
    """Whose account in Slack it is, if they are still here."""
    accounts = Account.objects.filter(workspace=asker.workspace, slack_user=asker.user)
    found = accounts.select_related("user").first()
    return found.user if found and found.user.is_active else None


@sensitive_variables("token")
def offer_link(asker: Asker) -> str:
    """Make a link for somebody in Slack, in place of any before. Only its digest is kept."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        Link.objects.filter(workspace=asker.workspace, slack_user=asker.user).delete()
        Link.objects.create(
            digest=digest(token),
            workspace=asker.workspace,
            slack_user=asker.user,
            slack_name=asker.name[:80],
            workspace_name=asker.workspace_name[:80],
        )
    return token


def link_of(token: str) -> Link | None:
    return Link.objects.open().filter(digest=digest(token)).first()


@transaction.atomic
def link_account(token: str, *, by: User) -> Account:
    """Say that the account in Slack which was given this link is one's own.

    The row is locked and deleted, so that a link opens once. Whoever the account was
    before, and whatever one had before in that workspace, it is no more.
    """
    link = Link.objects.open().select_for_update().filter(digest=digest(token)).first()
    if link is None:
        raise DomainError(_("This link was used, or is too old. Type /incident in Slack again."))
    User.objects.select_for_update().get(pk=by.pk)
    link.delete()
    Account.objects.filter(workspace=link.workspace, slack_user=link.slack_user).delete()
    Account.objects.filter(workspace=link.workspace, user=by).delete()
    account = Account.objects.create(
        user=by,
        workspace=link.workspace,
        slack_user=link.slack_user,
        slack_name=link.slack_name,
        workspace_name=link.workspace_name,
    )
    note(LINKED, by=by, about=account, workspace=link.workspace)
    return account


@transaction.atomic
def unlink_account(account: Account, *, by: User) -> None:
    """Let an account in Slack do nothing here any more. Twice is once."""
    gone, _rows = Account.objects.filter(pk=account.pk).delete()
    if gone:
        note(UNLINKED, by=by, about=account, workspace=account.workspace, is_own=by == account.user)


def digest(token: str) -> str:
    return salted_hmac("slack.linking", token, algorithm="sha256").hexdigest()
