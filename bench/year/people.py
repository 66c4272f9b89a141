"""Who works there: their zones, hours and holidays, their teams, and how they are reached."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from hashlib import sha256

from bench.year.world import World
from incidents.domain.services import create_service
from learning.domain.talks.series import set_up_talks
from nudges.channels.names import Channel
from nudges.models import Address
from people.domain.rota import put_on_rota
from people.models import Role, Team, User
from people.sealing import seal

# Where people are, and whose holidays they have; some clocks change in the north, some in the
# south, some never, and some are half an hour or three quarters beside the others.
PLACES = [
    ("Europe/London", "GB"),
    ("Europe/Berlin", "DE"),
    ("America/New_York", "US"),
    ("Asia/Kolkata", "IN"),
    ("Australia/Adelaide", "AU"),
    ("America/Los_Angeles", "US"),
    ("Asia/Kathmandu", "NP"),
    ("America/Sao_Paulo", "BR"),
    ("Asia/Tokyo", "JP"),
    ("Africa/Lagos", "NG"),
    ("Pacific/Auckland", "NZ"),
    ("Asia/Dubai", "AE"),
    ("America/St_Johns", "CA"),
]
HOURS = [(time(9), time(17, 30))] * 6 + [
    (time(7), time(15, 30)),
    (time(11), time(19, 30)),
    (time(8, 30), time(16, 45)),
]
PART_TIME = [[0, 1, 2, 3], [1, 2, 3], [0, 1, 3, 4], [0, 2, 4]]
TEAM_OF = 10


@dataclass(frozen=True)
class Newcomer:
    """Somebody who joins on a day of the year."""

    number: int
    team: Team


def begin_company(world: World) -> list[Newcomer]:
    """Make teams, people and services. Returns those who join later."""
    count = world.size.people
    admin = User.objects.create_user("admin@example.org", display_name="Ada Min", role=Role.ADMIN)
    teams = [Team.objects.create(name=f"Team {n + 1}") for n in range(max(count // TEAM_OF, 2))]
    here, newcomers = [], []
    for n in range(count):
        team = teams[n % len(teams)]
        if n >= 4 * len(teams) and world.chance(0.12):
            newcomers.append(Newcomer(n, team))
        else:
            years = timedelta(days=world.rng.randrange(60, 3000))
            here.append(
                join(world, Newcomer(n, team), joined_on=(world.size.begins - years).date())
            )
    for team in teams:
        _look_after(world, team, [one for one in here if one.team == team], admin)
    set_up_talks(
        by=admin,
        is_on=True,
        title="Stuff I broke in prod",
        weekday=3,
        starts=time(15),
        time_zone="Europe/London",
        minutes=30,
        slots=3,
    )
    return newcomers


def join(world: World, newcomer: Newcomer, *, joined_on: date) -> User:
    """Give somebody an account, with their zone, their hours, and where they are reached."""
    rng, n = world.rng, newcomer.number
    zone, country = PLACES[(n + n // len(PLACES)) % len(PLACES)]
    starts, ends = rng.choice(HOURS)
    days = [6, 0, 1, 2, 3] if country == "AE" and world.chance(0.5) else list(range(5))
    person = User.objects.create_user(
        f"person{n}@example.org",
        display_name=f"Person{n} Example",
        team=newcomer.team,
        # The first few of a team have been there for long.
        is_senior=n < 3 * world.size.people // TEAM_OF or world.chance(0.1),
        role=Role.READER if n % 16 == 15 else Role.MEMBER,
        joined_on=joined_on,
        time_zone=zone,
        country=country,
        workday_starts=starts,
        workday_ends=ends,
        workdays=rng.choice(PART_TIME) if world.chance(0.12) else days,
        gathers_mail=world.chance(0.1),
    )
    for channel, share in ((Channel.PUSH, 0.3), (Channel.CHAT, 0.15)):
        if world.chance(share):
            reach(channel, person=person)
    return person


def reach(channel: Channel, *, person: User | None = None, team: Team | None = None) -> None:
    """Let somebody, or a team's room, be reached on a channel besides mail."""
    name = f"{channel}:{person.pk if person else ''}:{team.pk if team else ''}"
    Address.objects.create(
        person=person,
        team=team,
        channel=channel,
        label=str(channel.label),
        sealed=seal({"url": name}),
        digest=sha256(name.encode()).hexdigest(),
        outlet=name,
    )


def _look_after(world: World, team: Team, members: list[User], admin: User) -> None:
    """Give a team its leads, its rota, its services and its room."""
    writers = [one for one in members if one.may_write]
    team.tech_leads.set(writers[: 1 if world.chance(0.3) else 2])
    for person in writers[1:5]:
        put_on_rota(team, by=admin, person=person)
    for name in ("api", "jobs"):
        experts = world.rng.sample(writers, min(3, len(writers)))
        create_service(by=admin, name=f"{team.name} {name}", experts=experts, team=team)
    if world.chance(0.5):
        reach(Channel.CHAT, team=team)
