"""Who hears of a change in a write-up, and of which."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from config.streams import channels_for
from postmortems.domain import checking, factors, following_up, handing_over, locking, writing
from postmortems.domain.publishing import publish_postmortem
from postmortems.domain.reviewing import (
    ask_another_lead,
    ask_for_review,
    give_verdict,
)
from postmortems.models import Verdict
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory


def channels(client, query):
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    header = f"{settings.SESSION_COOKIE_NAME}={cookie.value}" if cookie else ""
    return channels_for({"headers": [(b"cookie", header.encode())], "query_string": query.encode()})


@pytest.mark.django_db(transaction=True)
def test_whoever_may_see_a_write_up_hears_of_it(client_of):
    postmortem, incident, nia = PostmortemFactory(), IncidentFactory(), UserFactory()
    client, own = client_of(nia), [f"user:{nia.pk}", "incidents"]
    room, write_up = f"incident:{incident.pk}", f"postmortem:{postmortem.pk}"

    assert channels(client, f"postmortem={postmortem.pk}") == [*own, write_up]
    assert channels(client, f"incident={incident.pk}") == [*own, room]
    both = channels(client, f"incident={incident.pk}&postmortem={postmortem.pk}")
    assert both == [*own, room, write_up]


@pytest.mark.django_db(transaction=True)
def test_a_write_up_that_is_not_there_is_refused_and_what_names_none_is_left_out(client_of):
    client = client_of(UserFactory())

    for pk in ("0", "99999999"):
        assert channels(client, f"postmortem={pk}") is None
    for pk in ("", "all", "-1", "9" * 40):
        assert len(channels(client, f"postmortem={pk}")) == 2


@pytest.mark.django_db(transaction=True)
def test_strangers_and_those_who_left_hear_nothing(client, client_of):
    postmortem, gone = PostmortemFactory(), UserFactory()
    client_of_gone = client_of(gone)
    gone.is_active = False
    gone.save()

    assert channels(client, f"postmortem={postmortem.pk}") is None
    assert channels(client_of_gone, f"postmortem={postmortem.pk}") is None


@pytest.mark.django_db
def test_every_change_is_told(monkeypatch):
    told = []
    monkeypatch.setattr(locking, "publish", lambda channel, event: told.append((channel, event)))
    nia, ines, ruth = UserFactory(), TechLeadFactory(), TechLeadFactory()
    postmortem = PostmortemFactory(by=nia)

    def tells(verb, thing, **words):
        told.clear()
        outcome = verb(thing, **words)
        assert told == [(f"postmortem:{postmortem.pk}", "postmortem")]
        return outcome

    change = {"what": "Alert on lag", "kind": "detection"}
    tells(writing.save_postmortem, postmortem, by=nia, revision=1, title="Search")
    factor = tells(factors.add_factor, postmortem, by=nia, kind="design", text="No limit")
    tells(factors.remove_factor, factor, by=nia)
    follow_up = tells(following_up.add_follow_up, postmortem, by=nia, **change)
    edited = change | {"what": "Alert on age", "owner": None, "due_on": None, "link": ""}
    seen = following_up.last_step(follow_up)
    tells(following_up.edit_follow_up, follow_up, by=nia, seen=seen, **edited)
    tells(following_up.keep_follow_up, follow_up, by=nia, due_on=timezone.localdate())
    tells(handing_over.take_follow_up, follow_up, by=nia)
    tells(handing_over.hand_over_follow_up, follow_up, by=nia, to=ines)
    tells(handing_over.pass_on_follow_up, follow_up, by=nia, where="The vendor")
    tells(following_up.reopen_follow_up, follow_up, by=nia, reason="It came back.")
    a_while_ago = timezone.now() - timedelta(days=40)
    tells(following_up.complete_follow_up, follow_up, by=nia, at=a_while_ago)
    tells(checking.say_whether_it_helped, follow_up, by=nia, answer="helped")
    another = tells(following_up.add_follow_up, postmortem, by=nia, **change)
    tells(following_up.let_go_of_follow_up, another, by=nia, reason="It goes away.")
    this_round = tells(ask_for_review, postmortem, by=nia, reviewer=ines)
    tells(ask_another_lead, this_round, by=nia, reviewer=ruth)
    tells(give_verdict, this_round, by=ruth, verdict=Verdict.APPROVED)
    tells(publish_postmortem, postmortem, by=nia)
