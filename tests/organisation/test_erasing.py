"""Being erased: what is left can be read, and nobody is to be found in it."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from incidents.domain.filing import declare_incident
from incidents.domain.room import add_note, hand_over_lead, join_incident
from incidents.models import Note, ReachOut
from learning.models import Reading, Story
from organisation.domain.erasing import (
    ask_to_be_erased,
    erase_person,
    pointing_at_people,
    rather_stay,
)
from organisation.domain.erasure_rules import GONE, OWN, RULES
from organisation.domain.leaving import let_leave
from people.domain.avatars import put_up_avatar
from people.errors import DomainError
from people.models import AuditEntry, Role, User
from postmortems.domain.commenting import start_thread
from tests.every_row import every_row
from tests.factories import (
    IncidentFactory,
    PostmortemFactory,
    StoryFactory,
    TeamFactory,
    UserFactory,
    asked_reach_out,
    kind_note,
)
from tests.people.test_avatars import drawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN, display_name="Dana Whitfield")


@pytest.fixture
def nia():
    return UserFactory(
        display_name="Niamara Kamauwe",
        email="niamara@example.org",
        pronouns="xe/xem",
        title="Quartermaster",
        time_zone="Africa/Nairobi",
        country="KE",
        team=TeamFactory(),
    )


def erase(nia, dana):
    let_leave(nia, by=dana)
    return erase_person(nia, by=dana, typed_name=nia.get_full_name())


def test_every_column_that_leads_to_a_person_has_a_rule():
    assert set(pointing_at_people()) == set(RULES)


def test_every_column_of_a_person_has_a_rule():
    assert {field.name for field in User._meta.concrete_fields} == set(OWN)


def test_every_column_that_may_be_read_is_there():
    for label, field in pointing_at_people().items():
        there = {one.name for one in field.model._meta.concrete_fields}
        assert set(RULES[label].told) <= there, label
        assert not {"sealed", "digest", "token_digest", "file"} & set(RULES[label].told), label


def test_nothing_of_a_person_is_left_in_any_row(dana, nia, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    nia = put_up_avatar(nia, by=nia, file=SimpleUploadedFile("n.jpg", drawn()))
    other = UserFactory()
    incident = IncidentFactory(by=other)
    hand_over_lead(incident, by=other, to=nia)
    add_note(incident, by=other, text=f"@{nia.email} has a look.")
    add_note(incident, by=nia, text="The queue was full.")
    start_thread(PostmortemFactory(by=other), by=other, text=f"Thanks, @{nia.email}.")
    StoryFactory(by=nia, is_published=False)
    told = StoryFactory(by=nia)
    Reading.objects.create(reader=nia, story=told)
    LogEntry.objects.create(
        user=dana,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(nia.pk),
        object_repr="Niamara",
        action_flag=2,
    )

    erase(nia, dana)

    rows = [(table, row.lower()) for table, row in every_row()]
    assert [one for one in rows if "niamara" in one[1] or "kamauwe" in one[1]] == []
    nia.refresh_from_db()
    assert nia.get_full_name() == str(GONE)
    assert (nia.pronouns, nia.title, nia.team, nia.time_zone, nia.country) == (
        "",
        "",
        None,
        "UTC",
        "",
    )
    assert not nia.avatar
    assert not nia.has_usable_password()
    assert list(Story.objects.filter(author=nia)) == [told]


def test_incidents_stay_readable(client_of, dana, nia):
    incident = IncidentFactory(by=nia, title="Search is empty")
    add_note(incident, by=nia, text="The queue was full.")

    erase(nia, dana)

    page = client_of(dana).get(incident.get_absolute_url()).text
    assert "The queue was full." in page
    assert "Somebody who left" in page
    assert "Niamara" not in page


def test_what_was_private_is_gone(dana, nia):
    UserFactory.create_batch(2, is_senior=True)
    note_ = kind_note(IncidentFactory(by=nia, is_over=True))
    reach_out = asked_reach_out(IncidentFactory(by=nia))

    erase(nia, dana)

    assert not Note.objects.filter(pk=note_.pk).exists()
    assert not ReachOut.objects.filter(pk=reach_out.pk).exists()


def test_it_takes_the_name_and_whoever_has_left(client_of, dana, nia):
    client, erase_ = client_of(dana), reverse("organisation:erase", args=[nia.pk])

    assert client.post(erase_, {"typed_name": nia.get_full_name()}).status_code == 422
    let_leave(nia, by=dana)
    assert client.post(erase_, {"typed_name": "Niamara"}).status_code == 422
    assert client.post(erase_, {"typed_name": ""}).status_code == 422
    response = client.post(erase_, {"typed_name": nia.get_full_name()})

    assert response.url == reverse("organisation:members")
    assert client.get(reverse("organisation:member", args=[nia.pk])).status_code == 404
    entry = AuditEntry.objects.get(action="people.erased")
    assert (entry.by, entry.about_id, entry.details) == (dana, str(nia.pk), {})


def test_erasing_twice_is_erasing_once(dana, nia):
    erase(nia, dana)

    erase_person(nia, by=dana, typed_name="")

    assert AuditEntry.objects.filter(action="people.erased").count() == 1


def test_somebody_asks_for_it_themselves_and_may_change_their_mind(client_of, dana, nia):
    client = client_of(nia)
    client.post(reverse("directory:ask_to_be_erased"))
    client.post(reverse("directory:ask_to_be_erased"))
    wish = client_of(dana).get(reverse("organisation:members"), {"state": "asked"})

    assert list(wish.context["listed"].people) == [nia]
    client.post(reverse("directory:rather_stay"))
    nia.refresh_from_db()
    assert nia.erasure_asked_at is None
    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "people.erasure_asked",
        "people.erasure_not_asked",
    ]


def test_nobody_asks_for_somebody_else(dana, nia):
    for verb in (ask_to_be_erased, rather_stay):
        with pytest.raises(DomainError, match="themselves"):
            verb(nia, by=dana)


def test_members_erase_nobody(client_of, nia):
    response = client_of(nia).post(reverse("organisation:erase", args=[nia.pk]))

    assert response.status_code == 403


def data_of(client):
    response = client.get(reverse("directory:data_file"))
    assert response["Cache-Control"] == "private, no-store"
    return json.loads(response.getvalue())


def test_ones_own_data_is_a_file_with_what_they_wrote(client_of, nia):
    incident = declare_incident(by=nia, title="Search is empty")
    add_note(incident, by=nia, text="The queue was full.")

    data = data_of(client_of(nia))

    assert data["account"]["email"] == nia.email
    assert "password" not in data["account"]
    texts = [row["text"] for row in data["incidents.TimelineEntry.author"]]
    assert "The queue was full." in texts


def test_ones_own_data_tells_of_no_kind_word_that_was_asked_for(client_of, nia):
    UserFactory(is_senior=True)
    asked_reach_out(IncidentFactory(by=nia))

    assert not {label for label in data_of(client_of(nia)) if "ReachOut" in label}


def test_ones_own_data_has_nothing_of_others(client_of, nia):
    other = UserFactory()
    incident = IncidentFactory(by=other, title="Their thing")
    join_incident(incident, by=nia)
    add_note(incident, by=other, text="Their words.")

    assert "Their words" not in json.dumps(data_of(client_of(nia)))


def test_strangers_get_no_data(client):
    assert client.get(reverse("directory:data_file")).status_code == 302
