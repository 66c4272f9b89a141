"""One write-up that tells of several incidents."""

import pytest
from django.urls import reverse

from incidents.domain.merging import merge_incident, unmerge
from incidents.domain.restricting import restrict_incident
from incidents.domain.room import add_note
from incidents.models import Mode, Severity
from nudges.models import Nudge
from people.errors import DomainError
from people.models import Role
from postmortems.domain import covering, locking
from postmortems.domain.covering import add_incident, take_incident_out
from postmortems.domain.moments import edit_moment, refresh_moments
from postmortems.models import Postmortem, Status
from tests.factories import IncidentFactory, PostmortemFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def postmortem(nia):
    return PostmortemFactory(by=nia)


@pytest.fixture
def first(postmortem):
    return postmortem.incidents.get()


@pytest.fixture
def second(nia):
    return IncidentFactory(by=nia, is_over=True)


def sees(person, postmortem):
    return Postmortem.objects.visible_to(person).filter(pk=postmortem.pk).exists()


def test_adding_copies_nothing_by_itself_and_stands_on_both_timelines(
    postmortem, first, second, nia
):
    before = postmortem.what_happened

    add_incident(postmortem, by=nia, incident=second)

    postmortem.refresh_from_db()
    assert set(postmortem.incidents.all()) == {first, second}
    assert postmortem.what_happened == before
    assert not postmortem.moments.filter(source__incident=second).exists()
    assert first.timeline.filter(text=f"In one write-up with {second.reference}.").count() == 1
    assert second.timeline.filter(text=f"In one write-up with {first.reference}.").count() == 1
    assert refresh_moments(postmortem, by=nia).new == 2


def test_adding_twice_at_once_adds_it_once(race, nia):
    postmortem, second = PostmortemFactory(by=nia), IncidentFactory(is_over=True)

    assert race(3, lambda: add_incident(postmortem, by=nia, incident=second)) == ["ok"] * 3

    assert second.timeline.filter(kind="write_up").count() == 1


def test_whoever_was_to_begin_one_need_not(postmortem, nia):
    second = IncidentFactory(severity=Severity.MAJOR, is_over=True)
    assert Nudge.objects.open().filter(kind="write_up", about_id=second.pk).exists()

    add_incident(postmortem, by=nia, incident=second)

    assert not Nudge.objects.open().filter(kind="write_up", about_id=second.pk).exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [({}, "is not over yet"), ({"is_over": True, "mode": Mode.PRACTICE}, "is practice")],
)
def test_what_does_not_belong_is_refused(words, sentence, postmortem, nia):
    with pytest.raises(DomainError, match=sentence):
        add_incident(postmortem, by=nia, incident=IncidentFactory(**words))


def test_what_is_approved_is_about_what_it_is(postmortem, first, second, nia):
    Postmortem.objects.update(status=Status.APPROVED)

    for verb, incident in ((add_incident, second), (take_incident_out, first)):
        with pytest.raises(DomainError, match="is approved"):
            verb(postmortem, by=nia, incident=incident)


def test_the_last_incident_stays(postmortem, first, nia):
    with pytest.raises(DomainError, match="at least one incident"):
        take_incident_out(postmortem, by=nia, incident=first)


def test_two_who_take_the_two_out_at_once_leave_one(race, nia):
    postmortem, second = PostmortemFactory(by=nia), IncidentFactory(is_over=True)
    one = postmortem.incidents.get()
    add_incident(postmortem, by=nia, incident=second)

    outcomes = race(
        2,
        [
            lambda: take_incident_out(postmortem, by=nia, incident=one),
            lambda: take_incident_out(postmortem, by=nia, incident=second),
        ],
    )

    assert sorted(outcomes) == ["DomainError", "ok"]
    assert postmortem.incidents.count() == 1


def test_its_moments_wait_out_of_sight_and_come_back_as_they_were(postmortem, second, nia):
    note = add_note(second, by=nia, text="The index is empty.", is_key_moment=True)
    add_incident(postmortem, by=nia, incident=second)
    refresh_moments(postmortem, by=nia)
    edit_moment(postmortem.moments.get(source=note), by=nia, revision=1, text="Ours")

    take_incident_out(postmortem, by=nia, incident=second)
    assert "Ours" not in postmortem.moments.shown().values_list("text", flat=True)
    add_incident(postmortem, by=nia, incident=second)

    assert "Ours" in postmortem.moments.read().values_list("text", flat=True)


@pytest.fixture
def restricted(second, nia):
    add_note(second, by=nia, text="A secret moment.", is_key_moment=True)
    return restrict_incident(second, by=nia)


def test_a_restricted_one_is_added_by_somebody_who_knows_what_that_means(
    postmortem, first, restricted, nia
):
    stranger = UserFactory()
    with pytest.raises(DomainError, match="read what that means"):
        add_incident(postmortem, by=nia, incident=restricted)
    assert sees(stranger, postmortem)

    add_incident(postmortem, by=nia, incident=restricted, is_understood=True)

    assert not sees(stranger, postmortem)
    assert sees(nia, postmortem)
    said = list(first.timeline.values_list("text", flat=True))
    assert not any(restricted.reference in text for text in said)
    assert restricted.timeline.filter(text__contains=first.reference).exists()


def test_whoever_loses_sight_of_it_is_not_reminded_of_it(postmortem, restricted, nia):
    tom = UserFactory()
    from nudges.domain.outbox import nudge

    nudge("published", about=postmortem, to=[tom, nia], again="here")

    add_incident(postmortem, by=nia, incident=restricted, is_understood=True)

    told = Nudge.objects.open().filter(kind="published")
    assert [one.recipient for one in told] == [nia]


def test_everybody_hears_that_it_changed_and_then_only_those_who_see_it(
    postmortem, restricted, nia, monkeypatch
):
    told = []
    monkeypatch.setattr(locking, "publish", lambda channel, event: told.append(channel))

    add_incident(postmortem, by=nia, incident=restricted, is_understood=True)

    assert told == [f"postmortem:{postmortem.pk}", f"user:{nia.pk}"]


def test_of_two_restricted_ones_only_those_who_see_both_are_told(postmortem, restricted, nia):
    tom = UserFactory()
    other = IncidentFactory(by=nia, is_over=True)
    other.participations.create(user=tom)
    other = restrict_incident(other, by=nia)
    for incident in (restricted, other):
        add_incident(postmortem, by=nia, incident=incident, is_understood=True)

    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locking, "publish", lambda channel, event: told.append(channel))
        covering.tell_readers(postmortem)

    assert told == [f"user:{nia.pk}"]
    assert not sees(tom, postmortem)


def test_without_it_nothing_of_its_timeline_is_seen(postmortem, restricted, nia, client_of):
    add_incident(postmortem, by=nia, incident=restricted, is_understood=True)
    refresh_moments(postmortem, by=nia)
    with pytest.raises(DomainError, match="read what that means"):
        take_incident_out(postmortem, by=nia, incident=restricted)

    take_incident_out(postmortem, by=nia, incident=restricted, is_understood=True)

    author = UserFactory()
    postmortem.authors.add(author)
    client = client_of(author)
    for name in ("read", "moments", "edit"):
        page = client.get(reverse(f"postmortems:{name}", args=[postmortem.pk]))
        assert page.status_code == 200
        assert "A secret moment." not in page.content.decode()


def test_a_merge_and_its_undoing_keep_what_it_is_about(postmortem, first, second, nia):
    add_incident(postmortem, by=nia, incident=second)
    target = IncidentFactory(by=nia, is_over=True)

    merge = merge_incident(second, by=nia, into=target)
    assert set(postmortem.incidents.all()) == {first, target}
    assert add_incident(postmortem, by=nia, incident=second) == postmortem

    unmerge(merge, by=nia)
    assert set(postmortem.incidents.all()) == {first, second}


def test_two_of_its_incidents_that_turn_out_to_be_one_are_taken_out_together(
    postmortem, first, second, nia
):
    third = IncidentFactory(by=nia, is_over=True)
    for incident in (second, third):
        add_incident(postmortem, by=nia, incident=incident)
    refresh_moments(postmortem, by=nia)
    count = postmortem.moments.shown().count()

    merge_incident(second, by=nia, into=third)
    assert postmortem.moments.shown().count() == count
    take_incident_out(postmortem, by=nia, incident=third)

    assert list(postmortem.incidents.all()) == [first]


def url(name, postmortem, *more):
    return reverse(f"postmortems:{name}", args=[postmortem.pk, *more])


def test_the_page_says_what_happens_and_then_does_it(postmortem, second, nia, client_of):
    client = client_of(nia)
    asked = client.get(url("incidents", postmortem), {"incident": second.reference})
    assert "Tell of" in asked.content.decode()
    assert postmortem.incidents.count() == 1

    response = client.post(url("add_incident", postmortem), {"incident": second.reference})

    assert response["Location"] == url("moments", postmortem)
    assert second in postmortem.incidents.all()


def test_the_page_says_that_a_restricted_one_hides_it_and_from_which_authors(
    postmortem, restricted, nia, client_of
):
    postmortem.authors.add(UserFactory(display_name="Tom Brandt"))
    client = client_of(nia)

    asked = client.get(url("incidents", postmortem), {"incident": restricted.reference})
    unread = client.post(url("add_incident", postmortem), {"incident": restricted.reference})

    for response in (asked, unread):
        content = response.content.decode()
        assert "is restricted. With it, only those who see it see this write-up" in content
        assert "Tom Brandt" in content.partition("would not see it either")[2]
    assert unread.status_code == 422
    assert postmortem.incidents.count() == 1
    words = {"incident": restricted.reference, "is_understood": "on"}
    assert client.post(url("add_incident", postmortem), words).status_code == 302


def test_an_incident_that_is_not_theirs_to_see_is_not_there(postmortem, client_of, nia):
    hidden = restrict_incident(IncidentFactory(by=(tom := UserFactory())), by=tom)
    words = {"incident": hidden.reference}

    for response in (
        client_of(nia).get(url("incidents", postmortem), words),
        client_of(nia).post(url("add_incident", postmortem), words),
    ):
        assert response.status_code == 422
        assert "There is no incident with that number." in response.content.decode()


def test_taking_out_asks_first(postmortem, second, nia, client_of):
    add_incident(postmortem, by=nia, incident=second)
    client = client_of(nia)

    asked = client.get(url("ask_to_take_out", postmortem, second.pk))
    assert "What people wrote in the sections stays" in asked.content.decode()
    assert second in postmortem.incidents.all()
    client.post(url("take_out", postmortem, second.pk), {"is_understood": "on"})

    assert second not in postmortem.incidents.all()


def test_the_last_one_is_refused_with_a_sentence(postmortem, first, nia, client_of):
    response = client_of(nia).post(url("take_out", postmortem, first.pk))

    assert response.status_code == 422
    assert "at least one incident" in response.content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("author", 302), ("admin", 302), ("responder", 403), ("reader", 403)]
)
def test_authors_and_admins_say_what_it_is_about(
    who, status, postmortem, first, second, nia, client_of
):
    roles = {"admin": Role.ADMIN, "reader": Role.READER}
    person = nia if who == "author" else UserFactory(role=roles.get(who, Role.MEMBER))
    if who == "responder":
        first.participations.create(user=person)

    response = client_of(person).post(
        url("add_incident", postmortem), {"incident": second.reference}
    )

    assert response.status_code == status
