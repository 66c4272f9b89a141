"""Read what Yjs encodes (lib0), from somebody who may have written anything."""

# A number in JavaScript is exact up to 53 bits, which take eight bytes.
LONGEST_NUMBER = 8


class Reader:
    """Walk over a message. ValueError where it is none.

    A number ends after a few bytes: one without an end would keep the process busy
    for minutes, and everybody else would wait.
    """

    def __init__(self, message: bytes) -> None:
        self._message = message
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        return self._at == len(self._message)

    def byte(self) -> int:
        return self.some(1)[0]

    def some(self, size: int) -> bytes:
        """The next bytes, as many as `size`."""
        end = self._at + size
        if end > len(self._message):
            raise ValueError("too short")
        some, self._at = self._message[self._at : end], end
        return some

    def number(self) -> int:
        number = 0
        for place in range(LONGEST_NUMBER):
            byte = self.byte()
            number |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                return number
        raise ValueError("too large")

    def content(self) -> bytes:
        """Bytes with their length before them."""
        return self.some(self.number())

    def text(self) -> str:
        return self.content().decode()
