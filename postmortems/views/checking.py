"""The one question about a follow-up that has been done for a while."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from people.http import UserRequest
from people.permissions import writers_only
from postmortems.domain import checking
from postmortems.forms.follow_ups import DidItHelpForm
from postmortems.views.finding import find_follow_up


@writers_only
@require_GET
def did_it_help(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    check = follow_up.check_at(timezone.now())
    if check is None or follow_up.answers.filter(check_after=check).exists():
        return redirect(follow_up)
    context = {"follow_up": follow_up, "form": DidItHelpForm()}
    return render(request, "postmortems/did_it_help.html", context)


@writers_only
@require_POST
def say_whether_it_helped(request: UserRequest, pk: int) -> HttpResponse:
    follow_up = find_follow_up(request, pk)
    form = DidItHelpForm(request.POST)
    if form.applies(checking.say_whether_it_helped, follow_up, by=request.user):
        messages.success(request, _("Thank you. The next person can build on that."))
        return redirect("today" if request.GET.get("from") == "today" else follow_up)
    context = {"follow_up": follow_up, "form": form}
    return render(request, "postmortems/did_it_help.html", context, status=422)
