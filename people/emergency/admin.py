"""What is done in Django's own admin pages, which are kept for emergencies, is noted too."""

from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.domain.auditing import Action, action, note
from people.models import User

ADDED = action("admin.added", _("Added, in the emergency pages"))
CHANGED = action("admin.changed", _("Changed, in the emergency pages"))
DELETED = action("admin.deleted", _("Deleted, in the emergency pages"))


class NotedAdmin(admin.ModelAdmin):
    """A page of Django's admin whose changes are in the audit log, with the fields' names."""

    def save_related(
        self, request: HttpRequest, form: "ModelForm[Any]", formsets: Any, change: bool
    ) -> None:
        """Behind the row and what belongs to it, in the transaction of the page."""
        super().save_related(request, form, formsets, change)
        fields = sorted(form.changed_data)
        for formset in formsets:
            if formset.has_changed():
                fields.append(str(formset.model._meta.verbose_name_plural))
        _note(CHANGED if change else ADDED, request, form.instance, fields=fields)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        _note(DELETED, request, obj)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        for row in queryset:
            _note(DELETED, request, row)
        super().delete_queryset(request, queryset)


def _note(what: Action, request: HttpRequest, row: models.Model, **details: Any) -> None:
    assert isinstance(request.user, User), "the admin is for people who are signed in"
    note(what, by=request.user, about=row, **details)
