"""The script `dev`, with pretended Pythons in place of the machine's own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = "awk cat cksum cp dirname mkdir rm sh sleep".split()

PYTHON = """#!/bin/sh
# Pretends to be Python: notes how it was called, and what is asked of it comes true.
[ -n "${NEW_ENOUGH-yes}" ] || exit 1
printf '%s|' "${0##*/}" "$@" >>"$CALLS"
echo >>"$CALLS"
case "$1 $2" in
  '--version ') echo Python 3.13.0 ;;
  '-m venv') [ ! -e no-venv ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  '-m uv') [ "$3" = --version ] || [ ! -e uv-fails ] && [ ! -e no-network ] ;;
  '-m pip') [ ! -e no-network ] ;;
esac
"""
TOO_OLD = "#!/bin/sh\nexit 1\n"
NOT_SELECTED = "#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n"


class Checkout:
    """A checkout of nothing but the script and a lock file."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a checkout"
        self.bin = folder / "bin"
        self.root.mkdir()
        self.bin.mkdir()
        shutil.copy(ROOT / "dev", self.root)
        self.lock("django==6.1\n")
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))

    def lock(self, text: str) -> None:
        (self.root / "requirements-dev.lock").write_text(text)

    def program(self, name: str, text: str) -> None:
        path = self.bin / name
        path.write_text(text)
        path.chmod(0o755)

    def dev(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        env = {"PATH": str(self.bin), "CALLS": str(self.root / "calls")}
        return subprocess.run(
            [self.root / "dev", *arguments], env=env, cwd="/", capture_output=True, text=True
        )

    def calls(self) -> list[list[str]]:
        """How the Pythons were called since the last time, without the look at their version."""
        path = self.root / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        path.unlink(missing_ok=True)
        calls = [line.split("|")[:-1] for line in lines]
        return [call for call in calls if call[1] not in {"-c", "--version"}]


@pytest.fixture
def checkout(folder: Path) -> Checkout:
    return Checkout(folder)


def has(*words: str) -> Callable[[list[str]], bool]:
    return lambda call: all(word in call for word in words)


def test_environment_is_made_and_the_command_handed_over(checkout):
    checkout.program("python3.13", PYTHON)

    done = checkout.dev("test", "-k", "one or two", "tests/a b")

    calls = checkout.calls()
    assert done.returncode == 0
    assert calls[0] == ["python3.13", "-m", "venv", ".venv"]
    assert any(map(has("uv", "sync", "--require-hashes", "requirements-dev.lock"), calls))
    assert calls[-1] == ["python", "-m", "stack", "test", "-k", "one or two", "tests/a b"]


def test_environment_is_made_once(checkout):
    checkout.program("python3", PYTHON)
    checkout.dev("up")
    checkout.calls()

    done = checkout.dev("up")

    assert done.stdout == ""
    assert checkout.calls() == [["python", "-m", "stack", "up"]]


def test_changed_lock_is_installed_into_the_same_environment(checkout):
    checkout.program("python3", PYTHON)
    checkout.dev("up")
    checkout.calls()
    checkout.lock("django==6.1.1\n")

    checkout.dev("up")

    calls = checkout.calls()
    assert any(map(has("uv", "sync"), calls))
    assert not any(map(has("venv"), calls))


@pytest.mark.parametrize("broken", [TOO_OLD, NOT_SELECTED])
def test_python_that_will_not_do_is_passed_over(checkout, broken):
    checkout.program("python3.13", broken)
    checkout.program("python3.14", broken)
    checkout.program("python3.12", PYTHON)

    done = checkout.dev("up")

    assert done.returncode == 0
    assert checkout.calls()[0][0] == "python3.12"


def test_python_that_only_uv_knows_is_used(checkout):
    checkout.program("hidden-python", PYTHON)
    hidden = checkout.bin / "hidden-python"
    checkout.program(
        "uv",
        f"""#!/bin/sh
        case "$*" in
          'python find'*) echo '{hidden}' ;;
          venv*) mkdir -p .venv/bin && cp '{hidden}' .venv/bin/python ;;
        esac
        """,
    )

    done = checkout.dev("lint")

    assert done.returncode == 0, done.stderr
    assert checkout.calls()[-1] == ["python", "-m", "stack", "lint"]


def test_without_python_it_says_what_is_needed(checkout):
    checkout.program("python3", TOO_OLD)

    done = checkout.dev("up")

    assert done.returncode == 1
    assert "needs Python 3.12 or newer" in done.stderr
    assert not (checkout.root / ".venv").exists()


def test_python_without_venv_gets_a_hint(checkout):
    checkout.program("python3", PYTHON)
    (checkout.root / "no-venv").touch()

    done = checkout.dev("up")

    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr


def test_where_uv_fails_pip_installs_by_the_same_hashes(checkout):
    checkout.program("python3", PYTHON)
    (checkout.root / "uv-fails").touch()

    done = checkout.dev("up")

    assert done.returncode == 0
    assert any(map(has("pip", "install", "--require-hashes", "-r"), checkout.calls()))


def test_failed_install_says_so_and_runs_nothing(checkout):
    checkout.program("python3", PYTHON)
    (checkout.root / "no-network").touch()

    done = checkout.dev("up")

    assert done.returncode == 1
    assert "Not everything could be installed" in done.stderr
    assert not any(map(has("stack"), checkout.calls()))


def test_interrupted_install_is_begun_anew(checkout):
    checkout.program("python3", PYTHON)
    (checkout.root / "no-network").touch()
    assert checkout.dev("up").returncode != 0
    checkout.calls()
    (checkout.root / "no-network").unlink()

    done = checkout.dev("up")

    assert done.returncode == 0
    calls = checkout.calls()
    assert calls[0] == ["python3", "-m", "venv", ".venv"]
    assert calls[-1] == ["python", "-m", "stack", "up"]


def test_environment_that_lost_its_python_is_made_anew(checkout):
    checkout.program("python3", PYTHON)
    checkout.dev("up")
    (checkout.root / ".venv/bin/python").unlink()

    done = checkout.dev("up")

    assert done.returncode == 0
    assert (checkout.root / ".venv/bin/python").exists()


def test_mark_of_a_killed_run_is_no_obstacle(checkout):
    checkout.program("python3", PYTHON)
    mark = checkout.root / ".data/environment.held"
    mark.mkdir(parents=True)
    ended = subprocess.Popen(["true"])
    ended.wait()
    (mark / "process").write_text(f"{ended.pid}\n")

    done = checkout.dev("up")

    assert done.returncode == 0
    assert not mark.exists()


def test_shell_opens_djangos(checkout):
    checkout.program("python3", PYTHON)

    checkout.dev("shell", "-c", "print(1)")

    assert checkout.calls()[-1][1:] == ["-m", "stack", "manage", "shell", "-c", "print(1)"]


@pytest.mark.parametrize("arguments", [(), ("help",), ("--help",)])
def test_help_needs_no_python(checkout, arguments):
    done = checkout.dev(*arguments)

    assert done.returncode == 0
    assert "./dev up" in done.stdout
    assert not (checkout.root / ".venv").exists()


def test_unknown_command_shows_the_known_ones(checkout):
    done = checkout.dev("uo")

    assert done.returncode == 2
    assert "There is no command uo" in done.stderr
    assert "./dev up" in done.stderr


def test_script_is_plain_posix_shell():
    if dash := shutil.which("dash"):
        subprocess.run([dash, "-n", ROOT / "dev"], check=True)
    assert (ROOT / "dev").read_text().startswith("#!/bin/sh\n")
    assert os.access(ROOT / "dev", os.X_OK)
