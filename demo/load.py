"""Load the demo organisation into an empty database."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from demo.cast import PASSWORD, PEOPLE, ROTAS, SIGN_INS, TEAMS
from demo.incidents import earlier, live, recent
from demo.practice import SCENARIOS
from demo.quiet import no_prompts, settle, write_down_in_time
from demo.services import CHECKLISTS, FIELDS, SERVICES
from demo.stories import STORIES
from demo.tell_incidents import Cast, ask_whom, tell_incident
from demo.tell_missed import tell_missed
from demo.tell_paths import tell_paths
from demo.tell_practice import tell_scenario
from demo.tell_said import tell_said
from demo.tell_stories import tell_story
from demo.tell_talks import tell_talks
from demo.tell_write_ups import tell_debrief, tell_skipped, tell_write_up
from demo.totals import tell_totals
from demo.write_ups import DRILL_AT_NIGHT, SKIPPED, WITH_AND_WITHOUT_A_PLACE, WRITE_UPS
from incidents.domain.care import ask_for_a_word
from incidents.domain.custom_fields import define_field
from incidents.domain.forgetting import forget
from incidents.domain.status_page import set_up_status_page
from incidents.models import Checklist, Incident, Service, ServiceLink, Tool
from nudges.domain.outbox import end, nudge
from people.domain.accounts import is_first_run
from people.domain.rota import put_on_rota
from people.errors import DomainError
from people.models import Team, User
from postmortems.models import FollowUp

OVER = {
    "thank_you",
    "reach_out",
    "kind_note",
    "kind_reply",
    "on_my_way",
    "update_due",
    "check_in",
    "write_up",
    "published",
    "follow_up",
    "reply",
}
"""What the past would have said. Reviews that still wait are no part of it."""


@transaction.atomic
def load(now: datetime | None = None) -> None:
    """Tell the story of Larkspur up to now.

    Everything that happens goes through the functions the pages use, with its own
    time. Only people, teams and services are plain rows, and times that those
    functions take from the clock are put back.
    """
    if not is_first_run():
        raise DomainError(_("There are people here already, so the demo stays away."))
    now = now or timezone.now()
    with no_prompts():
        cast = _hire(now)
        services = _set_up_services(cast)
        set_up_status_page(
            by=cast["dana"],
            is_on=True,
            title=_("Larkspur status"),
            intro=_("For cafés and their guests."),
        )
        _define_fields(cast["dana"])
        incidents = {
            told.key: tell_incident(told, cast=cast, services=services, now=now)
            for told in [*earlier.INCIDENTS, *recent.INCIDENTS]
        }
        for skipped in SKIPPED:
            tell_skipped(skipped, incidents[skipped.incident], cast=cast, now=now)
        written = [
            tell_write_up(
                write_up,
                incidents[write_up.incident],
                others=[incidents[key] for key in write_up.also],
                cast=cast,
                now=now,
            )
            for write_up in WRITE_UPS
        ]
        for scenario in SCENARIOS:
            tell_scenario(scenario, cast=cast, incidents=incidents, now=now)
        settle(OVER)
        for write_up, postmortem in zip(WRITE_UPS, written, strict=True):
            if write_up.debrief:
                tell_debrief(write_up.debrief, postmortem, cast=cast, now=now)
        _remind_nia(cast["nia"], incidents[recent.WRONG_CAFE_NAMES.key], now)
        _ask_about_follow_ups(cast, now)
        for told in live.INCIDENTS:
            incidents[told.key] = tell_incident(
                told, cast=cast, services=services, now=now, known=incidents
            )
        stories = {
            story.file: tell_story(
                story, cast=cast, services=services, incidents=incidents, now=now
            )
            for story in STORIES
        }
        tell_said(cast=cast, stories=stories, now=now)
        settle({"remark"})
        tell_missed(cast=cast, stories=stories, services=services, now=now)
        tell_paths(cast=cast, stories=stories, now=now)
        tell_talks(cast=cast, now=now)
        tell_totals(cast=cast, services=services, now=now)
        settle({"thank_you", "on_my_way"})
        _ask_about_tom(cast["tom"], cast["ines"], incidents[live.LOYALTY_STAMPS.key])
        _come_and_go(cast["ines"].team, now=now)
        write_down_in_time()
        forget(at=now)


def sign_ins() -> list[str]:
    """Lines that say how to sign in, for those of the demo who have an account here."""
    named = {person.key: person for person in PEOPLE}
    known = set(User.objects.here().values_list("email", flat=True))
    return [
        f"{named[key].email:<24} {PASSWORD}   {who}"
        for key, who in SIGN_INS.items()
        if named[key].email in known
    ]


def _hire(now: datetime) -> Cast:
    """Make the accounts. The password, the same for all, is hashed once: it takes its time."""
    teams = {name: Team.objects.create(name=name) for name in TEAMS}
    password = make_password(PASSWORD)
    today = timezone.localdate(now)
    users = User.objects.bulk_create(
        User(
            email=person.email,
            password=password,
            display_name=person.name,
            pronouns=person.pronouns,
            title=person.title,
            team=teams[person.team] if person.team else None,
            role=person.role,
            is_senior=person.senior,
            joined_on=today - timedelta(days=person.days_here),
            last_login=now - timedelta(hours=1),
            time_zone=person.zone,
            is_zone_confirmed=True,
            workday_starts=person.starts,
            workday_ends=person.ends,
        )
        for person in PEOPLE
    )
    cast = {person.key: user for person, user in zip(PEOPLE, users, strict=True)}
    for name, leads in TEAMS.items():
        teams[name].tech_leads.set(cast[key] for key in leads)
    for name, rota in ROTAS.items():
        for key in rota:
            put_on_rota(teams[name], by=cast["dana"], person=cast[key])
    return cast


def _come_and_go(team: Team | None, *, now: datetime) -> None:
    """Somebody who is invited and has not come yet, and somebody who has left."""
    User.objects.create_user(
        "robin@larkspur.example",
        display_name="Robin Achterberg",
        team=team,
        invited_at=now - timedelta(days=1),
    )
    User.objects.create_user(
        "alex@larkspur.example",
        display_name="Alex Moreau",
        title="Engineer",
        team=team,
        is_active=False,
        left_at=now - timedelta(days=80),
        last_login=now - timedelta(days=80),
    )


def _set_up_services(cast: Cast) -> dict[str, Service]:
    teams = {team.name: team for team in Team.objects.all()}
    services = {}
    for told in SERVICES:
        service = Service.objects.create(
            name=told.name,
            slug=told.name,
            description=told.about,
            team=teams[told.team],
            public_name=told.public_name,
        )
        service.experts.set(cast[key] for key in told.knows)
        Tool.objects.bulk_create(
            Tool(
                service=service,
                kind=tool.kind,
                command=tool.command,
                what_it_does=tool.does,
                is_safe_twice=tool.safe_twice,
            )
            for tool in told.tools
        )
        ServiceLink.objects.bulk_create(
            ServiceLink(service=service, label=label, url=url) for label, url in told.links.items()
        )
        services[told.name] = service
    _write_checklists(services)
    return services


def _write_checklists(services: dict[str, Service]) -> None:
    Checklist.objects.bulk_create(
        Checklist(
            name=told.name,
            items=told.items,
            severity=told.severity,
            undo_path=told.undo,
            service=services.get(told.service),
        )
        for told in CHECKLISTS
    )


def _define_fields(admin: User) -> None:
    for told in FIELDS:
        define_field(
            by=admin,
            label=told.label,
            kind=told.kind,
            choices=told.choices,
            help_text=told.hint,
        )


def _remind_nia(nia: User, receipts: Incident, now: datetime) -> None:
    """Let what came this morning still wait."""
    for kind in ("check_in", "write_up"):
        nudge(kind, about=receipts, to=[nia], at=now, again="this morning")


def _ask_about_follow_ups(cast: Cast, now: datetime) -> None:
    """Let a question about an old follow-up wait for each of two: did it help, is it worth it?"""
    for kind, key, what in (
        ("did_it_help", "nia", WITH_AND_WITHOUT_A_PLACE),
        ("follow_up_due", "ines", DRILL_AT_NIGHT),
    ):
        asked = FollowUp.objects.get(what=what)
        end(kind, about=asked, because="it is asked today")
        nudge(kind, about=asked, to=[cast[key]], at=now, again="today")


def _ask_about_tom(tom: User, ines: User, stamps: Incident) -> None:
    """Let somebody be asked today, so that their half hour has only just begun."""
    ask_for_a_word(stamps, by=tom)
    ask_whom(stamps, ines)
