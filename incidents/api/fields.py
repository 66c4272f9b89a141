"""What the organisation asks of every incident besides, and what incidents answer."""

from typing import Any

from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import InRoom, PersonField
from incidents.domain import custom_fields
from incidents.domain.answering import answer_fields
from incidents.models import CustomField, CustomValue, FieldKind
from incidents.permissions import may_define_fields
from people.api.given import Given, Text
from people.api.paging import OldestFirst
from people.api.permissions import allow
from people.api.verbs import says, verb
from people.api.views import Lists


class CustomFieldOut(serializers.ModelSerializer[CustomField]):
    class Meta:
        model = CustomField
        fields = ["id", "key", "label", "kind", "choices", "help_text", "position", "is_in_use"]
        read_only_fields = fields


class DefiningField(Given):
    label = Text(max_length=60, required=True)  # type: ignore[assignment]
    kind = serializers.ChoiceField(FieldKind.choices)
    choices = serializers.ListField(
        child=Text(max_length=80, required=True), default=list, max_length=200
    )
    help_text = Text(max_length=200)  # type: ignore[assignment]
    key = Text(max_length=40, validators=[validate_slug], required=False)


class MovingField(Given):
    position = serializers.IntegerField(min_value=0, max_value=10_000)


class UsingField(Given):
    is_in_use = serializers.BooleanField()


class FieldViewSet(Lists):
    """The fields, in their order. Admins define them."""

    room = "incidents"
    serializer_class = CustomFieldOut
    pagination_class = OldestFirst
    queryset = CustomField.objects.none()
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[CustomField]:
        return CustomField.objects.all()

    def own(self) -> CustomField:
        field: CustomField = self.get_object()
        allow(may_define_fields(self.user))
        return field

    @says(given=DefiningField, out=CustomFieldOut, status=201)
    def create(self, request: Request) -> Response:
        """Ask something of every incident."""
        allow(may_define_fields(self.user))
        made = self.do(custom_fields.define_field, given=DefiningField)
        return self.shown(made, status=201)

    @verb(given=DefiningField, out=CustomFieldOut)
    def change(self, request: Request, pk: int) -> Response:
        """Put it better. What is answered keeps its kind and key."""
        return self.shown(self.do(custom_fields.change_field, self.own()))

    @verb(given=MovingField, out=CustomFieldOut)
    def move(self, request: Request, pk: int) -> Response:
        """Put it at another place."""
        self.do(custom_fields.move_field, self.own())
        return self.shown(self.get_object())

    @verb(given=UsingField, out=CustomFieldOut)
    def use(self, request: Request, pk: int) -> Response:
        """Ask it, or ask it no more. Answers are kept."""
        return self.shown(self.do(custom_fields.use_field, self.own()))


class AnswerOut(serializers.ModelSerializer[CustomValue]):
    key = serializers.CharField(source="field.key", read_only=True)
    label = serializers.CharField(source="field.label", read_only=True)  # type: ignore[assignment]
    kind = serializers.CharField(source="field.kind", read_only=True)
    answer = serializers.SerializerMethodField()
    said = serializers.CharField(read_only=True)

    class Meta:
        model = CustomValue
        fields = ["id", "key", "label", "kind", "answer", "said"]
        read_only_fields = fields

    @extend_schema_field(OpenApiTypes.STR)
    def get_answer(self, value: CustomValue) -> str:
        answer = value.answer
        return str(answer.pk if value.field.kind == FieldKind.PERSON else answer)


class Answering(Given):
    """Answers by the key of their field; null takes one away."""

    answers = serializers.DictField(child=serializers.CharField(allow_null=True, allow_blank=True))

    def validate_answers(self, given: dict[str, Any]) -> dict[str, Any]:
        kinds = dict(CustomField.objects.in_use().values_list("key", "kind"))
        clean: dict[str, Any] = {}
        wrong: dict[str, Any] = {}
        for key, said in given.items():
            if key not in kinds:
                wrong[key] = [_("There is no such field here.")]
            elif said in (None, ""):
                clean[key] = "" if kinds[key] in _TEXTS else None
            else:
                try:
                    clean[key] = _READ[FieldKind(kinds[key])].run_validation(said)
                except serializers.ValidationError as refused:
                    wrong[key] = refused.detail
        if wrong:
            raise serializers.ValidationError(wrong)
        return clean


_TEXTS = {FieldKind.TEXT, FieldKind.CHOICE, FieldKind.LINK}
_READ: dict[FieldKind, serializers.Field[Any, Any, Any, Any]] = {
    FieldKind.TEXT: Text(max_length=1000),
    FieldKind.CHOICE: Text(max_length=80),
    FieldKind.NUMBER: serializers.DecimalField(max_digits=20, decimal_places=4),
    FieldKind.DATE: serializers.DateField(),
    FieldKind.PERSON: PersonField(),
    FieldKind.LINK: serializers.URLField(max_length=1000),
}


class AnswerViewSet(InRoom):
    """What an incident answers."""

    serializer_class = AnswerOut
    queryset = CustomValue.objects.none()

    def get_queryset(self) -> QuerySet[CustomValue]:
        rows = CustomValue.objects.filter(field__is_in_use=True)
        return self.of_room(rows.select_related("field", "person"))

    @says(given=Answering, status=204, example={"answers": {"region": "eu-west"}})
    def create(self, request: Request, number: int) -> Response:
        """Answer fields, by key."""
        self.do(answer_fields, self.incident, given=Answering)
        return Response(status=204)
