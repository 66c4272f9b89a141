"""Show the pictures that came along with an imported report."""

import re
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from incidents.domain.pictures import add_picture
from incidents.models import Kind
from people.errors import DomainError
from postmortems.domain.importing import Imported
from postmortems.importing.headings import TEXTS
from postmortems.importing.unpacking import picture_named
from postmortems.models import ImportFile

_IMAGE = re.compile(
    r"!\[(?P<alt>[^\[\]]{0,300})\]"
    r"\(<?(?P<path>[^()\s<>]{1,500})>?(?:\s[^()]{0,300})?\)"
)


def show_pictures(done: Imported, file: ImportFile) -> Iterator[str]:
    """Put each picture that a text of a report shows in its place, drawn anew.

    One that is not in the upload, or that cannot be opened, stays as the words it is.
    Yields a sentence for each of those.
    """
    names = dict(file.batch.pictures.values_list("name", "pk"))
    pictures = _Pictures(done, file, names)
    postmortem = done.postmortem
    changed = [place.value for place in TEXTS if pictures.put_into(postmortem, place.value)]
    if changed:
        postmortem.save(update_fields=changed)
    for entry in done.incident.timeline.filter(kind=Kind.NOTE):
        if pictures.put_into(entry, "text"):
            entry.save(update_fields=["text"])
    for factor in postmortem.factors.all():
        if pictures.put_into(factor, "text"):
            factor.save(update_fields=["text"])
    yield from dict.fromkeys(pictures.missing)


class _Pictures:
    """The pictures of an upload, each added to the incident when it is first shown."""

    def __init__(self, done: Imported, file: ImportFile, names: dict[str, int]) -> None:
        self._done, self._file, self._names = done, file, names
        self._shown: dict[str, str] = {}
        self.missing: list[str] = []

    def put_into(self, row: object, column: str) -> bool:
        text = getattr(row, column)
        now = _IMAGE.sub(self._shown_as, text)
        setattr(row, column, now)
        return bool(now != text)

    def _shown_as(self, image: re.Match[str]) -> str:
        name = picture_named(self._file.name, image["path"], self._names)
        if name is None:
            if "://" not in image["path"]:
                self.missing.append(
                    _("The picture %(name)s did not come along: its name stays in the text.")
                    % {"name": image["path"]}
                )
            return image[0]
        if name not in self._shown:
            self._shown[name] = self._add(name)
        address = self._shown[name]
        alt = image["alt"] or name.rpartition("/")[2].rpartition(".")[0]
        return f"![{alt}]({address})" if address else image[0]

    def _add(self, name: str) -> str:
        content = bytes(self._file.batch.pictures.get(pk=self._names[name]).content)
        picture_file = ContentFile(content, name=name.rpartition("/")[2])
        try:
            picture = add_picture(self._done.incident, by=self._file.batch.owner, file=picture_file)
        except DomainError as error:
            self.missing.append(f"{name}: {' '.join(error.messages)}")
            return ""
        return picture.get_absolute_url()
