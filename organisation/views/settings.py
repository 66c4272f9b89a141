"""The organisation's settings: one page, and a verb for each of its cards."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from organisation.domain import settings as verbs
from organisation.forms.settings import (
    ChannelsForm,
    HolidaysForm,
    NamesForm,
    RetentionForm,
    SecondStepForm,
    SettingsForm,
    SeveritiesForm,
)
from organisation.permissions import keepers_only
from people.http import UserRequest
from people.models import Organisation
from people.organisation import as_it_is_now, forget

# Cards in their order, by the name of the address that keeps each.
FORMS: dict[str, type[SettingsForm]] = {
    "names": NamesForm,
    "severities": SeveritiesForm,
    "holidays": HolidaysForm,
    "channels": ChannelsForm,
    "sign_in": SecondStepForm,
    "retention": RetentionForm,
}


@keepers_only
@require_GET
def settings(request: UserRequest) -> HttpResponse:
    # Whoever looks at the settings sees them everywhere on the page as they are now.
    forget()
    return _page(request, {})


def _page(
    request: UserRequest, typed: dict[str, SettingsForm], *, status: int = 200
) -> HttpResponse:
    ours = as_it_is_now()
    cards = [
        {"name": name, "form": typed.get(name) or form.of(ours), "keep": _keep(name)}
        for name, form in FORMS.items()
    ]
    return render(request, "organisation/settings.html", {"cards": cards}, status=status)


def _keep(name: str) -> str:
    return reverse(f"organisation:keep_{name}")


def _save(request: UserRequest, name: str, verb: Callable[..., Organisation]) -> HttpResponse:
    form = FORMS[name](request.POST)
    if form.applies(verb, by=request.user):
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('organisation:settings')}#{name}")
    return _page(request, {name: form}, status=422)


@keepers_only
@require_POST
def keep_names(request: UserRequest) -> HttpResponse:
    return _save(request, "names", verbs.name_things)


@keepers_only
@require_POST
def keep_severities(request: UserRequest) -> HttpResponse:
    return _save(request, "severities", verbs.define_severities)


@keepers_only
@require_POST
def keep_holidays(request: UserRequest) -> HttpResponse:
    return _save(request, "holidays", verbs.keep_holidays)


@keepers_only
@require_POST
def keep_channels(request: UserRequest) -> HttpResponse:
    return _save(request, "channels", verbs.choose_channels)


@keepers_only
@require_POST
def keep_sign_in(request: UserRequest) -> HttpResponse:
    return _save(request, "sign_in", verbs.require_second_step)


@keepers_only
@require_POST
def keep_retention(request: UserRequest) -> HttpResponse:
    return _save(request, "retention", verbs.keep_for)
