"""Checklists: written by admins, offered where they fit, added once."""

import pytest

from incidents.domain.checklists import (
    add_checklist,
    change_checklist,
    delete_checklist,
    write_checklist,
)
from incidents.domain.lifecycle import resolve_incident
from incidents.models import Checklist, Severity, UndoPath
from incidents.queries.room import find_with_extras, read_room
from people.errors import DomainError
from people.models import Role
from tests.factories import IncidentFactory, ServiceFactory, UserFactory

pytestmark = pytest.mark.django_db

ITEMS = ["Agree who leads", "Post a first update"]


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN)


@pytest.fixture
def checklist(dana):
    return write_checklist(by=dana, name="First ten minutes", items=ITEMS)


def offered(incident):
    reader = UserFactory()
    room = read_room(find_with_extras(incident.pk, reader=reader), reader=reader)
    return [offer.name for offer in room.to_do.checklists]


def add_path(incident, checklist):
    return f"{incident.get_absolute_url()}checklists/{checklist.pk}/"


class TestInTheRoom:
    def test_one_press_adds_its_items_as_tasks_and_one_line(self, client_of, checklist):
        incident, nia = IncidentFactory(), UserFactory()
        client = client_of(nia)
        html = client.get(incident.get_absolute_url()).content.decode()
        assert "Add the checklist “First ten minutes”, 2 tasks" in html

        answer = client.post(add_path(incident, checklist))

        assert answer.url == f"{incident.get_absolute_url()}#next"
        tasks = list(incident.tasks.all())
        assert [task.text for task in tasks] == ITEMS
        assert [task.suggestion for task in tasks] == [
            f"list:{checklist.pk}:1",
            f"list:{checklist.pk}:2",
        ]
        assert {task.assignee for task in tasks} == {None}
        line = incident.timeline.newest_first().first()
        assert line.text == "Checklist added: First ten minutes, 2 tasks."
        assert offered(incident) == []

    def test_it_is_added_once_even_after_it_was_changed(self, checklist, dana):
        incident = IncidentFactory()
        once = add_checklist(incident, by=dana, checklist=checklist)
        change_checklist(checklist, by=dana, name="First ten minutes", items=[*ITEMS, "Breathe"])
        checklist.refresh_from_db()

        assert add_checklist(incident, by=dana, checklist=checklist) == once
        assert incident.tasks.count() == 2
        assert incident.timeline.filter(kind="task").count() == 1

    def test_four_who_add_it_at_once_have_one_list(self, race):
        nia = UserFactory()
        checklist = write_checklist(by=nia, name="First ten minutes", items=ITEMS)
        incident = IncidentFactory(by=nia)

        outcomes = race(4, lambda: add_checklist(incident, by=nia, checklist=checklist))

        assert outcomes == ["ok"] * 4
        assert incident.tasks.count() == 2
        assert incident.timeline.filter(kind="task").count() == 1

    def test_a_number_that_begins_like_another_is_another(self, checklist, dana):
        """list:1: is not list:12:."""
        longer = Checklist.objects.create(pk=checklist.pk * 10 + 2, name="Another", items=["Look"])
        incident = IncidentFactory()

        add_checklist(incident, by=dana, checklist=longer)

        assert offered(incident) == ["First ten minutes"]
        assert len(add_checklist(incident, by=dana, checklist=checklist)) == 2

    @pytest.mark.parametrize(
        ("fits", "words"),
        [
            (True, {}),
            (True, {"severity": Severity.CRITICAL}),
            (False, {"severity": Severity.MINOR}),
            (True, {"undo_path": UndoPath.ROLL_BACK}),
            (False, {"undo_path": UndoPath.FIX_FORWARD}),
            (True, {"service": "ledger"}),
            (False, {"service": "search"}),
            (
                True,
                {
                    "severity": Severity.CRITICAL,
                    "undo_path": UndoPath.ROLL_BACK,
                    "service": "ledger",
                },
            ),
            (False, {"severity": Severity.CRITICAL, "undo_path": UndoPath.UNKNOWN}),
        ],
    )
    def test_those_that_fit_are_offered(self, dana, fits, words):
        services = {name: ServiceFactory(name=name) for name in ("ledger", "search")}
        if name := words.get("service"):
            words = words | {"service": services[name]}
        write_checklist(by=dana, name="A list", items=["Look"], **words)
        incident = IncidentFactory(
            severity=Severity.CRITICAL,
            undo_path=UndoPath.ROLL_BACK,
            services=[services["ledger"], ServiceFactory()],
        )

        assert offered(incident) == (["A list"] if fits else [])

    def test_what_is_over_is_offered_none_and_takes_none(self, checklist, dana, client_of):
        incident = IncidentFactory()
        resolve_incident(incident, by=dana, summary="")

        assert offered(incident) == []
        with pytest.raises(DomainError, match="is over"):
            add_checklist(incident, by=dana, checklist=checklist)
        answer = client_of(dana).post(add_path(incident, checklist))
        assert answer.status_code == 422
        assert not incident.tasks.exists()

    def test_readers_add_none(self, checklist, client_of):
        incident = IncidentFactory()

        answer = client_of(UserFactory(role=Role.READER)).post(add_path(incident, checklist))

        assert answer.status_code == 403
        assert not incident.tasks.exists()


class TestKeepingThem:
    FORM = {"name": "Money was written wrongly", "items": "- Stop it\n\n* Count the rows\n"}

    def test_an_admin_writes_changes_and_deletes_one(self, client_of, dana):
        client, ledger = client_of(dana), ServiceFactory()

        client.post(
            "/incidents/checklists/new/add/",
            self.FORM | {"severity": "major", "undo_path": "roll_back", "service": ledger.pk},
        )
        one = Checklist.objects.get()
        assert one.items == ["Stop it", "Count the rows"]
        assert (one.severity, one.undo_path, one.service) == ("major", "roll_back", ledger)
        page = f"/incidents/checklists/{one.pk}/"
        assert "Stop it\nCount the rows" in client.get(page).content.decode()

        client.post(f"{page}change/", self.FORM | {"name": "Rows are wrong"})
        one.refresh_from_db()
        assert (one.name, one.severity, one.service) == ("Rows are wrong", "", None)

        assert "Delete “Rows are wrong”?" in client.get(f"{page}delete/").content.decode()
        assert Checklist.objects.exists()
        client.post(f"{page}delete/yes/")
        assert not Checklist.objects.exists()

    def test_deleting_one_leaves_the_tasks_that_came_from_it(self, checklist, dana):
        incident = IncidentFactory()
        add_checklist(incident, by=dana, checklist=checklist)

        delete_checklist(checklist, by=dana)
        delete_checklist(checklist, by=dana)

        assert incident.tasks.count() == 2

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"name": ""}, "Give it a name"),
            ({"name": "x" * 81}, "and 80 fit"),
            ({"items": " \n - \n"}, "One task is enough to begin with."),
            ({"items": "Look\n" + "y" * 301}, "longer than 300 characters"),
            ({"items": "Look\n" * 31}, "more than 30 tasks"),
            ({"items": "Look\x07"}, "cannot be shown"),
            ({"severity": "doom"}, "from the list."),
            ({"service": "999999"}, "from the list."),
            ({"name": "First ten minutes"}, "There is a checklist with this name already."),
        ],
    )
    def test_what_cannot_be_kept_is_answered_and_stays_typed(
        self, client_of, dana, checklist, typed, sentence
    ):
        sent = self.FORM | typed

        answer = client_of(dana).post("/incidents/checklists/new/add/", sent)

        html = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in html
        for text in (sent["name"], sent["items"].strip()):
            assert text in html
        assert list(Checklist.objects.all()) == [checklist]

    def test_two_who_choose_one_name_at_once_leave_one(self, race):
        dana = UserFactory(role=Role.ADMIN)

        outcomes = race(2, lambda: write_checklist(by=dana, name="Same", items=["Look"]))

        assert sorted(outcomes) == ["DomainError", "ok"]
        assert Checklist.objects.count() == 1

    def test_everybody_reads_them_and_only_admins_keep_them(self, client_of, client, checklist):
        page = f"/incidents/checklists/{checklist.pk}/"
        for user in (UserFactory(), UserFactory(role=Role.READER)):
            signed_in = client_of(user)
            html = signed_in.get("/incidents/checklists/").content.decode()
            assert ITEMS[0] in html
            assert page not in html
            for path in (page, f"{page}delete/", "/incidents/checklists/new/"):
                assert signed_in.get(path).status_code == 403
            for path in (
                f"{page}change/",
                f"{page}delete/yes/",
                "/incidents/checklists/new/add/",
            ):
                assert signed_in.post(path, self.FORM).status_code == 403
                assert client.post(path, self.FORM).url.startswith("/accounts/login/")
        assert list(Checklist.objects.values_list("name", flat=True)) == ["First ten minutes"]
