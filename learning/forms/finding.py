"""What the library is searched for and narrowed to, as the parameters of an address say it."""

from collections.abc import Iterable
from typing import Any, Self, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.forms.filters import Chip, Several, Words
from incidents.models import Service
from learning.models import MOST_LETTERS, Kind
from learning.queries.finding import Wanted
from learning.queries.library import common_tags
from people.forms import DomainForm, offer
from people.widgets import Picks

KINDS = [("", _("Everything")), *Kind.choices]
MOST_TAGS = 5


class Tags(forms.Field):
    """Any tags that an address names: more are in use than there are boxes to tick."""

    widget = Picks

    def offer(self, tags: Iterable[str]) -> None:
        self.widget.choices = [(tag, tag) for tag in tags]

    def clean(self, value: Any) -> list[str]:
        return read_tags(value or [])


def read_tags(written: Iterable[str]) -> list[str]:
    """Tags as an address has them, each once, and no more than anybody ticks."""
    tags = (one.replace("\0", "").strip()[:MOST_LETTERS] for one in written)
    return list(dict.fromkeys(tag for tag in tags if tag))[:MOST_TAGS]


class FindingForm(DomainForm):
    """A search of the library. What makes no sense is left out."""

    q = Words(label=_("Search"), widget=forms.TextInput({"type": "search"}))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=KINDS, required=False, widget=forms.HiddenInput
    )
    service = Several((), label=_("Services"))
    tag = Tags(label=_("Tags"), required=False)

    def __init__(
        self, data: QueryDict, *, services: Iterable[Service], tags: Iterable[str]
    ) -> None:
        super().__init__(data)
        self.services = list(services)
        offer(self.fields["service"], [(one.slug, one.name) for one in self.services])
        asked = read_tags(data.getlist("tag"))
        cast(Tags, self.fields["tag"]).offer(dict.fromkeys([*tags, *asked]))

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """Read an address, with the services and the usual tags that there are."""
        services = Service.objects.only("slug", "name", "team")
        form = cls(data, services=services, tags=common_tags())
        form.is_valid()
        return form

    @property
    def wanted(self) -> Wanted:
        slugs = self.cleaned_data.get("service") or []
        return Wanted(
            kind=self.cleaned_data.get("kind") or "",
            services=tuple(one.pk for one in self.services if one.slug in slugs),
            tags=tuple(self.cleaned_data.get("tag") or ()),
        )

    @property
    def text(self) -> str:
        return self.cleaned_data.get("q") or ""

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        """What is folded away, as far as there is something to tick."""
        fields = [self["tag"], self["service"]]
        return [one for one in fields if list(one.field.widget.choices)]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """What is in the address in its shortest form, by parameter."""
        values = {name: self.cleaned_data.get(name) or [] for name in self.fields}
        return {
            name: value if isinstance(value, list) else [value]
            for name, value in values.items()
            if value
        }

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)

    def query(self, **instead: list[str]) -> str:
        """The part of an address behind the question mark, or nothing."""
        address = QueryDict(mutable=True)
        for name, values in {**self.chosen, **instead}.items():
            if values:
                address.setlist(name, values)
        return f"?{address.urlencode()}" if address else ""

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """Everything and each kind: what it says, where it leads, whether it is shown."""
        shown = self.wanted.kind
        return [
            (str(label), self.query(kind=[value] if value else []), value == shown)
            for value, label in KINDS
        ]

    @property
    def chips(self) -> list[Chip]:
        """What narrows it, part by part; the kind is shown by its tab, the words in their box."""
        names = {one.slug: one.name for one in self.services}
        return [
            Chip(names.get(value, value), self.query(**{name: [v for v in values if v != value]}))
            for name, values in self.chosen.items()
            if name in ("service", "tag")
            for value in values
        ]
