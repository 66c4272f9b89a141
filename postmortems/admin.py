from typing import cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from people.emergency.admin import NotedAdmin
from people.models import User
from postmortems.models import FollowUp, FollowUpStep, Postmortem


@admin.register(Postmortem)
class PostmortemAdmin(NotedAdmin):
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


class StepInline(admin.TabularInline):
    """What happened to a follow-up, to read."""

    model = FollowUpStep
    fields = ["at", "kind", "by", "to", "note"]
    readonly_fields = ["at", "kind", "by", "to", "note"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(FollowUp)
class FollowUpAdmin(NotedAdmin):
    """Follow-ups, to look one up. They are changed on their own pages, which tell who has one."""

    list_display = ["what", "state", "owner", "due_on"]
    list_filter = ["state", "kind"]
    list_select_related = ["owner"]
    search_fields = ["what"]
    inlines = [StepInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FollowUp]:
        """Being an admin opens no restricted incident, and nothing that follows from it."""
        seen = FollowUp.objects.visible_to(cast(User, request.user))
        return super().get_queryset(request).filter(pk__in=seen)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FollowUp | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FollowUp | None = None) -> bool:
        return False
