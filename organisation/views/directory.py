"""The directory: everybody who is here, for everybody who is here."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from organisation.forms.directory import FindPeopleForm
from organisation.queries.directory import about, list_people
from people.http import UserRequest
from people.models import User


@login_required
@require_GET
def directory(request: UserRequest) -> HttpResponse:
    form = FindPeopleForm(request.GET)
    narrows = form.narrows
    context = {"form": form, "listed": list_people(**narrows)} | narrows
    return render(request, "organisation/directory.html", context)


@login_required
@require_GET
def person(request: UserRequest, person: int) -> HttpResponse:
    people = User.objects.filter(erased_at=None, is_service=False).select_related("team")
    this = about(get_object_or_404(people, pk=person))
    return render(request, "organisation/person.html", {"this": this, "person": this.person})
