"""A restricted incident is there for those who see it only; for everybody else nothing changes.

The whole URL configuration is walked twice by everybody who does not see it: before
there is one, and when it is there with everything that an incident can have. Not only
are its words nowhere: every answer is the same, with as many rows and the same counts.
"""

import hashlib
import logging
import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from incidents.domain.answering import answer_fields
from incidents.domain.care import say_i_am_fine
from incidents.domain.custom_fields import define_field
from incidents.domain.filing import declare_incident
from incidents.domain.lifecycle import resolve_incident, set_severity
from incidents.domain.linking import link_incidents
from incidents.domain.merging import merge_incident
from incidents.domain.restricting import let_in, restrict_incident
from incidents.domain.room import add_note, post_update
from incidents.models import (
    HelpRequest,
    Incident,
    Kind,
    LinkKind,
    Picture,
    Repair,
    Severity,
    Task,
)
from learning.domain.gaps import miss_in_story
from learning.domain.paths import add_to_path, make_path, move_on_path, note_on_path
from learning.domain.practising import look_at, start_run
from learning.domain.scenarios import add_clue, make_ready, make_scenario, save_scenario
from learning.domain.walking import mark_walked
from learning.models import ReadingPath
from nudges.domain.saying import say
from nudges.models import Nudge
from nudges.push.keys import this_site
from people.models import Role
from postmortems.domain.checking import say_whether_it_helped
from postmortems.domain.commenting import reply, start_thread
from postmortems.domain.debriefing import plan_debrief
from postmortems.domain.drafting import start_postmortem
from postmortems.domain.factors import add_factor
from postmortems.domain.following_up import (
    add_follow_up,
    complete_follow_up,
    let_go_of_follow_up,
)
from postmortems.domain.gaps import miss_in_write_up
from postmortems.domain.handing_over import pass_on_follow_up
from postmortems.domain.moments import add_moment
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import ask_for_review, give_verdict
from postmortems.domain.sharing import share_postmortem
from postmortems.models import FactorKind, FollowUp, FollowUpKind, FollowUpState, Postmortem
from tests.factories import (
    PostmortemFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    ToolFactory,
    UserFactory,
)
from tests.rules.pages import addresses
from tests.rules.test_private_notes import (  # noqa: F401  (a fixture)
    FIRST,
    counted_from_one_number,
    numbers,
    text_of,
)

pytestmark = pytest.mark.django_db

SECRET = "Xylophonic"
A_WHILE_AGO = timezone.now() - timedelta(days=40)
# What differs from answer to answer: tokens, moments, and the numbers of rows.
CHANGES = re.compile(
    r'name="(?:csrfmiddlewaretoken|secret)" value="[^"]*"|<time\b.*?</time>|value="[0-9a-f-]{36}"'
    r'|nonce(?:" content)?="[^"]*"|"X-CSRFToken": "\w+"|calendar/[\w-]{40,}\.ics'
    r"|\d+ min(?: ago)?|\d\d:\d\d:\d\d|\b7\d{6}\b|\d{4}-\d\d-\d\dT[\d:.]+Z?",
    re.DOTALL,
)

# What is offered depends on the hour.
TELLS_THE_TIME = {"/api/v1/nudges/moments/"}


@pytest.fixture
def people(counted_from_one_number):  # noqa: F811
    team = TeamFactory()
    return {
        "nia": UserFactory(display_name="Nia Okafor"),
        "ines": TechLeadFactory(display_name="Ines Duarte", leads=team, team=team),
        "reader": UserFactory(role=Role.READER),
        "member": UserFactory(team=team),
        "another tech lead": TechLeadFactory(leads=team),
        "admin": UserFactory(role=Role.ADMIN),
    }


@pytest.fixture
def known(people):
    """What everybody sees: an incident that is over, with a write-up and a story."""
    service = ServiceFactory()
    ToolFactory(service=service)
    by = people["member"]
    incident = declare_incident(by=by, title="Search is empty", services=[service])
    say_i_am_fine(incident, by=by)
    incident = resolve_incident(incident, by=by, summary="Rolled back.")
    told = PostmortemFactory(incident=incident, by=by, is_published=True)
    practise(told, by)
    story = StoryFactory(by=by, incidents=[incident])
    path = make_path(by=people["ines"], title="Ours", team=by.team, is_first=True)
    add_to_path(path, by=people["ines"], thing=story)
    miss_in_story(story, by=by, what="Where its index is described")
    tier = define_field(by=people["admin"], label="Tier", kind="text")
    answer_fields(incident, by=by, answers={tier.key: "One"})
    for one in Nudge.objects.due():
        say(one.pk)
    return incident


def hide(known, people):
    """A restricted incident with everything there is, each with the secret in it."""
    nia, ines, service = people["nia"], people["ines"], known.services.get()
    incident = declare_incident(by=nia, title=f"{SECRET} title", services=[service])
    say_i_am_fine(incident, by=nia)
    incident = restrict_incident(incident, by=nia)
    let_in(incident, by=nia, person=ines)
    incident = set_severity(incident, by=nia, severity=Severity.CRITICAL)
    add_note(incident, by=nia, text=f"{SECRET} note", is_key_moment=True)
    post_update(incident, by=nia, conditions=f"{SECRET} update")
    used = incident.record(Kind.TOOL, f"{SECRET} tool", by=nia)
    used.tool = service.tools.get()
    used.save()
    fill(incident, nia)
    link_incidents(incident, by=nia, other=known, kind=LinkKind.HAPPENED_AGAIN)
    duplicate = restrict_incident(declare_incident(by=nia, title=f"{SECRET} duplicate"), by=nia)
    say_i_am_fine(duplicate, by=nia)
    let_in(duplicate, by=nia, person=ines)
    merge_incident(duplicate, by=nia, into=incident)
    known.stories.get().incidents.add(incident)
    shown = write_up(past_of(nia, ines, service), nia, ines, is_published=True)
    Postmortem.objects.filter(pk=shown.pk).update(title=f"{SECRET} write-up")
    practise(shown, nia, SECRET)
    miss_in_write_up(shown, by=nia, what=f"{SECRET} gap")
    put_on_paths(shown, ines)
    write_up(past_of(nia, ines, service), nia, ines, is_published=False)
    start_postmortem(past_of(nia, ines, service), by=nia)
    for one in Nudge.objects.due():
        say(one.pk)
    return incident


def put_on_paths(shown, ines):
    """Before and behind what everybody sees, with something said before it."""
    for path in ReadingPath.objects.filter(is_brought=False):
        item = add_to_path(path, by=ines, thing=shown)
        note_on_path(item, by=ines, note=f"{SECRET} said before")
        move_on_path(item, by=ines, to=0)
        mark_walked(shown, by=ines, is_on=True)


def fill(incident, nia):
    answer_fields(incident, by=nia, answers={"tier": f"{SECRET} value"})
    Task.objects.create(incident=incident, text=f"{SECRET} task", assignee=nia)
    HelpRequest.objects.create(incident=incident, asked_by=nia, about=f"{SECRET} help")
    Repair.objects.create(incident=incident, what_was_written=f"{SECRET} repair")
    Picture.objects.create(
        incident=incident, file="a.png", content_type="image/png", name=f"{SECRET}.png",
        width=1, height=1, digest=hashlib.sha256(b"a").hexdigest(),
    )  # fmt: skip


def past_of(nia, ines, service):
    incident = declare_incident(by=nia, title=f"{SECRET} past", services=[service])
    say_i_am_fine(incident, by=nia)
    incident = restrict_incident(incident, by=nia)
    let_in(incident, by=nia, person=ines)
    return resolve_incident(incident, by=nia, summary=f"{SECRET} end")


def write_up(incident, nia, ines, *, is_published):
    written = start_postmortem(incident, by=nia)
    Postmortem.objects.filter(pk=written.pk).update(impact=f"{SECRET} impact")
    add_factor(written, by=nia, kind=FactorKind.TESTING, text=f"{SECRET} factor")
    follow_up(written, by=nia, owner=ines, due_on=timezone.localdate())
    done = complete_follow_up(follow_up(written, by=nia, owner=ines), by=ines, at=A_WHILE_AGO)
    say_whether_it_helped(done, by=ines, answer="helped", note=f"{SECRET} answer")
    pass_on_follow_up(follow_up(written, by=nia), by=nia, where=f"{SECRET} vendor")
    let_go_of_follow_up(follow_up(written, by=nia), by=nia, reason=f"{SECRET} reason")
    add_follow_up(
        written, by=nia, what=f"{SECRET} follow-up", kind=FollowUpKind.CODE,
        due_on=timezone.localdate(),
    )  # fmt: skip
    add_moment(written, by=nia, text=f"{SECRET} moment", occurred_at=timezone.now())
    plan_debrief(
        written, by=nia, starts_at=timezone.now() + timedelta(days=2), minutes=45,
        invited=[nia, ines], questions=f"{SECRET} question", place=f"{SECRET} room",
    )  # fmt: skip
    talk(written, nia, ines)
    this_round = ask_for_review(written, by=nia, reviewer=ines)
    if is_published:
        give_verdict(this_round, by=ines, verdict="approved", remarks=f"{SECRET} remarks")
        publish_postmortem(written, by=nia)
    return written


def practise(written, by, word="Known"):
    """A scenario that was made of it, and is being played."""
    scenario = make_scenario(written, by=by)
    scenario = save_scenario(
        scenario, by=by, revision=scenario.revision, title=f"{word} scenario",
        known_at_start=f"{word} start",
    )  # fmt: skip
    add_clue(scenario, by=by, text=f"{word} clue", topics=["logs"])
    run = start_run(make_ready(scenario, by=by), by=by)
    say_i_am_fine(run.incident, by=by)
    look_at(run, by=by, words="logs")


def follow_up(written, *, by, **more):
    return add_follow_up(written, by=by, what=f"{SECRET} follow-up", kind=FollowUpKind.CODE, **more)


def talk(written, nia, ines):
    thread = start_thread(
        written, by=ines, about="impact", quote=SECRET, text=f"{SECRET} comment, {nia.email}",
        suggestion=f"{SECRET} words",
    )  # fmt: skip
    reply(thread, by=nia, text=f"{SECRET} answer, @{ines.get_full_name()}")


def more_numbers(app, converter, name):
    """Enough numbers to reach the rows of the secret too: a handful of each."""
    if converter == "reference":
        return [f"INC-{FIRST + n}" for n in range(3)]
    if converter == "int" or name == "object_id":
        return [str(FIRST + n) for n in range(3 if name in {"pk", "object_id"} else 2)]
    if converter == "uuid":
        return [str(one) for one in Picture.objects.values_list("pk", flat=True)] or [
            "00000000-0000-4000-8000-000000000000"
        ]
    if converter == "slug" and app in {"incidents", "follow_ups"}:
        return list(Incident.services.rel.model.objects.values_list("slug", flat=True)) or ["x"]
    return numbers(app, converter, name)


@pytest.fixture
def answers(client_of, client):
    """Every answer to one user, by method and address, with what always differs left out."""
    logging.disable(logging.ERROR)
    # Signed in once each: one's own page tells of every sign-in.
    signed_in = {}

    def walk(user):
        if user not in signed_in:
            asking = client_of(user) if user else client
            signed_in[user] = asking, {name: one.value for name, one in asking.cookies.items()}
        asking, cookies = signed_in[user]
        asking.raise_request_exception = False
        found = {}
        for address in addresses(more_numbers):
            if not address.is_ours and not (user and user.is_admin and address.path >= "/admin"):
                continue
            if address.path in TELLS_THE_TIME:
                continue
            for method in (asking.get, asking.post):
                asking.cookies.clear()
                asking.cookies.load(cookies)
                with transaction.atomic():
                    response = method(address.path)
                    streamed = getattr(response, "streaming", False)
                    text = (
                        b"".join(response.streaming_content).decode(errors="replace")
                        if streamed
                        else text_of(response)
                    )
                    transaction.set_rollback(True)
                text = CHANGES.sub("", text)
                found[method.__name__, address.path] = response.status_code, text
        return found

    yield walk
    logging.disable(logging.NOTSET)


STRANGERS = ["nobody", "reader", "member", "another tech lead", "admin"]


@pytest.mark.parametrize("who", STRANGERS)
def test_nothing_changes_for_whoever_does_not_see_it(who, known, people, answers):
    this_site()  # has a key, the same before and after
    before = answers(people.get(who))

    secret = hide(known, people)
    after = answers(people.get(who))

    assert [address for address, (_status, text) in after.items() if SECRET in text] == []
    asked = {("get", secret.get_absolute_url())} if who == "admin" else set()
    hidden = Incident.objects.filter(is_restricted=True)
    if who == "admin":
        asked |= {("get", one.get_absolute_url()) for one in hidden}
        asked |= {("post", reverse("incidents:look", args=[one.pk])) for one in hidden}
        # Whoever lets somebody leave is told how much goes to others that they do not see.
        holders = [people["nia"].pk, people["ines"].pk]
        asked |= {("get", reverse("organisation:leaving", args=[pk])) for pk in holders}
        asked |= {("get", reverse("api:member-holds", args=[pk])) for pk in holders}
    different = [
        (*address, before[address][0], after[address][0])
        for address in before
        if address in after and address not in asked and before[address] != after[address]
    ]
    assert different == []
    assert len(before) > 150


SEEN_AT = [
    "/",
    "/nudges/",
    "/nudges/sent/",
    "/incidents/",
    "/write-ups/",
    "/write-ups/?show=in-review",
    "/write-ups/?show=published",
    *(f"/follow-ups/?state={state.value}" for state in FollowUpState),
    "/follow-ups/export.csv",
    "/library/",
    f"/library/?q={SECRET}",
    "/library/?kind=write_up",
    "/api/v1/incidents/",
    "/api/v1/write-ups/",
    *(f"/api/v1/follow-ups/?state={state.value}" for state in FollowUpState),
]


@pytest.mark.parametrize("who", ["nia", "ines"])
def test_those_who_see_it_see_it_all(who, known, people, client_of):
    """So that the walk above could find it."""
    secret = hide(known, people)
    client = client_of(people[who])
    about = (
        *Postmortem.objects.filter(impact__contains=SECRET),
        *FollowUp.objects.filter(what__contains=SECRET),
    )
    found = [one.get_absolute_url() for one in about]
    pages = [
        *SEEN_AT,
        secret.get_absolute_url(),
        known.get_absolute_url(),
        reverse("incidents:links", args=[known.pk]),
        known.stories.get().get_absolute_url(),
        *found,
        *(f"/api/v1{path}" for path in found),
        reverse("follow_ups:of_service", args=[known.services.get().slug]),
        ReadingPath.objects.get(is_brought=False).get_absolute_url(),
        f"/api/v1/incidents/{secret.reference}/",
    ]

    unseen = [page for page in pages if SECRET not in text_of(client.get(page))]

    assert unseen == []


def test_a_link_for_people_outside_shows_nothing_of_it_any_more(known, people, client):
    """Links are out in the world: what they showed while everybody here saw it goes with it."""
    by, written = people["member"], Postmortem.objects.get(incidents=known)
    Postmortem.objects.filter(pk=written.pk).update(impact=f"{SECRET} impact")
    address = reverse("shared:read", args=[share_postmortem(written, by=by, days=30)])
    assert SECRET in text_of(client.get(address))
    unknown = text_of(client.get(reverse("shared:read", args=["unknown"])))

    restrict_incident(known, by=by)

    assert text_of(client.get(address)) == unknown
