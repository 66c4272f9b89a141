"""Fields in which people are chosen."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.functional import Promise

from people.models import User


class PersonChoices(ModelChoiceIterator):
    """The people of a `ColleagueField`, in groups where it has them."""

    field: "ColleagueField"

    def __iter__(self) -> Iterator[Any]:
        if not self.field.groups:
            yield from super().__iter__()
            return
        yield ("", self.field.empty_label)
        for group, people in groupby(self.queryset, key=attrgetter("nearness")):
            yield (self.field.groups[group], [self.choice(person) for person in people])


class ColleagueField(forms.ModelChoiceField):
    """Somebody who may write, by full name.

    A company can be many people: with `groups`, people stand in the one that their
    `nearness` numbers.
    """

    iterator = PersonChoices
    groups: tuple[str | Promise, ...] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": User.objects.who_may_write()} | kwargs)

    def label_from_instance(self, obj: User) -> str:
        return obj.get_full_name()
