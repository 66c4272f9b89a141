"""Lines and columns of a text, as editors and reports count them."""

import re
from bisect import bisect

_LINE_END = re.compile(r"\r\n|\r|\n")


class Places:
    """Turn offsets into lines and columns; both begin with 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The column counts code points."""
        line = bisect(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_and_utf16_column(self, offset: int) -> tuple[int, int]:
        """The column counts UTF-16 code units, as SARIF and many editors do."""
        line = bisect(self._starts, offset)
        before = self._text[self._starts[line - 1] : offset]
        return line, len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1
