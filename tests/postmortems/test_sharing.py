"""Links for people outside: who makes them, what they show, and how they end."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from incidents.domain.pictures import add_picture
from incidents.domain.restricting import open_up_incident, restrict_incident
from people.errors import DomainError
from people.models import Role
from postmortems.domain.publishing import correct_postmortem, show_people, take_back_postmortem
from postmortems.domain.sharing import digest, end_link, share_postmortem
from postmortems.models import ShareLink
from postmortems.views import shared
from tests.factories import IncidentFactory, PostmortemFactory, TechLeadFactory, UserFactory

pytestmark = pytest.mark.django_db

CLOSED = "This link is no longer open"


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def told(nia):
    """A published write-up about an incident that is open to everyone here."""
    incident = IncidentFactory(by=nia, is_over=True, title="Search is empty")
    return PostmortemFactory(by=nia, incident=incident, is_published=True)


def url(token):
    return reverse("shared:read", args=[token])


def opened(token, **headers):
    return Client().get(url(token), headers=headers)


def corrected(postmortem, by, **sections):
    postmortem.refresh_from_db()
    return correct_postmortem(
        postmortem, by=by, revision=postmortem.revision, title=postmortem.title, **sections
    )


def a_picture(incident, colour):
    out = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    file = ContentFile(out.getvalue(), name=f"{colour}.png")
    return add_picture(incident, by=incident.declared_by, file=file)


def test_whoever_holds_it_reads_the_write_up_with_people_as_roles(told, nia):
    show_people(told, by=nia, names_as_roles=False)
    corrected(told, nia, impact="Nia Okafor saw it.", note="")

    page = opened(share_postmortem(told, by=nia, days=30)).content.decode()

    assert "<h1>Search is empty</h1>" in page
    assert "The responder saw it." in page
    assert "Written by the responder" in page
    assert "Nia" not in page
    assert "Corrected on" in page


def test_there_is_no_way_from_it_into_goldseam(told, nia):
    page = opened(share_postmortem(told, by=nia, days=30)).content.decode()

    assert "<script" not in page
    assert "<form" not in page
    assert "<nav" not in page
    assert told.get_absolute_url() not in page
    assert told.incidents.get().get_absolute_url() not in page


def test_it_is_kept_and_told_of_by_nobody(told, nia):
    response = opened(share_postmortem(told, by=nia, days=30))

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.cookies == {}
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_it_does_not_ask_who_reads(told, nia, client_of):
    """Somebody signed in reads the same, and their session is not even read."""
    token = share_postmortem(told, by=nia, days=30)

    with CaptureQueriesContext(connection) as captured:
        response = client_of(nia).get(url(token))

    assert response.status_code == 200
    assert response.content == opened(token).content
    said = " ".join(query["sql"] for query in captured)
    assert "django_session" not in said
    assert len(captured) <= 12


def test_only_the_digest_is_kept(told, nia):
    token = share_postmortem(told, by=nia, days=30)

    link = told.share_links.get()
    assert link.token_digest == digest(token)
    assert token not in str(vars(link))
    assert link.expires_at - link.shared_at == timedelta(days=30)


def test_making_and_ending_one_is_history(told, nia):
    share_postmortem(told, by=nia, days=30)
    end_link(told.share_links.get(), by=nia)
    end_link(told.share_links.get(), by=nia)

    said = told.incidents.get().timeline.filter(text__startswith="A link for people outside")
    assert said.count() == 2


@pytest.mark.parametrize("how", ["ended", "ran out", "taken back", "restricted", "unknown"])
def test_a_closed_link_is_the_same_page_whatever_closed_it(how, told, nia):
    token = share_postmortem(told, by=nia, days=30)
    assert opened(token).status_code == 200
    never = opened("never-was-one").content
    later = timezone.now() + timedelta(days=31 if how == "ran out" else 0)
    if how == "ended":
        end_link(told.share_links.get(), by=nia)
    elif how == "taken back":
        take_back_postmortem(told, by=nia, reason="Not yet.")
    elif how == "restricted":
        restrict_incident(told.incidents.get(), by=nia)
    elif how == "unknown":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")

    with time_machine.travel(later):
        response = opened(token)

    assert response.status_code == 404
    assert response.content == never
    assert CLOSED in response.content.decode()


def test_restricting_ends_a_link_for_good(told, nia):
    token = share_postmortem(told, by=nia, days=30)
    restrict_incident(told.incidents.get(), by=nia)

    open_up_incident(told.incidents.get(), by=nia)

    assert opened(token).status_code == 404
    assert opened(share_postmortem(told, by=nia, days=30)).status_code == 200


def test_what_not_everybody_here_sees_is_not_shared(told, nia):
    restrict_incident(told.incidents.get(), by=nia)

    with pytest.raises(DomainError, match="so it stays inside"):
        share_postmortem(told, by=nia, days=30)

    assert not told.share_links.exists()


def test_a_draft_is_not_shared(nia):
    with pytest.raises(DomainError, match="in the library"):
        share_postmortem(PostmortemFactory(by=nia), by=nia, days=30)


def test_restricting_and_sharing_at_once_leave_nothing_open(race):
    nia = UserFactory()
    told = PostmortemFactory(by=nia, is_published=True)
    incident, tokens = told.incidents.get(), []

    race(
        2,
        [
            lambda: restrict_incident(incident, by=nia),
            lambda: tokens.append(share_postmortem(told, by=nia, days=30)),
        ],
    )

    assert [opened(token).status_code for token in tokens] in ([], [404])


def test_how_often_and_on_which_day_is_all_that_is_kept(told, nia):
    token = share_postmortem(told, by=nia, days=30)
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        day = timezone.localdate()
        opened(token)
        opened(token)
        Client().head(url(token))

    link = told.share_links.get()
    assert (link.times_opened, link.last_opened_on) == (2, day)


def test_opening_it_at_once_counts_each(race):
    nia = UserFactory()
    told = PostmortemFactory(by=nia, is_published=True)
    token = share_postmortem(told, by=nia, days=30)

    race(3, lambda: opened(token))

    assert told.share_links.get().times_opened == 3


def test_a_link_shows_the_pictures_of_its_write_up_and_no_others(told, nia):
    incident = told.incidents.get()
    shown, unshown = a_picture(incident, "navy"), a_picture(incident, "red")
    other = a_picture(IncidentFactory(), "green")
    corrected(told, nia, impact=f"{shown.markdown}\n\n{other.markdown}", note="")
    token = share_postmortem(told, by=nia, days=30)

    page = opened(token).content.decode()

    found = [
        Client().get(reverse("shared:picture", args=[token, one.pk]))
        for one in (shown, unshown, other)
    ]
    assert [response.status_code for response in found] == [200, 404, 404]
    assert found[0].headers["Content-Type"] == "image/png"
    assert found[0].headers["Cache-Control"] == "private, no-store"
    assert reverse("shared:picture", args=[token, shown.pk]) in page
    assert "/incidents/pictures/" not in page
    assert str(other.pk) not in page
    end_link(told.share_links.get(), by=nia)
    assert Client().get(reverse("shared:picture", args=[token, shown.pk])).status_code == 404


def test_too_many_from_one_place_wait_a_minute(told, nia, monkeypatch):
    monkeypatch.setattr(shared.Openings, "rate", "2/min")
    token = share_postmortem(told, by=nia, days=30)

    answers = [opened(token, x_forwarded_for="203.0.113.7") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"
    assert opened(token, x_forwarded_for="203.0.113.8").status_code == 200


def test_only_reading_is_possible(told, nia):
    assert Client().post(url(share_postmortem(told, by=nia, days=30))).status_code == 405


def test_a_link_lasts_and_is_opened_on_some_day(told, nia):
    share_postmortem(told, by=nia, days=1)
    link = ShareLink.objects.filter(postmortem=told)

    for wrong in ({"expires_at": link.get().shared_at}, {"times_opened": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            link.update(**wrong)


# The page on which links are made.


def page_of(client, told):
    return client.get(reverse("postmortems:share", args=[told.pk]))


def make(client, told, **data):
    return client.post(reverse("postmortems:make_link", args=[told.pk]), data)


def test_the_link_is_shown_this_once(told, nia, client_of):
    client = client_of(nia)

    made = make(client, told, days=7, label="The vendor")

    [address] = made.context["url"].split()
    assert address in made.content.decode()
    assert Client().get(address).status_code == 200
    again = page_of(client, told).content.decode()
    assert address.split("/")[-2] not in again
    assert "The vendor" in again
    assert "opened once" in again


def test_ending_it_from_the_page_ends_it(told, nia, client_of):
    token = share_postmortem(told, by=nia, days=30)
    link = told.share_links.get()

    response = client_of(nia).post(reverse("postmortems:end_link", args=[told.pk, link.pk]))

    assert response.status_code == 302
    assert opened(token).status_code == 404


@pytest.mark.parametrize("days", ["0", "366", "-1", "many", "", "1.5"])
def test_a_link_lasts_a_day_to_a_year(days, told, nia, client_of):
    response = make(client_of(nia), told, days=days)

    assert response.status_code == 422
    assert "From one day up to a year" in response.content.decode()
    assert not told.share_links.exists()


@pytest.mark.parametrize("who", ["an author", "a tech lead", "an admin"])
def test_authors_leads_and_admins_share(who, told, nia, client_of):
    person = {
        "an author": lambda: nia,
        "a tech lead": TechLeadFactory,
        "an admin": lambda: UserFactory(role=Role.ADMIN),
    }[who]()

    assert page_of(client_of(person), told).status_code == 200
    assert make(client_of(person), told, days=1).status_code == 200


@pytest.mark.parametrize("who", ["a member", "a reader"])
def test_others_do_not(who, told, nia, client_of):
    person = UserFactory(role=Role.READER if who == "a reader" else Role.MEMBER)
    share_postmortem(told, by=nia, days=30)
    link = told.share_links.get()
    client = client_of(person)

    assert page_of(client, told).status_code == 403
    assert make(client, told, days=1).status_code == 403
    end = client.post(reverse("postmortems:end_link", args=[told.pk, link.pk]))
    assert end.status_code == 403
    assert told.share_links.get().is_open


def test_a_link_of_another_write_up_is_not_ended_from_here(told, nia, client_of):
    other = PostmortemFactory(by=nia, is_published=True)
    share_postmortem(other, by=nia, days=30)
    link = other.share_links.get()

    response = client_of(nia).post(reverse("postmortems:end_link", args=[told.pk, link.pk]))

    assert response.status_code == 404
    assert other.share_links.get().is_open


def test_the_page_says_why_something_stays_inside(told, nia, client_of):
    restrict_incident(told.incidents.get(), by=nia)

    page = page_of(client_of(nia), told).content.decode()
    refused = make(client_of(nia), told, days=1)

    assert "This one stays inside" in page
    assert refused.status_code == 422
    assert "so it stays inside" in refused.content.decode()


def test_the_page_takes_as_many_queries_for_ten_links_as_for_one(told, nia, client_of, queries_of):
    address = reverse("postmortems:share", args=[told.pk])
    share_postmortem(told, by=UserFactory(), days=30)
    for_one = queries_of(client_of(nia), address)
    for _ in range(9):
        share_postmortem(told, by=UserFactory(), days=30)

    assert queries_of(client_of(nia), address) == for_one <= 12
