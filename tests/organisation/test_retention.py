"""What is older than the organisation keeps goes, and nothing that is still needed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nudges.domain.outbox import end, nudge
from nudges.domain.saying import say
from nudges.models import Delivery, Nudge
from nudges.models.delivery import State
from organisation import tasks
from organisation.domain import retention
from organisation.domain.retention import keep_retention
from organisation.domain.settings import keep_for
from people.models import AuditEntry, Letter, LetterState, Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

DAYS = {
    "audit_days": 100,
    "nudge_days": 200,
    "delivery_days": 50,
    "webhook_days": 10,
    "export_days": 5,
}


def ago(days):
    return timezone.now() - timedelta(days=days)


def noted(days):
    return AuditEntry.objects.create(action="tests.looked", at=ago(days))


def said(*, days, state=State.SENT):
    """A nudge that has ended, so many days old, and its message."""
    nudge("thank_you", about=IncidentFactory(), to=[UserFactory()])
    this = Nudge.objects.filter(kind="thank_you").latest("pk")
    Nudge.objects.filter(pk=this.pk).update(due_at=timezone.now())
    say(this.pk)
    Nudge.objects.filter(pk=this.pk).update(created_at=ago(days))
    assert Delivery.objects.filter(nudge=this).update(state=state, goes_at=ago(days))
    return this


def left(model):
    return list(model.objects.order_by("pk"))


def test_the_audit_log_is_kept_as_long_as_the_settings_say():
    keep_for(by=UserFactory(role=Role.ADMIN), **DAYS)
    young = noted(99)
    noted(101)

    assert keep_retention(at=timezone.now())["audit_days"] == 1
    assert young in left(AuditEntry)


@pytest.mark.parametrize("off", [timedelta(days=-3650), timedelta(hours=2), timedelta(days=3650)])
def test_a_wrong_clock_deletes_nothing(off):
    entry, this = noted(5_000), said(days=5_000)

    assert keep_retention(at=timezone.now() + off) == {}
    assert left(AuditEntry) == [entry]
    assert Nudge.objects.filter(pk=this.pk).exists()


def test_what_has_ended_goes_and_what_is_open_stays():
    keep_for(by=UserFactory(role=Role.ADMIN), **DAYS)
    old, young = said(days=201), said(days=199)
    incident, reader = IncidentFactory(), UserFactory()
    nudge("check_in", about=incident, to=[reader])
    opened = Nudge.objects.get(kind="check_in", recipient=reader)
    Nudge.objects.filter(pk=opened.pk).update(created_at=ago(900))

    tasks.keep_retention()

    there = Nudge.objects.filter(pk__in=[old.pk, young.pk, opened.pk]).order_by("pk")
    assert list(there) == [young, opened]
    end("check_in", about=incident, because="answered")
    tasks.keep_retention()
    assert not Nudge.objects.filter(pk=opened.pk).exists()


@pytest.mark.parametrize("state", [State.WAITING, State.SET_ASIDE])
def test_what_is_still_to_be_sent_stays_with_its_nudge(state):
    this = said(days=4_000, state=state)

    tasks.keep_retention()

    assert Delivery.objects.filter(nudge=this).exists()


def test_messages_go_before_what_they_told():
    keep_for(by=UserFactory(role=Role.ADMIN), **DAYS)
    this = said(days=60)

    tasks.keep_retention()

    assert not Delivery.objects.filter(nudge=this).exists()
    assert Nudge.objects.filter(pk=this.pk).exists()


def test_mail_about_accounts_goes_once_it_is_sent():
    sent = {"state": LetterState.SENT, "sent_at": ago(100)}
    Letter.objects.create(kind="tests", to="a@example.org", **sent)
    waiting = Letter.objects.create(kind="tests", to="b@example.org", made_at=ago(100), sealed="x")

    tasks.keep_retention()

    assert left(Letter) == [waiting]


def test_it_goes_batch_by_batch_until_all_is_gone(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _n in range(5):
        noted(800)

    assert keep_retention(at=timezone.now())["audit_days"] == 5
