"""Custom fields, and what incidents answer to them."""

from django.db.models import Exists, OuterRef, QuerySet

from incidents.models import CustomField, CustomValue


def fields_with_use() -> QuerySet[CustomField]:
    """Every field, each with whether any incident answers it."""
    answered = CustomValue.objects.filter(field=OuterRef("pk"))
    return CustomField.objects.annotate(is_answered=Exists(answered))
