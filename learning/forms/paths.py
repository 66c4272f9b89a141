"""The forms of reading paths."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.models import ReadingPath
from learning.permissions import teams_to_make_paths_for
from learning.queries.arranging import read_thing
from people.forms import DomainForm
from people.models import Team, User


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=200)


class ThingField(forms.CharField):
    """The key of something that stands, or could stand, on a path."""

    widget = forms.HiddenInput
    reader: User

    def clean(self, value: Any) -> Any:
        thing = read_thing(super().clean(value), reader=self.reader)
        if thing is None:
            raise forms.ValidationError(_("It is not in the library any more."))
        return thing


class ThingForm(DomainForm):
    thing = ThingField(max_length=40)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["thing"]
        assert isinstance(field, ThingField)
        field.reader = reader


class MarkForm(ThingForm):
    """Whether something was read."""

    is_on = forms.BooleanField(required=False)


class MoveForm(DomainForm):
    to = forms.IntegerField(min_value=0, max_value=1_000)


class NoteForm(DomainForm):
    note = forms.CharField(
        label=_("Said before it"),
        max_length=500,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class PathForm(DomainForm):
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Give it a name, such as “How payments work”.")},
    )
    intro = forms.CharField(
        label=_("What is it for?"),
        help_text=_("A line that whoever reads it sees first."),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    team = forms.ModelChoiceField(
        label=_("Whose is it?"),
        queryset=Team.objects.none(),
        empty_label=_("Everyone’s"),
        required=False,
    )
    is_first = forms.BooleanField(
        label=_("New people of the team begin with this one"),
        help_text=_("In place of the path for everyone, or of another one of the team."),
        required=False,
    )

    def __init__(self, *args: Any, keeper: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)
        team.queryset = teams_to_make_paths_for(keeper)
        team.required = not keeper.is_admin
        if not keeper.is_admin:
            team.empty_label = None


class RewordForm(PathForm):
    """The words of a path there is. Whose it is stays as it is."""

    def __init__(self, *args: Any, path: ReadingPath, keeper: User, **kwargs: Any) -> None:
        initial = {"title": path.title, "intro": path.intro, "is_first": path.is_first}
        super().__init__(*args, keeper=keeper, initial=initial, **kwargs)
        del self.fields["team"]
        if path.is_brought:
            self.fields["title"].required = False
            self.fields["title"].help_text = _("Left empty, it is “Your first ten stories”.")
        if path.team is None:
            del self.fields["is_first"]
