"""Who may do what, asked by pages and API alike."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from people.http import UserRequest
from people.models import Team, User


def _page_of(request: HttpRequest) -> str:
    """Where to go on after the sign-in: a form cannot be sent again, so back to its page."""
    if request.method == "GET":
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    return page.path if page.netloc == request.get_host() else "/"


View = Callable[..., HttpResponseBase]


def may_write(user: User) -> bool:
    """Reader accounts read only."""
    return user.is_active and user.may_write


def may_keep_rota(user: User, team: Team) -> bool:
    """A team's tech leads say who else looks after its people, and admins."""
    return teams_with_rota_of(user).filter(pk=team.pk).exists()


def teams_with_rota_of(user: User) -> QuerySet[Team]:
    """The teams whose rota somebody may keep."""
    if not may_write(user):
        return Team.objects.none()
    return Team.objects.all() if user.is_admin else Team.objects.filter(tech_leads=user)


def writers_only(view: View) -> View:
    """Let members in, send strangers to the sign-in, and tell readers no."""

    @wraps(view)
    def checked(request: UserRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(_page_of(request))
        if not may_write(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def asks_again(view: View) -> View:
    """Ask for the password, or what stands in its place, unless that was a moment ago.

    Who signs in elsewhere has nothing to be asked for here.
    """
    asking: View = reauthentication_required(
        enabled=lambda request: bool(get_reauthentication_flows(request.user))
    )(view)
    return asking


def only(may: Callable[[User], bool]) -> Callable[[View], View]:
    """Let those members in of whom `may` says yes, and tell the others no."""

    def restrict(view: View) -> View:
        @writers_only
        @wraps(view)
        def checked(request: UserRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return checked

    return restrict
