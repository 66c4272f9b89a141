from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.http import UserRequest
from postmortems import permissions
from postmortems.models import ReviewRound
from postmortems.places import Place
from postmortems.queries.listing import Shelf, to_take_over, write_up_page


@login_required
@require_GET
def list_write_ups(request: UserRequest) -> HttpResponse:
    wanted = request.GET.get("show", "")
    shelf = Shelf(wanted if wanted in Shelf else Shelf.BEING_WRITTEN)
    after = Place.read(request.GET.get("after", ""))
    page, more = write_up_page(request.user, shelf=shelf, after=after)
    context = {
        "write_ups": page,
        "to_take_over": to_take_over(request.user, page) if shelf == Shelf.IN_REVIEW else set(),
        "after": after,
        "more": more,
        "shelf": shelf,
        "shelves": Shelf,
        "may_import": permissions.may_import(request.user),
        "waiting": ReviewRound.objects.visible_to(request.user)
        .waiting_for(request.user)
        .real()
        .count(),
    }
    return render(request, "postmortems/list.html", context)
