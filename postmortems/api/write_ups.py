"""Write-ups: begun, read, written, put into the library and put right there."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from incidents.api.shared import ReferenceField
from incidents.models import Incident
from people.api.given import Given, Text
from people.api.paging import NewestFirst
from people.api.permissions import allow
from people.api.verbs import reading, says, verb
from people.api.views import Lists
from people.errors import DomainError
from people.models import User
from postmortems import permissions
from postmortems.api.exporting import AsItIs, export, told_as_file
from postmortems.api.reading import WordsOut, WriteUpOut, WriteUpRow
from postmortems.api.shared import Sections, Words
from postmortems.domain import drafting, publishing, shaping, writing
from postmortems.models import (
    LONGEST_TITLE,
    SECTIONS,
    Form,
    Postmortem,
    Status,
    Template,
)
from postmortems.models.publishing import LONGEST_NOTE
from postmortems.queries.incidents import incidents_for
from postmortems.queries.naming import name_in_lines
from postmortems.queries.reading import named, to_read
from postmortems.queries.templates import fitting


class NarrowingWriteUps(serializers.Serializer[Any]):
    """What the list can be narrowed to."""

    status = serializers.ChoiceField(Status.choices, required=False)
    incident = ReferenceField(
        required=False, help_text=_("Those that tell of this incident, practice too.")
    )
    mine = serializers.BooleanField(required=False, help_text=_("Those you have written in."))


class Starting(Given):
    """Without a template, the one that fits the incident is taken."""

    incident = ReferenceField()
    template = serializers.PrimaryKeyRelatedField(
        queryset=Template.objects.in_use(), default=None, allow_null=True
    )
    others = serializers.ListField(child=ReferenceField(), default=list, max_length=20)

    def validate_others(self, others: list[Incident]) -> list[Incident]:
        told = next((one for one in others if one.postmortems.exists()), None)
        if told:
            text = _("%(incident)s has a write-up already.")
            raise serializers.ValidationError(text % {"incident": told.reference})
        return others


class Saving(Sections):
    """The texts that change; the others stay as they are."""

    title = Words(max_length=LONGEST_TITLE, allow_blank=False)


class CorrectingWriteUp(Saving):
    """Once it has been in the library for a month, `note` says what changed, and why."""

    note = Text(max_length=LONGEST_NOTE)


class Shaping(Given):
    """With a template, its form is taken, and its words go into empty sections."""

    form = serializers.ChoiceField(Form.choices, default=Form.FULL)
    template = serializers.PrimaryKeyRelatedField(
        queryset=Template.objects.in_use(), default=None, allow_null=True
    )


class TakingBack(Given):
    reason = Text(max_length=500, required=True)


class ShowingPeople(Given):
    names_as_roles = serializers.BooleanField()


@extend_schema_view(list=extend_schema(parameters=[NarrowingWriteUps]))
class WriteUpViewSet(Lists):
    """Write-ups of everything one may see, from their first draft, newest first."""

    room = "write-ups"
    serializer_class = WriteUpOut
    pagination_class = NewestFirst
    lookup_value_converter = "int"
    queryset = Postmortem.objects.none()
    needs_match = frozenset({"save", "correct"})
    # Beginning twice is beginning once, so nothing needs to be kept of it.
    never_kept = frozenset({"create"})

    def get_queryset(self) -> QuerySet[Postmortem]:
        if self.action == "list":
            parts = (incidents_for(self.user), "authors")
            return self.narrowed().defer(*SECTIONS).prefetch_related(*parts)
        if self.out is WordsOut:
            return Postmortem.objects.visible_to(self.user)
        return to_read(self.user)

    def narrowed(self) -> QuerySet[Postmortem]:
        """What the list has: practice is found from its incident, and nowhere else."""
        wanted = NarrowingWriteUps(
            data=self.request.query_params, context=self.get_serializer_context()
        )
        wanted.is_valid(raise_exception=True)
        only = wanted.validated_data
        seen = Postmortem.objects.visible_to(self.user)
        found = seen.filter(incidents=only["incident"]) if "incident" in only else seen.real()
        if "status" in only:
            found = found.filter(status=only["status"])
        return found.filter(authors=self.user) if only.get("mine") else found

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Postmortem]]:
        if self.action == "list":
            return WriteUpRow
        return WordsOut if self.out is WordsOut else WriteUpOut

    def prepare(self, rows: Sequence[Any]) -> None:
        if self.action == "list":
            name_in_lines(rows)
        elif self.out is not WordsOut:
            for one in rows:
                named(one)

    def own(self, may: Callable[[User, Postmortem], bool]) -> Postmortem:
        """The write-up of the address, for whom one of `permissions.py` says yes to."""
        postmortem = get_object_or_404(
            Postmortem.objects.visible_to(self.user), pk=self.kwargs["pk"]
        )
        allow(may(self.user, postmortem))
        return postmortem

    @says(given=Starting, out=WriteUpOut, status=201, example={"incident": "INC-142"})
    def create(self, request: Request) -> Response:
        """Begin the write-up of an incident that is over, or get the one there is."""
        made = self.do(_start, given=Starting)
        found = self.get_queryset().filter(pk=made.pk).first()
        if found is None:
            raise DomainError(_("There is a write-up of it that you cannot open."))
        return self.shown(found, status=201)

    @reading(out=WordsOut)
    def words(self, request: Request, pk: int) -> Response:
        """The texts as they were written, for those who may edit it."""
        return self.shown(self.own(permissions.may_edit))

    @told_as_file
    @action(detail=True, content_negotiation_class=AsItIs)
    def export(self, request: Request, pk: int) -> HttpResponse:
        """The write-up as a file: Markdown, HTML or PDF."""
        return export(named(self.get_object()), request)

    @verb(given=Saving, out=WordsOut, example={"impact": "Nobody could pay for an hour."})
    def save(self, request: Request, pk: int) -> Response:
        """Write in it, with the ETag of its `words`. Who writes is one of its authors."""
        return self.press(_save, permissions.may_edit)

    @verb(given=CorrectingWriteUp, out=WordsOut)
    def correct(self, request: Request, pk: int) -> Response:
        """Put a published one right, with the ETag of its `words`."""
        return self.press(_correct, permissions.may_edit)

    @verb(given=Shaping, out=WriteUpOut)
    def form(self, request: Request, pk: int) -> Response:
        """Ask for all sections, for five, or for those of a template. No word is lost."""
        return self.press(shaping.change_form, permissions.may_edit)

    @verb(out=WriteUpOut)
    def publish(self, request: Request, pk: int) -> Response:
        """Put an approved one into the library."""
        return self.press(publishing.publish_postmortem, permissions.may_publish)

    @verb("take-back", given=TakingBack, out=WriteUpOut)
    def take_back(self, request: Request, pk: int) -> Response:
        """Take it out of the library, to be a draft again."""
        return self.press(publishing.take_back_postmortem, permissions.may_share)

    @verb("show-people", given=ShowingPeople, out=WriteUpOut)
    def show_people(self, request: Request, pk: int) -> Response:
        """Call people by role, or by name."""
        return self.press(publishing.show_people, permissions.may_show_people)

    def press(
        self, function: Callable[..., Any], may: Callable[[User, Postmortem], bool]
    ) -> Response:
        """Do what a press of a button does, and show the write-up as it is then."""
        self.do(function, self.own(may))
        return self.shown(self.get_object())


def _start(
    *, by: User, incident: Incident, template: Template | None, others: list[Incident]
) -> Postmortem:
    template = template or fitting(incident)
    return drafting.start_postmortem(incident, by=by, template=template, others=others)


def _save(postmortem: Postmortem, *, by: User, **words: str) -> Postmortem:
    """If-Match has compared the words under the lock, so the ones there now are those meant."""
    return writing.save_postmortem(postmortem, by=by, **_now(postmortem) | words)


def _correct(postmortem: Postmortem, *, by: User, **words: str) -> Postmortem:
    return publishing.correct_postmortem(postmortem, by=by, **_now(postmortem) | words)


def _now(postmortem: Postmortem) -> dict[str, Any]:
    postmortem.refresh_from_db(fields=["title", "revision"])
    return {"title": postmortem.title, "revision": postmortem.revision}
