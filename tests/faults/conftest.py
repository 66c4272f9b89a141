from collections import Counter
from ipaddress import ip_network

import pytest
from django.utils import timezone

from incidents.models import ReachOut
from nudges.domain.browsers import keep_browser
from nudges.domain.chats import add_chat
from nudges.domain.outbox import nudge
from nudges.models import Delivery, Nudge, Outlet
from nudges.models.delivery import State
from nudges.tasks import say
from stack import postgres
from tests.factories import IncidentFactory, TechLeadFactory, UserFactory
from tests.running.database import talking_to
from tests.running.fixtures import goldseam
from tests.running.goldseam import Goldseam
from tests.running.push import running_push_service
from tests.running.waiting import until

__all__ = ["goldseam"]

NEW, FILE = "/incidents/new/", "/incidents/new/file/"


@pytest.fixture(scope="package")
def processes(django_db_blocker, tmp_path_factory):
    """Everything that runs, once for this folder, with a Postgres that nobody else uses."""
    folder = tmp_path_factory.mktemp("goldseam")
    server = postgres.start(folder / "postgres", durable=False)
    with django_db_blocker.unblock(), talking_to(server.url):
        goldseam = Goldseam(folder, server)
    try:
        yield goldseam
    finally:
        goldseam.stop()


def a_lease_passes():
    """Ten minutes later: what a worker had claimed is due again, and what rests is tried."""
    Delivery.objects.filter(state=State.WAITING).update(due_at=timezone.now())
    Outlet.objects.update(try_at=timezone.now())


def all_is_sent():
    return not Delivery.objects.exclude(state=State.SENT).exists()


@pytest.fixture
def nia(goldseam):
    """Somebody, with a senior who will be asked to write to her."""
    return UserFactory(display_name="Nia Okafor")


@pytest.fixture
def ines(goldseam):
    return TechLeadFactory(display_name="Ines Duarte")


@pytest.fixture
def file(goldseam, nia, ines):
    """File an incident with the form, as anybody would."""

    def fill_in():
        answer = goldseam.visitor(nia).fill_in(NEW, FILE, title="Search answers with nothing")
        assert answer.status == 302
        return answer

    return fill_in


@pytest.fixture
def arrives_once(goldseam, nia, ines):
    """Both mails arrive; and when everything had its chance to come twice, they still came once."""

    def check():
        goldseam.mail.wait_for(nia.email, "Thank you")
        goldseam.mail.wait_for(ines.email, "kind word")
        until(all_is_sent)
        goldseam.sweep_again()
        number = ReachOut.objects.get().incident_id
        assert Counter(goldseam.mail.subjects()) == {
            f"{nia.email}: Thank you for raising INC-{number}": 1,
            f"{ines.email}: Nia may appreciate a kind word": 1,
        }
        assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}

    return check


@pytest.fixture
def incident(goldseam):
    """An incident of which nobody has been told anything."""
    return IncidentFactory(mode="record")


@pytest.fixture
def tell(goldseam, incident):
    """Have something said to each of some people, in this order, and prompt the worker."""

    def told(*people, again=""):
        for person in people:
            nudge("update_due", about=incident, to=[person], again=again)
        for number in (
            Nudge.objects.filter(times_said=0).order_by("pk").values_list("pk", flat=True)
        ):
            goldseam.put(say, number)

    return told


@pytest.fixture
def each_has_one_mail(goldseam):
    """Each has their mail, and when everything had its chance to come twice, still one."""

    def check(*people):
        until(all_is_sent, within=30, otherwise=goldseam.report())
        goldseam.sweep_again()
        assert Counter(message["To"] for message in goldseam.mail.messages) == {
            person.email: 1 for person in people
        }
        assert all_is_sent()

    return check


@pytest.fixture
def in_chat(goldseam, settings):
    """Somebody who hears things in a chat only, which a web server is."""
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]

    def reached(server):
        person = UserFactory(wants_email=False)
        add_chat(by=person, address=f"json://127.0.0.1:{server.port}/")
        return person

    return reached


@pytest.fixture
def push_service(goldseam, settings):
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]
    with running_push_service() as service:
        yield service


@pytest.fixture
def in_browser(push_service):
    """Somebody who hears things in a browser only. Returns them and its address."""

    def reached():
        person = UserFactory(wants_email=False)
        endpoint, device = push_service.subscribe()
        keys = {"p256dh": device.p256dh, "auth": device.auth}
        keep_browser(person, by=person, endpoint=endpoint, label="Firefox", **keys)
        return person, endpoint

    return reached
