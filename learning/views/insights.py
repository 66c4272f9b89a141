"""How the system and the team respond, never a person."""

import csv
import io
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from incidents.exports.tables import BYTE_ORDER_MARK, as_text
from learning.domain.pulse import open_rounds
from learning.forms.insights import InsightsForm
from learning.insights.figures import Told
from learning.queries import insights as queries
from learning.queries.insights import Insights, Line, Number, choices, where
from people.http import UserRequest

COLUMNS = ("figure", "about", "time", "kind", "value", "unit", "counted", "of")
UNITS = {Told.MEDIAN: "minutes", Told.SHARE: "per cent", Told.AVERAGE: "1 to 5"}


@login_required
@require_GET
def insights(request: UserRequest) -> HttpResponse:
    form, about, shown = _read(request)
    context = {"form": form, "about": about, "insights": shown}
    context |= {"rounds": open_rounds(request.user)}
    status = 400 if form.errors else 200
    return render(request, "learning/insights.html", context, status=status)


@login_required
@require_GET
def export_csv(request: UserRequest) -> HttpResponse:
    """The numbers of the page, and not one more."""
    form, about, shown = _read(request)
    if form.errors:
        context = {"form": form, "about": about, "insights": None}
        return render(request, "learning/insights.html", context, status=400)
    written = io.StringIO()
    csv.writer(written).writerows([COLUMNS, *(_rows(shown, about) if shown else [])])
    text = BYTE_ORDER_MARK + written.getvalue()
    response = HttpResponse(text.encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="insights.csv"'
    return response


def _read(request: UserRequest) -> tuple[InsightsForm, str, Insights | None]:
    """The form, the name of the group, and what there is to show of it."""
    chosen = choices()
    form = InsightsForm(request.GET, chosen=chosen)
    if not form.is_valid():
        return form, "", None
    key = form.cleaned_data["about"]
    period = chosen.period(form.cleaned_data["period"])
    if period is None:
        return form, chosen.name_of(key), None
    shown = queries.insights(request.user, about=where(key), period=period, chosen=chosen)
    return form, chosen.name_of(key), shown


def _rows(shown: Insights, about: str) -> Iterator[list[str]]:
    for line in shown.lines.values():
        figure = line.figure
        if line.now is None:
            continue
        first = [as_text(str(figure.title)), as_text(about)]
        for kind, n in line.kinds:
            yield [*first, shown.period.label, as_text(kind), str(n), "", *_of(line.now)]
        if figure.told in UNITS:
            for time, number in _numbers(line, shown.period.label):
                value = f"{number.value:.1f}"
                yield [*first, time, "", value, UNITS[figure.told], *_of(number)]


def _numbers(line: Line, period: str) -> Iterator[tuple[str, Number]]:
    """The figure of the period, and those of the quarters in its chart."""
    if line.now:
        yield period, line.now
    for point in line.points:
        yield point.quarter.key, point.number


def _of(number: Number) -> list[str]:
    return [str(number.n), str(number.figure.of)]
