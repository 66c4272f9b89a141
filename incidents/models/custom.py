from datetime import date
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left, Upper
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident


class FieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    CHOICE = "choice", _("One of a list")
    NUMBER = "number", _("Number")
    DATE = "date", _("Date")
    PERSON = "person", _("Person")
    LINK = "link", _("Link")


COLUMNS = {FieldKind.NUMBER: "number", FieldKind.DATE: "date", FieldKind.PERSON: "person"}


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    def in_use(self) -> Self:
        return self.filter(is_in_use=True)


class CustomField(models.Model):
    """A question that an organisation asks of every incident besides ours; never required.

    `key` names it in addresses and exports and stays when the label is put
    better. `is_in_use` hides it everywhere without losing what was answered.
    """

    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=FieldKind)
    choices = ArrayField(
        models.CharField(max_length=80), verbose_name=_("choices"), default=list, blank=True
    )
    help_text = models.CharField(_("hint"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_in_use = models.BooleanField(_("in use"), default=True)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FieldKind.values), name="custom_field_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("incidents:edit_field", args=[self.pk])

    @property
    def column(self) -> str:
        """The column of `CustomValue` that its answers are in."""
        return COLUMNS.get(FieldKind(self.kind), "text")


class CustomValue(models.Model):
    """What one incident answers to one field, in the column of the field's kind.

    Text, choices and links are in `text`.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="custom_values")
    field = models.ForeignKey(CustomField, models.CASCADE, related_name="values")
    text = models.CharField(max_length=1000, blank=True)
    number = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    date = models.DateField(null=True, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "field"], name="one_answer_a_field")
        ]
        indexes = [
            # No more than a choice has: a whole text can be more than an index takes.
            models.Index("field", Left("text", 80), name="custom_value_by_choice"),
            GinIndex(
                OpClass(Upper("text"), name="gin_trgm_ops"),
                name="custom_value_by_words",
                condition=~Q(text=""),
            ),
            models.Index(fields=["field", "number"], name="custom_value_by_number"),
            models.Index(fields=["field", "date"], name="custom_value_by_date"),
            models.Index(fields=["field", "person"], name="custom_value_by_person"),
        ]

    def __str__(self) -> str:
        return f"value {self.pk}"

    @property
    def answer(self) -> Any:
        """A text, a number, a date or a person, as the field's kind has it."""
        return getattr(self, self.field.column)

    @property
    def said(self) -> str:
        """The answer as a person reads it."""
        if self.field.kind == FieldKind.PERSON:
            return self.person.get_full_name() if self.person else ""
        return say_answer(self.answer)


def plain_number(number: Decimal) -> str:
    """A number without the zeros that its column adds: 12, 0.5."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def say_answer(answer: Any) -> str:
    """A text, a number or a date as a person reads it."""
    if isinstance(answer, Decimal):
        return plain_number(answer)
    if isinstance(answer, date):
        return formats.date_format(answer, "j M Y")
    return str(answer or "")
