"""Write-ups as the API shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from incidents.models import Incident
from postmortems.models import (
    SECTIONS,
    ContributingFactor,
    Correction,
    Postmortem,
    WriteUpMoment,
)
from postmortems.queries.alongside import moments_of
from postmortems.queries.naming import write_up_of


class Told(serializers.CharField):
    """Words in which somebody can be named, with people called as their write-up calls them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"read_only": True} | kwargs)

    def get_attribute(self, instance: Any) -> Any:
        text = super().get_attribute(instance) or ""
        write_up = write_up_of(instance)
        return write_up.naming.text(text) if write_up else text


class WriteUpRow(serializers.ModelSerializer[Postmortem]):
    """A write-up in a list. Its authors are called by role where it calls people so."""

    page = serializers.CharField(source="get_absolute_url", read_only=True)
    title = Told()
    incidents: serializers.SlugRelatedField[Incident] = serializers.SlugRelatedField(
        "reference", many=True, read_only=True
    )
    authors = serializers.SerializerMethodField()

    class Meta:
        model = Postmortem
        fields = [
            "id",
            "page",
            "title",
            "status",
            "form",
            "incidents",
            "authors",
            "names_as_roles",
            "created_at",
            "saved_at",
            "published_at",
        ]
        read_only_fields = fields

    def get_authors(self, postmortem: Postmortem) -> list[str]:
        return list(dict.fromkeys(map(postmortem.naming.of, postmortem.authors.all())))


class SectionsOut(serializers.ModelSerializer[Postmortem]):
    """Every section by its name, in Markdown; what is not written is empty."""

    class Meta:
        model = Postmortem
        fields = list(SECTIONS)
        read_only_fields = fields

    def to_representation(self, instance: Postmortem) -> dict[str, Any]:
        texts = super().to_representation(instance)
        return {name: instance.naming.text(text) for name, text in texts.items()}


class MomentRead(serializers.ModelSerializer[WriteUpMoment]):
    text = Told()

    class Meta:
        model = WriteUpMoment
        fields = ["id", "occurred_at", "text"]
        read_only_fields = fields


class FactorOut(serializers.ModelSerializer[ContributingFactor]):
    text = Told()

    class Meta:
        model = ContributingFactor
        fields = ["id", "kind", "text"]
        read_only_fields = fields


class CorrectionOut(serializers.ModelSerializer[Correction]):
    note = Told()

    class Meta:
        model = Correction
        fields = ["corrected_at", "note"]
        read_only_fields = fields


class WriteUpOut(WriteUpRow):
    """A write-up as it is read; `words` has its texts as they were written, for its editors."""

    sections = SectionsOut(source="*", read_only=True)
    moments = serializers.SerializerMethodField()
    factors = FactorOut(many=True, read_only=True)
    corrections = serializers.SerializerMethodField()

    class Meta(WriteUpRow.Meta):
        fields = [
            *WriteUpRow.Meta.fields,
            "template",
            "sections",
            "moments",
            "factors",
            "corrections",
            "source_name",
        ]
        read_only_fields = fields

    @extend_schema_field(MomentRead(many=True))
    def get_moments(self, postmortem: Postmortem) -> Any:
        moments = moments_of(postmortem)
        for moment in moments:
            moment.postmortem = postmortem
        return MomentRead(moments, many=True).data

    @extend_schema_field(CorrectionOut(many=True))
    def get_corrections(self, postmortem: Postmortem) -> Any:
        told = list(postmortem.corrections.all()) if postmortem.is_published else []
        return CorrectionOut(told, many=True).data


class WordsOut(serializers.ModelSerializer[Postmortem]):
    """The texts as they were written, to be changed and sent back with their ETag."""

    class Meta:
        model = Postmortem
        fields = ["id", "revision", "title", *SECTIONS]
        read_only_fields = fields
