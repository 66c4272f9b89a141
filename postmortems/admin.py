from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from people.models import User
from postmortems.models import Postmortem


@admin.register(Postmortem)
class PostmortemAdmin(admin.ModelAdmin):
    """Write-ups, to put right who wrote one. They begin at an incident, not here."""

    list_display = ["title", "status", "saved_at"]
    list_filter = ["status"]
    search_fields = ["title"]
    fields = ["title", "status", "authors"]
    readonly_fields = ["title", "status"]
    raw_id_fields = ["authors"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Postmortem]:
        """Being an admin opens no restricted incident, and not what was written about it."""
        seen = Postmortem.objects.visible_to(cast(User, request.user))
        return super().get_queryset(request).filter(pk__in=seen)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Postmortem | None = None) -> bool:
        """Deleting one would take what follows from it along, and leave nudges about nothing."""
        return False
