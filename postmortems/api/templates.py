"""The templates that write-ups begin with; admins keep them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from people.api.given import Given, Text
from people.api.paging import OldestFirst
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.api.views import Lists
from postmortems.api.shared import Words
from postmortems.domain import templates
from postmortems.forms.templates import LONGEST_TEXT
from postmortems.models import SECTIONS, Form, Occasion, Template
from postmortems.permissions import may_keep_templates


class TemplateOut(serializers.ModelSerializer[Template]):
    """`prompts` stand over boxes, `texts` in them; `occasions` are those it is taken for."""

    name = serializers.CharField(source="title", read_only=True)
    sections = serializers.ListField(
        child=serializers.CharField(), source="in_order", read_only=True
    )
    prompts = serializers.DictField(child=serializers.CharField(), read_only=True)
    texts = serializers.DictField(child=serializers.CharField(), read_only=True)
    occasions = serializers.SerializerMethodField()

    class Meta:
        model = Template
        fields = ["id", "name", "form", "sections", "prompts", "texts", "occasions", "is_in_use"]
        read_only_fields = fields

    def get_occasions(self, template: Template) -> list[str]:
        return sorted(one.occasion for one in template.defaults.all())


class BySection(serializers.DictField):
    """Words by the name of their section."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        given = super().to_internal_value(data)
        if unknown := sorted(given.keys() - SECTIONS.keys()):
            sentence = _("There is no such section.")
            raise serializers.ValidationError({name: [sentence] for name in unknown})
        return given


class WritingTemplate(Given):
    name = Text(max_length=80, required=True)
    form = serializers.ChoiceField(Form.choices)
    sections = serializers.ListField(child=serializers.ChoiceField([*SECTIONS.items()]))
    prompts = BySection(child=Text(max_length=500), default=dict)
    texts = BySection(child=Words(max_length=LONGEST_TEXT), default=dict)
    occasions = serializers.ListField(
        child=serializers.ChoiceField(Occasion.choices), default=list, max_length=len(Occasion)
    )


class UsingTemplate(Given):
    is_in_use = serializers.BooleanField()


class TemplateViewSet(Lists):
    """What write-ups begin with, in the order in which they were made."""

    room = "write-ups"
    serializer_class = TemplateOut
    pagination_class = OldestFirst
    lookup_value_converter = "int"
    queryset = Template.objects.none()

    def get_queryset(self) -> QuerySet[Template]:
        return Template.objects.prefetch_related("defaults")

    def own(self) -> Template:
        template: Template = self.get_object()
        allow(may_keep_templates(self.user))
        return template

    @says(
        given=WritingTemplate,
        out=TemplateOut,
        status=201,
        example={"name": "Short", "form": "short", "sections": ["what_happened", "impact"]},
    )
    def create(self, request: Request) -> Response:
        """Keep a new one."""
        allow(may_keep_templates(self.user))
        made = self.do(templates.write_template, given=WritingTemplate)
        return self.shown(self.get_queryset().get(pk=made.pk), status=201)

    @verb(given=WritingTemplate, out=TemplateOut)
    def change(self, request: Request, pk: int) -> Response:
        """Write it anew. Write-ups that began with it keep every word they have."""
        self.do(templates.change_template, self.own())
        return self.shown(self.get_object())

    @verb(given=UsingTemplate, out=TemplateOut)
    def use(self, request: Request, pk: int) -> Response:
        """Take it out of use, or back."""
        self.do(templates.use_template, self.own())
        return self.shown(self.get_object())
