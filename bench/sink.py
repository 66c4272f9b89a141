"""A mail server that takes everything and keeps nothing, quick enough not to be what is measured.

`python -m bench.sink PORT`
"""

import asyncio
import sys
from typing import cast

import uvloop

END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """As much of RFC 5321 as a client needs that says one thing after another."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.heard, self.is_mail = b"", False
        self._say(b"220 sink")

    def data_received(self, data: bytes) -> None:
        self.heard += data
        if self.is_mail and self.heard.endswith(END):
            self.is_mail, self.heard = False, b""
            self._say(b"250 taken")
        elif not self.is_mail and self.heard.endswith(b"\r\n"):
            command, self.heard = self.heard[:4].upper(), b""
            self.is_mail = command == b"DATA"
            self._say(b"354 go on" if self.is_mail else b"250 sink")
            if command == b"QUIT":
                self.transport.close()

    def _say(self, line: bytes) -> None:
        self.transport.write(line + b"\r\n")


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
