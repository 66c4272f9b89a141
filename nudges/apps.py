from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.utils.translation import gettext_lazy as _


class NudgesConfig(AppConfig):
    name = "nudges"
    verbose_name = _("Nudges")

    def ready(self) -> None:
        from nudges.push.keys import read_private_key
        from nudges.views.browsers import forget_at_sign_out

        if settings.VAPID_PRIVATE_KEY:
            read_private_key(settings.VAPID_PRIVATE_KEY)  # said at the start, if it is none
        user_logged_out.connect(forget_at_sign_out, dispatch_uid="nudges.browsers")
