"""What is said of old reports before they are brought in, and what is put right."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from people.api.given import Given, Text
from postmortems.api.shared import Moment, Words
from postmortems.domain.import_files import read_file
from postmortems.forms.importing import FOLLOW_UP_LENGTH, MOST_BYTES, Row, place_choices, rows_of
from postmortems.importing.corrections import ROWS, Corrections, zone_called
from postmortems.importing.headings import Place
from postmortems.importing.unpacking import Upload
from postmortems.models import FactorKind, FollowUpKind, ImportBatch, ImportFile
from postmortems.queries.importing import Shown


class BatchOut(serializers.ModelSerializer[ImportBatch]):
    """What was uploaded together; `ready` counts the files that would be brought in."""

    files = serializers.IntegerField(source="count", read_only=True)
    ready = serializers.IntegerField(read_only=True)

    class Meta:
        model = ImportBatch
        fields = ["id", "made_at", "confirmed_at", "passed_over", "files", "ready"]
        read_only_fields = fields


class SummaryOut(serializers.Serializer[Any]):
    """What was understood; a day or a time that is not known is empty."""

    title = serializers.CharField(read_only=True, default="")
    day = serializers.CharField(read_only=True, default="")
    started = serializers.CharField(read_only=True, default="")
    ended = serializers.CharField(read_only=True, default="")
    zone = serializers.CharField(read_only=True, default="")
    entries = serializers.IntegerField(read_only=True, default=0)
    factors = serializers.IntegerField(read_only=True, default=0)
    follow_ups = serializers.IntegerField(read_only=True, default=0)
    remarks = serializers.IntegerField(read_only=True, default=0)


class FileRow(serializers.ModelSerializer[ImportFile]):
    """A report: `is_here` with the same words, `has_changed` since it was brought in."""

    summary = SummaryOut(read_only=True)
    is_here = serializers.SerializerMethodField()
    has_changed = serializers.SerializerMethodField()
    write_up = serializers.SerializerMethodField()

    class Meta:
        model = ImportFile
        fields = [
            "id",
            "name",
            "state",
            "why",
            "as_new",
            "summary",
            "is_here",
            "has_changed",
            "write_up",
        ]
        read_only_fields = fields

    def _shown(self, file: ImportFile) -> Shown:
        shown: Shown = self.context["view"].known[file.pk]
        return shown

    def get_is_here(self, file: ImportFile) -> bool:
        return self._shown(file).is_here

    def get_has_changed(self, file: ImportFile) -> bool:
        return self._shown(file).has_changed

    def get_write_up(self, file: ImportFile) -> int | None:
        here = self._shown(file).here
        return here.pk if here else None


class PartOut(serializers.Serializer[Any]):
    """A heading of the report, in which line it is, and where what is under it went."""

    heading = serializers.CharField(read_only=True)
    line = serializers.IntegerField(read_only=True)
    place = serializers.CharField(read_only=True)
    is_heading = serializers.BooleanField(read_only=True)


class RowOut(serializers.Serializer[Any]):
    """A timeline entry, a factor or a follow-up, as it is to be kept."""

    place = serializers.CharField(read_only=True)
    line = serializers.IntegerField(read_only=True)
    text = serializers.CharField(source="now.text", read_only=True)
    at = serializers.DateTimeField(source="now.at", read_only=True, allow_null=True)
    kind = serializers.CharField(source="now.kind", read_only=True)
    left_out = serializers.BooleanField(source="now.left_out", read_only=True)


class FileOut(FileRow):
    """A report with its text and what was understood of it, until it is brought in."""

    parts = serializers.SerializerMethodField()
    rows = serializers.SerializerMethodField()
    said = serializers.SerializerMethodField()

    class Meta(FileRow.Meta):
        fields = [*FileRow.Meta.fields, "content", "parts", "rows", "said"]
        read_only_fields = fields

    @extend_schema_field(PartOut(many=True))
    def get_parts(self, file: ImportFile) -> Any:
        return PartOut(read_file(file).placements if file.content else [], many=True).data

    @extend_schema_field(RowOut(many=True))
    def get_rows(self, file: ImportFile) -> Any:
        return RowOut(rows_in(file) if file.content else [], many=True).data

    def get_said(self, file: ImportFile) -> list[str]:
        """What the import remarked while it read."""
        remarks = read_file(file).remarks if file.content else ()
        return [*file.summary.get("read_as", []), *remarks]


def rows_in(file: ImportFile) -> list[Row]:
    return rows_of(read_file(file), Corrections.read(file.corrections))


class UploadingReports(Given):
    """One file or several, or a zip file; `folder` is where they are from."""

    reports = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), allow_empty=False, max_length=300
    )
    folder = Text(max_length=200)

    def validate_reports(self, files: "list[UploadedFile[Any]]") -> list[Upload]:
        if any((file.size or 0) > MOST_BYTES for file in files):
            raise serializers.ValidationError(_("A file is larger than 10 MB."))
        return [Upload(file.name or "", file.read()) for file in files]


class CorrectingReport(Given):
    """Only what is given changes. `places` says for the line of a heading where it goes."""

    title = Words(max_length=300)
    day = serializers.DateField(required=False, allow_null=True)
    zone = Words(max_length=64, help_text=_("By its name, such as Europe/Lisbon."))
    started_at = Moment(required=False, allow_null=True)
    ended_at = Moment(required=False, allow_null=True)
    places = serializers.DictField(child=serializers.ChoiceField(place_choices()), required=False)

    def validate_zone(self, name: str) -> str:
        if name and zone_called(name) is None:
            raise serializers.ValidationError(_("There is no time zone of that name."))
        return name

    def validate_places(self, given: dict[str, str]) -> dict[int, Place]:
        file: ImportFile = self.context["things"][0]
        headings = {str(one.line) for one in read_file(file).placements if one.is_heading}
        if unknown := sorted(given.keys() - headings):
            sentence = _("There is no heading in that line.")
            raise serializers.ValidationError({line: [sentence] for line in unknown})
        return {int(line): Place(place) for line, place in given.items()}


class CorrectingRow(Given):
    """Only what is given changes."""

    place = serializers.ChoiceField([(one.value, one.in_words) for one in ROWS])
    line = serializers.IntegerField(min_value=1, max_value=1_000_000)
    text = Words(max_length=20_000, allow_blank=False, trim_whitespace=False)
    at = Moment(required=False, allow_null=True)
    kind = serializers.ChoiceField([*FactorKind.choices, *FollowUpKind.choices], required=False)
    left_out = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        place, kind = Place(attrs["place"]), attrs.get("kind")
        if kind and kind not in KINDS[place]:
            raise serializers.ValidationError({"kind": [_("Such a row has no such kind.")]})
        if place is Place.FOLLOW_UP and len(attrs.get("text", "")) > FOLLOW_UP_LENGTH:
            wrong = {"text": [_("A follow-up has up to 2,000 characters.")]}
            raise serializers.ValidationError(wrong)
        return attrs


KINDS: dict[Place, list[str]] = {
    Place.TIMELINE: [],
    Place.FACTOR: list(FactorKind.values),
    Place.FOLLOW_UP: list(FollowUpKind.values),
}


class CorrectingRows(Given):
    rows = serializers.ListField(child=CorrectingRow(), max_length=500)

    def validate_rows(self, given: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
        known = {(row.place, row.line) for row in rows_in(self.context["things"][0])}
        asked = {(Place(one.pop("place")), one.pop("line")): one for one in given}
        if asked.keys() - known:
            raise serializers.ValidationError(_("There is no such row in that line."))
        return asked


class TakingIn(Given):
    """`as_new` beside one of the same name that is here."""

    as_new = serializers.BooleanField(default=False)
