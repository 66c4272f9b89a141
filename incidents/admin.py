from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from incidents.models import Service, Tool
from people.emergency.admin import NotedAdmin


class ToolInline(admin.TabularInline):
    model = Tool
    extra = 1


@admin.register(Service)
class ServiceAdmin(NotedAdmin):
    """Services and their tools. Private notes are in no admin page."""

    list_display = ["name", "team"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["experts"]
    inlines = [ToolInline]

    def get_deleted_objects(self, objs: Iterable[Service], request: HttpRequest) -> Any:
        """Name the services only: a list of all that points at them would tell of hidden rows."""
        names = [str(service) for service in objs]
        return names, {Service._meta.verbose_name_plural: len(names)}, set(), []
