from collections import Counter

import pytest

from incidents.models import ReachOut
from nudges.models import Delivery
from nudges.models.delivery import State
from tests.factories import TechLeadFactory, UserFactory
from tests.running.fixtures import goldseam, processes
from tests.running.waiting import until

__all__ = ["goldseam", "processes"]

NEW, FILE = "/incidents/new/", "/incidents/new/file/"


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
        until(lambda: not Delivery.objects.exclude(state=State.SENT).exists())
        goldseam.sweep_again()
        number = ReachOut.objects.get().incident_id
        assert Counter(goldseam.mail.subjects()) == {
            f"{nia.email}: Thank you for raising INC-{number}": 1,
            f"{ines.email}: Nia may appreciate a kind word": 1,
        }
        assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}

    return check
