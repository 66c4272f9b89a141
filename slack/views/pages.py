"""Where an admin sets Slack up, and where somebody says which account there is theirs."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from people.errors import DomainError
from people.http import UserRequest
from slack.domain.linking import link_account, link_of, unlink_account
from slack.manifest import as_text
from slack.models import Account
from slack.permissions import admins_only


@admins_only
@require_GET
def set_up(request: UserRequest) -> HttpResponse:
    context = {
        "manifest": as_text(),
        "is_set_up": bool(settings.SLACK_SIGNING_SECRET),
        "shows_forms": bool(settings.SLACK_BOT_TOKEN),
        "accounts": Account.objects.select_related("user").order_by("pk")[:200],
    }
    return render(request, "slack/set_up.html", context)


@login_required
@require_GET
def mine(request: UserRequest) -> HttpResponse:
    accounts = Account.objects.filter(user=request.user).order_by("pk")
    context = {"accounts": accounts, "is_set_up": bool(settings.SLACK_SIGNING_SECRET)}
    return render(request, "slack/mine.html", context)


@sensitive_variables("token")
@login_required
@never_cache
@require_GET
def link(request: UserRequest, token: str) -> HttpResponse:
    """Ask whether the account in Slack is theirs. Opening it changes nothing."""
    return render(request, "slack/link.html", {"link": link_of(token), "token": token})


@sensitive_variables("token")
@login_required
@require_POST
def say_mine(request: UserRequest, token: str) -> HttpResponse:
    try:
        link_account(token, by=request.user)
    except DomainError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("That is you, then. Type it in Slack again."))
    return redirect("slack:mine")


@login_required
@require_POST
def unlink(request: UserRequest, account: int) -> HttpResponse:
    this = get_object_or_404(Account.objects.visible_to(request.user), pk=account)
    is_own = this.user_id == request.user.pk
    unlink_account(this, by=request.user)
    messages.success(request, _("It can do nothing here any more."))
    return redirect("slack:mine" if is_own else "slack:set_up")
