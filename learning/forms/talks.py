"""The forms of talks."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.fields import MomentField
from learning.models import TalkSlot
from learning.models.talks import LONGEST, MOST_SLOTS
from people.forms import ClockField, DomainForm, time_zones
from people.models import Weekday
from people.models.user import check_time_zone
from people.templatetags.goldseam import absolute


class WebAddressField(forms.URLField):
    """An address that a browser opens: of the web, and of nothing else."""

    default_validators = [URLValidator(schemes=["http", "https"])]
    default_error_messages = {
        "invalid": _("Give an address of the web, such as https://example.org/talk."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, required=False, assume_scheme="https", **kwargs)


def title_field() -> forms.CharField:
    return forms.CharField(
        label=_("What will you tell?"),
        help_text=_("A few words, or nothing yet: it can wait."),
        max_length=200,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )


class TakeForm(DomainForm):
    title = title_field()


class TalkForm(DomainForm):
    """What a talk is about."""

    title = title_field()
    slides = WebAddressField(
        label=_("Slides"), help_text=_("Where they are on the web, if there are any.")
    )


class RecordingForm(DomainForm):
    recording = WebAddressField(
        label=_("Recording"), help_text=_("Where those can watch it who could not come.")
    )


class SetUpForm(DomainForm):
    """When the weekly sessions are."""

    is_on = forms.BooleanField(
        label=_("There are sessions every week"),
        help_text=_(
            "Without the tick no more are planned, and those in which nobody speaks yet go."
        ),
        required=False,
        initial=True,
    )
    title = forms.CharField(
        label=_("What they are called"),
        max_length=80,
        initial=_("Stuff I broke in prod"),
        error_messages={"required": _("Give them a name that people will say.")},
    )
    weekday = forms.TypedChoiceField(label=_("Day"), choices=Weekday, coerce=int, initial=3)
    starts = ClockField(label=_("Starts at"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("It stays at this time on the wall there when the clocks change."),
        choices=time_zones,
        validators=[check_time_zone],
    )
    slots = forms.IntegerField(
        label=_("How many people tell something"),
        help_text=_("Five minutes each. The rest of the time is for questions."),
        min_value=1,
        max_value=MOST_SLOTS,
        initial=4,
    )
    minutes = forms.IntegerField(
        label=_("How long it is, in minutes"), min_value=5, max_value=LONGEST, initial=30
    )
    place = forms.CharField(
        label=_("Where"),
        help_text=_("A room, or the address of a call. It is the same every week."),
        max_length=500,
        required=False,
    )


class MoveForm(DomainForm):
    starts_at = MomentField(
        label=_("When"), error_messages={"required": _("Give a day and a time.")}
    )


class OtherSlotField(forms.ModelChoiceField):
    """Somebody else's slot, by when it is, who has it and what it is about."""

    def label_from_instance(self, obj: TalkSlot) -> str:
        assert obj.speaker is not None
        said = f"{absolute(timezone.localtime(obj.starts_at))}: {obj.speaker.get_full_name()}"
        return f"{said}, “{obj.title}”" if obj.title else said


class SwapForm(DomainForm):
    wanted = OtherSlotField(
        label=_("With whom?"),
        queryset=TalkSlot.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose somebody."),
            "invalid_choice": _("These two cannot be swapped any more. Choose another."),
        },
    )
