"""Read a text of the demo: a title, and sections under headings that name columns."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify


@dataclass(frozen=True)
class Prose:
    title: str
    opening: str
    """What stands above the first heading."""
    sections: dict[str, str]
    """By column: “What broke” is `what_broke`."""


def read(path: Path) -> Prose:
    """Read one file, which begins with its title. A heading in a section is one level lower."""
    head, *rest = re.split(r"^## (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    title, _newline, opening = head.removeprefix("# ").partition("\n")
    return Prose(
        title=title,
        opening=opening.strip(),
        sections={
            slugify(heading).replace("-", "_"): re.sub(
                "^###", "##", text.strip(), flags=re.MULTILINE
            )
            for heading, text in zip(rest[::2], rest[1::2], strict=True)
        },
    )
