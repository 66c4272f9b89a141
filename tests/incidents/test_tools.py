"""That a tool was used is one line of the timeline, about the system and nobody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.tools import as_code, use_tool
from incidents.models import Access, Incident, Mode, TimelineEntry, Tool
from incidents.queries.room import find_with_extras, read_room
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, ToolFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool():
    service = ServiceFactory(name="ledger-writer", slug="ledger-writer")
    return ToolFactory(service=service, command="shipper rollback ledger-writer")


@pytest.fixture
def incident(tool):
    return IncidentFactory(services=[tool.service])


def room_of(incident, reader):
    return read_room(find_with_extras(incident.pk, reader=reader), reader=reader)


def last_use(incident, reader):
    [tool] = room_of(incident, reader).tools
    return tool.last_used_at


def press(client, incident, tool):
    return client.post(f"{incident.get_absolute_url()}tools/{tool.pk}/")


def test_a_rollback_is_a_key_moment_that_says_what_was_rolled_back(incident, tool):
    samira, at = UserFactory(), timezone.now()

    entry = use_tool(incident, by=samira, tool=tool, at=at)

    entry.refresh_from_db()
    assert entry.text == "Rolled back ledger-writer: `shipper rollback ledger-writer`."
    assert (entry.kind, entry.tool, entry.author) == ("tool", tool, samira)
    assert entry.is_key_moment
    assert last_use(incident, samira) == entry.occurred_at == at


@pytest.mark.parametrize("kind", Tool.Kind.values)
def test_every_kind_has_words_of_its_own(incident, tool, kind):
    tool.kind = kind
    tool.save()

    entry = use_tool(incident, by=UserFactory(), tool=tool)

    assert "ledger-writer" in entry.text.partition(":")[0]
    assert entry.text.endswith(": `shipper rollback ledger-writer`.")
    assert entry.text.startswith("Rolled back") == (kind == Tool.Kind.ROLLBACK)
    assert entry.is_key_moment == (kind == Tool.Kind.ROLLBACK)


def test_no_two_kinds_say_the_same(incident, tool):
    texts = set()
    for kind in Tool.Kind.values:
        other = ToolFactory(service=tool.service, kind=kind, command="same")
        texts.add(use_tool(incident, by=UserFactory(), tool=other).text)

    assert len(texts) == len(Tool.Kind)


def test_pressing_twice_within_a_minute_is_one_use(incident, tool):
    at = timezone.now()

    once = use_tool(incident, by=UserFactory(), tool=tool, at=at)
    again = use_tool(incident, by=UserFactory(), tool=tool, at=at + timedelta(seconds=59))
    later = use_tool(incident, by=UserFactory(), tool=tool, at=at + timedelta(seconds=61))

    assert once == again != later
    assert tool.uses.count() == 2


def test_a_use_that_was_taken_back_can_be_said_again(incident, tool):
    taken_back = use_tool(incident, by=UserFactory(), tool=tool)
    TimelineEntry.objects.filter(pk=taken_back.pk).update(withdrawn_at=timezone.now())
    assert last_use(incident, UserFactory()) is None

    assert use_tool(incident, by=UserFactory(), tool=tool) != taken_back


def test_four_presses_at_once_are_one_use(race):
    tool = ToolFactory()
    incident, nia = IncidentFactory(services=[tool.service]), UserFactory()

    assert race(4, lambda: use_tool(incident, by=nia, tool=tool)) == ["ok"] * 4

    assert tool.uses.count() == 1


def test_a_tool_of_another_service_is_refused(incident, client_of):
    other = ToolFactory(service=ServiceFactory(name="clockwork"))

    with pytest.raises(DomainError, match="clockwork is not among the services"):
        use_tool(incident, by=UserFactory(), tool=other)
    answer = press(client_of(UserFactory()), incident, other)

    assert answer.status_code == 422
    assert "clockwork is not among the services" in answer.content.decode()
    assert not incident.timeline.filter(kind="tool").exists()


def test_a_tool_is_used_in_an_incident_that_is_open(tool):
    over = IncidentFactory(services=[tool.service], is_over=True)

    with pytest.raises(DomainError, match="is over"):
        use_tool(over, by=UserFactory(), tool=tool)


def test_the_button_in_the_room_logs_it_and_is_gone_when_it_is_over(client_of, incident, tool):
    client = client_of(UserFactory())
    address = f'action="{incident.get_absolute_url()}tools/{tool.pk}/"'
    assert address in client.get(incident.get_absolute_url()).content.decode()

    answer = press(client, incident, tool)
    html = client.get(answer.url).content.decode()

    assert answer.url == f"{incident.get_absolute_url()}#tools"
    assert "last used" in html
    assert "<code>shipper rollback ledger-writer</code>" in html
    over = IncidentFactory(services=[tool.service], is_over=True)
    assert "I used this" not in client.get(over.get_absolute_url()).content.decode()


def test_readers_see_the_tool_and_press_nothing(client_of, incident, tool):
    client = client_of(UserFactory(role=Role.READER))

    html = client.get(incident.get_absolute_url()).content.decode()

    assert "shipper rollback ledger-writer" in html
    assert "I used this" not in html
    assert press(client, incident, tool).status_code == 403
    assert not tool.uses.exists()


def test_practice_says_nothing_of_it_elsewhere(incident, tool):
    practice = IncidentFactory(services=[tool.service], mode=Mode.PRACTICE)

    use_tool(practice, by=UserFactory(), tool=tool)

    assert last_use(practice, UserFactory()) is not None
    assert last_use(incident, UserFactory()) is None


def test_a_use_in_a_restricted_incident_is_known_to_those_who_may_see_it(incident, tool):
    hidden, insider = IncidentFactory(services=[tool.service]), UserFactory()
    Incident.objects.filter(pk=hidden.pk).update(is_restricted=True)
    Access.objects.create(incident=hidden, user=insider)
    use_tool(hidden, by=insider, tool=tool)

    assert last_use(incident, insider) is not None
    assert last_use(incident, UserFactory(role=Role.ADMIN)) is None


@pytest.mark.parametrize("command", ["plain", "with `ticks` inside", "`all of it`"])
def test_a_command_is_shown_to_the_letter(client_of, command):
    tool = ToolFactory(command=command)
    incident = IncidentFactory(services=[tool.service])

    use_tool(incident, by=UserFactory(), tool=tool)
    html = client_of(UserFactory()).get(incident.get_absolute_url()).content.decode()

    assert command in as_code(command)
    assert f": <code>{command}</code>." in html
