"""What the links in mail lead to, also for whoever is not signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nudges.domain import outbox, preferences
from nudges.mail_links import leaving, nudge_of

ANSWERS = {"snooze": outbox.snooze, "stop": outbox.stop, "done": outbox.finish}


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Put a nudge off or stop it, with one press. Mail programs open links by themselves, so
    opening it does nothing yet.
    """
    nudge = nudge_of(token)
    if nudge is None:
        return render(request, "nudges/from_mail/too_old.html", status=404)
    chosen = (request.POST or request.GET).get("do", "")
    context = {"nudge": nudge, "token": token, "chosen": chosen}
    act = ANSWERS.get(chosen) if request.method == "POST" else None
    if act == outbox.finish and not nudge.declared.can_be_done:
        act = None
    if act:
        context["nudge"] = act(nudge, by=nudge.recipient)
        return render(request, "nudges/from_mail/answered.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "nudges/from_mail/answer.html", context, status=status)


@csrf_exempt  # The mail program that presses the button has no cookie; the link is the secret.
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """End mail of some kinds: a page with one button, or a mail program's own (RFC 8058)."""
    if not (found := leaving(token)):
        return render(request, "nudges/from_mail/too_old.html", status=404)
    person, kinds = found
    if request.method == "POST":
        is_back = "back" in request.POST
        preferences.want_mail(person, [kind.name for kind in kinds], is_wanted=is_back)
        context = {"token": token, "is_back": is_back}
        return render(request, "nudges/from_mail/left.html", context)
    return render(request, "nudges/from_mail/leave.html", {"kinds": kinds, "token": token})
