"""The block of settings some sites put above a page: "---", "title: …", "---"."""

import re
from dataclasses import dataclass

from postmortems.importing.source import Source

_OF_A_BLOG = frozenset({"author", "authors", "layout", "permalink", "category", "categories"})
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_ENTRY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)\s*[:=]\s*(?P<value>.*?)\s*$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The lines between the fences, and the simple values in them."""

    lines: range
    values: dict[str, tuple[int, str]]

    @property
    def end(self) -> int:
        return self.lines.stop

    @property
    def is_of_a_blog(self) -> bool:
        """Whether these are the settings of a page that was published on a day."""
        return not _OF_A_BLOG.isdisjoint(self.values)

    def value(self, key: str) -> str:
        return self.values.get(key, (0, ""))[1]


NONE = FrontMatter(range(0), {})


def read_front_matter(source: Source) -> FrontMatter:
    closing = _FENCES.get(source.kept(0).rstrip())
    if closing is None:
        return NONE
    values: dict[str, tuple[int, str]] = {}
    for line in range(1, len(source)):
        text = source.kept(line)
        if text.rstrip() in closing:
            return FrontMatter(range(line + 1), values) if values else NONE
        if entry := _ENTRY.match(text):
            value = entry["value"].strip("\"'")
            values.setdefault(entry["key"].lower(), (line, value))
        elif text.strip() and not text.startswith((" ", "\t", "-", "#", "[", "]", "}")):
            return NONE
    return NONE
