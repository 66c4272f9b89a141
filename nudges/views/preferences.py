"""What somebody wants to hear, and where."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nudges.channels.names import Channel
from nudges.domain.preferences import reset_preferences, set_preferences
from nudges.forms.preferences import PreferencesForm
from people.http import UserRequest


@login_required
@require_GET
def preferences(request: UserRequest) -> HttpResponse:
    return _preferences(request, PreferencesForm.of(request.user))


@login_required
@require_POST
def save_preferences(request: UserRequest) -> HttpResponse:
    form = PreferencesForm(request.POST)
    if form.applies(set_preferences, request.user, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("nudges:preferences")
    return _preferences(request, form, status=422)


@login_required
@require_POST
def as_by_itself(request: UserRequest) -> HttpResponse:
    """Forget what was chosen for the kinds."""
    reset_preferences(request.user, by=request.user)
    messages.success(request, _("Everything comes as it does by itself again."))
    return redirect("nudges:preferences")


def _preferences(request: UserRequest, form: PreferencesForm, *, status: int = 200) -> HttpResponse:
    there = set(request.user.addresses.on().values_list("channel", flat=True))
    context = {"form": form, "channels": Channel, "offered": {Channel.EMAIL.value} | there}
    return render(request, "nudges/preferences.html", context, status=status)
