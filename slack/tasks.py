"""What takes longer than Slack waits for an answer."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from slack import calling, dialog
from slack.models import LINK_LASTS, SEEN_FOR, Link, Seen


@shared_task
def show_form(trigger: str, answer_at: str) -> None:
    """Show the form for filing. A trigger works for three seconds, so it is not tried again."""
    if not calling.open_form(trigger, dialog.declaring()):
        said = _("The form does not open. Type what is going on behind `/incident` instead.")
        calling.say(answer_at, said)


@shared_task
def forget() -> None:
    """Delete links that are too old, and signatures that would be refused for their age."""
    now = timezone.now()
    Link.objects.filter(asked_at__lt=now - LINK_LASTS).delete()
    Seen.objects.filter(at__lt=now - SEEN_FOR).delete()
