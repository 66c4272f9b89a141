from itertools import groupby

from django.db.models import Model
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from hints.documents import KINDS, DocumentKind, names_in
from hints.domain import hinting
from hints.forms import DismissForm
from hints.models import SilencedRule
from hints.permissions import keepers_only
from lens import RULES, Finding
from people.forms import DomainForm
from people.http import UserRequest
from people.permissions import writers_only

LONGEST = 200_000
# Of the categories of the lens, in its order.
HEADINGS = [
    _("Words that point at a person"),
    _("Words that know how it ended"),
    _("Words that stop at one cause"),
]


def _document(request: UserRequest, name: str, pk: int) -> tuple[DocumentKind, Model]:
    kind = KINDS.get(name)
    if kind is None:
        raise Http404
    return kind, get_object_or_404(kind.visible_to(request.user), pk=pk)


@writers_only
@require_POST
def hints_for_new(request: UserRequest) -> JsonResponse:
    """Hints for what is not yet kept anywhere."""
    text = request.POST.get("text", "")[:LONGEST]
    return _answer(text, hinting.find_hints(text))


@writers_only
@require_POST
def hints(request: UserRequest, name: str, pk: int) -> JsonResponse:
    """Hints for what is being written in a document; `static/js/editor/hints.js` asks."""
    kind, document = _document(request, name, pk)
    text = request.POST.get("text", "")[:LONGEST]
    found = hinting.find_hints(text, document=document, names=names_in(kind, document))
    return _answer(text, found)


@writers_only
@require_POST
def dismiss(request: UserRequest, name: str, pk: int) -> HttpResponse:
    _kind, document = _document(request, name, pk)
    form = DismissForm(request.POST)
    if form.applies(hinting.dismiss, document):
        return HttpResponse(status=204)
    return JsonResponse({"errors": form.errors}, status=422)


def _answer(text: str, found: list[Finding]) -> JsonResponse:
    """The findings, with offsets as JavaScript counts: in UTF-16."""
    return JsonResponse(
        {
            "hints": [
                {
                    "from": _utf_16(text, one.start),
                    "to": _utf_16(text, one.end),
                    "rule": one.rule,
                    "strength": one.strength.name.lower(),
                    "words": one.words,
                    "why": one.why,
                    "question": one.question,
                    "rewording": one.rewording,
                }
                for one in found
            ]
        }
    )


def _utf_16(text: str, offset: int) -> int:
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


@keepers_only
@require_GET
def rules(request: UserRequest) -> HttpResponse:
    silenced = set(SilencedRule.objects.values_list("rule", flat=True))
    groups = [list(rules) for _category, rules in groupby(RULES, key=lambda rule: rule.category)]
    categories = list(zip(HEADINGS, groups, strict=True))
    return render(request, "hints/rules.html", {"categories": categories, "silenced": silenced})


@keepers_only
@require_POST
def silence(request: UserRequest, rule: str) -> HttpResponse:
    if not DomainForm(request.POST).applies(hinting.silence_rule, rule, by=request.user):
        raise Http404
    return redirect("hints:rules")


@keepers_only
@require_POST
def hear(request: UserRequest, rule: str) -> HttpResponse:
    DomainForm(request.POST).applies(hinting.hear_rule, rule, by=request.user)
    return redirect("hints:rules")
