"""What each sender says, from recorded payloads, and what nobody should send."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.formats import READERS, read
from alerts.formats.incoming import MOST_LABELS, key, labels, line, link
from alerts.snippets import sample
from tests.alerts.helpers import recorded

GOLDEN = {
    "generic_firing": [("disk-web-1", True, "Disk is nearly full on web-1", "minor")],
    "generic_resolved": [("disk-web-1", False, "Disk is nearly full on web-1", "minor")],
    "generic_grouped": [
        (f"disk-web-{n}", True, f"Disk is nearly full on web-{n}", "minor") for n in (1, 2, 3)
    ],
    "alertmanager_firing": [
        ("5ef77f1f8a3ecfc2", True, "More than 5% of requests to checkout fail", "critical")
    ],
    "alertmanager_grouped": [
        ("5ef77f1f8a3ecfc2", True, "More than 5% of requests to checkout fail", "critical"),
        ("91c0b6a2d7e0f4aa", True, "More than 5% of requests to checkout fail", "critical"),
    ],
    "alertmanager_resolved": [
        ("5ef77f1f8a3ecfc2", False, "More than 5% of requests to checkout fail", "critical")
    ],
    "grafana_firing": [("c6eadffa33fcdf37", True, "Memory of the search nodes is above 90%", "")],
    "grafana_grouped": [
        ("c6eadffa33fcdf37", True, "Memory of the search nodes is above 90%", ""),
        ("bc97ff14869b13e3", True, "Memory of the search nodes is above 90%", ""),
    ],
    "grafana_resolved": [
        ("c6eadffa33fcdf37", False, "Memory of the search nodes is above 90%", "")
    ],
    "pagerduty_firing": [("PGR0VU2", True, "Card payments answer slowly", "critical")],
    "pagerduty_repeated": [("PGR0VU2", True, "Card payments answer slowly", "critical")],
    "pagerduty_acknowledged": [],
    "pagerduty_resolved": [("PGR0VU2", False, "Card payments answer slowly", "critical")],
    "pagerduty_ping": [],
    "sentry_firing": [("issue/1117540176", True, "ReferenceError: basket is not defined", "major")],
    "sentry_resolved": [
        ("issue/1117540176", False, "ReferenceError: basket is not defined", "major")
    ],
    "sentry_metric_firing": [("metric/123", True, "Critical: Too many errors", "critical")],
    "sentry_metric_resolved": [("metric/123", False, "Resolved: Too many errors", "")],
    "sentry_installation": [],
    "datadog_firing": [("3487345684736254768", True, "CPU is high on web-1", "major")],
    "datadog_repeated": [("3487345684736254768", True, "CPU is high on web-1", "major")],
    "datadog_resolved": [("3487345684736254768", False, "CPU is high on web-1", "major")],
    "datadog_grouped": [("3487345684736254999", True, "CPU is high on web-2", "major")],
    "datadog_default": [("title/Queue is long", True, "Queue is long", "")],
}


@pytest.mark.parametrize("name", GOLDEN)
def test_recorded_payload_reads_as_it_should(name):
    found = read(name.partition("_")[0], recorded(name))

    assert [(one.key, one.is_firing, one.title, one.severity) for one in found] == GOLDEN[name]


@pytest.mark.parametrize(
    ("name", "group", "href"),
    [
        ("alertmanager_firing", "HighErrorRate", "https://prometheus.example.com/graph"),
        ("grafana_firing", "High memory usage", "https://grafana.example.com/d/dashboard_uid"),
        ("pagerduty_firing", "PGR0VU2", "https://acme.pagerduty.com/incidents/PGR0VU2"),
        ("sentry_firing", "issue/1117540176", "https://sentry.io/organizations/acme/issues/"),
        ("datadog_firing", "monitor/1234567", "https://app.datadoghq.com/monitors/1234567"),
        ("generic_firing", "disk-web-1", "https://monitoring.example.com/checks/disk-web-1"),
    ],
)
def test_payload_says_what_belongs_together_and_where_to_look(name, group, href):
    [first] = read(name.partition("_")[0], recorded(name))

    assert first.group == group
    assert first.link.startswith(href)


def test_nobody_who_was_paged_is_kept():
    [alert] = read("pagerduty", recorded("pagerduty_firing"))

    assert "User 123" not in json.dumps(alert.labels)
    assert "Tenex" not in json.dumps(alert.labels)
    assert alert.labels["service"] == "payments-api"


@pytest.mark.parametrize("format", READERS)
def test_sample_of_each_format_is_an_alert(format):
    assert read(format, json.loads(sample(format)))[0].is_firing


@pytest.mark.parametrize(
    "odd",
    [
        "http://prometheus:9090/graph",
        "javascript:alert(1)",
        "https://user@example.com/",
        "https://example.com/>evil",
        "https://example.com/ a",
        "https://exam\u0440le.com/",
        "https://[::1",
        "https://example.com:port/",
        "https:///path",
        "https://e.com/" + "a" * 1000,
        7,
        None,
    ],
)
def test_link_that_could_mislead_is_none(odd):
    assert link(odd) == ""


def test_first_safe_link_is_taken():
    assert link("http://one", "https://two.example/") == "https://two.example/"


def test_labels_are_cut():
    kept = labels({f"label {n}": "v" * 1000 for n in range(100)})

    assert len(kept) == MOST_LABELS
    assert {len(value) for value in kept.values()} == {200}


def test_line_has_no_control_characters():
    assert line("a\x00b\n\x1b[31mc\ud800\u202e") == "a b [31mc?"


def test_long_key_is_as_good_as_a_short_one():
    assert len(key("a" * 1000)) == 64
    assert key("a" * 1000) != key("a" * 999 + "b")


NAMES = st.sampled_from(
    [
        *("alerts", "status", "labels", "annotations", "fingerprint", "startsAt", "title"),
        *("event", "event_type", "data", "id", "service", "priority", "summary", "tags"),
        *("action", "metric_alert", "issue", "alert_rule", "web_url", "projects", "level"),
        *("transition", "cycle", "scope", "alert_id", "key", "severity", "link", "at"),
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize("format", READERS)
@given(payload=st.dictionaries(NAMES, values) | st.lists(values, max_size=4))
@settings(max_examples=40, deadline=None)
def test_odd_payload_is_read_or_left(format, payload):
    for one in read(format, payload):
        assert one.title
        assert one.key
        assert len(one.title) <= 300
        assert len(one.key) <= 255
        assert one.link == "" or one.link.startswith("https://")
