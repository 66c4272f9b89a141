"""The accounts of scripts that are nobody's own, and their tokens."""

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from organisation.permissions import keepers_only
from people.domain import tokens
from people.http import UserRequest
from people.models import ApiToken, User
from people.permissions import asks_again
from people.token_forms import ServiceAccountForm, TokenForm


@keepers_only
@require_GET
def list_tokens(request: UserRequest) -> HttpResponse:
    return _list(request, ServiceAccountForm())


@keepers_only
@require_POST
@asks_again
def open_account(request: UserRequest) -> HttpResponse:
    form = ServiceAccountForm(request.POST)
    if form.applies(tokens.open_service_account, by=request.user):
        return redirect("organisation:new_token", form.outcome.pk)
    return _list(request, form, status=422)


@keepers_only
@require_POST
def close_account(request: UserRequest, account: int) -> HttpResponse:
    tokens.close_service_account(_find(account), by=request.user)
    messages.success(request, _("The account is closed, and its tokens no longer work."))
    return redirect("organisation:tokens")


@keepers_only
@require_GET
@asks_again
def new_token(request: UserRequest, account: int) -> HttpResponse:
    this = _find(account)
    return _page(request, this, TokenForm(account=this))


@keepers_only
@require_POST
@asks_again
@never_cache
def make_token(request: UserRequest, account: int) -> HttpResponse:
    """Make a token and show it in this answer, the only one that ever holds it."""
    this = _find(account)
    form = TokenForm(request.POST, account=this)
    if form.applies(tokens.make_token, this, by=request.user):
        made, token = form.outcome
        context = {"made": made, "token": token, "account": this}
        return render(request, "people/token_made.html", context)
    return _page(request, this, form, status=422)


@keepers_only
@require_POST
def revoke_token(request: UserRequest, account: int, token: int) -> HttpResponse:
    theirs = ApiToken.objects.of_services().filter(account=account)
    tokens.revoke_token(get_object_or_404(theirs, pk=token), by=request.user)
    messages.success(request, _("The token no longer works."))
    return redirect("organisation:tokens")


def _accounts() -> QuerySet[User]:
    theirs = Prefetch("api_tokens", ApiToken.objects.newest_first(), to_attr="tokens")
    return User.objects.services().filter(is_active=True).prefetch_related(theirs)


def _find(account: int) -> User:
    return get_object_or_404(User.objects.services().filter(is_active=True), pk=account)


def _list(request: UserRequest, form: ServiceAccountForm, *, status: int = 200) -> HttpResponse:
    context = {"accounts": _accounts(), "form": form}
    return render(request, "organisation/tokens.html", context, status=status)


def _page(
    request: UserRequest, account: User, form: TokenForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "account": account}
    return render(request, "people/new_token.html", context, status=status)
