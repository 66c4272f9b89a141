"""What the worker does about incidents."""

from celery import shared_task
from django.utils import timezone

from incidents.domain import announcing, asking, buddies, forgetting, helping
from incidents.domain.telling import tell_room
from incidents.models import Buddy, HelpRequest, Incident, ReachOut


@shared_task
def ask_someone(reach_out_id: int) -> None:
    """Ask the first, or the next, person to reach out."""
    asking.pass_on(reach_out_id)


@shared_task
def pass_on_reach_outs() -> None:
    """Pass on what nobody has answered, and find what a lost broker left, each on its own."""
    due = ReachOut.objects.open().filter(pass_on_at__lte=timezone.now())
    for reach_out_id in due.values_list("pk", flat=True)[:500]:
        ask_someone.apply_async((reach_out_id,), expires=60)


@shared_task
def widen_help_request(request_id: int) -> None:
    """Ask the next circle for a hand."""
    helping.widen(request_id)


@shared_task
def widen_help_requests() -> None:
    """Ask further where nobody has come, each request on its own."""
    due = HelpRequest.objects.open().filter(widen_at__lte=timezone.now())
    for request_id in due.values_list("pk", flat=True)[:500]:
        widen_help_request.apply_async((request_id,), expires=60)


@shared_task
def widen_search_for_buddy(buddy_id: int) -> None:
    """Ask further for somebody to sit with a first-time filer."""
    buddies.widen_search(buddy_id)


@shared_task
def widen_searches_for_buddies() -> None:
    """Ask further where nobody has come, each on its own."""
    due = Buddy.objects.open().filter(widen_at__lte=timezone.now())
    for buddy_id in due.values_list("pk", flat=True)[:500]:
        widen_search_for_buddy.apply_async((buddy_id,), expires=60)


@shared_task
def forget_care() -> None:
    """Delete what is private and old."""
    forgetting.forget(at=timezone.now())


@shared_task
def announce_update(update_id: int) -> None:
    """Plan the mail about a public update, and send it."""
    for mail_id in announcing.announce(update_id):
        send_status_mail.delay(mail_id)


@shared_task
def send_status_mail(mail_id: int) -> None:
    """Send one message to one subscriber."""
    announcing.send(mail_id)


@shared_task
def sweep_status_mail() -> None:
    """Find what a lost broker, a dead worker or the passing of time left to do."""
    for update_id in announcing.unannounced():
        announce_update.apply_async((update_id,), expires=60)
    for mail_id in announcing.due_mails():
        send_status_mail.apply_async((mail_id,), expires=60)


@shared_task
def forget_unconfirmed_subscribers() -> None:
    """Delete the addresses that never answered."""
    announcing.forget_unconfirmed()


@shared_task
def tell_of_repair(incident_id: int) -> None:
    """Let open screens fetch how far the repairs of an incident are."""
    tell_room(Incident.objects.get(pk=incident_id), "repair")
