"""The web part of `./dev up`: uvicorn on a port that it takes before it does anything else.

To look for a free port and have uvicorn take it seconds later is not enough:
two checkouts that start at the same time would find the same one, and the first
to look for an answer would get the other's.

Run as ``python -m stack.web PORT FILE``; the file gets the number of the port.
"""

import os
import sys
from pathlib import Path

import uvicorn

from stack import ports


def main(wanted: int, note: Path) -> None:
    """Serve on the wanted port or, if that is taken, on another."""
    with ports.listen(wanted) as listener:
        port = listener.getsockname()[1]
        os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
        half_written = note.with_suffix(".new")
        half_written.write_text(str(port))
        half_written.replace(note)
        config = uvicorn.Config(
            "config.asgi:application",
            loop="uvloop",
            http="config.patience:Patient",
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
        )
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
