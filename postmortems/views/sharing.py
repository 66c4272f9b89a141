"""Links for people outside: made, shown once, and ended."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from people.http import UserRequest
from people.permissions import writers_only
from postmortems import permissions
from postmortems.domain import sharing
from postmortems.forms.sharing import ShareForm
from postmortems.models import Postmortem
from postmortems.queries.naming import name_in_lines
from postmortems.views.finding import find

MOST_LINKS = 50


def _page(
    request: UserRequest,
    postmortem: Postmortem,
    form: ShareForm,
    *,
    status: int = 200,
    url: str = "",
) -> HttpResponse:
    name_in_lines([postmortem])
    context = {
        "postmortem": postmortem,
        "form": form,
        "url": url,
        "links": postmortem.share_links.select_related("shared_by")[:MOST_LINKS],
        "may_be_shared": Postmortem.objects.open_to_the_world().filter(pk=postmortem.pk).exists(),
    }
    return render(request, "postmortems/share.html", context, status=status)


@writers_only
@require_GET
def share(request: UserRequest, pk: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_share)
    return _page(request, postmortem, ShareForm())


@writers_only
@require_POST
def make_link(request: UserRequest, pk: int) -> HttpResponse:
    """Make a link and show it in this answer, the only one that ever holds it."""
    postmortem = find(request, pk, may=permissions.may_share)
    form = ShareForm(request.POST)
    if not form.applies(sharing.share_postmortem, postmortem, by=request.user):
        return _page(request, postmortem, form, status=422)
    url = request.build_absolute_uri(reverse("shared:read", args=[form.outcome]))
    return _page(request, postmortem, ShareForm(), url=url)


@writers_only
@require_POST
def end_link(request: UserRequest, pk: int, link: int) -> HttpResponse:
    postmortem = find(request, pk, may=permissions.may_share)
    sharing.end_link(get_object_or_404(postmortem.share_links, pk=link), by=request.user)
    return redirect("postmortems:share", pk)
