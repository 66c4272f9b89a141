"""The quick start of docs/api.md, done as it is written."""

import argparse
import re
import shlex

import pytest
from django.test import Client

from incidents.models import Incident, TimelineEntry
from people.domain.tokens import make_token
from people.models import Scope
from tests.docs.test_docs import ROOT
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def commands():
    """What its first block of shell has, each as the words that curl is given."""
    page = (ROOT / "docs/api.md").read_text()
    block = re.search(r"```sh\n(.*?)```", page, re.DOTALL)[1].replace("\\\n", "")
    lines = [shlex.split(line) for line in block.splitlines() if line]
    return [line[1:] for line in lines if line[0] == "curl"]


def as_curl_does(words, token):
    options = argparse.ArgumentParser()
    options.add_argument("-H", action="append", default=[])
    options.add_argument("-d")
    options.add_argument("url")
    said = options.parse_args(words)
    headers = dict(one.replace("$TOKEN", token).split(": ") for one in said.H)
    path = said.url.replace("$GOLDSEAM", "/api/v1")
    kind = headers.pop("Content-Type", "application/x-www-form-urlencoded")
    if said.d is None:
        return Client().get(path, headers=headers)
    return Client().post(path, said.d, kind, headers=headers)


def test_the_quick_start_does_what_it_says():
    nia = UserFactory()
    _made, token = make_token(nia, by=nia, name="Mine", scopes=[Scope.WRITE_INCIDENTS])

    # INC-1 of the page is the one that it has just filed.
    answers, reference = [], "INC-1"
    for words in commands():
        one = as_curl_does([word.replace("INC-1", reference) for word in words], token)
        reference = one.json().get("reference", reference)
        answers.append(one.status_code)

    incident = Incident.objects.get()
    assert answers == [200, 201, 201, 200]
    assert (incident.title, incident.is_open) == ("The disk of db-3 is full", False)
    assert TimelineEntry.objects.filter(incident=incident, text__startswith="12 GB freed").exists()
