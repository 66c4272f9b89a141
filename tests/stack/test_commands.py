import os
import signal
import sys

import pytest

from stack import children, chromium, services, testing
from stack.server import Folder

RUNS = "#!/bin/sh\necho Chromium 140\n"
LACKS_A_LIBRARY = "#!/bin/sh\necho 'error while loading shared libraries' >&2\nexit 127\n"


def test_exit_code_of_a_command_is_passed_on():
    assert children.run([sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ)) == 3


def test_command_ended_by_a_signal_counts_as_in_a_shell():
    code = children.run(["/bin/sh", "-c", "kill -TERM $$"], dict(os.environ))

    assert code == 128 + signal.SIGTERM


def test_handlers_are_put_back():
    before = signal.getsignal(signal.SIGTERM)

    children.run(["true"], dict(os.environ))

    assert signal.getsignal(signal.SIGTERM) is before


@pytest.fixture
def browsers(tmp_path, monkeypatch):
    """`browsers(name=text)` makes these the only programs of the machine."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("GOLDSEAM_CHROMIUM", raising=False)
    monkeypatch.setattr(chromium, "MAC", "")
    monkeypatch.setattr(chromium, "_playwrights_own", lambda: None)

    def make(**programs):
        for name, text in programs.items():
            path = tmp_path / name.replace("_", "-")
            path.write_text(text)
            path.chmod(0o755)
        return tmp_path

    return make


def test_system_chromium_is_found(browsers):
    there = browsers(chromium=RUNS)

    assert chromium.find() == str(there / "chromium")


def test_chromium_that_does_not_run_is_passed_over(browsers):
    there = browsers(chromium=LACKS_A_LIBRARY, google_chrome=RUNS)

    assert chromium.find() == str(there / "google-chrome")


def test_named_chromium_comes_first(browsers, monkeypatch):
    there = browsers(chromium=RUNS, mine=RUNS)
    monkeypatch.setenv("GOLDSEAM_CHROMIUM", str(there / "mine"))

    assert chromium.find() == str(there / "mine")


def test_playwrights_own_is_the_last_resort(browsers, monkeypatch):
    there = browsers(theirs=RUNS)
    monkeypatch.setattr(chromium, "_playwrights_own", lambda: str(there / "theirs"))

    assert chromium.find() == str(there / "theirs")


def test_no_chromium_is_none(browsers):
    browsers()

    assert chromium.find() is None


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_missing_chromium_is_said_and_fails_where_it_must(ci, code, monkeypatch, capsys):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(chromium, "find_or_fetch", lambda: None)
    monkeypatch.setattr(children, "run", lambda command, env: "GOLDSEAM_CHROMIUM" in env)

    assert testing.test([]) == code
    assert "There is no Chromium on this machine" in capsys.readouterr().out


def test_tests_run_side_by_side_unless_told_otherwise():
    assert testing._side_by_side(["tests/live"])[0] == "-n"
    assert testing._side_by_side(["-n0", "tests/live"]) == ["-n0", "tests/live"]
    assert testing._side_by_side(["--pdb"]) == ["--pdb"]


def test_each_run_has_a_folder_of_its_own(monkeypatch, tmp_path):
    monkeypatch.setattr(services, "DATA", tmp_path)

    with services.passing("check") as (one, _), services.passing("check") as (other, _):
        assert one == tmp_path / "check"
        assert other == tmp_path / "check-2"

    assert not one.exists()
    assert not other.exists()


def test_named_servers_are_used_and_none_started(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
    monkeypatch.setenv("REDIS_URL", "redis://somewhere")

    servers = services.start(tmp_path, durable=True)

    assert servers == {}
    assert services.urls(servers) == {
        "DATABASE_URL": "postgres://somewhere/else",
        "REDIS_URL": "redis://somewhere",
    }


def test_when_one_server_cannot_start_the_other_is_stopped(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    held = Folder(tmp_path / "postgres")

    with pytest.raises(services.FolderInUse):
        services.start(tmp_path, durable=False, quiet=True)

    Folder(tmp_path / "valkey").release()
    held.release()
