"""Chats of all services, answered by one real server on this machine."""

from ipaddress import ip_network
from urllib.parse import urlsplit

import pytest
import requests

from tests.running.web import web_server


@pytest.fixture
def server(settings):
    settings.OUTBOUND_ALLOWED = [ip_network("127.0.0.0/8")]
    with web_server() as server:
        yield server


@pytest.fixture
def everywhere(server, monkeypatch):
    """Let every service be this server; what was called stands in `Was` of each call."""
    real = requests.adapters.HTTPAdapter.send

    def send(self, request, **kwargs):
        request.headers["Was"] = request.url
        request.url = f"{server.url}{urlsplit(request.url).path}"
        return real(self, request, **kwargs)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    return server
