from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from people.domain.admins import keep_an_admin
from people.emergency.admin import NotedAdmin
from people.models import Role, Team, User


class AccountForm(ModelForm):
    def clean(self) -> dict[str, Any] | None:
        """Keep an admin, as the pages of the product do; the page has a transaction of its own."""
        data = super().clean() or {}
        stays = data.get("is_active") and data.get("role") == Role.ADMIN
        if self.instance.pk and not stays:
            keep_an_admin(without=self.instance)
        return data


@admin.register(User)
class UserAdmin(NotedAdmin):
    form = AccountForm
    ordering = ("display_name", "email")
    list_display = ["email", "display_name", "team", "role", "is_active"]
    search_fields = ["email", "display_name"]
    # Pictures are drawn anew where they are sent in: see `people/domain/avatars.py`.
    exclude = ["password", "last_login", "avatar"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are taken out of use: the page that deletes would list private rows."""
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: "ModelForm[User]", change: bool
    ) -> None:
        """A new person chooses a password of their own, by "forgotten password"."""
        if not change:
            obj.set_unusable_password()
        elif "email" in form.changed_data:
            # allauth remembers addresses too; a former one must not open the account.
            EmailAddress.objects.filter(user=obj).delete()
        super().save_model(request, obj, form, change)


@admin.register(Team)
class TeamAdmin(NotedAdmin):
    filter_horizontal = ["tech_leads"]
