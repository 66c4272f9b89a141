"""The library: its front, and what is searched for in it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from learning.forms.finding import FindingForm
from learning.models import Story
from learning.queries import library as queries
from learning.queries.alike import more_like as read_more_like
from learning.queries.paths import is_new
from learning.queries.places import Spot
from learning.queries.week import news as read_news
from people.http import UserRequest


@login_required
@require_GET
def library(request: UserRequest) -> HttpResponse:
    """The front, or what was asked for. What a form sent empty is taken out of the address."""
    form = FindingForm.read(request.GET)
    if any(not value for name in form.fields for value in request.GET.getlist(name)):
        return redirect(reverse("learning:library") + form.query())
    after = Spot.read(request.GET.get("after", ""))
    context: dict[str, object] = {"form": form, "after": after}
    if form.is_narrowed:
        found = queries.search(
            request.user, form.wanted, text=form.text, services=form.services, after=after
        )
        more = form.query(after=[str(found.more)]) if found.more else ""
        context |= {"found": found, "more": more}
        return render(request, "learning/found.html", context)
    context["library"] = queries.library(request.user, services=form.services, after=after)
    context["is_new"] = is_new(request.user)
    return render(request, "learning/library.html", context)


@login_required
@require_GET
def week(request: UserRequest) -> HttpResponse:
    """What is new since a week ago."""
    return render(request, "learning/week.html", {"news": read_news(request.user)})


@login_required
@require_GET
@vary_on_headers("HX-Request")
def more_like(request: UserRequest, pk: int) -> HttpResponse:
    """What resembles a story: a fragment for its page, or a page of its own."""
    story = get_object_or_404(Story.objects.visible_to(request.user).published(), pk=pk)
    context = {"story": story, "more": read_more_like(story, reader=request.user)}
    if request.headers.get("HX-Request"):
        return render(request, "learning/_more_like.html", context)
    return render(request, "learning/more_like.html", context)
