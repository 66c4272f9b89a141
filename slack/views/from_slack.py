"""What Slack calls. Each answers at once, and to the person who asked alone."""

import json
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse

from live import prompt
from people.permissions import may_write
from slack import asking, dialog
from slack.domain.answering import answer, file, only_reads, thanks, who_are_you
from slack.domain.linking import person_behind
from slack.signing import from_slack
from slack.tasks import show_form


@from_slack
def commands(request: HttpRequest) -> HttpResponse:
    """`/incident`, with what was typed behind it."""
    try:
        command = asking.read_command(request.POST)
    except asking.Odd:
        return HttpResponseBadRequest()
    said = answer(command)
    if said is None:
        prompt(partial(show_form.delay, command.trigger, command.answer_at))
        return HttpResponse()
    return JsonResponse({"response_type": "ephemeral", "text": said})


@from_slack
def interactions(request: HttpRequest) -> HttpResponse:
    """The form that was sent, or the shortcut that opens it; nothing else of ours is pressed."""
    try:
        payload = json.loads(request.POST.get("payload", ""))
        if not isinstance(payload, dict):
            return HttpResponseBadRequest()
        if payload.get("type") == "view_submission":
            return _submitted(asking.read_submission(payload))
        if payload.get("type") == "shortcut":
            return _shortcut(asking.read_asker(payload), payload)
    except (asking.Odd, ValueError, RecursionError):
        return HttpResponseBadRequest()
    return HttpResponse()


def _submitted(submission: asking.Submission) -> HttpResponse:
    person = person_behind(submission.asker)
    if person is None or not may_write(person):
        said = who_are_you(submission.asker) if person is None else only_reads()
        return JsonResponse({"response_action": "update", "view": dialog.saying(said)})
    form = file(submission, by=person)
    if form.errors:
        known = {"title", "severity"}
        errors = {
            name if name in known else "title": " ".join(map(str, said))
            for name, said in form.errors.items()
        }
        return JsonResponse({"response_action": "errors", "errors": errors})
    view = dialog.saying(thanks(form.outcome))
    return JsonResponse({"response_action": "update", "view": view})


def _shortcut(asker: asking.Asker, payload: dict[str, Any]) -> HttpResponse:
    trigger = payload.get("trigger_id")
    if settings.SLACK_BOT_TOKEN and isinstance(trigger, str):
        prompt(partial(show_form.delay, trigger, ""))
    return HttpResponse()
