"""Forms that put right what stands in the timeline, and when."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.fields import MomentField, RevisionField, WordsField
from incidents.models import Incident, Kind, Moment, TimelineEntry
from people.forms import DomainForm


class TypedAnewForm(DomainForm):
    """A form over something that others can change as well.

    Every field carries along what it held when the page was made, so that it is
    known what was typed here and what only stood here. A time that was not typed
    anew is left out: people type minutes, and what is kept has seconds.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = not isinstance(field, RevisionField)
        self.theirs: dict[str, str] = {}

    def boxes(self) -> list[tuple[forms.BoundField, str | None]]:
        """What is filled in, each with what somebody else saved there where that differs."""
        return [(field, self.theirs.get(field.name)) for field in self.visible_fields()]

    def was_typed(self, name: str) -> bool:
        return self._typed(name) != self._began(name)

    def catch_up(self, saved: dict[str, Any], **begins_from: int) -> None:
        """After somebody else's save, put theirs where nothing was typed here.

        What both changed stays as it was typed, and theirs is shown beside it. The
        next save begins from theirs, as `begins_from` numbers it.
        """
        data = dict(self.data.items()) | begins_from
        for name, value in saved.items():
            theirs = self._as_typed(name, value)
            if not self.was_typed(name):
                data[name] = theirs
            elif theirs not in (self._began(name), self._typed(name)):
                self.theirs[name] = theirs
            data[f"initial-{name}"] = theirs
        self.data = data
        for name in self.theirs:
            if not self.has_error(name):
                self.add_error(name, _("Somebody else changed this too. Theirs is below."))

    def _typed(self, name: str) -> str:
        return _plain(self.data.get(name, ""))

    def _began(self, name: str) -> str:
        return _plain(self.data.get(f"initial-{name}", ""))

    def _as_typed(self, name: str, value: Any) -> str:
        if isinstance(value, datetime):
            value = timezone.localtime(value)
        shown = self.fields[name].widget.format_value(value)
        return _plain(shown or "")


def _plain(text: Any) -> str:
    return str(text).replace("\r\n", "\n").replace("\r", "\n")


class EntryForm(TypedAnewForm):
    """What somebody wrote, and when it happened."""

    text = WordsField(
        label=_("What happened, or what did you see?"),
        help_text=_("Markdown works. What stood here before is kept."),
        max_length=20_000,
        rows=5,
        error_messages={
            "required": _("A few words are enough. To take it back altogether, withdraw it.")
        },
    )
    occurred_at = MomentField(
        label=_("When"), error_messages={"required": _("Give the day and the time it happened.")}
    )
    revision = RevisionField(required=False)

    @classmethod
    def of(cls, entry: TimelineEntry, data: Any = None) -> "EntryForm":
        """The form for an entry of its kind, as it is before anybody types, or as it was typed."""
        kind = UpdateEntryForm if entry.kind == Kind.UPDATE else cls
        form = kind(data, initial=words_of(entry) | {"revision": entry.revision})
        if not entry.is_free:
            del form.fields["occurred_at"]
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "occurred_at" in cleaned and not self.was_typed("occurred_at"):
            cleaned["occurred_at"] = None
        return cleaned


class UpdateEntryForm(EntryForm):
    """The parts of an update, and when it was posted."""

    text = None  # type: ignore[assignment]
    conditions = WordsField(
        label=_("How were things?"),
        help_text=_("Markdown works. What stood here before is kept."),
        max_length=5_000,
        error_messages={"required": _("One sentence about how things were is enough.")},
    )
    actions = WordsField(label=_("What was being done?"), max_length=5_000, required=False, rows=2)
    needs = WordsField(label=_("What would have helped?"), max_length=5_000, required=False, rows=2)
    field_order = ("conditions", "actions", "needs", "occurred_at")


def words_of(entry: TimelineEntry) -> dict[str, Any]:
    """What can be edited of an entry."""
    if entry.kind == Kind.UPDATE:
        update = entry.update
        words = {
            "conditions": update.conditions,
            "actions": update.actions,
            "needs": update.needs,
        }
    else:
        words = {"text": entry.text}
    return words | ({"occurred_at": entry.occurred_at} if entry.is_free else {})


class TimesForm(TypedAnewForm):
    """When an incident started, was detected, declared, mitigated and resolved."""

    started_at = MomentField(
        label=_("Started"), help_text=_("When it began, whether or not anybody saw it.")
    )
    detected_at = MomentField(
        label=_("Detected"), help_text=_("When somebody or something saw it.")
    )
    declared_at = MomentField(label=_("Declared"), help_text=_("When it was raised."))
    mitigated_at = MomentField(
        label=_("Mitigated"),
        help_text=_("When it stopped hurting. Empty while that is not known."),
        required=False,
    )
    resolved_at = MomentField(label=_("Resolved"), help_text=_("When it was over."), required=False)
    seen = RevisionField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for moment in Moment.values:
            self.fields[moment].error_messages["required"] = _("Every incident has this time.")

    @classmethod
    def of(cls, incident: Incident, *, seen: int, data: Any = None) -> "TimesForm":
        form = cls(data, initial=times_of(incident) | {"seen": seen})
        if incident.is_open and not (data and data.get("resolved_at")):
            del form.fields["resolved_at"]
        return form

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {
            name: value for name, value in cleaned.items() if name == "seen" or self.was_typed(name)
        }


def times_of(incident: Incident) -> dict[str, Any]:
    return {moment: getattr(incident, moment) for moment in Moment.values}


class PictureForm(DomainForm):
    file = forms.FileField(
        label=_("A picture"),
        error_messages={
            "required": _("Choose a picture."),
            "empty": _("There is nothing in this file."),
        },
    )
