"""The form in which a story is told."""

import re
import secrets
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from incidents.fields import WordsField
from incidents.models import Incident, Service
from incidents.queries.references import standing
from learning.domain.anonymous import words_behind
from learning.domain.blurring import are_few_here, blurred_team
from learning.models import MOST_LETTERS, SECTIONS, Byline, Story
from people.forms import DomainForm
from people.models import User
from people.widgets import ChoiceCards

REFERENCE = re.compile(r"(?:\S*/)?(?:INC-)?([0-9]{1,18})/?", re.IGNORECASE)


MOST_TAGS = 8


def new_secret() -> str:
    """What is in the secret link of an anonymous story: 256 bits, drawn at random."""
    return secrets.token_urlsafe(32)


class SectionField(WordsField):
    """One section of a story, with the question it answers as its help text."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(label=SECTIONS[name], max_length=20_000, required=False, **kwargs)


class TagsField(forms.CharField):
    """A few words with commas between them; cleans to a list, small letters, each once."""

    widget = forms.TextInput({"autocomplete": "off"})

    def clean(self, value: Any) -> list[str]:
        words = " ".join(super().clean(value).casefold().split())
        tags = list(dict.fromkeys(tag.strip(" #") for tag in re.split(r"[,;]", words)))
        tags = [tag for tag in tags if tag]
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("%(most)s tags are enough."), params={"most": MOST_TAGS})
        for tag in tags:
            if len(tag) > MOST_LETTERS:
                raise ValidationError(_("“%(tag)s” is long for a tag."), params={"tag": tag})
        return tags

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class StoryForm(DomainForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": _("Give it a title. Any will do for now.")},
    )
    opening = forms.CharField(
        label=_("In one line"),
        help_text=_("The sentence you would begin with if you told it over coffee."),
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    what_i_was_trying_to_do = SectionField(
        "what_i_was_trying_to_do", help_text=_("It made sense that day. What were you after?")
    )
    what_broke = SectionField(
        "what_broke", help_text=_("What did people see, and how far did it go?")
    )
    how_we_noticed = SectionField(
        "how_we_noticed", help_text=_("A graph, a customer, somebody next to you?")
    )
    how_it_was_put_right = SectionField(
        "how_it_was_put_right", help_text=_("Who came, and which step turned it round?")
    )
    how_it_felt = SectionField(
        "how_it_felt", help_text=_("The part that is hardly ever written down, and helps the most.")
    )
    what_i_know_now = SectionField(
        "what_i_know_now", help_text=_("What would you tell yourself that morning?")
    )
    what_changed = SectionField(
        "what_changed", help_text=_("In the code, the tools, or the way you work.")
    )
    byline = forms.ChoiceField(
        label=_("How would you like to tell it?"),
        choices=Byline,
        initial=Byline.NAME,
        error_messages={"required": _("Choose one of these.")},
    )
    services = forms.ModelMultipleChoiceField(
        label=_("Which services is it about?"),
        queryset=Service.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    incidents = forms.CharField(
        label=_("Which incidents?"),
        help_text=_("By their references, such as INC-12. Readers find them beside the story."),
        max_length=500,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    tags = TagsField(
        label=_("Tags"),
        help_text=_("Words that somebody might look for, such as: databases, first month."),
        required=False,
    )
    client_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    secret = forms.CharField(
        widget=forms.HiddenInput, initial=new_secret, min_length=40, max_length=80, required=False
    )

    def __init__(
        self, *args: Any, teller: User, bylines: Iterable[str] = Byline.values, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.teller = teller
        self.is_anonymous = False
        self.draft: Story | None = None
        services = self.fields["services"]
        assert isinstance(services, forms.ModelMultipleChoiceField)
        services.queryset = Service.objects.all()
        byline = self.fields["byline"]
        assert isinstance(byline, forms.ChoiceField)
        byline.choices = [choice for choice in Byline.choices if choice[0] in bylines]
        byline.widget = ChoiceCards(choices=byline.choices, hints=byline_hints(teller))

    def clean(self) -> dict[str, Any]:
        """Leave what the verb is given: a secret for an anonymous story, else a token."""
        told = super().clean() or {}
        self.is_anonymous = told.get("byline") == Byline.ANONYMOUS
        if not self.is_anonymous:
            _ask_for_one_byline(told.pop("secret", ""))
            return told
        if not told.get("secret"):
            raise ValidationError(_("Something is missing from this page. Please send it again."))
        if token := told.get("client_token"):
            self.draft = Story.objects.filter(author=self.teller, client_token=token).first()
        return {name: told[name] for name in told if name not in ("byline", "client_token")}

    def sections(self) -> list[forms.BoundField]:
        return [self[name] for name in SECTIONS]

    def clean_incidents(self) -> list[Incident]:
        """The incidents whose references were typed, if the teller can see all of them."""
        asked: dict[str, int] = {}
        for word in re.split(r"[\s,;]+", self.cleaned_data["incidents"].strip(" ,;")):
            if not word:
                continue
            if not (found := REFERENCE.fullmatch(word)):
                raise ValidationError(
                    _("“%(word)s” is no reference. One looks like INC-12."), params={"word": word}
                )
            asked[f"INC-{int(found[1])}"] = int(found[1])
        there = Incident.objects.visible_to(self.teller).in_bulk(list(asked.values()))
        if unknown := [reference for reference, pk in asked.items() if pk not in there]:
            words = get_text_list(unknown, _now("or"))
            raise ValidationError(_("There is no %(references)s."), params={"references": words})
        meant = [_standing_for(there[pk], self.teller) for pk in asked.values()]
        return list(dict.fromkeys(meant))


def _ask_for_one_byline(secret: str) -> None:
    """Refuse a name to what was handed in from the same page: it would say whose that is."""
    if secret and words_behind(secret) is not None:
        raise ValidationError(
            {
                "byline": _(
                    "You have handed this in anonymously, and with your name here it would be "
                    "known as yours. Withdraw it by its secret link first, and tell it anew."
                )
            }
        )


def _standing_for(incident: Incident, teller: User) -> Incident:
    """A duplicate is told as the incident that it was merged into."""
    return (incident.is_merged and standing(teller, incident.pk)) or incident


def byline_hints(teller: User) -> dict[str, str]:
    """What readers will see, said with the teller's own name and team."""
    shown = f"{teller.get_full_name()}, {teller.title}" if teller.title else teller.get_full_name()
    team = teller.team
    someone = _now("Someone in %(team)s") % {"team": team} if team else _now("Someone here")
    many = blurred_team(teller)
    blurred = _now("Someone in %(team)s") % {"team": many} if many else _now("Someone here")
    return {
        Byline.NAME: _now("Readers see “%(shown)s”.") % {"shown": shown},
        Byline.ROLE: _now("Readers see “%(shown)s”. Whoever was there may still know it.")
        % {"shown": someone},
        Byline.ANONYMOUS: " ".join(
            [
                _now("Readers see “%(shown)s”, from tomorrow on.") % {"shown": blurred},
                _now("So few people write here that they may guess who it is.")
                if many is None and are_few_here()
                else _now(
                    "Nothing that is kept says it is yours, not even to those who run Goldseam."
                ),
                _now("You get a secret link to change it."),
            ]
        ),
    }


def as_typed(story: Story, *, reader: User) -> dict[str, Any]:
    """A story as the form shows it."""
    words = {
        name: getattr(story, name) for name in ("title", "opening", "byline", "tags", *SECTIONS)
    }
    return words | {
        "services": [service.pk for service in story.services.all()],
        "incidents": ", ".join(
            incident.reference
            for incident in Incident.objects.visible_to(reader)
            .standing()
            .filter(stories=story)
            .order_by("pk")
        ),
    }
