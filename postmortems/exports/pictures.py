"""The pictures of a write-up, as what is exported carries them along."""

import re
from dataclasses import dataclass

from incidents.models import Picture
from people.markdown import OUR_PICTURE
from postmortems.models import SECTIONS, Postmortem

# Beyond that a file would be too large to be sent to anybody; the rest is told by its name.
MOST_BYTES = 40 * 1024 * 1024
OURS = re.compile(OUR_PICTURE.pattern, re.ASCII)


@dataclass(frozen=True)
class Carried:
    """A picture with its bytes, its kind and its size in pixels."""

    data: bytes
    content_type: str
    width: int
    height: int


def shown_in(postmortem: Postmortem) -> list[str]:
    """The addresses of the pictures that its words show."""
    texts = "\n".join(getattr(postmortem, name) for name in SECTIONS)
    return list(dict.fromkeys(OURS.findall(texts)))


def pictures_of(postmortem: Postmortem) -> dict[str, Picture]:
    """By their addresses, the pictures its words show that belong to its incidents."""
    numbers = [address.rstrip("/").rpartition("/")[2] for address in shown_in(postmortem)]
    if not numbers:
        return {}
    incidents = [one.pk for one in postmortem.incidents.all()]
    found = Picture.objects.filter(pk__in=numbers, incident__in=incidents)
    return {one.get_absolute_url(): one for one in found}


def carry(postmortem: Postmortem) -> dict[str, Carried]:
    """Read them, in the order in which they are shown, while there is room."""
    carried: dict[str, Carried] = {}
    found, room = pictures_of(postmortem), MOST_BYTES
    for address in shown_in(postmortem):
        picture = found.get(address)
        if picture is None or picture.file.size > room:
            continue
        room -= picture.file.size
        with picture.file.open() as file:
            carried[address] = Carried(
                file.read(), picture.content_type, picture.width, picture.height
            )
    return carried
