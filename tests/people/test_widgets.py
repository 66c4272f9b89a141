"""Our renderer draws what Django's own does."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test import SimpleTestCase

from people.widgets import Renderer

ODD = 'A "quoted" <b>word</b> & more'
CHOICES = [("", "Any"), ("a", ODD), ("More", [("b", "Beta"), ("c", "Gamma")])]


class EveryKind(forms.Form):
    words = forms.CharField(max_length=30, initial=ODD)
    text = forms.CharField(widget=forms.Textarea({"rows": 3, "data-odd": ODD}))
    hidden = forms.CharField(widget=forms.HiddenInput)
    secret = forms.CharField(widget=forms.PasswordInput)
    search = forms.CharField(widget=forms.SearchInput)
    address = forms.EmailField()
    link = forms.URLField()
    number = forms.IntegerField(min_value=0)
    day = forms.DateField(widget=forms.DateInput({"type": "date"}))
    moment = forms.DateTimeField()
    hour = forms.TimeField()
    picture = forms.FileField(required=False)
    ticked = forms.BooleanField(required=False)
    one = forms.ChoiceField(choices=CHOICES)
    several = forms.MultipleChoiceField(choices=CHOICES)
    cards = forms.ChoiceField(choices=CHOICES[:2], widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=CHOICES[:2], widget=forms.CheckboxSelectMultiple)


FILLED = {
    "words": "", "text": f"\n{ODD}", "hidden": ODD, "number": "7", "ticked": "on", "one": "b",
    "several": ["a", "c"], "cards": "a", "boxes": ["a"], "day": "2026-03-09",
}  # fmt: skip


@pytest.mark.parametrize("name", EveryKind.base_fields)
@pytest.mark.parametrize("data", [None, FILLED, {}])
def test_a_field_is_drawn_as_django_draws_it(name, data):
    ours, djangos = (
        EveryKind(data, renderer=renderer)[name] for renderer in (Renderer(), DjangoTemplates())
    )

    SimpleTestCase().assertHTMLEqual(str(ours), str(djangos))


@pytest.mark.parametrize("name", ["cards", "boxes"])
def test_a_single_choice_is_drawn_as_django_draws_it(name):
    ours, djangos = (
        EveryKind(FILLED, renderer=renderer)[name] for renderer in (Renderer(), DjangoTemplates())
    )

    for one, other in zip(ours, djangos, strict=True):
        SimpleTestCase().assertHTMLEqual(one.tag(), other.tag())
        assert "<label" not in one.tag()
