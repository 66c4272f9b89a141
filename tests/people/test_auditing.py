"""The audit log is added to, and nothing else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.domain.auditing import ACTIONS, Action, action, forget_entries_before, note
from people.models import AuditEntry
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

LOOKED = Action("tests.looked", "looked")


def test_note_says_who_what_about_and_more():
    admin, team = UserFactory(), TeamFactory()

    entry = note(LOOKED, by=admin, about=team, size=3)

    entry.refresh_from_db()
    assert (entry.by, entry.action, entry.details) == (admin, "tests.looked", {"size": 3})
    assert (entry.about_type, entry.about_id) == ("people.team", str(team.pk))


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEntry.objects.update(action="tests.other"),
        lambda: AuditEntry.objects.update(details={}),
        lambda: AuditEntry.objects.all()._raw_delete("default"),
    ],
)
def test_entries_cannot_be_changed_or_deleted(change):
    note(LOOKED, by=None)

    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic():
        change()

    assert AuditEntry.objects.count() == 1


def test_retention_deletes_what_is_older_and_lets_nobody_else_do_so():
    old = note(LOOKED, by=None)
    kept = note(LOOKED, by=None)
    moment = timezone.now()
    newer = AuditEntry.objects.create(action="tests.looked", at=moment + timedelta(seconds=1))

    assert forget_entries_before(moment) == 2
    assert list(AuditEntry.objects.all()) == [newer]
    assert old.pk != kept.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        newer.delete()


def test_names_of_actions_are_used_once():
    action("tests.once", "did something")
    try:
        with pytest.raises(AssertionError):
            action("tests.once", "did something else")
    finally:
        del ACTIONS["tests.once"]
