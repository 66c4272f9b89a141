"""Come back to an anonymous story with its secret.

The secret is never in an address, where servers and browsers would note it: it stands
behind the `#` of the link, which no browser sends, and is then sent in a form.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from learning.domain.anonymous import hand_in, withdraw_anonymous
from learning.forms.anonymous import AnonymousStoryForm, SecretForm, as_handed_in
from people.http import UserRequest
from people.permissions import writers_only


def show_secret(request: UserRequest, secret: str, *, is_ready: bool) -> HttpResponse:
    """Thank somebody, and show the link that only they have, this once."""
    link = f"{request.build_absolute_uri(reverse('learning:anonymous'))}#{secret}"
    response = render(request, "learning/handed_in.html", {"link": link, "is_ready": is_ready})
    response["Cache-Control"] = "no-store"
    return response


@writers_only
@require_GET
@never_cache
def anonymous(request: UserRequest) -> HttpResponse:
    return render(request, "learning/anonymous.html", {"form": SecretForm()})


@writers_only
@require_POST
@never_cache
@sensitive_post_parameters()
def open_anonymous(request: UserRequest) -> HttpResponse:
    """Show the words behind a secret, in the form that changes them."""
    form = SecretForm(request.POST)
    if not form.is_valid():
        return render(request, "learning/anonymous.html", {"form": form}, status=422)
    initial = as_handed_in(form.words, form.cleaned_data["secret"], reader=request.user)
    return _write(request, AnonymousStoryForm(initial=initial, teller=request.user))


@writers_only
@require_POST
@never_cache
@sensitive_post_parameters()
def save_anonymous(request: UserRequest) -> HttpResponse:
    form = AnonymousStoryForm(request.POST, teller=request.user)
    if form.applies(hand_in, by=request.user, publish="publish" in request.POST):
        context = {"is_ready": form.outcome.is_ready}
        return render(request, "learning/handed_in.html", context)
    return _write(request, form, status=422)


@writers_only
@require_POST
@never_cache
@sensitive_post_parameters()
def ask_to_withdraw(request: UserRequest) -> HttpResponse:
    """Ask once more: nobody could give it back."""
    form = SecretForm(request.POST)
    if not form.is_valid():
        return render(request, "learning/anonymous.html", {"form": form}, status=422)
    context = {"title": form.words["title"], "secret": form.cleaned_data["secret"]}
    return render(request, "learning/withdraw_anonymous.html", context)


@writers_only
@require_POST
@never_cache
@sensitive_post_parameters()
def withdraw(request: UserRequest) -> HttpResponse:
    form = SecretForm(request.POST)
    if not form.is_valid():
        return render(request, "learning/anonymous.html", {"form": form}, status=422)
    withdraw_anonymous(form.cleaned_data["secret"])
    return render(request, "learning/taken_out.html")


def _write(request: UserRequest, form: AnonymousStoryForm, status: int = 200) -> HttpResponse:
    return render(request, "learning/write_anonymous.html", {"form": form}, status=status)
