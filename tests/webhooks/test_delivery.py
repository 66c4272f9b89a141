"""A message arrives once, signed; what is not taken is tried again, and in the end given up."""

from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from incidents.domain.filing import declare_incident
from incidents.domain.restricting import restrict_incident
from people.models import AuditEntry
from tests.factories import UserFactory
from tests.running.web import web_server
from tests.webhooks.conftest import heard
from webhooks.domain import delivery, outcomes
from webhooks.domain.endpoints import rotate_secret, switch_off
from webhooks.domain.forgetting import forget
from webhooks.domain.replaying import replay, replay_failed
from webhooks.models import MOST_ATTEMPTS, Attempt, Message, State
from webhooks.tasks import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(endpoint):
    incident = declare_incident(by=UserFactory(), title="Card payments fail")
    return Message.objects.get(about_id=incident.pk, event="incident.declared")


def later(message, endpoint, **when):
    """Let some time pass, for a message and for what rests."""
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now())
    type(endpoint).objects.filter(pk=endpoint.pk).update(rests_until=None, **when)


def test_message_arrives_signed_after_the_commit(endpoint, receiver, work):
    with work():
        declare_incident(by=UserFactory(), title="Card payments fail")

    [said] = heard(receiver, endpoint.secret)
    assert said["type"] == "incident.declared"
    assert said["data"]["title"] == "Card payments fail"
    assert receiver.calls[0].headers["webhook-id"] == Message.objects.get().key
    assert Message.objects.get().state == State.TAKEN
    assert Attempt.objects.get().says == "HTTP 200"


def test_other_secret_does_not_verify(endpoint, receiver, declared):
    delivery.deliver(endpoint.pk)

    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 43 + "=").verify(receiver.calls[0].body, receiver.calls[0].headers)


def test_sweep_finds_what_the_broker_lost(endpoint, receiver, declared, work):
    with work():
        sweep()

    assert len(receiver.calls) == 1


def test_both_secrets_verify_while_one_takes_the_place_of_the_other(
    endpoint, receiver, declared, admin
):
    new = rotate_secret(endpoint, by=admin)
    delivery.deliver(endpoint.pk)

    assert heard(receiver, endpoint.secret) == heard(receiver, new)


def test_secret_before_ends_after_a_day(endpoint, receiver, declared, admin):
    new = rotate_secret(endpoint, by=admin)
    type(endpoint).objects.update(previous_until=timezone.now())
    delivery.deliver(endpoint.pk)

    assert heard(receiver, new)
    with pytest.raises(WebhookVerificationError):
        heard(receiver, endpoint.secret)


@pytest.mark.parametrize("status", [302, 400, 404, 429, 500, 503])
def test_what_is_not_taken_is_tried_again_later(endpoint, receiver, declared, status):
    receiver.status = status
    receiver.headers = {"Location": f"{receiver.url}/elsewhere"} if status == 302 else {}
    delivery.deliver(endpoint.pk)

    declared.refresh_from_db()
    assert declared.state == State.WAITING
    assert declared.due_at > timezone.now() + timedelta(seconds=4)
    assert [call.path for call in receiver.calls] == ["/hook"]  # a redirect is not followed

    receiver.status = 200
    later(declared, endpoint)
    delivery.deliver(endpoint.pk)
    declared.refresh_from_db()
    assert declared.state == State.TAKEN
    assert [one.status for one in declared.log.all()] == [status, 200]
    assert {call.headers["webhook-id"] for call in receiver.calls} == {declared.key}
    assert len({call.body for call in receiver.calls}) == 1
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since) == (0, None)


def test_receiver_that_is_down_rests_and_others_wait_untried(endpoint, declared, admin):
    with web_server() as gone:
        url = gone.url
    type(endpoint).objects.update(url=url)
    declare_incident(by=UserFactory(), title="Another")

    delivery.deliver(endpoint.pk)
    delivery.deliver(endpoint.pk)

    attempt = Attempt.objects.get()
    assert (attempt.reason, attempt.says) == ("ConnectionError", "nobody answered")
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 1]
    assert delivery.due_endpoints() == []


def test_slow_receiver_is_left_after_seconds(endpoint, receiver, declared, monkeypatch):
    monkeypatch.setattr("webhooks.posting.SECONDS", 0.3)
    receiver.go_on.clear()
    delivery.deliver(endpoint.pk)

    attempt = Attempt.objects.get()
    assert attempt.status is None
    assert attempt.took_ms < 5_000


def test_answer_drop_by_drop_is_left_after_seconds(endpoint, receiver, declared, monkeypatch):
    monkeypatch.setattr("webhooks.posting.SECONDS", 0.3)
    receiver.drip = 0.05
    delivery.deliver(endpoint.pk)

    assert Attempt.objects.get().took_ms < 5_000


def test_only_the_first_of_a_huge_answer_is_kept(endpoint, receiver, declared):
    receiver.answer = b"x\0" * 3_000_000
    delivery.deliver(endpoint.pk)

    assert Attempt.objects.get().answer == "x\N{REPLACEMENT CHARACTER}" * 250


def test_gone_switches_off_at_once_with_a_note(endpoint, receiver, declared):
    receiver.status = 410
    delivery.deliver(endpoint.pk)

    endpoint.refresh_from_db()
    declared.refresh_from_db()
    assert (endpoint.off_because, declared.state) == ("gone", State.FAILED)
    noted = AuditEntry.objects.get(action="webhooks.switched_off")
    assert (noted.by, noted.details["because"]) == (None, "gone")


def test_days_of_failures_switch_off(endpoint, receiver, declared):
    receiver.status = 500
    type(endpoint).objects.update(failing_since=timezone.now() - timedelta(days=5, minutes=1))
    delivery.deliver(endpoint.pk)

    endpoint.refresh_from_db()
    assert endpoint.off_because == "failing"
    declare_incident(by=UserFactory(), title="While it is off")
    assert Message.objects.count() == 1


def test_last_attempt_leaves_it_to_somebody(endpoint, receiver, declared):
    receiver.status = 500
    for number in range(MOST_ATTEMPTS):
        declared.refresh_from_db()
        assert (declared.state, declared.attempts) == (State.WAITING, number)
        later(declared, endpoint)
        delivery.deliver(endpoint.pk)

    declared.refresh_from_db()
    assert declared.state == State.FAILED
    assert sum(outcomes.WAITS, timedelta(0)) > timedelta(days=3)


def test_private_address_is_not_called(endpoint, receiver, declared, settings):
    settings.OUTBOUND_ALLOWED = []
    delivery.deliver(endpoint.pk)

    declared.refresh_from_db()
    assert receiver.calls == []
    assert declared.state == State.FAILED
    assert Attempt.objects.get().reason == "an address inside the own network"


def test_lost_secret_key_fails_and_says_why(endpoint, receiver, declared, settings):
    settings.SECRET_KEY = "another"
    delivery.deliver(endpoint.pk)

    assert receiver.calls == []
    assert Attempt.objects.get().reason == "sealed under another SECRET_KEY"


def test_what_was_restricted_meanwhile_is_not_told_and_forgotten(endpoint, receiver, declared):
    incident = declared.about
    restrict_incident(incident, by=incident.declared_by)
    delivery.deliver(endpoint.pk)

    declared.refresh_from_db()
    assert receiver.calls == []
    assert (declared.state, declared.body) == (State.NOT_NEEDED, "")


def test_two_workers_send_it_once(receiver, race):
    from people.models import Role
    from webhooks.domain.endpoints import add_endpoint
    from webhooks.events import EVENTS

    admin = UserFactory(role=Role.ADMIN)
    endpoint, _secret = add_endpoint(by=admin, url=receiver.url, events=EVENTS)
    declare_incident(by=admin, title="Card payments fail")

    assert race(2, lambda: delivery.deliver(endpoint.pk)) == ["ok", "ok"]
    assert len(receiver.calls) == 1


def test_claim_of_one_message_goes_to_one(receiver, race):
    from people.models import Role
    from webhooks.domain.endpoints import add_endpoint
    from webhooks.events import EVENTS

    admin = UserFactory(role=Role.ADMIN)
    endpoint, _secret = add_endpoint(by=admin, url=receiver.url, events=EVENTS)
    declare_incident(by=admin, title="Card payments fail")
    claimed = []

    race(2, lambda: claimed.append(delivery.claim(endpoint)))

    assert len([one for one in claimed if one]) == 1


def test_message_whose_worker_died_is_due_again(endpoint, receiver, declared):
    assert delivery.claim(endpoint)
    delivery.deliver(endpoint.pk)
    assert receiver.calls == []

    later(declared, endpoint)
    delivery.deliver(endpoint.pk)

    assert len(receiver.calls) == 1


def test_replay_sends_the_same_again(endpoint, receiver, declared, admin):
    delivery.deliver(endpoint.pk)
    declared.refresh_from_db()
    replay(declared, by=admin)
    delivery.deliver(endpoint.pk)

    first, second = receiver.calls
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert AuditEntry.objects.filter(action="webhooks.replayed").count() == 1


def test_replay_of_what_failed_since(endpoint, receiver, declared, admin):
    Message.objects.update(state=State.FAILED, created_at=timezone.now() - timedelta(hours=2))

    assert replay_failed(endpoint, by=admin, since=timezone.now() - timedelta(hours=1)) == 0
    assert replay_failed(endpoint, by=admin, since=timezone.now() - timedelta(hours=3)) == 1
    delivery.deliver(endpoint.pk)
    assert len(receiver.calls) == 1


def test_switched_off_hears_nothing(endpoint, receiver, declared, admin):
    switch_off(endpoint, by=admin)
    delivery.deliver(endpoint.pk)

    assert receiver.calls == []


def test_old_messages_are_forgotten_with_their_attempts(endpoint, receiver, declared):
    delivery.deliver(endpoint.pk)
    Message.objects.create(
        endpoint=endpoint, event="test", body="{}", due_at=timezone.now() + timedelta(days=1)
    )
    Message.objects.update(created_at=timezone.now() - timedelta(days=31))

    assert forget(at=timezone.now()) == 1
    assert not Attempt.objects.exists()
    assert Message.objects.get().state == State.WAITING
