"""The forms of whoever holds the secret of an anonymous story."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.models import Incident
from learning.domain.anonymous import words_behind
from learning.forms.stories import StoryForm
from learning.models import Byline
from people.forms import DomainForm
from people.models import User


class SecretForm(DomainForm):
    """The secret, as the link has it behind its `#`. A whole link will do."""

    secret = forms.CharField(
        label=_("Your secret link"),
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "data-secret": ""}),
        error_messages={"required": _("Paste the link you were given.")},
    )
    words: dict[str, Any]

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"].rpartition("#")[2]
        words = words_behind(secret)
        if words is None:
            raise ValidationError(
                _("No story has this link. It may have been withdrawn, or a letter is missing.")
            )
        self.words = words
        return secret


class AnonymousStoryForm(StoryForm):
    """A story whose secret somebody holds: told by nobody, and it stays so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["byline"], self.fields["client_token"]

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["byline"] = Byline.ANONYMOUS
        return super().clean()

    def clean_secret(self) -> str:
        secret: str = self.cleaned_data["secret"]
        if words_behind(secret) is None:
            raise ValidationError(
                _("This story has been withdrawn since. Tell it anew if you like.")
            )
        return secret


def as_handed_in(words: dict[str, Any], secret: str, *, reader: User) -> dict[str, Any]:
    """The words behind a secret as the form shows them."""
    seen = Incident.objects.visible_to(reader).standing().filter(pk__in=words["incidents"])
    incidents = ", ".join(one.reference for one in seen.order_by("pk"))
    return words | {"incidents": incidents, "secret": secret}
