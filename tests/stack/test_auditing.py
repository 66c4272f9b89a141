import json

from stack import auditing, linting
from stack.linting import Check

WEAK = {
    "name": "jinja2", "version": "2.4.1",
    "vulns": [{"id": "PYSEC-2014-8", "fix_versions": ["2.7.2"]}],
}  # fmt: skip
SOUND = {"name": "django", "version": "6.1", "vulns": []}
SKIPPED = {"name": "mine", "skip_reason": "Dependency not found on PyPI"}


def audit_of(*libraries):
    return auditing.read(json.dumps({"dependencies": libraries}))


def test_a_known_weakness_is_said_with_what_is_better():
    audit = audit_of(SOUND, WEAK, SKIPPED)

    assert audit.code == 1
    assert str(audit) == "jinja2 2.4.1: PYSEC-2014-8, better in 2.7.2"


def test_all_looked_at_and_nothing_known_is_fine():
    assert audit_of(SOUND).code == 0


def test_what_could_not_be_looked_up_is_not_called_fine():
    audit = audit_of(SOUND, SKIPPED)

    assert audit.code == auditing.NOT_KNOWN
    assert str(audit) == "1 of 2 libraries could not be looked up from here."


def test_no_answer_at_all_is_not_called_fine():
    for answer in ("", "ConnectionError", "[]", '{"dependencies": []}'):
        assert auditing.read(answer).code == auditing.NOT_KNOWN


def checked(monkeypatch, capsys, code):
    command = ["/bin/sh", "-c", f"echo nobody answers; exit {code}"]
    monkeypatch.setattr(linting, "_checks", lambda folder: [Check("weaknesses", command)])
    monkeypatch.setenv("DATABASE_URL", "postgres://nowhere")
    monkeypatch.setenv("REDIS_URL", "redis://nowhere")
    return linting.lint(), capsys.readouterr().out


def test_lint_goes_on_where_it_is_not_known_and_says_so(monkeypatch, capsys):
    code, said = checked(monkeypatch, capsys, auditing.NOT_KNOWN)

    assert code == 0
    assert "NOT KNOWN  weaknesses" in said
    assert "nobody answers" in said


def test_lint_ends_where_something_is_found(monkeypatch, capsys):
    code, said = checked(monkeypatch, capsys, 1)

    assert code == 1
    assert "LOOK  weaknesses" in said
