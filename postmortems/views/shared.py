"""What whoever holds a link reads, without an account and without a trace of who it was."""

from django.core.cache.backends.locmem import LocMemCache
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe
from rest_framework.throttling import SimpleRateThrottle

from people.http import by_token
from postmortems.domain.sharing import link_with, note_opened
from postmortems.exports.document import read_document
from postmortems.exports.html import Rendering
from postmortems.exports.pictures import pictures_of
from postmortems.models import Postmortem, ShareLink
from postmortems.queries.reading import named, to_read_outside

A_MINUTE = "60"
POLICY = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


class Openings(SimpleRateThrottle):
    """How often one address may open links: a team that reads one together, not a program.

    It is counted in this process and written down nowhere.
    """

    cache = LocMemCache("openings", {"OPTIONS": {"MAX_ENTRIES": 10_000}})
    scope = "shared"
    rate = "120/min"

    def get_cache_key(self, request: HttpRequest, view: object) -> str:
        ident = self.get_ident(request)  # type: ignore[arg-type]
        return str(self.cache_format % {"scope": self.scope, "ident": ident})


@by_token
@cache_control(private=True, no_store=True)
@require_safe
@csp_override(POLICY)
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The write-up with people as roles, whatever its switch says inside; times are in UTC."""
    if not Openings().allow_request(request, None):  # type: ignore[arg-type]
        return _later()
    link = link_with(token)
    postmortem = _postmortem_of(link)
    if link is None or postmortem is None:
        return _closed()
    named(postmortem, always_roles=True)
    if request.method == "GET":
        note_opened(link)
    sources = {
        address: reverse("shared:picture", args=[token, picture.pk])
        for address, picture in pictures_of(postmortem).items()
    }
    with timezone.override("UTC"):
        document = read_document(postmortem)
        context = {"document": document, "render": Rendering(sources), "link": link}
        return HttpResponse(render_to_string("shared/read.html", context))


@by_token
@cache_control(private=True, no_store=True)
@require_safe
@csp_override({"default-src": [CSP.NONE], "frame-ancestors": [CSP.NONE], "sandbox": ""})
def picture(request: HttpRequest, token: str, pk: str) -> HttpResponseBase:
    """A picture that the write-up of this link shows, and no other."""
    postmortem = _postmortem_of(link_with(token))
    shown = pictures_of(postmortem) if postmortem else {}
    this = next((one for one in shown.values() if str(one.pk) == str(pk)), None)
    if this is None:
        return _closed()
    response = FileResponse(this.file.open(), content_type=this.content_type)
    response["Content-Disposition"] = content_disposition_header(False, this.name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _postmortem_of(link: ShareLink | None) -> Postmortem | None:
    return to_read_outside().filter(pk=link.postmortem_id).first() if link else None


def _closed() -> HttpResponse:
    """The same for a link that ended, one that ran out, and one that never was."""
    return HttpResponse(render_to_string("shared/closed.html"), status=404)


def _later() -> HttpResponse:
    response = HttpResponse(render_to_string("shared/later.html"), status=429)
    response.headers["Retry-After"] = A_MINUTE
    return response
