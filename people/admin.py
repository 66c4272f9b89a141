from django.contrib import admin

from people.models import Team, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "display_name", "team", "role", "is_active"]
    search_fields = ["email", "display_name"]
    exclude = ["password", "last_login"]


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin):
    filter_horizontal = ["tech_leads"]
