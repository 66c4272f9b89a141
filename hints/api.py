"""Hints of the lens over HTTP. Nothing of a text is kept, nor who asked."""

from typing import Any

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hints.documents import KINDS, DocumentKind, names_in
from hints.domain import hinting
from hints.forms import MOST_WORDS
from hints.models import SilencedRule
from hints.permissions import may_keep_rules
from lens import RULES, Finding
from lens.rule import Rule
from people.api.given import Given, cleaned
from people.api.paging import Whole
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.api.views import Room

LONGEST = 200_000


class Asking(Given):
    text = serializers.CharField(max_length=LONGEST, allow_blank=True, trim_whitespace=False)


class Dismissing(Given):
    rule = serializers.CharField(max_length=60)
    words = serializers.CharField(max_length=MOST_WORDS, trim_whitespace=False)


class FindingOut(serializers.Serializer[Finding]):
    """Words to look at again, from the character `start` up to `end`, and a question about them."""

    start = serializers.IntegerField(read_only=True)
    end = serializers.IntegerField(read_only=True)
    rule = serializers.CharField(read_only=True)
    strength = serializers.SerializerMethodField()
    words = serializers.CharField(read_only=True)
    why = serializers.CharField(read_only=True)
    question = serializers.CharField(read_only=True)
    rewording = serializers.CharField(read_only=True, allow_null=True)

    def get_strength(self, finding: Finding) -> str:
        return finding.strength.name.lower()


class HintsOut(serializers.Serializer[dict[str, list[Finding]]]):
    hints = FindingOut(many=True, read_only=True)


class RuleOut(serializers.Serializer[Rule]):
    """A rule of the lens, and whether it is turned off for everybody."""

    id = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    why = serializers.CharField(read_only=True)
    question = serializers.CharField(read_only=True)
    is_off = serializers.SerializerMethodField()

    def get_is_off(self, rule: Rule) -> bool:
        return rule.id in self.context["off"]


class HintViewSet(Room):
    """What the lens says of words, while they are written."""

    room = "nudges"
    serializer_class = HintsOut
    queryset = SilencedRule.objects.none()
    # The words of whoever writes are kept nowhere.
    never_kept = frozenset({"create", "about", "dismiss"})

    @says(given=Asking, out=HintsOut, example={"text": "Nia carelessly dropped the index."})
    def create(self, request: Request) -> Response:
        """Hints for words that are kept nowhere yet."""
        text = cleaned(request, Asking)["text"]
        return self.shown({"hints": hinting.find_hints(text)})

    @verb("about/<slug:kind>/<int:document>", detail=False, given=Asking, out=HintsOut)
    def about(self, request: Request, kind: str, document: int) -> Response:
        """Hints for words of a `story` or a `write-up`, whose people it knows."""
        declared, this = self.document(kind, document)
        text = cleaned(request, Asking)["text"]
        names = names_in(declared, this)
        return self.shown({"hints": hinting.find_hints(text, document=this, names=names)})

    @verb("about/<slug:kind>/<int:document>/dismiss", detail=False, given=Dismissing, status=204)
    def dismiss(self, request: Request, kind: str, document: int) -> Response:
        """Say no more of these words in this document."""
        _declared, this = self.document(kind, document)
        hinting.dismiss(this, **cleaned(request, Dismissing))
        return Response(status=204)

    def document(self, name: str, pk: int) -> tuple[DocumentKind, Model]:
        if name not in KINDS:
            raise Http404
        return KINDS[name], get_object_or_404(KINDS[name].visible_to(self.user), pk=pk)


class RuleViewSet(Room):
    """The rules of the lens, for admins."""

    room = "nudges"
    serializer_class = RuleOut
    pagination_class = Whole
    queryset = SilencedRule.objects.none()
    lookup_url_kwarg = "rule"
    lookup_value_converter = "slug"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        allow(may_keep_rules(self.user))

    def look_again(self) -> None:
        """A rule is there for good."""

    def get_serializer_context(self) -> dict[str, Any]:
        off = {*SilencedRule.objects.values_list("rule", flat=True)}
        return {**super().get_serializer_context(), "off": off}

    def list(self, request: Request) -> Response:
        """All of them, and which are turned off."""
        page = self.paginate_queryset(RULES)
        answer: Response = self.get_paginated_response(self.get_serializer(page, many=True).data)
        return answer

    @verb(out=RuleOut)
    def silence(self, request: Request, rule: str) -> Response:
        """Turn it off for everybody."""
        return self.turned(hinting.silence_rule, rule)

    @verb(out=RuleOut)
    def hear(self, request: Request, rule: str) -> Response:
        """Turn it on again."""
        return self.turned(hinting.hear_rule, rule)

    def turned(self, function: Any, rule: str) -> Response:
        this = next((one for one in RULES if one.id == rule), None)
        if this is None:
            raise Http404
        function(rule, by=self.user)
        return self.shown(this)
