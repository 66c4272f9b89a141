"""The shelf of well-known outages."""

from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse

from learning.domain.shelving import bring_shelf
from learning.models import MOST_LETTERS, Outage
from learning.shelf import outages
from lens import analyse
from people.models import Role
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SHELF = reverse("learning:shelf")


def test_there_are_enough_and_each_has_everything():
    entries = outages()

    assert len(entries) >= 30
    assert len({entry["key"] for entry in entries}) == len(entries)
    for entry in entries:
        assert set(entry) == {
            *("key", "company", "year", "title", "made_possible", "learnt", "tags", "url")
        }
        assert all(entry.values())
        assert 1980 < entry["year"] <= 2026
        assert urlsplit(entry["url"]).scheme == "https"
        assert all(len(tag) <= MOST_LETTERS and tag == tag.lower() for tag in entry["tags"])


@pytest.mark.parametrize("entry", outages(), ids=lambda entry: entry["key"])
def test_the_lens_has_nothing_to_say_of_it(entry):
    for text in (entry["title"], entry["made_possible"], entry["learnt"]):
        assert analyse(text) == []


def test_a_release_brings_changes_and_takes_away_what_it_has_no_more():
    first = Outage.objects.get(key="gitlab-2017")
    Outage.objects.filter(pk=first.pk).update(title="As an earlier release had it")
    gone = Outage.objects.create(
        key="gone",
        company="X",
        year=2000,
        title="X",
        made_possible="X",
        learnt="X",
        url="https://x",
    )

    assert bring_shelf() == Outage.objects.count() == len(outages())

    assert Outage.objects.get(key="gitlab-2017").title == first.title
    assert Outage.objects.get(key="gitlab-2017").pk == first.pk
    assert not Outage.objects.filter(pk=gone.pk).exists()


def test_the_page_shows_them_newest_first_with_links(client_of):
    words = client_of(UserFactory(role=Role.READER)).get(SHELF).content.decode()

    assert words.index("Cloudflare, 2025") < words.index("GitLab, 2017") < words.index("NASA, 1999")
    assert Outage.objects.get(key="gitlab-2017").url in words
    assert 'id="gitlab-2017"' in words


def test_a_tag_narrows_it(client_of):
    page = client_of(UserFactory()).get(SHELF, {"tag": "backups"})

    found = page.context["shelf"].outages
    assert {"gitlab-2017", "atlassian-2022"} <= {one.key for one in found}
    assert all("backups" in one.tags for one in found)
    assert ("backups", len(found)) in page.context["shelf"].rarer


def test_a_tag_that_nothing_has_leads_back(client_of):
    words = client_of(UserFactory()).get(SHELF, {"tag": "zeppelin"}).content.decode()

    assert "None like this" in words
    assert f'href="{SHELF}"' in words


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(SHELF)["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db(transaction=True)
def test_emptying_the_database_leaves_the_shelf():
    call_command("flush", verbosity=0, interactive=False)

    assert Outage.objects.count() == len(outages())
