"""Where somebody makes and ends the tokens of their scripts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.domain import tokens
from people.http import UserRequest
from people.models import ApiToken
from people.permissions import asks_again
from people.token_forms import TokenForm


@login_required
@require_GET
def own_tokens(request: UserRequest) -> HttpResponse:
    mine = ApiToken.objects.filter(account=request.user).newest_first()[:100]
    return render(request, "people/tokens.html", {"tokens": mine})


@login_required
@require_GET
@asks_again
def new_token(request: UserRequest) -> HttpResponse:
    return _page(request, TokenForm(account=request.user))


@login_required
@require_POST
@asks_again
@never_cache
def make_token(request: UserRequest) -> HttpResponse:
    """Make a token and show it in this answer, the only one that ever holds it."""
    form = TokenForm(request.POST, account=request.user)
    if form.applies(tokens.make_token, request.user, by=request.user):
        made, token = form.outcome
        return render(request, "people/token_made.html", {"made": made, "token": token})
    return _page(request, form, status=422)


@login_required
@require_POST
def revoke_token(request: UserRequest, token: int) -> HttpResponse:
    mine = ApiToken.objects.filter(account=request.user)
    tokens.revoke_token(get_object_or_404(mine, pk=token), by=request.user)
    messages.success(request, _("The token no longer works."))
    return redirect("people:tokens")


def _page(request: UserRequest, form: TokenForm, *, status: int = 200) -> HttpResponse:
    return render(request, "people/new_token.html", {"form": form}, status=status)
