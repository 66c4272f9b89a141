from typing import Any

from django.contrib.admin import AdminSite

from people.emergency.admin import NotedAdmin


class EmergencySite(AdminSite):
    """Takes only pages whose changes are noted in the audit log.

    Libraries bring pages of their own, which would change addresses and second steps of
    sign-ins without a note; those have pages in the product.
    """

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if admin_class is not None and issubclass(admin_class, NotedAdmin):
            super().register(model_or_iterable, admin_class, **options)
