"""Pictures in stories."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET, require_POST

from incidents.views.pictures import answer_upload, show_picture
from learning.domain.pictures import add_story_picture
from learning.models import StoryPicture
from learning.views.finding import find_own
from people.http import UserRequest
from people.permissions import writers_only


@writers_only
@require_POST
def add_picture(request: UserRequest, pk: int) -> JsonResponse:
    return answer_upload(request, add_story_picture, find_own(request, pk))


@login_required
@require_GET
@csp_override({"default-src": [CSP.NONE], "frame-ancestors": [CSP.NONE], "sandbox": ""})
def picture(request: UserRequest, pk: str) -> HttpResponseBase:
    this = get_object_or_404(StoryPicture.objects.visible_to(request.user), pk=pk)
    return show_picture(request, this)
