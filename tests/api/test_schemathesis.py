"""Whatever is sent to the API: no server error, and no answer that its schema does not have."""

import json
import logging

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from rest_framework.renderers import JSONRenderer
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from alerts.domain.rules import add_rule
from alerts.domain.sources import add_source
from config.api_pages import described
from incidents.domain.helping import ask_for_help
from incidents.domain.linking import link_incidents
from incidents.domain.repairing import begin_repair
from incidents.domain.room import post_update
from incidents.domain.tasks import add_task
from incidents.models import Checklist
from learning.domain.paths import add_to_path, make_path
from learning.domain.practising import start_run
from learning.domain.reading import remark
from learning.domain.shelving import bring_shelf
from learning.domain.talks.slots import take_slot
from learning.domain.talks.swaps import offer_swap
from learning.models import Outage, TalkSession
from lens import RULES
from nudges.domain.outbox import nudge
from nudges.domain.outlets import let_rest
from nudges.domain.saying import say
from nudges.models import Address, Delivery, Nudge, Outlet
from nudges.models.delivery import State
from organisation.domain.exporting import ask_for_export
from people.domain.rota import put_on_rota
from people.domain.tokens import make_token
from people.models import Role
from people.sealing import seal
from postmortems.domain.commenting import start_thread
from postmortems.domain.debriefing import plan_debrief
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import add_follow_up
from postmortems.domain.moments import add_moment
from postmortems.domain.reviewing import ask_for_review
from postmortems.domain.uploading import keep_upload
from postmortems.domain.versions import keep_version
from postmortems.importing.unpacking import Upload
from postmortems.models import KeptAt, Template
from slack.models import Account
from tests.api.conftest import EVERYTHING
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    ScenarioFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    ToolFactory,
    UserFactory,
    set_up_weekly_talks,
)
from webhooks.domain.endpoints import add_endpoint
from webhooks.models import Endpoint

pytestmark = pytest.mark.django_db

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# As it is served, but without a request: that would read the database before there is a test.
api = schemathesis.openapi.from_dict(json.loads(JSONRenderer().render(described())))
api.app, api.location = get_wsgi_application(), "/api/v1/schema/"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """An admin's token, and in addresses the numbers of what there is; made once, and let go."""
    logging.disable(logging.CRITICAL)
    for begins_or_ends in (request_started, request_finished):
        begins_or_ends.disconnect(close_old_connections)  # as Django's own test client does
    with django_db_blocker.unblock(), transaction.atomic():
        yield _world()
        transaction.set_rollback(True)
    for begins_or_ends in (request_started, request_finished):
        begins_or_ends.connect(close_old_connections)
    logging.disable(logging.NOTSET)


def _world():
    ines = UserFactory(role=Role.ADMIN)
    service = ServiceFactory(slug="search")
    ToolFactory(service=service)
    incident = IncidentFactory(by=ines, services=[service])
    made, token = make_token(ines, by=ines, name="script", scopes=EVERYTHING)
    parts = {
        "timeline": post_update(incident, by=ines, conditions="Slow.").entry,
        "tasks": add_task(incident, by=ines, text="Look"),
        "help": ask_for_help(incident, by=ines),
        "repairs": begin_repair(incident, by=ines, what_was_written="Rows."),
        "links": link_incidents(incident, by=ines, other=IncidentFactory(by=ines)),
        "checklists": Checklist.objects.create(name="Any", items=["Look"]),
        "tokens": made,
    }
    parts = _write_up(ines) | parts | _library(ines, incident) | _organisation(ines)
    parts |= _nudges(ines, incident)
    return {
        "parts": parts,
        "named": _named(parts),
        "incident": incident,
        "write_up": parts["write-ups"],
        "token": token,
    }


def _write_up(ines):
    draft = PostmortemFactory(by=ines)
    keep_version(draft, occasion=KeptAt.PAUSE)
    batch = keep_upload(by=ines, reports=[Upload("a.md", b"# Labels stuck\n\n- 10:00 Stuck.\n")])
    return {
        "write-ups": draft,
        "threads": start_thread(draft, by=ines, about="title", text="?", suggestion="Ours"),
        "factors": add_factor(draft, by=ines, kind="testing", text="No test."),
        "moments": add_moment(draft, by=ines, text="Gone.", occurred_at=timezone.now()),
        "follow-ups": add_follow_up(draft, by=ines, what="A test", kind="testing"),
        "rounds": ask_for_review(draft, by=ines, reviewer=TechLeadFactory()),
        "debriefs": plan_debrief(
            draft, by=ines, starts_at=timezone.now(), minutes=45, invited=[ines]
        ),
        "write-up-templates": Template.objects.first(),
        "imports": batch,
        "files": batch.files.get(),
    }


def _organisation(ines):
    team = TeamFactory(tech_leads=[ines])
    parts = {"teams": team, "people": ines, "members": UserFactory(team=team)}
    place = put_on_rota(team, by=ines, person=ines)
    endpoint, _secret = add_endpoint(
        by=ines, url="https://93.184.216.34/in", events=["incident.declared"]
    )
    # Where nothing is ever called: a test that is sent there is refused at once.
    Endpoint.objects.update(url="https://127.0.0.1/in")
    source, _token = add_source(by=ines, name="Ours", format="generic")
    return parts | {
        "exports": ask_for_export(by=ines),
        "place": place,
        "webhooks": endpoint,
        "messages": endpoint.messages.create(event="incident.declared", body="{}"),
        "alert-sources": source,
        "rules": add_rule(source, by=ines, matches=[["a", "=", "b"]]),
        "slack-accounts": Account.objects.create(user=ines, workspace="T1", slack_user="U1"),
    }


def _library(ines, incident):
    story = StoryFactory(by=ines, incidents=[incident])
    bring_shelf()
    path = make_path(by=ines, title="Ours", team=TeamFactory())
    scenario = ScenarioFactory(by=ines)
    set_up_weekly_talks(by=ines)
    first, second, *_more = TalkSession.objects.soonest_first()
    mine, theirs = take_slot(first, by=ines), take_slot(second, by=UserFactory(is_senior=True))
    return {
        "paths": path,
        "items": add_to_path(path, by=ines, thing=story),
        "scenarios": scenario,
        "clues": scenario.clues.first(),
        "practice": start_run(scenario, by=ines),
        "talks": second,
        "slots": mine,
        "swaps": offer_swap(mine, by=ines, wanted=theirs),
        "stories": story,
        "remarks": remark(story, by=ines, text="Thank you."),
        "outages": Outage.objects.first(),
    }


def _nudges(ines, incident):
    nudge("write_up", about=incident, to=[ines], at=timezone.now())
    waits = Nudge.objects.filter(recipient=ines, kind="write_up").latest("pk")
    say(waits.pk)
    Delivery.objects.filter(nudge=waits).update(state=State.SET_ASIDE)
    let_rest("email", "refused")
    known = {"person": ines, "label": "Mine", "sealed": seal({"url": "json://127.0.0.1:9/x"})}
    return {
        "nudges": waits,
        "chats": Address.objects.create(channel="chat", digest="c", outlet="chat:c", **known),
        "browsers": Address.objects.create(channel="push", digest="p", outlet="push:p", **known),
        "undelivered": Delivery.objects.filter(nudge=waits).first(),
    }


def _named(parts):
    """What an address calls the row that it is beneath, or about."""
    story = parts["stories"].pk
    return {
        "story": story,
        "kind": "story",
        "scenario": parts["scenarios"].pk,
        "part": parts["items"].pk,
        "document": story,
        "rule": RULES[0].id,
        "team": TeamFactory().pk,
        "comment": parts["threads"].comments.get().pk,
        "batch": parts["imports"].pk,
        "endpoint": parts["webhooks"].pk,
        "source": parts["alert-sources"].pk,
        "place": parts["place"].pk,
        "outlet": Outlet.objects.get().pk,
    }


@api.parametrize()
@settings(
    max_examples=4,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_is_as_its_schema_says(case, world):
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {world['token']}"}
    given = case.path_parameters or {}
    if "number" in given:
        is_version = "/versions/" in case.path
        given["number"] = 1 if is_version else world["incident"].reference
    if "write_up" in given:
        given["write_up"] = world["write_up"].pk
    if "slug" in given:
        given["slug"] = "search"
    given |= {name: value for name, value in world["named"].items() if name in given}
    for room, row in world["parts"].items():
        if "id" in given and f"/{room}/" in case.path:
            given["id"] = row.pk
    with transaction.atomic():
        case.call_and_validate(checks=CHECKS)
        transaction.set_rollback(True)
