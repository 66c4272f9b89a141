"""What the list of follow-ups can be narrowed to, as the parameters of an address say it."""

from collections.abc import Iterable
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from incidents.models import Service
from people.forms import DomainForm
from people.models import Team, User
from postmortems.models import FollowUpKind, FollowUpState
from postmortems.queries.follow_ups import ME, NOBODY, OVERDUE, SOON

ANY = ("", _("Any"))
OWNERS = [("", _("Anyone, yours first")), (ME, _("You")), (NOBODY, _("Nobody yet"))]
AGES = [
    ANY,
    (OVERDUE, _("Day has passed")),
    (SOON, _("Due within two weeks")),
    ("month", _("Open for a month or more")),
    ("quarter", _("Open for three months or more")),
]
AGES_WHEN_OVER = [
    ANY,
    ("month", _("Planned a month ago or more")),
    ("quarter", _("Planned three months ago or more")),
]
NARROWING = ("owner", "team", "service", "kind", "age")
OLDEST, NEWEST = ("oldest", _("Oldest first")), ("newest", _("Newest first"))
# The orders there are in a state, the usual one first.
SORTS = {
    FollowUpState.OPEN: [("due", _("By day")), OLDEST, NEWEST],
    FollowUpState.DONE: [("done", _("Done last first")), NEWEST, OLDEST],
    FollowUpState.HANDED_OVER: [NEWEST, OLDEST],
    FollowUpState.LET_GO: [NEWEST, OLDEST],
}


class FollowUpFilterForm(DomainForm):
    """Filters of the list. What makes no sense is left out."""

    state = forms.ChoiceField(
        label=_("State"), choices=FollowUpState, required=False, widget=forms.HiddenInput
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        people: Iterable[tuple[str, str]],
        teams: Iterable[tuple[str, str]],
        services: Iterable[tuple[str, str]],
    ) -> None:
        # Before Django makes the fields: what all our forms do to theirs is done to these too.
        state = data.get("state", "")
        self.sorts = SORTS[FollowUpState(state if state in FollowUpState else "open")]
        is_open = self.sorts == SORTS[FollowUpState.OPEN]
        chosen: dict[str, tuple[Any, Any]] = {
            "owner": (_("Owner"), [*OWNERS, *people]),
            "team": (_("Team"), [ANY, *teams]),
            "service": (_("Service"), [ANY, *services]),
            "kind": (_("Kind"), [ANY, *FollowUpKind.choices]),
            "age": (_("Age"), AGES if is_open else AGES_WHEN_OVER),
            "sort": (_("Order"), self.sorts),
        }
        self.base_fields = {  # type: ignore[misc]
            **type(self).base_fields,
            **{
                name: forms.ChoiceField(label=label, choices=choices, required=False)
                for name, (label, choices) in chosen.items()
            },
        }
        super().__init__(data)

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """Read an address, with the people, teams and services that there are."""
        form = cls(
            data,
            people=[(str(one.pk), one.get_full_name()) for one in User.objects.who_may_write()],
            teams=[(str(pk), name) for pk, name in Team.objects.values_list("pk", "name")],
            services=Service.objects.values_list("slug", "name"),
        )
        form.is_valid()
        return form

    @property
    def wanted(self) -> dict[str, Any]:
        """What `queries.follow_ups.narrowed` takes."""
        return {**self.cleaned_data, "state": self.shown}

    @property
    def shown(self) -> str:
        """The state whose follow-ups are shown."""
        return self.cleaned_data.get("state") or FollowUpState.OPEN

    @property
    def sort(self) -> str:
        return self.cleaned_data.get("sort") or self.sorts[0][0]

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in NARROWING)

    def query(self, **instead: str) -> str:
        """The part of an address behind the question mark, in its shortest form, or nothing."""
        chosen = {name: self.cleaned_data.get(name) or "" for name in self.fields} | instead
        for name, usual in (("state", FollowUpState.OPEN), ("sort", self.sorts[0][0])):
            if chosen[name] == usual:
                chosen[name] = ""
        address = QueryDict(mutable=True)
        address.update({name: value for name, value in chosen.items() if value})
        return f"?{address.urlencode()}" if address else ""
