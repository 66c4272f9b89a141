"""Who asks, and what for: one of each person, and one of each thing in every state.

Built on the world of the query counts, whose one person has done everything. Here that person is
an author and no admin, and everybody else has done nothing but what their column says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

from django.db import transaction
from django.test import Client

from incidents.domain.restricting import restrict_incident
from incidents.domain.room import join_incident
from incidents.models import Incident
from learning.domain.scenarios import make_scenario
from people.models import Role, User
from postmortems.models import Postmortem
from tests.factories import StoryFactory, TeamFactory, TechLeadFactory, UserFactory
from tests.rules.pages import Address, addresses
from tests.rules.test_query_counts import World, about

PEOPLE = (*("nobody", "reader", "member", "other_lead", "lead", "author", "participant", "admin"),)
STATES = ("open", "settled", "draft", "restricted")
# Only stories and scenarios have drafts that others do not see.
WITH_DRAFTS = {"learning"}
ANY = "any"


@dataclass(frozen=True)
class Question:
    """One address in one state, asked with one verb."""

    name: str
    verb: str
    state: str

    def __str__(self) -> str:
        return f"{self.name} {self.verb} {self.state}"


def somebody(who: str) -> User | None:
    """A person as their column says, who has done nothing yet."""
    if who == "nobody":
        return None
    if who in {"lead", "other_lead"}:
        return TechLeadFactory()
    role = {"reader": Role.READER, "admin": Role.ADMIN}.get(who, Role.MEMBER)
    return UserFactory(role=role, team=TeamFactory())


class PermissionWorld(World):
    """Everything once, with somebody of each kind."""

    def __init__(self) -> None:
        super().__init__()
        self.grow(1)
        User.objects.filter(pk=self.nia.pk).update(role=Role.MEMBER)
        self.nia.refresh_from_db()
        self.told_story, self.ready_scenario = self.story, self.scenario
        self.draft_story = StoryFactory(by=self.nia, is_published=False)
        self.draft_scenario = make_scenario(self.published, by=self.nia)
        self.people = {who: somebody(who) for who in PEOPLE} | {
            "lead": TechLeadFactory(leads=self.ines.team, team=self.ines.team),
            "author": self.nia,
        }
        for incident in self.incidents():
            for who in ("author", "participant"):
                join_incident(incident, by=self.people[who])

    def incidents(self) -> list[Incident]:
        """What is restricted, with what the write-ups are about."""
        told = Incident.objects.filter(postmortems__in=[self.published, self.read])
        return [self.open, self.over, *told.distinct().exclude(pk__in=[self.open.pk, self.over.pk])]

    def paths(self, state: str, room: str) -> Iterator[Address]:
        """Every address of a room, filled in with what is in a state; once where nothing is."""
        fill = about(self, *self._things(state))
        for one in addresses(fill):
            if room_of(one.name) == room and (state == "open" or one.name not in fixed()):
                yield one

    def _things(self, state: str) -> tuple[Incident, Postmortem]:
        return {
            "open": (self.open, self.draft),
            "settled": (self.over, self.published),
            "draft": (self.over, self.read),  # and a story that its author has not told yet
            "restricted": (self.open, self.published),
        }[state]

    def enter(self, state: str) -> None:
        """Bring the world into a state; it is rolled back with everything else."""
        told = self.draft_story if state == "draft" else self.told_story
        made = self.draft_scenario if state == "draft" else self.ready_scenario
        self.story, self.scenario = told, made
        if state == "restricted":
            for incident in self.incidents():
                restrict_incident(Incident.objects.get(pk=incident.pk), by=self.nia)


def asked(world: World, state: str, room: str) -> Iterator[tuple[Question, dict[str, set[str]]]]:
    """What everybody is answered at each address of a room, in one state."""
    clients = {who: _client(user) for who, user in world.people.items()}
    found: dict[Question, dict[str, set[str]]] = {}
    # Who is let in is decided before anything is drawn, which takes most of the time.
    if state == "draft" and room not in WITH_DRAFTS:
        return
    with transaction.atomic(), patch(DRAWS, return_value=""):
        world.enter(state)
        for address in world.paths(state, room):
            for verb in VERBS[address.path.startswith("/api/")]:
                question = Question(address.name, verb, state)
                answers = found.setdefault(question, {who: set() for who in PEOPLE})
                for who, (client, cookies) in clients.items():
                    client.cookies.load(dict(cookies))
                    answers[who].add(_answer(client, verb, address.path))
        transaction.set_rollback(True)
    yield from found.items()


@cache
def fixed() -> set[str]:
    """Addresses that are always the same."""
    one, other = (
        {address.name: address.path for address in addresses(lambda *_of: [value])}  # noqa: B023
        for value in ("1", "2")
    )
    return {name for name, path in one.items() if other[name] == path}


DRAWS = "django.template.backends.django.Template.render"
VERBS = {False: ("GET", "POST"), True: ("GET", "POST", "PUT", "PATCH", "DELETE")}


def room_of(name: str) -> str:
    return name.partition(":")[0] if ":" in name else "others"


def _client(user: User | None) -> tuple[Client, dict[str, str]]:
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client, {name: morsel.value for name, morsel in client.cookies.items()}


def _answer(client: Client, verb: str, path: str) -> str:
    """The class of an answer. What happened is rolled back."""
    data = "{}" if path.startswith("/api/") else None
    kind = "application/json" if data else "application/x-www-form-urlencoded"
    with transaction.atomic():
        if verb == "GET":
            response = client.get(path)
        else:
            response = client.generic(verb, path, data or "", content_type=kind)
        if response.streaming:
            response.getvalue()  # read to its end, so that it closes nothing of ours later
        transaction.set_rollback(True)
    return _class_of(response.status_code, response.headers.get("Location", ""))


def _class_of(status: int, leads_to: str) -> str:
    if status == 401 or (status == 302 and leads_to.startswith("/accounts/login/")):
        return "sign-in"
    if status < 400 or status in {400, 409, 415, 422}:
        return "yes"
    return {403: "no", 404: "hidden", 405: "verb"}.get(status, str(status))
