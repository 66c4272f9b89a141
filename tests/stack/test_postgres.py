import os
import signal
import stat
from pathlib import Path

import psycopg2
import pytest

from stack import postgres
from stack.processes import Footprint
from stack.server import FolderInUse, StartFailed

LEAVE_ONE_BEHIND = """
import os, signal
from pathlib import Path
from stack import postgres
server = postgres.start(Path({folder!r}), durable=True)
print(server.process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def ask(server, question: str) -> str:
    connection = psycopg2.connect(server.url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else ""
    finally:
        connection.close()


def test_data_is_there_again_after_a_stop(folder):
    with postgres.start(folder, durable=True) as server:
        ask(server, "CREATE TABLE kept AS SELECT 'still here' AS text")

    with postgres.start(folder, durable=True) as server:
        assert ask(server, "SELECT text FROM kept") == "still here"


def test_it_speaks_utf8_and_knows_letters_beyond_ascii(folder):
    with postgres.start(folder, durable=False) as server:
        assert ask(server, "SHOW server_encoding") == "UTF8"
        assert ask(server, "SELECT lower('ÉÜØ')") == "éüø"


def test_it_asks_for_the_password(folder):
    with (
        postgres.start(folder, durable=False) as server,
        pytest.raises(psycopg2.OperationalError, match="password authentication failed"),
    ):
        psycopg2.connect(server.url, password="a guess")


def test_password_is_for_its_owner_only(folder):
    with postgres.start(folder, durable=False):
        assert stat.S_IMODE((folder / "password").stat().st_mode) == 0o600


def test_folders_above_keep_their_permissions(folder):
    folder.parent.chmod(0o700)

    with postgres.start(folder, durable=False) as server:
        assert ask(server, "SELECT 'reached'") == "reached"

    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


def test_durable_data_is_written_through(folder):
    with postgres.start(folder, durable=True) as server:
        assert ask(server, "SHOW fsync") == "on"
    with postgres.start(folder, durable=False) as server:
        assert ask(server, "SHOW fsync") == "off"


def test_held_folder_is_refused(folder):
    with postgres.start(folder, durable=False) as server:
        with pytest.raises(FolderInUse):
            postgres.start(folder, durable=False)

        assert ask(server, "SELECT 'undisturbed'") == "undisturbed"


def test_server_whose_owner_was_killed_is_stopped_by_the_next(folder, python):
    owner = python(LEAVE_ONE_BEHIND.format(folder=str(folder)))
    left = Footprint.of(int(owner.stdout.readline()))
    owner.wait()
    assert left.process()

    with postgres.start(folder, durable=True) as server:
        assert left.process() is None
        assert ask(server, "SELECT 'fine'") == "fine"


def test_server_is_found_without_its_footprint_too(folder, python):
    owner = python(LEAVE_ONE_BEHIND.format(folder=str(folder)))
    left = Footprint.of(int(owner.stdout.readline()))
    owner.wait()
    (folder / "process").unlink()

    with postgres.start(folder, durable=True):
        assert left.process() is None


def test_data_is_whole_after_a_crash(folder):
    server = postgres.start(folder, durable=True)
    ask(server, "CREATE TABLE kept AS SELECT 'still here' AS text")
    server.kill()
    server.stop()

    with postgres.start(folder, durable=True) as server:
        assert ask(server, "SELECT text FROM kept") == "still here"


def test_stale_pid_file_with_the_number_of_another_process_is_no_obstacle(folder):
    postgres.start(folder, durable=True).stop()
    (folder / "cluster" / "postmaster.pid").write_text(f"{os.getppid()}\nstale\n")

    with postgres.start(folder, durable=True) as server:
        assert ask(server, "SELECT 'fine'") == "fine"


def test_interrupted_first_start_is_begun_anew(folder):
    half_made = folder / "cluster.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")

    with postgres.start(folder, durable=True) as server:
        assert ask(server, "SELECT 'fine'") == "fine"


def test_data_of_another_version_is_left_alone(folder):
    postgres.start(folder, durable=True).stop()
    version = folder / "cluster" / "PG_VERSION"
    version.write_text("12\n")

    with pytest.raises(StartFailed, match="was made by Postgres 12"):
        postgres.start(folder, durable=True)

    assert version.read_text() == "12\n"


def test_failed_start_says_why_and_lets_the_folder_go(folder):
    postgres.start(folder, durable=True).stop()
    settings = folder / "cluster" / "postgresql.conf"
    before = settings.read_text()
    settings.write_text("shared_buffers = 'as you like'\nbroken\n")

    with pytest.raises(StartFailed, match="syntax error"):
        postgres.start(folder, durable=True)

    settings.write_text(before)
    postgres.start(folder, durable=True).stop()


def test_server_that_ended_is_noticed(folder):
    with postgres.start(folder, durable=True) as server:
        assert server.is_running()
        os.kill(server.process.pid, signal.SIGQUIT)
        server.process.wait()

        assert not server.is_running()


@pytest.mark.parametrize("capability", ["", "dac_read_search"])
def test_a_program_runs_as_its_account(capability):
    account = postgres.Account(12345, 12345, capability)

    command = account.command("postgres", Path("a b"))

    assert command[-2:] == ["postgres", "a b"]
    assert ("--reuid=12345" in command) == bool(capability)
