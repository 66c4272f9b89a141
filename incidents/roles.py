"""What each role in the response is, in words: for a first time, and for handing it over."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import ResponseRole

Text = str | Promise


@dataclass(frozen=True)
class AboutRole:
    """Three lines for a first-timer, and how the timeline and the pages speak of the role.

    `now`, `already` and `meanwhile` take a `name`.
    """

    role: ResponseRole
    first_time: Text
    lines: tuple[Text, Text, Text]
    question: Text = ""
    now: Text = ""
    already: Text = ""
    meanwhile: Text = ""
    leave: Text = ""
    left: Text = ""

    @property
    def label(self) -> str:
        return str(self.role.label)


ROLES = {
    ResponseRole.LEAD: AboutRole(
        ResponseRole.LEAD,
        first_time=_("Your first time as incident lead"),
        lines=(
            _("Ask who does what next. You need not know the answer."),
            _("Keep the next update in sight, and say early when more people would help."),
            _("Leave the typing to others, and hand the lead on before you are tired."),
        ),
        question=_("Who leads now?"),
        now=_("%(name)s leads now."),
        already=_("%(name)s leads this incident already."),
        meanwhile=_(
            "%(name)s took the lead a moment ago. You can still hand it on, from %(name)s."
        ),
        leave=_("Leave the lead"),
        left=_("No longer leads."),
    ),
    ResponseRole.COMMUNICATIONS: AboutRole(
        ResponseRole.COMMUNICATIONS,
        first_time=_("Your first time in communications"),
        lines=(
            _("Say how things are to those who wait to hear: support, customers, colleagues."),
            _("Plain and on time is enough. “No change yet, still looking” is an update too."),
            _("Ask the lead what is known, so that nobody else has to interrupt the repair."),
        ),
        question=_("Who speaks for it now?"),
        now=_("%(name)s does communications now."),
        already=_("%(name)s does communications already."),
        meanwhile=_(
            "%(name)s took communications on a moment ago. You can still hand it on, from %(name)s."
        ),
        leave=_("Leave communications"),
        left=_("No longer does communications."),
    ),
    ResponseRole.SCRIBE: AboutRole(
        ResponseRole.SCRIBE,
        first_time=_("Your first time as scribe"),
        lines=(
            _("Write down what happens and when, as it happens. It need not be tidy."),
            _("Keep what people see and decide, in their own words."),
            _("Star what somebody who reads this later needs to follow the story."),
        ),
        question=_("Who keeps the notes now?"),
        now=_("%(name)s keeps the notes now."),
        already=_("%(name)s keeps the notes already."),
        meanwhile=_(
            "%(name)s took the notes on a moment ago. You can still hand them on, from %(name)s."
        ),
        leave=_("Leave the notes"),
        left=_("No longer keeps the notes."),
    ),
    ResponseRole.RESPONDER: AboutRole(
        ResponseRole.RESPONDER,
        first_time=_("Your first time in an incident"),
        lines=(
            _("Say what you are about to look at, so that two do not do the same."),
            _("Say what you see, also when it is nothing: that helps as well."),
            _("Ask whenever you are not sure, and ask for a hand early."),
        ),
    ),
}

HANDED_ON = [ROLES[one] for one in ResponseRole if one != ResponseRole.RESPONDER]
