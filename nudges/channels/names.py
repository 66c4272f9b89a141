from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    EMAIL = "email", _("Email")
    PUSH = "push", _("Browser")
    CHAT = "chat", _("Chat")
