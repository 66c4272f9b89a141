"""Forms that bring reports in, and put right what was understood of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.fields import MomentField, WordsField
from people.forms import DomainForm, offer, time_zones
from postmortems.importing.corrections import ROWS, Corrections, RowCorrection, name_of_zone
from postmortems.importing.headings import TEXTS, Place
from postmortems.importing.report import Placement, Report
from postmortems.importing.unpacking import PICTURES, REPORTS, Upload
from postmortems.models import SECTIONS, FactorKind, FollowUpKind

MOST_BYTES = 10 * 1024 * 1024
PLACES: dict[str, str | Promise] = {
    Place.TIMELINE.value: _("Timeline"),
    Place.FACTOR.value: _("Contributing factors"),
    Place.FOLLOW_UP.value: _("Follow-ups"),
}


def place_choices() -> list[tuple[str, str | Promise]]:
    """Where a heading can go: the sections of a write-up that a report has, and what has rows."""
    texts = [(place.value, SECTIONS[place.value]) for place in TEXTS if place.value in SECTIONS]
    return [*texts, *PLACES.items()]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each with what is in it."""

    widget = SeveralFiles({"accept": ",".join((*REPORTS, ".zip", *PICTURES))})
    default_error_messages = {
        "required": _("Choose one file or several, or a zip file."),
        "large": _("“%(name)s” is larger than 10 MB. A part of it at a time will do."),
    }

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            raise ValidationError(self.error_messages["required"], code="required")
        return [self._read(file) for file in files]

    def _read(self, file: UploadedFile) -> Upload:
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                self.error_messages["large"], code="large", params={"name": file.name}
            )
        return Upload(file.name or "", file.read())


class UploadForm(DomainForm):
    reports = FilesField(
        label=_("Reports"),
        help_text=_(
            "Up to 100 files ending in .md, .markdown, .mdx, .rst, .txt or .html, or a zip file "
            "with folders and pictures in it, up to 10 MB."
        ),
    )
    folder = forms.CharField(
        label=_("The folder they are from"),
        max_length=200,
        required=False,
        help_text=_(
            "For files that come without one. Reports are known by folder and name, so that "
            "none is imported twice."
        ),
    )


class ReportForm(DomainForm):
    """What a report is about as a whole, and where each of its headings goes.

    Only what was typed anew is a correction: what stands there as it was read is not.
    """

    title = forms.CharField(label=_("Title"), max_length=300)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Times without a day are on this one."),
    )
    zone = forms.ChoiceField(label=_("Time zone of its times"))
    started_at = MomentField(label=_("Started"), required=False)
    ended_at = MomentField(label=_("Over"), required=False)

    def __init__(self, *args: Any, report: Report, corrections: Corrections, **kwargs: Any) -> None:
        self.report, self.corrections = report, corrections
        self.began = {
            "title": corrections.title or report.title,
            "day": report.occurred_on,
            "zone": name_of_zone(report.zone, report.times.started_at),
            "started_at": corrections.started_at or report.times.started_at,
            "ended_at": corrections.ended_at or report.times.ended_at,
        }
        super().__init__(*args, initial=self.began, **kwargs)
        zones = time_zones()
        zone = self.began["zone"]
        if zone not in dict(zones):
            zones = [(str(zone), str(report.zone)), *zones]
        offer(self.fields["zone"], zones)
        self.headings = [one for one in report.placements if one.is_heading]
        for one in self.headings:
            self.fields[f"place-{one.line}"] = forms.ChoiceField(
                label=one.heading, choices=place_choices(), initial=one.place.value
            )

    def parts(self) -> Iterator[tuple[Placement, forms.BoundField | None]]:
        """Each part of the file with where it went, and the choice of another place."""
        for one in self.report.placements:
            yield one, self[f"place-{one.line}"] if one.is_heading else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        before = self.corrections
        read = {one.line: one.place for one in self.headings}
        chosen = {line: Place(cleaned.pop(f"place-{line}")) for line in read}
        places = dict(before.places)
        places |= {line: place for line, place in chosen.items() if place is not read[line]}
        self.cleaned_data = {
            "title": self._typed("title", before.title),
            "day": self._typed("day", before.day),
            "zone": self._typed("zone", before.zone),
            "started_at": self._moment("started_at", before.started_at),
            "ended_at": self._moment("ended_at", before.ended_at),
            "places": places,
        }
        return self.cleaned_data

    def _typed(self, name: str, before: Any) -> Any:
        typed = self.cleaned_data[name]
        return before if typed == self.began[name] else typed

    def _moment(self, name: str, before: datetime | None) -> datetime | None:
        """A time that was typed; people type minutes, and what was read has seconds."""
        typed, began = self.cleaned_data[name], self.began[name]
        same = isinstance(began, datetime) and typed == began.replace(second=0, microsecond=0)
        return before if same else typed


class RowForm(DomainForm):
    """One timeline entry, factor or follow-up, as it is to be kept."""

    text = WordsField(rows=2, max_length=20_000, strip=False)
    at = MomentField(label=_("When"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    left_out = forms.BooleanField(label=_("Leave this out"), required=False)

    def __init__(self, *args: Any, row: "Row", **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"{row.place}-{row.line}", initial=row.began, **kwargs)
        self.row = row
        self.fields["text"].label = str(row.name)
        if row.place is not Place.TIMELINE:
            del self.fields["at"]
        if row.place is Place.TIMELINE:
            del self.fields["kind"]
        else:
            kinds = FactorKind if row.place is Place.FACTOR else FollowUpKind
            offer(self.fields["kind"], kinds.choices)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if self.row.place is Place.FOLLOW_UP and len(text) > FOLLOW_UP_LENGTH:
            raise ValidationError(_("A follow-up has up to 2,000 characters."))
        return text

    @property
    def correction(self) -> RowCorrection | None:
        """What was typed, or None when that is what the file says."""
        row, clean = self.row, self.cleaned_data
        at, began = clean.get("at"), row.read.at
        if at and began and at == began.replace(second=0, microsecond=0):
            at = began
        typed = RowCorrection(
            clean["text"], at or began, clean.get("kind") or row.read.kind, clean["left_out"]
        )
        return None if typed == row.read else typed


FOLLOW_UP_LENGTH = 2_000
ROW_NAMES = {
    Place.TIMELINE: _("What happened then"),
    Place.FACTOR: _("What made it possible"),
    Place.FOLLOW_UP: _("What is to be done"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a report by its kind and line: as the file has it, and as it was corrected."""

    place: Place
    line: int
    read: RowCorrection
    now: RowCorrection

    @property
    def name(self) -> str | Promise:
        return ROW_NAMES[self.place]

    @property
    def began(self) -> dict[str, Any]:
        now = self.now
        return {"text": now.text, "at": now.at, "kind": now.kind, "left_out": now.left_out}


def rows_of(report: Report, corrections: Corrections) -> list[Row]:
    """The rows of a report in the order of their kinds."""
    rows: list[Row] = []
    for place in ROWS:
        read = list(_read(report, place))
        for index, line in sorted(report.first_lines(place).items()):
            now = corrections.rows.get((place, line), read[index])
            rows.append(Row(place, line, read[index], now))
    return rows


def _read(report: Report, place: Place) -> Iterable[RowCorrection]:
    if place is Place.TIMELINE:
        return (RowCorrection(entry.text, entry.occurred_at) for entry in report.timeline)
    if place is Place.FACTOR:
        factors = report.factors
        return (RowCorrection(one.text, kind=one.kind or FactorKind.DESIGN) for one in factors)
    plans = report.follow_ups
    return (RowCorrection(one.what, kind=one.kind or FollowUpKind.CODE) for one in plans)


class RowsForm:
    """A page of rows, each a form of its own, saved together."""

    PAGE = 40

    def __init__(self, rows: list[Row], *, page: int, data: Any = None) -> None:
        self.pages = max(1, -(-len(rows) // self.PAGE))
        self.page = min(max(page, 1), self.pages)
        some = rows[(self.page - 1) * self.PAGE : self.page * self.PAGE]
        self.forms = [RowForm(data, row=row) for row in some]

    def is_valid(self) -> bool:
        """Whether each is; all are asked, so that each says what is wrong with it."""
        invalid = [form for form in self.forms if not form.is_valid()]
        return not invalid

    @property
    def corrections(self) -> dict[tuple[Place, int], RowCorrection | None]:
        return {(form.row.place, form.row.line): form.correction for form in self.forms}


class TakeInForm(DomainForm):
    as_new = forms.BooleanField(required=False, widget=forms.HiddenInput)
