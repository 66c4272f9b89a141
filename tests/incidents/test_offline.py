"""What a browser is given to keep, so that filing works while Goldseam cannot be reached."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from config.offline import kept_offline
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_service_worker_serves_every_page_and_is_asked_for_again():
    response = Client().get("/service-worker.js")

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert "connect-src 'self'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    known = re.match(r"self.goldseam = (.*);\n", response.content.decode())
    assert json.loads(known[1]) == kept_offline()


def test_what_is_kept_is_there_and_is_what_the_form_asks_for(client_of):
    kept = kept_offline()
    html = client_of(UserFactory()).get(kept["form"]).content.decode()

    assert [file for file in kept["files"] if not finders.find(file.removeprefix("/static/"))] == []
    asked = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    assert asked - set(kept["files"]) == set()


def test_what_is_kept_is_small():
    kept = kept_offline()

    files = [finders.find(file.removeprefix("/static/")) for file in kept["files"]]

    assert sum(Path(file).stat().st_size for file in files) < 600_000


def test_the_offline_page_says_nothing_of_anybody_and_takes_no_message(client_of):
    nia = UserFactory(display_name="Nia Okafor")
    client = client_of(nia)
    client.post(reverse("incidents:am_fine", args=[IncidentFactory(by=nia).pk]))

    response = client.get("/offline/")

    html = response.content.decode()
    assert "Goldseam cannot be reached just now" in html
    assert "Nia" not in html
    assert "data-user" not in html
    assert "Good to hear" not in html
    assert "Good to hear" in client.get("/").content.decode()


def test_the_form_that_is_kept_takes_no_message_of_the_moment(client_of):
    nia = UserFactory()
    client = client_of(nia)
    client.post(reverse("incidents:am_fine", args=[IncidentFactory(by=nia).pk]))

    assert "Good to hear" not in client.get("/incidents/new/?keep").content.decode()
    assert "Good to hear" in client.get("/incidents/new/").content.decode()
