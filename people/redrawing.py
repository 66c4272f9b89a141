"""Pictures written anew from their pixels: whatever else was in the file is left behind."""

import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass
from threading import Lock

from django.core.files import File
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from people.errors import DomainError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_560
# A screenshot is small as PNG; what is not small is a photograph.
LARGE_PNG = 2 * 1024 * 1024
READ = ("PNG", "JPEG", "GIF", "WEBP")
LONGEST_NAME = 80
# A large picture takes 160 MB while it is open, so a process opens one at a time.
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Drawn:
    """A picture as it is kept."""

    data: bytes
    content_type: str
    name: str
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def redraw(file: "File[bytes]", *, square: int = 0) -> Drawn:
    """Read a picture by what is in it, whatever it is called, and draw it again.

    Its size is looked at before a pixel is decoded, so that a small file which
    would unpack to gigabytes is refused unopened. Turned as the camera held it;
    of something that moves, the first frame. Metadata is not copied: photographs
    know where they were taken. With `square` the middle of it, so many pixels wide and high.
    """
    if (file.size or 0) > MOST_BYTES:
        raise _refused(_("This picture is larger than 10 MB. A smaller one, or a link, helps too."))
    image = _opened(file)
    if image.width * image.height > MOST_PIXELS:
        raise _refused(
            _("This picture is %(width)s by %(height)s pixels, which is more than we can open.")
            % {"width": image.width, "height": image.height}
        )
    try:
        with ONE_AT_A_TIME:
            drawn = _drawn(image, square)
    # A decoder that meets broken bytes raises whatever comes: there is no list of it.
    except Exception as broken:
        raise _refused(
            _("This picture is broken off or damaged, so it cannot be shown.")
        ) from broken
    data, kind = _written(drawn, keeps_its_colours=image.format != "JPEG")
    name = f"{stem_of(file.name or '')}.{kind}"
    return Drawn(data, f"image/{kind}", name, drawn.width, drawn.height)


def stem_of(name: str) -> str:
    """The name of a file without its path, its ending, and what would end a line of Markdown."""
    last = re.split(r"[/\\]", name)[-1].rpartition(".")
    stem = "".join(
        " " if unicodedata.category(one)[0] in "CZ" else one for one in last[0] or last[2]
    )
    stem = re.sub(r"[\[\]()<>!`*\"'&|;:?#%{}$~^]", " ", stem)
    return " ".join(stem.split())[:LONGEST_NAME].strip(" ._-") or _("picture")


def _refused(sentence: str) -> DomainError:
    return DomainError({"file": sentence})


def _opened(file: "File[bytes]") -> Image.Image:
    try:
        file.seek(0)
        return Image.open(file, formats=READ)
    except Image.DecompressionBombError as bomb:
        raise _refused(_("This picture has more pixels than we can open.")) from bomb
    # As above: a header that lies can break in any way.
    except Exception as unreadable:
        raise _refused(
            _("This is not a picture that can be shown here. PNG, JPEG, GIF and WebP can.")
        ) from unreadable


def _drawn(image: Image.Image, square: int) -> Image.Image:
    box = (LONGEST_SIDE, LONGEST_SIDE)
    # JPEG can be decoded at half the size or less, which is where the time goes.
    image.draft(None, box)
    image.load()
    if image.mode in ("1", "P", "PA") and max(image.size) > LONGEST_SIDE:
        image = image.convert("RGBA")  # colours in a table cannot be mixed
    image.thumbnail(box)
    turned = ImageOps.exif_transpose(image)
    if turned.mode.startswith("I") or turned.mode == "F":
        turned = turned.point(lambda level: level / 256).convert("L")
    see_through = "A" in turned.getbands() or "transparency" in turned.info
    plain = turned.convert("RGBA" if see_through else "RGB")
    if square:
        plain = ImageOps.fit(plain, (square, square))
    plain.info = {}
    return plain


def _written(image: Image.Image, *, keeps_its_colours: bool) -> tuple[bytes, str]:
    """The bytes of an image, and their kind: exact where they were exact, unless that is large."""
    if keeps_its_colours:
        data = _saved(image, "PNG", optimize=True)
        if len(data) <= LARGE_PNG:
            return data, "png"
        return _saved(image, "WEBP", quality=88, method=4), "webp"
    return _saved(image, "JPEG", quality=88, optimize=True, progressive=True), "jpeg"


def _saved(image: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()
