from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from webhooks.models.message import Message

# Enough to see what a receiver has to say for itself.
MOST_SAID = 500
# Kinds of errors of requests, as an admin reads them.
KINDS = {
    "ConnectionError": _("nobody answered"),
    "ConnectTimeout": _("nobody answered in time"),
    "ReadTimeout": _("no answer in time"),
    "SSLError": _("its certificate is not trusted"),
}


class Attempt(models.Model):
    """One call, and what came of it: a `status` of HTTP, or why there is none in `reason`."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="log")
    at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=100, blank=True)
    took_ms = models.PositiveIntegerField()
    answer = models.CharField(max_length=MOST_SAID, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"attempt {self.pk}: {self.says}"

    @property
    def says(self) -> str:
        return f"HTTP {self.status}" if self.status else str(KINDS.get(self.reason, self.reason))

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
