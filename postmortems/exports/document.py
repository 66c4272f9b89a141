"""Everything that is told of one write-up, whatever it becomes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from incidents.models import Incident
from people.templatetags.goldseam import absolute, day, duration
from postmortems.models import FollowUp, FollowUpState, Postmortem, Status
from postmortems.naming import Naming
from postmortems.queries.reading import Section, article

LONGEST_NAME = 60


@dataclass(frozen=True)
class Told:
    """An incident that the write-up is about: its number, its title, and its times in order."""

    reference: str
    title: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class Factor:
    kind: str
    text: str


@dataclass(frozen=True)
class Part:
    """A section, with the contributing factors where they belong; at level 3 under another one."""

    name: str
    heading: str
    level: int
    text: str
    factors: list[Factor]


@dataclass(frozen=True)
class Planned:
    """A follow-up: what, and in a line who makes it, how it stands and by when."""

    what: str
    kind: str
    stands: str
    is_done: bool
    is_open: bool
    who: str
    when: str
    because: str
    link: str


@dataclass(frozen=True)
class Document:
    """A write-up, with people called as it calls them, and times in the zone that is active."""

    title: str
    status: str
    is_published: bool
    published: str
    published_at: datetime | None
    by: str
    incidents: list[Told]
    parts: list[Part]
    follow_ups: list[Planned]
    corrections: list[str]

    @property
    def file_name(self) -> str:
        """A name that any system can keep: ASCII, short, with the incidents in front."""
        numbers = "-".join(one.reference for one in self.incidents[:3])
        stem = slugify(self.title)[:LONGEST_NAME].strip("-")
        return "-".join(part for part in (numbers, stem or "write-up") if part)


def read_document(postmortem: Postmortem) -> Document:
    """Gather it from a write-up that is loaded as its page is, with its people named."""
    naming = postmortem.naming
    return Document(
        title=" ".join(naming.text(postmortem.title).split()),
        status=str(Status(postmortem.status).label),
        is_published=postmortem.is_published,
        published=day(timezone.localtime(postmortem.published_at))
        if postmortem.published_at
        else "",
        published_at=postmortem.published_at,
        by=naming.together(postmortem.authors.all()),
        incidents=[_told(one, naming) for one in postmortem.incidents.all()],
        parts=_parts(postmortem),
        follow_ups=[_planned(one, naming) for one in postmortem.follow_ups.all()],
        corrections=list(_corrections(postmortem)),
    )


def _told(incident: Incident, naming: Naming) -> Told:
    times = [
        (_("Started"), incident.started_at),
        (_("Detected"), incident.detected_at),
        (_("Mitigated"), incident.mitigated_at),
        (_("Resolved"), incident.resolved_at),
    ]
    facts = [(name, absolute(timezone.localtime(at))) for name, at in times if at]
    if not incident.is_open:
        facts.append((_("Lasted"), duration(incident.lasted)))
    if incident.severity:
        facts.insert(0, (_("Severity"), incident.get_severity_display()))
    title = naming.text(incident.title)
    if incident.is_practice:
        title = _("Practice: %(title)s") % {"title": title}
    return Told(incident.reference, title, facts)


def _parts(postmortem: Postmortem) -> list[Part]:
    sections, _empty = article(postmortem, can_grow=False)
    factors = [
        Factor(one.get_kind_display(), postmortem.naming.text(one.text))
        for one in postmortem.factors.all()
    ]
    return [
        Part(
            part.name,
            part.heading,
            level,
            _text(part, postmortem.naming),
            factors if part.has_factors else [],
        )
        for section in sections
        for part, level in ((section, 2), *((one, 3) for one in section.parts))
    ]


def _text(section: Section, naming: Naming) -> str:
    """What a section says, or its timeline as a list."""
    moments = (
        f"- **{absolute(timezone.localtime(one.occurred_at))}** {_indented(naming.text(one.text))}"
        for one in section.moments
    )
    return naming.text(section.text) or "\n".join(moments)


def _indented(text: str) -> str:
    return "\n  ".join(text.strip().splitlines())


def _planned(follow_up: FollowUp, naming: Naming) -> Planned:
    when = ""
    if follow_up.state == FollowUpState.DONE and follow_up.done_at:
        when = day(timezone.localtime(follow_up.done_at))
    elif follow_up.is_open and follow_up.due_on:
        when = _("due %(day)s") % {"day": date_format(follow_up.due_on, "j M Y")}
    return Planned(
        what=naming.text(follow_up.what),
        kind=follow_up.get_kind_display(),
        stands=follow_up.get_state_display(),
        is_done=follow_up.state == FollowUpState.DONE,
        is_open=follow_up.is_open,
        who=naming.owner(follow_up.owner) if follow_up.owner else _("nobody yet"),
        when=when,
        because=naming.text(follow_up.let_go_because),
        link=follow_up.link,
    )


def _corrections(postmortem: Postmortem) -> Iterator[str]:
    for one in postmortem.corrections.all():
        said = _("Corrected on %(day)s") % {"day": day(timezone.localtime(one.corrected_at))}
        yield f"{said}: {postmortem.naming.text(one.note)}" if one.note else said
