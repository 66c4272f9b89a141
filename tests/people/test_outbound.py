"""Nobody sends Goldseam into its own network by an address that they type."""

import re
import socket
import ssl
import threading
from ipaddress import ip_address, ip_network

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from redis import Redis

from config import env
from people.errors import DomainError
from people.outbound import Forbidden, check, guard, guarded
from people.outbound.places import is_listed_name, is_public
from tests.running.web import web_server

LOOPBACK = ip_network("127.0.0.0/8")


@pytest.fixture
def server():
    with web_server() as server:
        yield server


@pytest.fixture
def other_server():
    with web_server() as server:
        yield server


@pytest.fixture
def resolver(monkeypatch):
    """A resolver that answers each time with the next of what a test gives it."""
    answers = []

    def resolve(host, port, *args, **kwargs):
        resolve.asked.append(host)
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    resolve.answers, resolve.asked = answers, []
    monkeypatch.setattr(guard, "_resolve", resolve)
    return resolve


@pytest.fixture
def connected(monkeypatch):
    """Where sockets would have been connected to, with nobody there."""
    where = []

    def connect(self, address):
        where.append(address)
        raise ConnectionRefusedError

    with guarded():
        pass
    monkeypatch.setattr(socket.socket, "connect", guard._looking(connect))
    return where


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 93.184.215.14 2606:4700::1111 ::ffff:1.1.1.1 2002:101:101::1 64:ff9b::101:101".split(),
)
def test_the_public_internet_may_be_called(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.9.9.9 0.0.0.0 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 "
    "100.100.100.200 192.0.0.192 198.18.0.1 192.88.99.1 224.0.0.1 240.0.0.1 255.255.255.255 "
    ":: ::1 ::7f00:1 fe80::1 fe80::1%1 fec0::1 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 2001::1 "
    "::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 2002:7f00:1::1 2002:a9fe:a9fe::1 "
    "64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::a9fe:a9fe 2606:4700::1111%1".split(),
)
def test_what_is_inside_or_nobodys_is_not_called(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://LOCALHOST/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1%251]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://user:password@127.0.0.1/",
        "http://1.1.1.1@127.0.0.1/",
    ],
)
def test_no_spelling_of_an_inner_address_is_called(url, connected):
    with guarded() as here, pytest.raises((requests.RequestException, Forbidden)):
        requests.get(url, timeout=2)

    assert connected == []
    # A neighbour on a network that this machine has not is nobody's address for a resolver.
    assert here.has_refused or "%25" in url


def test_sockets_are_looked_at_below_every_library(server):
    def attempts():
        yield lambda: socket.create_connection(("localhost", server.port))
        yield lambda: socket.socket().connect(("127.0.0.1", server.port))
        yield lambda: socket.socket().connect(("localhost", server.port))
        yield lambda: socket.socket().connect((b"127.1", server.port))
        yield lambda: socket.socket().connect_ex(("127.0.0.1", server.port))
        yield lambda: socket.socket(socket.AF_UNIX).connect("/tmp/nobody")
        yield lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"hi", ("127.0.0.1", 53))
        yield (
            lambda: (
                ssl.create_default_context()
                .wrap_socket(socket.socket(), server_hostname="localhost")
                .connect(("127.0.0.1", server.port))
            )
        )

    for attempt in attempts():
        with guarded() as here, pytest.raises(Forbidden):
            attempt()
        assert here.has_refused


def test_a_redirect_leads_nowhere_inside(server, other_server, settings, monkeypatch):
    settings.OUTBOUND_ALLOWED = ["front.example"]
    monkeypatch.setattr(guard, "_resolve", here_by_any_name)
    server.status, server.headers = 307, {"Location": f"{other_server.url}/secret"}

    with guarded() as here, pytest.raises(requests.ConnectionError):
        requests.post(f"http://front.example:{server.port}/hook", data="x", timeout=5)

    assert here.has_refused
    assert [call.path for call in server.calls] == ["/hook"]
    assert other_server.calls == []


def here_by_any_name(host, port, *args, **kwargs):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port)))]


def test_a_name_that_means_something_else_a_moment_later_is_refused(server, resolver):
    resolver.answers += [["1.1.1.1"], ["127.0.0.1"]]
    url = f"http://rebinding.example:{server.port}/"
    check(url)

    with guarded() as here, pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=2)

    assert here.has_refused
    assert server.calls == []


def test_of_several_addresses_only_the_public_ones_are_called(resolver, connected):
    resolver.answers += [["127.0.0.1", "1.1.1.1", "10.0.0.1"]]

    with guarded() as here, pytest.raises(requests.ConnectionError):
        requests.get("http://both.example/", timeout=2)

    assert connected == [("1.1.1.1", 80)]
    assert not here.has_refused


def test_what_an_operator_allows_is_called(server, settings):
    settings.OUTBOUND_ALLOWED = [LOOPBACK]

    with guarded():
        answers = [
            requests.get(f"http://{host}:{server.port}/", timeout=5).status_code
            for host in ("127.0.0.1", "localhost", "127.1")
        ]

    assert answers == [200, 200, 200]
    with guarded(), pytest.raises(requests.ConnectionError):
        requests.get("http://10.0.0.1/", timeout=2)


def test_a_name_is_allowed_with_what_it_stands_for_and_its_port(server, other_server, settings):
    settings.OUTBOUND_ALLOWED = ["localhost"]

    with guarded():
        assert requests.get(f"http://localhost:{server.port}/", timeout=5).ok
        with pytest.raises(requests.ConnectionError):
            requests.get(other_server.url, timeout=5)
    with guarded(), pytest.raises(requests.ConnectionError):
        requests.get(server.url, timeout=5)


@pytest.mark.parametrize(
    ("allowed", "host", "is_listed"),
    [
        ("chat.example", "chat.example", True),
        ("chat.example", "CHAT.example.", True),
        ("chat.example", "other.chat.example", False),
        ("chat.example", "notchat.example", False),
        (".example", "chat.example", True),
        (".example", "example", False),
    ],
)
def test_names_are_allowed_as_a_whole_or_below_a_dot(allowed, host, is_listed, settings):
    settings.OUTBOUND_ALLOWED = [allowed]

    assert is_listed_name(host) is is_listed


def test_proxies_of_the_environment_are_no_way_around(server, resolver, connected, monkeypatch):
    resolver.answers += [["1.1.1.1"]]
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, server.url)

    with guarded(), pytest.raises(requests.ConnectionError):
        requests.get("http://chat.example/", timeout=5)

    assert connected == [("1.1.1.1", 80)]
    assert server.calls == []


def test_a_proxy_that_is_allowed_is_used(server, settings, monkeypatch):
    settings.OUTBOUND_ALLOWED = [LOOPBACK]
    monkeypatch.setenv("HTTP_PROXY", server.url)
    monkeypatch.setenv("http_proxy", server.url)

    with guarded():
        requests.get("http://chat.example/hook", timeout=5)

    assert [call.path for call in server.calls] == ["http://chat.example/hook"]


def test_passwords_of_this_machine_stay_here(server, settings, tmp_path, monkeypatch):
    settings.OUTBOUND_ALLOWED = [LOOPBACK]
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login root password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    requests.get(server.url, timeout=5)

    with guarded():
        requests.get(server.url, timeout=5)

    assert ["Authorization" in call.headers for call in server.calls] == [True, False]


def test_other_threads_are_left_alone(server):
    outcomes = []

    def call():
        outcomes.append(requests.get(server.url, timeout=5).status_code)

    with guarded():
        thread = threading.Thread(target=call)
        thread.start()
        thread.join()
        with pytest.raises(requests.ConnectionError):
            requests.get(server.url, timeout=5)
    call()

    assert outcomes == [200, 200]


def test_one_guard_inside_another_leaves_it_standing(server):
    with guarded():
        with guarded():
            pass
        with pytest.raises(requests.ConnectionError):
            requests.get(server.url, timeout=5)
    assert requests.get(server.url, timeout=5).ok


def test_a_guard_ends_with_an_error_too(server):
    with pytest.raises(KeyError), guarded():
        raise KeyError
    assert requests.get(server.url, timeout=5).ok


def test_what_became_of_each_request_is_noted_without_its_address(server, settings):
    settings.OUTBOUND_ALLOWED = [LOOPBACK]
    with guarded() as here:
        requests.get(server.url, timeout=5)
        server.status = 418
        requests.get(server.url, timeout=5)
        server.go_on.clear()
        with pytest.raises(requests.ReadTimeout):
            requests.get(server.url, timeout=0.2)
        with pytest.raises(requests.ConnectionError):
            requests.get("http://10.0.0.1/secret", timeout=2)

    assert here.answers == [200, 418, "ReadTimeout", "ConnectionError"]


def test_an_answer_that_comes_drop_by_drop_is_not_waited_for(server, settings):
    settings.OUTBOUND_ALLOWED = [LOOPBACK]
    server.drip = 0.05

    with guarded(seconds=0.3) as here, pytest.raises(requests.RequestException):
        requests.get(server.url, timeout=5)

    assert len(here.answers) == 1


def test_an_answer_without_an_end_is_not_read_to_its_end(server, settings):
    settings.OUTBOUND_ALLOWED = [LOOPBACK]
    server.answer = b"x" * 3_000_000

    with guarded() as here, pytest.raises(requests.RequestException):
        requests.get(server.url, timeout=5)

    assert here.bytes_read < 1_500_000


@pytest.mark.django_db
def test_the_database_is_reached_all_the_same():
    with guarded(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")

        assert cursor.fetchone() == (1,)


def test_redis_is_reached_from_where_nobody_guards(server):
    with guarded():
        pass

    redis = Redis(host="127.0.0.1", port=server.port, socket_connect_timeout=2, socket_timeout=2)
    redis.connection_pool.make_connection()._connect().close()


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "https://localhost/x", "https://[::1]:8443/", "http://127.1/"]
)
def test_a_form_says_at_once_that_an_address_is_inside(url):
    with pytest.raises(DomainError, match="inside this server's own network"):
        check(url)


@pytest.mark.parametrize("url", ["", "chat", "https://", "https://[", "http://x:99999999/"])
def test_a_form_says_that_something_is_no_address(url):
    with pytest.raises(DomainError, match="not the address of a server"):
        check(url)


def test_a_form_lets_pass_what_cannot_be_looked_up_now(monkeypatch):
    def away(*args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(guard, "_resolve", away)

    check("https://chat.example/hook")


def test_what_is_allowed_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv(
        "OUTBOUND_ALLOWED", "10.20.0.0/16, 192.168.1.7,fd00::/8, Chat.Example.org, .corp.example,"
    )

    assert env.reachable("OUTBOUND_ALLOWED") == [
        ip_network("10.20.0.0/16"),
        ip_network("192.168.1.7/32"),
        ip_network("fd00::/8"),
        "chat.example.org",
        ".corp.example",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "10.20.0.1/16",
        "10.0.0",
        "https://chat.example",
        "chat.example:443",
        "a/8",
        "-x",
        "a..b",
        "*",
    ],
)
def test_what_cannot_be_read_is_named(value, monkeypatch):
    monkeypatch.setenv("OUTBOUND_ALLOWED", f"10.0.0.0/8, {value}")

    with pytest.raises(ImproperlyConfigured, match=re.escape(value)):
        env.reachable("OUTBOUND_ALLOWED")
