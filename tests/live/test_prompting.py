"""Prompts follow the commit, and in a request the answer."""

import pytest
from django.db import transaction
from redis.exceptions import ConnectionError as Away

from live import prompt
from live.prompting import answers_first


@pytest.fixture
def done():
    return []


def application(*acts):
    """Answer a request after a transaction that prompts each of `acts`."""

    def answer(_environ, _start_response):
        with transaction.atomic():
            for act in acts:
                prompt(act)
        return [b"answer"]

    return answers_first(answer)


@pytest.mark.django_db(transaction=True)
def test_a_prompt_waits_for_the_commit(done):
    with transaction.atomic():
        prompt(lambda: done.append("prompted"))
        assert done == []

    assert done == ["prompted"]


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_prompts_nobody(done):
    with transaction.atomic():
        prompt(lambda: done.append("prompted"))
        transaction.set_rollback(True)

    assert done == []


@pytest.mark.django_db(transaction=True)
def test_in_a_request_prompts_follow_the_answer(done):
    app = application(lambda: done.append("first"), lambda: done.append("second"))

    answer = app({}, None)

    assert (list(answer), done) == ([b"answer"], [])
    answer.close()
    assert done == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_a_request_is_over_when_it_has_answered(done):
    answer = application()({}, None)

    prompt(lambda: done.append("at once"))

    assert done == ["at once"]
    answer.close()


@pytest.mark.django_db(transaction=True)
def test_when_redis_is_away_the_answer_stands_and_the_sweep_is_left_the_rest(done, caplog):
    def fail():
        raise Away("refused")

    answer = application(fail, lambda: done.append("prompted"))({}, None)
    answer.close()

    assert done == []
    assert [record.message for record in caplog.records] == [
        "Redis is away, so the sweep will find what is to be done: refused"
    ]


def test_the_answer_of_the_application_is_closed_first(done):
    class Chunks(list):
        def close(self):
            done.append("closed")

    answers_first(lambda _environ, _start_response: Chunks())({}, None).close()

    assert done == ["closed"]
