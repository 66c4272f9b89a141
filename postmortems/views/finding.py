"""Find what an address names, for whoever may see it and do that with it."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from people.http import UserRequest
from people.models import User
from postmortems import permissions
from postmortems.models import FollowUp, Postmortem, ReviewRound
from postmortems.queries.naming import name_in_lines


def find(
    request: UserRequest, pk: int, *, may: Callable[[User, Postmortem], bool] | None = None
) -> Postmortem:
    postmortem = get_object_or_404(Postmortem.objects.visible_to(request.user), pk=pk)
    if may and not may(request.user, postmortem):
        raise PermissionDenied
    return postmortem


def find_round(
    request: UserRequest, pk: int, number: int, *, may: Callable[[User, ReviewRound], bool]
) -> ReviewRound:
    this_round = get_object_or_404(find(request, pk).rounds, pk=number)
    if not may(request.user, this_round):
        raise PermissionDenied
    return this_round


def find_follow_up(request: UserRequest, pk: int) -> FollowUp:
    """A follow-up with its people named, for whoever may say what becomes of it."""
    seen = FollowUp.objects.visible_to(request.user).select_related("owner", "postmortem")
    follow_up = get_object_or_404(seen, pk=pk)
    if not permissions.may_plan(request.user, follow_up.postmortem):
        raise PermissionDenied
    name_in_lines([follow_up])
    return follow_up
