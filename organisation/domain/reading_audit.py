"""Who took the audit log along stands in it."""

from django.utils.translation import gettext_lazy as _

from people.domain.auditing import action, note
from people.models import AuditEntry, User

TAKEN_ALONG = action("audit.taken_along", _("Downloaded the audit log"))


def note_taken_along(*, by: User) -> AuditEntry:
    return note(TAKEN_ALONG, by=by)
