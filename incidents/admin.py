from django.contrib import admin

from incidents.models import Service, Tool


class ToolInline(admin.TabularInline):
    model = Tool
    extra = 1


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    """Services and their tools. Private notes are in no admin page."""

    list_display = ["name", "team"]
    prepopulated_fields = {"slug": ["name"]}
    filter_horizontal = ["experts"]
    inlines = [ToolInline]
