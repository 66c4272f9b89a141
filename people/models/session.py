from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac


class SessionQuerySet(models.QuerySet["Session"]):
    def of(self, person: Any) -> Self:
        """Where somebody is signed in now, the last used first."""
        theirs = self.filter(person=person, expire_date__gt=timezone.now())
        return theirs.order_by("-seen_at", "session_key")


class SessionManager(BaseSessionManager["Session"]):
    def get_queryset(self) -> SessionQuerySet:
        return SessionQuerySet(self.model, using=self._db)

    def of(self, person: Any) -> SessionQuerySet:
        return self.get_queryset().of(person)


class Session(AbstractBaseSession):
    """A visit of somebody, with who it is, so that they can see and end their own.

    No address of a machine is kept; `browser` is what its owner would call it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    browser = models.CharField(max_length=80, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta:
        indexes = [models.Index(fields=["person", "-seen_at"], name="session_of_person")]

    def __str__(self) -> str:
        return f"session of {self.person_id}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from people.sessions import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """What a page calls it: the key itself would let whoever reads it in."""
        return handle_of(self.session_key)


def handle_of(session_key: str) -> str:
    return salted_hmac("people.session", session_key, algorithm="sha256").hexdigest()[:24]


def moment(text: str) -> datetime:
    """When a visit began, as its data says it."""
    return datetime.fromisoformat(text)
