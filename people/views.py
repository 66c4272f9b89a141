from collections.abc import Callable
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.domain.accounts import (
    change_profile,
    confirm_zone,
    create_first_admin,
    is_first_run,
)
from people.domain.avatars import put_up_avatar, take_down_avatar
from people.domain.away import be_away, be_back, spells
from people.forms import AvatarForm, AwayForm, FirstAdminForm, ProfileForm, ZoneForm
from people.http import UserRequest, way_back
from people.markdown import render as render_markdown
from people.models import User
from people.permissions import teams_with_rota_of

LONGEST_PREVIEW = 200_000
PROFILE_FIELDS = tuple(ProfileForm.base_fields)


@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Make the first admin, once, on an empty database."""
    if not is_first_run():
        return redirect("account_login")
    form = FirstAdminForm(request.POST if request.method == "POST" else None)
    if form.applies(create_first_admin):
        backend = "allauth.account.auth_backends.AuthenticationBackend"
        login(request, form.outcome, backend=backend)
        return redirect("today")
    status = 422 if form.is_bound else 200
    return render(request, "people/first_run.html", {"form": form}, status=status)


@login_required
@require_GET
def profile(request: UserRequest) -> HttpResponse:
    return _profile(request)


def _profile_form(user: User) -> ProfileForm:
    return ProfileForm(initial={name: getattr(user, name) for name in PROFILE_FIELDS})


def _profile(
    request: UserRequest,
    *,
    form: ProfileForm | None = None,
    away_form: AwayForm | None = None,
    avatar_form: AvatarForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form or _profile_form(request.user),
        "away_form": away_form or AwayForm(),
        "avatar_form": avatar_form or AvatarForm(),
        "spells": spells(request.user),
        "rotas": teams_with_rota_of(request.user),
        "has_slack": bool(settings.SLACK_SIGNING_SECRET),
    }
    return render(request, "people/profile.html", context, status=status)


@login_required
@require_POST
def save_profile(request: UserRequest) -> HttpResponse:
    form = ProfileForm(request.POST)
    if form.applies(change_profile, request.user, by=request.user):
        messages.success(request, _("Saved."))
        return redirect("people:profile")
    return _profile(request, form=form, status=422)


@login_required
@require_POST
def settle_zone(request: UserRequest) -> HttpResponse:
    """Keep what somebody answers to `static/js/zones.js`, and go on where they were."""
    ZoneForm(request.POST).applies(confirm_zone, request.user, by=request.user)
    return redirect(way_back(request, otherwise="people:profile"))


@login_required
@require_POST
def save_avatar(request: UserRequest) -> HttpResponse:
    form = AvatarForm(request.POST, request.FILES)
    if form.applies(put_up_avatar, request.user, by=request.user):
        messages.success(request, _("Saved. This is how others see you."))
        return redirect("people:profile")
    return _profile(request, avatar_form=form, status=422)


@login_required
@require_POST
def remove_avatar(request: UserRequest) -> HttpResponse:
    take_down_avatar(request.user, by=request.user)
    return redirect("people:profile")


@login_required
@require_GET
@csp_override({"default-src": [CSP.NONE], "frame-ancestors": [CSP.NONE], "sandbox": ""})
def avatar(request: UserRequest, person: int) -> HttpResponseBase:
    """The picture of somebody. Another one has another address, so a browser keeps it a while."""
    this = get_object_or_404(User.objects.exclude(avatar=""), pk=person)
    kind = PurePosixPath(this.avatar.name or "").suffix.removeprefix(".")
    response = FileResponse(this.avatar.open(), content_type=f"image/{kind}")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def go_away(request: UserRequest) -> HttpResponse:
    said = _("Saved. Nobody asks you for anything while you are away.")
    return _away(request, be_away, said)


@login_required
@require_POST
def come_back(request: UserRequest) -> HttpResponse:
    return _away(request, be_back, _("Saved. You can be asked again on those days."))


def _away(request: UserRequest, verb: Callable[..., User], said: str) -> HttpResponse:
    away_form = AwayForm(request.POST)
    if away_form.applies(verb, request.user, by=request.user):
        messages.success(request, said)
        return redirect(f"{reverse('people:profile')}#away")
    return _profile(request, away_form=away_form, status=422)


@login_required
@require_POST
def preview(request: UserRequest) -> HttpResponse:
    """Markdown as it will be read; `static/js/editor/tools.js` asks."""
    return HttpResponse(render_markdown(request.POST.get("text", "")[:LONGEST_PREVIEW]))
