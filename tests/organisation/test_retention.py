"""What is older than the organisation keeps goes, and nothing that is still needed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nudges.domain.outbox import end, nudge
from nudges.domain.saying import say
from nudges.models import Delivery, Nudge
from nudges.models.delivery import State
from organisation.domain import retention
from organisation.domain.retention import keep_retention
from organisation.domain.settings import keep_for
from people.domain.auditing import Action, note
from people.models import AuditEntry, Role
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db

LOOKED = Action("tests.looked", "looked")
DAYS = {
    "audit_days": 100,
    "nudge_days": 200,
    "delivery_days": 50,
    "webhook_days": 10,
    "export_days": 5,
}


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMIN)


def after(days):
    return timezone.now() + timedelta(days=days)


def said(reader):
    incident = IncidentFactory()
    nudge("thank_you", about=incident, to=[reader])
    this = Nudge.objects.filter(recipient=reader, kind="thank_you").latest("pk")
    say(this.pk)
    return this


def test_each_kind_goes_after_its_days(admin):
    keep_for(by=admin, **DAYS)
    noted = AuditEntry.objects.count()

    assert keep_retention(at=after(99))["audit_days"] == 0
    assert keep_retention(at=after(101))["audit_days"] == noted
    assert not AuditEntry.objects.exists()


def test_a_clock_that_runs_behind_deletes_nothing(admin):
    note(LOOKED, by=admin)

    assert not any(keep_retention(at=after(-3_650)).values())
    assert AuditEntry.objects.exists()


def test_what_has_ended_goes_and_what_is_open_stays(admin):
    reader = UserFactory()
    ended = said(reader)
    Delivery.objects.update(state=State.SENT)
    incident = IncidentFactory()
    nudge("check_in", about=incident, to=[reader])
    open_one = Nudge.objects.get(kind="check_in", recipient=reader)

    gone = keep_retention(at=after(400))

    assert gone["nudge_days"] >= 1
    assert not Nudge.objects.filter(pk=ended.pk).exists()
    assert Nudge.objects.filter(pk=open_one.pk).exists()
    end("check_in", about=incident, because="answered")
    keep_retention(at=after(400))
    assert not Nudge.objects.filter(pk=open_one.pk).exists()


@pytest.mark.parametrize("state", [State.WAITING, State.SET_ASIDE])
def test_what_is_still_to_be_sent_stays_with_its_nudge(state):
    this = said(UserFactory())
    Delivery.objects.filter(nudge=this).update(state=state)

    keep_retention(at=after(4_000))

    assert Delivery.objects.filter(nudge=this).exists()


def test_messages_go_before_what_they_told(admin):
    keep_for(by=admin, **DAYS)
    this = said(UserFactory())
    Delivery.objects.filter(nudge=this).update(state=State.SENT)

    gone = keep_retention(at=after(60))

    assert gone["delivery_days"] >= 1
    assert not Delivery.objects.filter(nudge=this).exists()
    assert Nudge.objects.filter(pk=this.pk).exists()


def test_it_goes_batch_by_batch_until_all_is_gone(admin, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _n in range(5):
        note(LOOKED, by=admin)

    assert keep_retention(at=after(800))["audit_days"] == 5
