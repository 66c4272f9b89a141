"""The outages that come with Goldseam, as they are read from `outages.toml`."""

import tomllib
from pathlib import Path

FILE = Path(__file__).parent / "outages.toml"


def outages() -> list[dict[str, object]]:
    """The fields of each outage."""
    entries: list[dict[str, object]] = tomllib.loads(FILE.read_text())["outage"]
    return entries
