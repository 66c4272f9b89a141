"""The catalogue of services: what it shows, to whom, and who keeps it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.domain.services import change_tool, create_service, describe_service
from incidents.domain.tools import use_tool
from incidents.models import Checklist, Incident, Mode, Service, ServiceLink, Tool
from learning.models import Byline
from people.errors import DomainError
from people.models import Role
from tests.factories import (
    IncidentFactory,
    ServiceFactory,
    StoryFactory,
    TeamFactory,
    TechLeadFactory,
    ToolFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TOOL = {
    "kind": "rollback",
    "command": "shipper rollback ledger",
    "what_it_does": "Puts the last release back.",
}
LINK = {"label": "Dashboard", "url": "https://graphs.example.org/ledger"}
ABOUT = {"name": "ledger-writer", "description": "Writes **every** payment."}


@pytest.fixture
def payments():
    return TeamFactory(name="Payments")


@pytest.fixture
def ledger(payments):
    return ServiceFactory(name="ledger", slug="ledger", team=payments)


@pytest.fixture
def nia(payments):
    return UserFactory(team=payments)


@pytest.fixture
def dana():
    return UserFactory(role=Role.ADMIN)


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


class TestReading:
    def test_the_page_has_everything_about_a_service(self, client_of, ledger):
        ledger.description = "Writes **every** payment."
        ledger.save()
        ledger.experts.add(UserFactory(display_name="Samira Rahimi"))
        ServiceLink.objects.create(service=ledger, **LINK)
        tool = ToolFactory(service=ledger, command="shipper rollback ledger", is_safe_twice=True)
        incident = IncidentFactory(title="Payments declined", services=[ledger])
        use_tool(incident, by=UserFactory(), tool=tool, at=timezone.now() - timedelta(minutes=7))
        StoryFactory(title="The day I doubled the ledger", services=[ledger])
        Checklist.objects.create(name="Rows are wrong", items=["Count them"], service=ledger)

        html = text_of(client_of(UserFactory()), ledger.get_absolute_url())

        for text in (
            "<strong>every</strong>",
            "Looked after by Payments.",
            "Samira Rahimi",
            'href="https://graphs.example.org/ledger"',
            'data-copy="shipper rollback ledger"',
            "Safe to run twice.",
            "7 min ago",
            "Payments declined",
            "The day I doubled the ledger",
            "Rows are wrong",
            "Count them",
        ):
            assert text in html
        assert "/edit/" not in html

    def test_rollback_stands_first(self, client_of, ledger):
        for kind in ("feature_flag", "repair_job", "rollback"):
            ToolFactory(service=ledger, kind=kind, command=f"run {kind}")

        html = text_of(client_of(UserFactory()), ledger.get_absolute_url())

        places = [html.index(f"run {kind}") for kind in ("rollback", "feature_flag", "repair_job")]
        assert places == sorted(places)

    def test_it_shows_no_more_than_the_reader_may_see(self, client_of, ledger):
        filer = UserFactory()
        hidden = IncidentFactory(title="A hidden matter", by=filer, services=[ledger])
        Incident.objects.filter(pk=hidden.pk).update(is_restricted=True)
        IncidentFactory(title="Only a rehearsal", mode=Mode.PRACTICE, services=[ledger])
        merged = IncidentFactory(title="The same again", services=[ledger], is_over=True)
        Incident.objects.filter(pk=merged.pk).update(merged_into=hidden)
        StoryFactory(title="Not told yet", services=[ledger], by=filer, is_published=False)
        StoryFactory(title="Told by somebody", services=[ledger], by=filer, byline=Byline.ROLE)

        stranger = text_of(client_of(UserFactory()), ledger.get_absolute_url())
        insider = text_of(client_of(filer), ledger.get_absolute_url())

        for text in ("A hidden matter", "Only a rehearsal", "The same again", "Not told yet"):
            assert text not in stranger
        assert filer.get_full_name() not in stranger
        assert "Told by somebody" in stranger
        assert "A hidden matter" in insider

    def test_the_list_is_by_team_and_counts_what_is_open(self, client_of, ledger):
        ServiceFactory(name="orphan")
        ServiceFactory(name="atlas", team=TeamFactory(name="Zoo"))
        IncidentFactory(services=[ledger])
        IncidentFactory(services=[ledger], is_over=True)
        IncidentFactory(services=[ledger], mode=Mode.PRACTICE)
        hidden = IncidentFactory(services=[ledger])
        Incident.objects.filter(pk=hidden.pk).update(is_restricted=True)

        html = text_of(client_of(UserFactory()), "/incidents/services/")

        places = [html.index(text) for text in ("Payments", "ledger", "Zoo", "atlas", "No team")]
        assert places == sorted(places)
        assert "1 open" in html
        assert "2 open" not in html

    def test_it_is_found_by_a_part_of_its_name(self, client_of, ledger):
        ServiceFactory(name="search-indexer")
        client = client_of(UserFactory())

        found = text_of(client, "/incidents/services/?q=LEDG")
        nothing = text_of(client, "/incidents/services/?q=nowhere")

        assert 'href="/incidents/services/ledger/"' in found
        assert "search-indexer" not in found
        assert "No service is called that" in nothing

    @pytest.mark.parametrize("typed", ["%00", "%25", "_", "x" * 500, "%07"])
    def test_any_search_is_answered(self, client_of, ledger, typed):
        assert client_of(UserFactory()).get(f"/incidents/services/?q={typed}").status_code == 200

    def test_strangers_sign_in_first(self, client, ledger):
        for path in ("/incidents/services/", ledger.get_absolute_url()):
            assert client.get(path).url.startswith("/accounts/login/")

    def test_the_room_and_the_list_lead_there(self, client_of, ledger):
        client, incident = client_of(UserFactory()), IncidentFactory(services=[ledger])

        room = text_of(client, incident.get_absolute_url())

        assert f'<a class="pill plain" href="{ledger.get_absolute_url()}">ledger</a>' in room
        assert 'href="/incidents/services/"' in text_of(client, "/incidents/")


class TestKeeping:
    @pytest.fixture
    def rows(self, ledger):
        return {
            "link": ServiceLink.objects.create(service=ledger, label="Old", url="https://old.org"),
            "tool": ToolFactory(service=ledger, command="old"),
        }

    def writes(self, rows):
        base = "/incidents/services/ledger/"
        return {
            f"{base}change/": ABOUT,
            f"{base}links/add/": LINK,
            f"{base}links/{rows['link'].pk}/change/": LINK,
            f"{base}links/{rows['link'].pk}/remove/": {},
            f"{base}tools/add/": TOOL,
            f"{base}tools/{rows['tool'].pk}/change/": TOOL,
            f"{base}tools/{rows['tool'].pk}/remove/": {},
        }

    def pages(self, rows):
        base = "/incidents/services/ledger/"
        return [
            f"{base}edit/",
            f"{base}links/new/",
            f"{base}links/{rows['link'].pk}/",
            f"{base}tools/new/",
            f"{base}tools/{rows['tool'].pk}/",
        ]

    @pytest.mark.parametrize("who", ["a member", "a lead", "an admin"])
    def test_the_team_its_leads_and_admins_keep_it(self, client_of, ledger, rows, nia, dana, who):
        user = {
            "a member": nia,
            "a lead": TechLeadFactory(leads=ledger.team),
            "an admin": dana,
        }[who]
        client = client_of(user)
        assert "/edit/" in text_of(client, ledger.get_absolute_url())

        for path in self.pages(rows):
            assert client.get(path).status_code == 200
        for path, typed in self.writes(rows).items():
            answer = client.post(path, typed)
            assert (path, answer.status_code) == (path, 302)
            assert client.get(answer.url).status_code == 200

    @pytest.mark.parametrize("who", ["another member", "another lead", "a reader of the team"])
    def test_nobody_else_does(self, client_of, client, ledger, rows, payments, who):
        user = {
            "another member": lambda: UserFactory(team=TeamFactory()),
            "another lead": TechLeadFactory,
            "a reader of the team": lambda: UserFactory(team=payments, role=Role.READER),
        }[who]()
        assert "/edit/" not in text_of(client_of(user), ledger.get_absolute_url())

        for path in self.pages(rows):
            assert client_of(user).get(path).status_code == 403
        for path, typed in self.writes(rows).items():
            assert client_of(user).post(path, typed).status_code == 403
            assert client.post(path, typed).url.startswith("/accounts/login/")
        ledger.refresh_from_db()
        assert ledger.name == "ledger"
        assert [link.label for link in ledger.links.all()] == ["Old"]
        assert [tool.command for tool in ledger.tools.all()] == ["old"]

    def test_looking_changes_nothing(self, client_of, ledger, rows, nia):
        for path in self.writes(rows):
            assert client_of(nia).get(path).status_code == 405
        for path in self.pages(rows):
            assert client_of(nia).post(path, LINK).status_code == 405

    def test_a_service_of_no_team_is_for_admins(self, client_of, dana):
        orphan = ServiceFactory()
        path = f"{orphan.get_absolute_url()}edit/"

        assert client_of(UserFactory()).get(path).status_code == 403
        assert client_of(dana).get(path).status_code == 200

    def test_the_team_says_what_it_does_and_who_knows_it(self, client_of, ledger, nia):
        samira = UserFactory()

        client_of(nia).post(
            f"{ledger.get_absolute_url()}change/",
            ABOUT | {"experts": [samira.pk], "public_name": "Payments", "team": ""},
        )

        ledger.refresh_from_db()
        assert (ledger.name, ledger.slug) == ("ledger-writer", "ledger")
        assert list(ledger.experts.all()) == [samira]
        assert (ledger.public_name, ledger.team) == ("", nia.team)

    def test_admins_say_who_looks_after_it_and_what_customers_call_it(
        self, client_of, ledger, dana
    ):
        team = TeamFactory()

        client_of(dana).post(
            f"{ledger.get_absolute_url()}change/",
            ABOUT | {"public_name": "Payments", "team": team.pk},
        )

        ledger.refresh_from_db()
        assert (ledger.public_name, ledger.team) == ("Payments", team)
        assert "As “Payments”." in text_of(client_of(dana), ledger.get_absolute_url())

    def test_a_tool_that_is_gone_leaves_its_words_on_the_timeline(self, client_of, ledger, nia):
        tool = ToolFactory(service=ledger, command="old")
        incident = IncidentFactory(services=[ledger])
        entry = use_tool(incident, by=nia, tool=tool)

        path = f"{ledger.get_absolute_url()}tools/{tool.pk}/"
        assert client_of(nia).post(f"{path}remove/").status_code == 302
        assert client_of(nia).get(path).status_code == 404

        entry.refresh_from_db()
        assert (entry.tool, entry.text) == (None, "Rolled back ledger: `old`.")

    def test_a_tool_or_a_link_is_changed_on_its_own_service_only(self, client_of, ledger, dana):
        other = ServiceFactory(slug="other")
        tool, link = ToolFactory(service=other), ServiceLink.objects.create(service=other, **LINK)

        for path in (f"tools/{tool.pk}/", f"links/{link.pk}/"):
            assert client_of(dana).get(f"{ledger.get_absolute_url()}{path}").status_code == 404
            removed = client_of(dana).post(f"{ledger.get_absolute_url()}{path}remove/")
            assert removed.status_code == 404
        assert Tool.objects.count() == ServiceLink.objects.count() == 1

    def test_sending_twice_is_one(self, client_of, ledger, nia):
        for _ in range(2):
            client_of(nia).post(f"{ledger.get_absolute_url()}tools/add/", TOOL)
            client_of(nia).post(f"{ledger.get_absolute_url()}links/add/", LINK)

        assert ledger.tools.count() == ledger.links.count() == 1

    @pytest.mark.parametrize(
        ("path", "typed", "sentence"),
        [
            ("change/", ABOUT | {"name": " "}, "Give it the name"),
            ("change/", ABOUT | {"name": "x" * 81}, "and 80 fit"),
            ("change/", ABOUT | {"name": "ATLAS"}, "There is a service with this name already."),
            ("change/", ABOUT | {"description": "x" * 10_001}, "and 10000 fit"),
            ("tools/add/", TOOL | {"command": ""}, "Write down what is typed"),
            ("tools/add/", TOOL | {"command": "x" * 301}, "and 300 fit"),
            ("tools/add/", TOOL | {"kind": "magic"}, "from the list."),
            ("tools/add/", TOOL | {"what_it_does": "\x07"}, "cannot be shown"),
            ("links/add/", LINK | {"url": "javascript:alert(1)"}, "That is not a whole address."),
            ("links/add/", LINK | {"url": ""}, "Paste the address."),
            ("links/add/", LINK | {"label": ""}, "One or two words are enough."),
        ],
    )
    def test_what_cannot_be_kept_is_answered_and_stays_typed(
        self, client_of, ledger, nia, path, typed, sentence
    ):
        ServiceFactory(name="atlas")

        answer = client_of(nia).post(f"{ledger.get_absolute_url()}{path}", typed)

        html = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in html
        for name, text in typed.items():
            assert name == "kind" or text.strip().replace("*", "") in html.replace("*", "")
        assert not ledger.tools.exists()
        assert not ledger.links.exists()

    def test_a_name_freed_of_ties_makes_an_address(self, dana):
        slugs = [
            create_service(by=dana, name=name).slug
            for name in ("Ledger Writer", "ledger writer.", "New", "台帳", "台帳 2", "x" * 80)
        ]

        assert slugs == [
            "ledger-writer",
            "ledger-writer-2",
            "new-2",
            "service",
            "2",
            "x" * 72,
        ]
        for slug in slugs:
            assert Service.objects.get(slug=slug).get_absolute_url()

    def test_admins_add_services(self, client_of, dana, nia):
        team = TeamFactory()
        typed = ABOUT | {"team": team.pk, "public_name": "Payments", "experts": [nia.pk]}

        assert client_of(nia).post("/incidents/services/new/add/", typed).status_code == 403
        assert client_of(nia).get("/incidents/services/new/").status_code == 403
        assert client_of(dana).get("/incidents/services/new/").status_code == 200
        answer = client_of(dana).post("/incidents/services/new/add/", typed)

        made = Service.objects.get(name="ledger-writer")
        assert answer.url == made.get_absolute_url()
        assert (made.team, made.public_name) == (team, "Payments")
        assert list(made.experts.all()) == [nia]
        again = client_of(dana).post("/incidents/services/new/add/", typed)
        assert again.status_code == 422
        assert "There is a service with this name already." in again.content.decode()

    def test_two_who_add_one_name_at_once_leave_one(self, race):
        dana = UserFactory(role=Role.ADMIN)

        outcomes = race(2, lambda: create_service(by=dana, name="Ledger"))

        assert sorted(outcomes) == ["DomainError", "ok"]
        assert Service.objects.count() == 1

    def test_two_who_rename_to_one_name_at_once_leave_one(self, race):
        dana, one, other = UserFactory(role=Role.ADMIN), ServiceFactory(), ServiceFactory()

        def rename(service):
            describe_service(service, by=dana, name="Ledger", description="", experts=[])

        outcomes = race(2, [lambda: rename(one), lambda: rename(other)])

        assert sorted(outcomes) == ["DomainError", "ok"]
        assert Service.objects.filter(name="Ledger").count() == 1

    def test_what_somebody_took_away_meanwhile_is_said(self, ledger, nia):
        tool = ToolFactory(service=ledger)
        Tool.objects.filter(pk=tool.pk).delete()

        with pytest.raises(DomainError, match="took this away meanwhile"):
            change_tool(tool, by=nia, **TOOL, is_safe_twice=True)
