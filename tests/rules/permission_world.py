"""Who asks, and what for: one of each person, and one of each thing in every state.

Built on the world of the query counts, whose one person has done everything. Here that person is
an author and no admin, and everybody else has done nothing but what their column says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

from django.db import transaction
from django.db.models import Model
from django.test import Client

from incidents.domain.restricting import restrict_incident
from incidents.domain.room import join_incident
from incidents.models import Incident
from learning.domain.reading import remark
from learning.domain.scenarios import make_scenario
from people.models import Role, User
from postmortems.models import Postmortem
from tests.factories import StoryFactory, TeamFactory, TechLeadFactory, UserFactory
from tests.rules.pages import Address, addresses
from tests.rules.permission_rows import Rows
from tests.rules.test_query_counts import World, about

PEOPLE = (*("nobody", "reader", "member", "other_lead", "lead", "author", "participant", "admin"),)
STATES = ("open", "settled", "draft", "restricted")
# Only stories and scenarios have drafts that others do not see.
WITH_DRAFTS = {"learning", "api"}
# Stands where nothing is known yet, and belongs to nothing.
UNKNOWN = "0"
# What `about` would number after something else of that name.
OF_ANOTHER = {
    *(("incidents", "pk"), ("learning", "pk"), ("learning", "remark"), ("postmortems", "link")),
}
NAMED_BY = ("id", "slug", "number", "key")


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
        for person in filter(None, self.people.values()):
            person.set_password("a word to be asked for again")
            person.save(update_fields=["password"])
        self.said = remark(self.told_story, by=self.nia, text="So did we.")
        self.rows = Rows(self.nia, self.people["admin"])
        for incident in self.incidents():
            for who in ("author", "participant"):
                join_incident(incident, by=self.people[who])

    def incidents(self) -> list[Incident]:
        """What is restricted, with what the write-ups are about."""
        told = Incident.objects.filter(postmortems__in=[self.published, self.read])
        return [self.open, self.over, *told.distinct().exclude(pk__in=[self.open.pk, self.over.pk])]

    def paths(self, state: str, room: str) -> Iterator[Address]:
        """Every address of a room, filled in with what is in a state; once where nothing is."""
        incident, postmortem = self._things(state)
        known = about(self, incident, postmortem)
        there = self._there(state)

        def fill(app: str, converter: str, name: str) -> list[str]:
            if (app, name) in {("hints", "name"), ("api", "kind")}:
                return ["incident", "write-up", "story"]
            if app == "api" and converter != "reference" and name not in {"comment", "team"}:
                return [UNKNOWN]
            if converter == "int" and (app, name) in OF_ANOTHER:
                return [UNKNOWN]
            found = known(app, converter, name)
            return found or [UNKNOWN] if app != "admin" else found

        for one in addresses(fill):
            if room_of(one.name) == room and (state == "open" or one.name not in fixed()):
                yield Address(one.name, self._numbered(one.path, there))

    def _there(self, state: str) -> dict[str, Model]:
        """What stands behind a part of an address, and is numbered there by nothing else."""
        incident, postmortem = self._things(state)
        return {
            **{f"{part}/incident": incident for part in ("hints", "about")},
            **{f"{part}/write-up": postmortem for part in ("hints", "about")},
            **{f"{part}/story": self.story for part in ("hints", "about")},
            "incidents/reach-out": self.asked,
            "incidents/notes": self.note,
            "incidents/buddies": self.beside,
            "share/links": postmortem.share_links.order_by("pk").first(),
            "told": postmortem.incidents.order_by("pk").first(),
            "v1/write-ups": postmortem,
            "v1/stories": self.story,
            "v1/scenarios": self.scenario,
            "v1/practice": self.playing if state == "open" else self.played,
            "v1/talks": self.session,
            "talks/slots": self.talk,
            "v1/paths": self.path,
            f"paths/{self.path.pk}/items": self.path.items.first(),
            "v1/teams": self.ines.team,
            f"teams/{self.ines.team.pk}/rota": self.place,
            "v1/members": self.ines,
            "v1/alert-sources": self.source,
            "library/stories": self.story,
            "beside/write-ups": postmortem,
            "about-write-up": postmortem,
            "remarks": self.said,
            f"services/{self.service.slug}/links": self.service.links.first(),
            f"services/{self.service.slug}/tools": self.service.tools.first(),
        }

    def _numbered(self, path: str, there: dict[str, Model]) -> str:
        """An address in which no number is left open that can be found out."""
        parts = path.strip("/").split("/")
        for place, part in enumerate(parts):
            if part.startswith("INC-") and "write-ups" in parts[:place]:
                parts[place] = f"INC-{there['told'].pk}"
            if part == UNKNOWN:
                before = parts[:place]
                parts[place] = self.rows.behind(before, there) or self._listed(before) or part
        return f"/{'/'.join(parts)}/" if path.endswith("/") else path

    def _listed(self, before: list[str]) -> str | None:
        """The first that the API lists there, to the author or else to an admin."""
        path = f"/{'/'.join(before)}/"
        if before[0] != "api" or UNKNOWN in before:
            return None
        for who in ("author", "admin"):
            answer = _client(self.people[who])[0].get(path)
            listed = answer.json().get("results") if answer.status_code == 200 else None
            if listed:
                return next((str(listed[0][one]) for one in NAMED_BY if one in listed[0]), None)
        return None

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
            for verb in _verbs(address, state):
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
READS_AND_WRITES = ("GET", "POST")


def _verbs(address: Address, state: str) -> tuple[str, ...]:
    """Whether an address knows another verb at all does not depend on what is there."""
    more = address.path.startswith("/api/") and state == "open"
    return (*READS_AND_WRITES, "PUT", "PATCH", "DELETE") if more else READS_AND_WRITES


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
    if status < 400 or status in {400, 409, 415, 422, 428}:
        return "yes"
    return {403: "no", 404: "hidden", 405: "verb"}.get(status, str(status))
