"""Where somebody says which chats their messages go to, and which rooms their team's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from nudges.channels.names import Channel
from nudges.domain import chats
from nudges.forms.chats import ChatForm
from nudges.models import Address
from nudges.models.address import teams_led_by
from nudges.permissions import may_set_rooms
from people.errors import DomainError
from people.http import UserRequest
from people.models import Team, User


@login_required
@require_GET
def own(request: UserRequest) -> HttpResponse:
    return _page(request, ChatForm())


@login_required
@require_GET
def of_team(request: UserRequest, team: int) -> HttpResponse:
    return _page(request, ChatForm(), _team(request.user, team))


@sensitive_post_parameters("address")
@login_required
@require_POST
def add(request: UserRequest) -> HttpResponse:
    return _add(request, None)


@sensitive_post_parameters("address")
@login_required
@require_POST
def add_to_team(request: UserRequest, team: int) -> HttpResponse:
    return _add(request, _team(request.user, team))


def _add(request: UserRequest, team: Team | None) -> HttpResponse:
    form = ChatForm(request.POST)
    if form.applies(chats.add_chat, by=request.user, team=team):
        said = _("Added. Send a test, to see that it arrives.")
        messages.success(request, said)
        return _back_to(form.outcome)
    return _page(request, form, team, status=422)


@login_required
@require_POST
def test(request: UserRequest, pk: int) -> HttpResponse:
    chat = _chat(request.user, pk)
    try:
        tried = chats.try_out(chat, by=request.user)
    except DomainError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        say = messages.success if tried.is_taken else messages.warning
        say(request, tried.says)
    return _back_to(chat)


@login_required
@require_POST
def switch_off(request: UserRequest, pk: int) -> HttpResponse:
    chat = chats.switch_off(_chat(request.user, pk), by=request.user)
    messages.success(request, _("Nothing goes there until you switch it on again."))
    return _back_to(chat)


@login_required
@require_POST
def switch_on(request: UserRequest, pk: int) -> HttpResponse:
    chat = chats.switch_on(_chat(request.user, pk), by=request.user)
    messages.success(request, _("Switched on."))
    return _back_to(chat)


@login_required
@require_POST
def take_out(request: UserRequest, pk: int) -> HttpResponse:
    chat = _chat(request.user, pk)
    chats.take_out(chat, by=request.user)
    messages.success(request, _("Taken out. Its address is forgotten."))
    return _back_to(chat)


def _chat(user: User, pk: int) -> Address:
    chats_of = Address.objects.visible_to(user).filter(channel=Channel.CHAT)
    return get_object_or_404(chats_of.select_related("team"), pk=pk)


def _team(user: User, pk: int) -> Team:
    team = get_object_or_404(Team, pk=pk)
    if not may_set_rooms(user, team):
        raise PermissionDenied
    return team


def _back_to(chat: Address) -> HttpResponse:
    """The page that a chat stands on."""
    return redirect("nudges:team_chats", chat.team_id) if chat.team_id else redirect("nudges:chats")


def _page(
    request: UserRequest, form: ChatForm, team: Team | None = None, *, status: int = 200
) -> HttpResponse:
    of_whom = {"team": team} if team else {"person": request.user}
    context = {
        "form": form,
        "team": team,
        "chats": Address.objects.filter(channel=Channel.CHAT, **of_whom).order_by("pk"),
        "teams": teams_led_by(request.user),
        "most": chats.MOST,
    }
    return render(request, "nudges/chats.html", context, status=status)
