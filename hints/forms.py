from django import forms

from people.forms import DomainForm

MOST_WORDS = 2_000


class DismissForm(DomainForm):
    rule = forms.CharField(max_length=60)
    words = forms.CharField(max_length=MOST_WORDS, strip=False)
