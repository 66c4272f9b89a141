"""Sessions that know whose they are. `SESSION_ENGINE` names this module."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from people.models.session import Session, moment

# What a session says of itself, besides who is there.
BROWSER, BEGAN = "signed_in_by", "signed_in_at"
# To the nearest quarter of an hour is enough to recognise a visit by.
SEEN_EVERY = timedelta(minutes=15)


class SessionStore(DatabaseSessions):
    @classmethod
    def get_model_class(cls) -> Any:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        person = data.get(SESSION_KEY)
        row.person_id = int(person) if person else None
        row.browser = data.get(BROWSER, "")
        row.began_at = moment(data[BEGAN]) if BEGAN in data else timezone.now()
        return row

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        if row is not None and timezone.now() - row.seen_at > SEEN_EVERY:
            Session.objects.filter(pk=row.pk).update(seen_at=timezone.now())
        return row
