"""A write-up as one HTML file that needs nothing from anywhere."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from people.markdown import OUR_PICTURE, render
from postmortems.exports.document import Document
from postmortems.exports.pictures import Carried

# As the pages load them, and last what is only for a document.
STYLES = ("tokens", "base", "layout", "components", "prose", "pages", "document")
FONT = re.compile(r'url\("\.\./(vendor/[\w/-]+\.woff2)"\)')
OUR_IMAGE = re.compile(rf'<img src="({OUR_PICTURE.pattern})"([^>]*)>', re.ASCII)


def as_html(document: Document, pictures: dict[str, Carried]) -> str:
    """The document with its style, its type and its pictures in it, and a policy that says so.

    The policy lets a browser load nothing and run nothing, wherever the file is opened.
    """
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    sources = {address: _data(one.content_type, one.data) for address, one in pictures.items()}
    context = {
        "document": document,
        "style": mark_safe(style),  # ast-grep-ignore: mark-safe
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; "
        "img-src data:; base-uri 'none'; form-action 'none'",
        "render": Rendering(sources),
    }
    return render_to_string("postmortems/export.html", context)


class Rendering:
    """Markdown as HTML whose pictures come from where `sources` says; others are left out."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources

    def markdown(self, text: str) -> SafeString:
        # What `render` has cleaned, with our own data in its pictures.
        # ast-grep-ignore: mark-safe
        return mark_safe(OUR_IMAGE.sub(self._image, render(text)))

    def _image(self, found: re.Match[str]) -> str:
        source = self._sources.get(found[1])
        return f'<img src="{source}"{found[2]}>' if source else ""


@cache
def _style() -> str:
    styles = "\n".join(_read(f"css/{name}.css").decode() for name in STYLES)
    return FONT.sub(lambda found: f'url("{_data("font/woff2", _read(found[1]))}")', styles)


def _read(name: str) -> bytes:
    """A static file, from where it is written or, once deployed, from where it was collected."""
    found = finders.find(name) or Path(settings.STATIC_ROOT) / name
    return Path(str(found)).read_bytes()


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
