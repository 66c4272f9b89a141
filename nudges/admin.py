from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nudges.domain.delivery import try_again
from nudges.models import Delivery
from nudges.models.delivery import State


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    """Messages that could not be delivered, without what they say or about whom."""

    list_display = ["pk", "channel", "state", "attempts", "last_error", "due_at"]
    readonly_fields = ["channel", "state", "attempts", "last_error", "due_at", "sent_at"]
    fields = tuple(readonly_fields)
    actions = ["send_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).filter(state=State.SET_ASIDE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    @admin.action(description=_("Try again"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        again = try_again(list(queryset.values_list("pk", flat=True)), at=timezone.now())
        self.message_user(request, _("%(again)d will be tried again.") % {"again": again})
