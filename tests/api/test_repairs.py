"""`POST /api/v1/repairs/7/progress`: the repairing script says how far it is."""

import json

import pytest
from django.test import Client

from incidents.domain.repair_progress import report_progress
from incidents.domain.repair_tokens import make_token, revoke_token
from incidents.domain.repairing import begin_repair, stop_repair
from incidents.models import Incident, Repair
from people.api.problems import problem
from tests.factories import IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def nia():
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def repair(nia):
    return begin_repair(
        IncidentFactory(by=nia), by=nia, what_was_written="Wrong accounts.", total=1204
    )


@pytest.fixture
def token(repair, nia):
    return make_token(repair, by=nia)


@pytest.fixture
def script():
    """A client without a session, and without a CSRF token."""
    return Client(enforce_csrf_checks=True)


def address(repair):
    return f"/api/v1/repairs/{repair.pk}/progress"


@pytest.fixture
def post(script, repair, token):
    usual = address(repair)

    def send(data, *, token=token, to=usual):
        body = data if isinstance(data, str | bytes) else json.dumps(data)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return script.post(to, body, content_type="application/json", headers=headers)

    return send


def state(repair, **changes):
    return {
        "repair": repair.pk,
        "incident": repair.incident.reference,
        "state": "going_on",
        "done": 0,
        "total": 1204,
        "percent": 0,
        "progress_at": None,
        "ended_at": None,
    } | changes


def in_zulu(moment):
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def row(repair):
    return Repair.objects.filter(pk=repair.pk).values().get()


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_token_and_a_number_are_enough(post, repair, slash):
    answer = post({"done": 812}, to=address(repair) + slash)

    repair.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json() == state(
        repair, done=812, percent=67, progress_at=in_zulu(repair.progress_at)
    )
    report = repair.reports.get()
    assert (report.done, report.is_by_script, report.said_by) == (812, True, None)


def test_the_state_can_be_read(script, repair, token):
    answer = script.get(address(repair), headers={"Authorization": f"Bearer {token}"})

    assert (answer.status_code, answer.json()) == (200, state(repair))


def test_everything_that_can_be_said(post, repair):
    post({"done": 5, "total": 10, "sequence": 1})

    answer = post({"done": 3, "total": 11, "reason": "Two were wrong.", "sequence": 2})

    assert answer.status_code == 200
    assert (answer.json()["done"], answer.json()["total"]) == (3, 11)
    repair.refresh_from_db()
    assert repair.sequence == 2
    assert repair.reports.last().reason == "Two were wrong."


def test_a_retry_gets_the_same_answer_and_leaves_no_second_report(post, repair):
    first, again = post({"done": 812, "total": 1204}), post({"done": 812, "total": 1204})

    assert first.json() == again.json()
    assert repair.reports.count() == 1


def test_what_arrives_late_is_answered_with_409_and_the_present_state(post, repair):
    post({"done": 600})

    answer = post({"done": 500})

    repair.refresh_from_db()
    assert answer.status_code == 409
    assert answer.json() == problem(
        409, "600 rows were put right before. Say in a line why it is fewer now."
    ) | state(repair, done=600, percent=49, progress_at=in_zulu(repair.progress_at))


def test_after_the_end_the_numbers_stay(post, repair, nia):
    post({"done": 812})
    stop_repair(repair, by=nia, reason="Enough.")

    answer = post({"done": 813})

    assert answer.status_code == 409
    assert answer.json()["detail"] == "Nia ended it a moment ago."
    assert (answer.json()["state"], answer.json()["done"]) == ("stopped", 812)


def test_more_than_there_are_is_a_rule(post):
    answer = post({"done": 1205})

    assert answer.status_code == 409
    assert answer.json()["detail"] == "That is more than there are: 1,204 rows."


FEWER = "There cannot be fewer rows than none."
WHOLE = "Give a whole number of rows, such as 1204."
MOST = "That is more rows than can be counted here."
MISSING = "Say how many rows are put right so far."


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({}, "done", MISSING),
        ({"total": 7}, "done", MISSING),
        ({"done": None}, "done", MISSING),
        ({"done": -1}, "done", FEWER),
        ({"done": 10**30}, "done", MOST),
        ({"done": 2**63}, "done", MOST),
        ({"done": "1" * 5000}, "done", MOST),
        ({"done": "many"}, "done", WHOLE),
        ({"done": ""}, "done", WHOLE),
        ({"done": 1.5}, "done", WHOLE),
        ({"done": True}, "done", WHOLE),
        ({"done": [812]}, "done", WHOLE),
        ({"done": {"rows": 812}}, "done", WHOLE),
        ({"done": 1, "total": -7}, "total", FEWER),
        ({"done": 1, "total": 10**30}, "total", MOST),
        ({"done": 1, "total": "all"}, "total", WHOLE),
        ({"done": 8, "total": 7}, "done", "That is more than the total."),
        ({"done": 1, "reason": "x" * 301}, "reason", "300"),
        ({"done": 1, "reason": "a\x07b"}, "reason", "cannot be shown"),
        ({"done": 1, "reason": "a\x00b"}, "reason", ""),
        ({"done": 1, "reason": "\ud800"}, "reason", ""),
        ({"done": 1, "reason": ["x"]}, "reason", ""),
        ({"done": 1, "sequence": "soon"}, "sequence", "grows with every report"),
        ({"done": 1, "sequence": 0}, "sequence", "grows with every report"),
        ({"done": 1, "sequence": -1}, "sequence", "grows with every report"),
        ({"done": 1, "sequence": 10**30}, "sequence", ""),
        ([], "detail", "Send JSON such as"),
        ("812", "detail", "Send JSON such as"),
        ("null", "detail", "Send JSON such as"),
        ("", "done", MISSING),
        ("{", "detail", "JSON parse error"),
        ('{"done": NaN}', "detail", "JSON parse error"),
        ('{"done": Infinity}', "detail", "JSON parse error"),
        (b"\xff\xfe", "detail", "JSON parse error"),
        ("[" * 12_000, "detail", "nested too deeply"),
        ('{"done": ' + "[" * 2_000 + "]" * 2_000 + "}", "done", WHOLE),
        ('{"done": 1, "reason": ' + '{"a":' * 900 + "1" + "}" * 901, "reason", ""),
        ('{"done": 1, "sequence": ' + "[" * 900 + "]" * 900 + "}", "sequence", "grows"),
        ('{"done": ' + "9" * 15_000 + "}", "detail", "JSON parse error"),
        ('{"done": 1, "reason": "' + "x" * 20_000 + '"}', "detail", "too long"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_makes_no_sense_is_answered_with_400_and_changes_nothing(
    post, repair, data, field, sentence
):
    before = row(repair)

    answer = post(data)

    assert answer.status_code == 400, answer.content
    said = answer.json()[field] if field == "detail" else answer.json()["errors"][field]
    assert sentence in (said if isinstance(said, str) else said[0])
    assert row(repair) == before
    assert not repair.reports.exists()


def test_a_form_is_not_json(script, repair, token):
    answer = script.post(
        address(repair), {"done": "812"}, headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == 415


# Who may


def refused(answer):
    assert answer["WWW-Authenticate"] == 'Bearer realm="repair"'
    return answer.status_code, answer.json()


@pytest.fixture
def no(repair):
    """What everybody is told who has no token of this repair."""
    detail = "This is not the token of this repair. Its page in Goldseam makes a new one."
    return 401, problem(401, detail)


def test_no_token_no_progress(post, script, repair, no):
    assert refused(post({"done": 1}, token=None)) == no
    assert refused(script.get(address(repair))) == no


@pytest.mark.parametrize("wrong", ["x", "repair_" + "A" * 43, "", "é", "a b", "x" * 5000])
def test_a_wrong_token_is_refused(post, repair, no, wrong):
    assert refused(post({"done": 1}, token=wrong)) == no
    assert not repair.reports.exists()


@pytest.mark.parametrize("scheme", ["", "Basic ", "Token "])
def test_another_scheme_is_refused(script, repair, token, no, scheme):
    headers = {"Authorization": f"{scheme}{token}"}

    assert refused(script.get(address(repair), headers=headers)) == no


def test_the_token_of_another_repair_is_refused(post, repair, nia, no):
    other = begin_repair(repair.incident, by=nia, what_was_written="Something else.")
    others = make_token(other, by=nia)

    assert refused(post({"done": 1}, token=others)) == no
    assert post({"done": 1}, token=others, to=address(other)).status_code == 200


def test_a_repair_that_is_not_there_is_answered_the_same(post, no):
    for number in (999_999, 10**30):
        assert refused(post({"done": 1}, to=f"/api/v1/repairs/{number}/progress")) == no


def test_a_repair_without_a_token_is_opened_by_none(post, repair, nia, no):
    other = begin_repair(repair.incident, by=nia, what_was_written="Something else.")

    for token in ("", "repair_", "None"):
        assert refused(post({"done": 1}, token=token, to=address(other))) == no


def test_a_revoked_token_is_refused(post, repair, nia, no):
    revoke_token(repair, by=nia)

    assert refused(post({"done": 1})) == no


def test_a_new_token_takes_the_place_of_the_old(post, repair, nia, no):
    new = make_token(repair, by=nia)

    assert refused(post({"done": 1})) == no
    assert post({"done": 1}, token=new).status_code == 200


def test_a_new_token_begins_a_new_sequence(post, repair, nia):
    post({"done": 1, "sequence": 2**63 - 1})

    new = make_token(repair, by=nia)
    post({"done": 2, "sequence": 1}, token=new)

    repair.refresh_from_db()
    assert repair.done == 2


def test_the_token_works_where_the_incident_is_restricted_and_says_only_numbers(post, repair):
    Incident.objects.filter(pk=repair.incident_id).update(is_restricted=True)

    answer = post({"done": 1})

    assert answer.status_code == 200
    assert set(answer.json()) == set(state(repair))


def test_a_session_does_not_stand_in_for_the_token(client_of, repair, nia, no):
    answer = client_of(nia).post(address(repair), {"done": 1}, content_type="application/json")

    assert refused(answer) == no


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_there_is_nothing_else_to_do_here(script, repair, token, method):
    headers = {"Authorization": f"Bearer {token}"}

    assert getattr(script, method)(address(repair), headers=headers).status_code == 405


def test_the_token_opens_nothing_else(script, repair, token):
    headers = {"Authorization": f"Bearer {token}"}
    incident = repair.incident

    for path in (
        "/api/v1/incidents/",
        f"/api/v1/incidents/{incident.reference}/",
        f"/api/v1/incidents/{incident.reference}/notes/",
    ):
        assert script.get(path, headers=headers).status_code == 401
        assert script.post(path, {"text": "x"}, headers=headers).status_code == 401
    assert script.get(incident.get_absolute_url(), headers=headers).status_code == 302
    assert script.post(f"{repair.get_absolute_url()}stop/", headers=headers).status_code == 403


def test_the_token_is_kept_only_as_its_digest(repair, token):
    repair.refresh_from_db()

    assert len(repair.token_digest) == 64
    assert token not in str(row(repair))
    assert token not in str(list(repair.incident.timeline.values()))


def test_page_and_script_do_the_same(post, client_of, repair, nia):
    client_of(nia).post(f"{repair.get_absolute_url()}progress/", {"done": "600"})
    by_page = row(repair)["done"]
    post({"done": 700})
    late = client_of(nia).post(f"{repair.get_absolute_url()}progress/", {"done": "650"})

    assert by_page == 600
    assert late.status_code == 422
    assert "700 rows were put right before." in late.content.decode()
    assert post({"done": 650}).status_code == 409


def test_a_report_takes_few_queries(post, repair, django_assert_max_num_queries):
    report_progress(repair, by=None, done=1)

    with django_assert_max_num_queries(9):
        assert post({"done": 2}).status_code == 200
