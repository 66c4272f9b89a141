"""The audit log, for admins: to read, to narrow down, and to take along."""

import json
from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from organisation.domain.reading_audit import note_taken_along
from organisation.forms.audit import AuditFilterForm
from organisation.permissions import keepers_only
from organisation.queries.audit import Line, all_lines, read_audit
from people.http import UserRequest, row_number


@keepers_only
@require_GET
def audit(request: UserRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    before = row_number(request.GET.get("before", ""))
    context = {
        "form": form,
        "page": read_audit(request.user, form.wanted, before=before),
        "is_middle": before is not None,
        "is_narrowed": bool(form.wanted),
    }
    return render(request, "organisation/audit.html", context)


@keepers_only
@require_POST
def take_audit_along(request: UserRequest) -> StreamingHttpResponse:
    """Give what the page shows as JSON Lines, which is noted itself."""
    form = AuditFilterForm(request.POST)
    note_taken_along(by=request.user)
    lines = _as_json(all_lines(request.user, form.wanted))
    name = f"audit-{timezone.now():%Y-%m-%d}.jsonl"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines, content_type="application/jsonl", headers=headers)


def _as_json(lines: Iterator[Line]) -> Iterator[str]:
    for line in lines:
        yield json.dumps(line.as_data(), ensure_ascii=False) + "\n"
