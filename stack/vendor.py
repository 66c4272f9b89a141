"""Fetch the third-party files that the pages load, at the versions pinned here.

Run it as ``./dev vendor`` after changing a version, an integrity value or the list of icons, and
commit what it writes. Nothing is fetched at run time and no page loads anything from another host.

``npm pack`` does the download: it is the registry's own client and knows which registry this
machine is set up to use. What it brings is checked against the sha512 below before a byte of it is
written, so a changed or substituted package stops the script.
"""

import base64
import hashlib
import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from stack import editor_bundle

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static" / "vendor"
TYPE = ROOT / "postmortems" / "exports" / "type"

ICONS = """
    activity annoyed archive arrow-down arrow-left arrow-right arrow-up at-sign badge-check ban bell
    bell-off bold book-open bookmark braces building building-2 calendar chart-line check
    chevron-down chevron-left chevron-right chevron-up circle circle-check circle-dot
    circle-question-mark clipboard-check clipboard-list clock code coffee compass copy database
    download ellipsis external-link eye eye-off feather file-check file-pen file-text
    fingerprint-pattern flag frown funnel git-branch git-pull-request globe graduation-cap hand
    hand-heart hand-helping handshake heading heart heart-handshake history hourglass house id-card
    image info italic key key-round laugh layers life-buoy lightbulb link list list-checks lock
    log-in log-out mail megaphone meh menu message-circle message-circle-heart
    message-circle-question-mark message-square messages-square mic minus monitor moon paperclip
    pause pencil pin play plug plus printer quote refresh-cw reply rotate-ccw rotate-cw route
    scroll-text search send server settings share-2 shield-check siren smartphone smile sparkles
    split sprout star sun tag target terminal text-quote thumbs-up timer trash-2 undo-2 unplug
    upload user user-check user-cog user-plus user-x users waypoints webhook wifi-off wrench x
"""


# Where a file says that its source map is, which we leave out.
SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*\Z")


@dataclass(frozen=True)
class Package:
    """One npm package: what to take from it, and where it goes."""

    name: str
    version: str
    integrity: str
    licence: str
    into: Path
    files: dict[str, str]
    """Path inside the package to path below ``into``."""
    says: str
    """What it is for, in the table of ``static/vendor/README.md``."""


PACKAGES = [
    Package(
        name="htmx.org",
        version="4.0.1",
        integrity="oF7JgXhDW9UXCy/k1ZYFUQgzu/rm19ORWPSPNL91vPluB2PB9+MV55tyQdH/"
        "w7o2EAbTYUG5SDW1R60mdkdqGg==",
        licence="0BSD",
        into=STATIC / "htmx",
        files={
            "dist/htmx.min.js": "htmx.min.js",
            "dist/ext/hx-sse.min.js": "hx-sse.min.js",
            "LICENSE": "LICENSE",
        },
        says="Swaps fragments of a page, and listens for live events",
    ),
    Package(
        name="@fontsource-variable/fraunces",
        version="5.3.0",
        integrity="9BYGySn4AHEJdgp9Z28tQ3X+laJMEOITXkQarZXeloWQZDq5oOvXJ3kDA8c7MGIfpogIaZfjrQ"
        "Bqmda8POOCKA==",
        licence="OFL-1.1",
        into=STATIC / "fraunces",
        # "opsz" carries two axes, weight and optical size: headings at 38 px need the finer cut.
        files={
            "files/fraunces-latin-opsz-normal.woff2": "fraunces-latin.woff2",
            "files/fraunces-latin-ext-opsz-normal.woff2": "fraunces-latin-ext.woff2",
            "LICENSE": "LICENSE",
        },
        says="Display type",
    ),
    Package(
        name="@fontsource-variable/inter",
        version="5.3.0",
        integrity="OupL48va4JNofb97w6NYeF9S7W/kHNKM0Er8Dem5nqi4jeOLrVJDoE8tZEpnMJmtkvNbB1EIPP"
        "wHcdkF6b1oUA==",
        licence="OFL-1.1",
        into=STATIC / "inter",
        files={
            "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
            "LICENSE": "LICENSE",
        },
        says="Interface type",
    ),
    # The same once more for PDF, as files that a typesetter reads, with the slanted cut and more
    # scripts. A PDF keeps only the letters that are in it.
    Package(
        name="@fontsource-variable/fraunces",
        version="5.3.0",
        integrity="9BYGySn4AHEJdgp9Z28tQ3X+laJMEOITXkQarZXeloWQZDq5oOvXJ3kDA8c7MGIfpogIaZfjrQ"
        "Bqmda8POOCKA==",
        licence="OFL-1.1",
        into=TYPE / "fraunces",
        files={
            "files/fraunces-latin-opsz-normal.woff2": "fraunces-latin.ttf",
            "files/fraunces-latin-ext-opsz-normal.woff2": "fraunces-latin-ext.ttf",
            "LICENSE": "LICENSE",
        },
        says="Display type, in PDF",
    ),
    Package(
        name="@fontsource-variable/inter",
        version="5.3.0",
        integrity="OupL48va4JNofb97w6NYeF9S7W/kHNKM0Er8Dem5nqi4jeOLrVJDoE8tZEpnMJmtkvNbB1EIPP"
        "wHcdkF6b1oUA==",
        licence="OFL-1.1",
        into=TYPE / "inter",
        files={
            "files/inter-latin-wght-normal.woff2": "inter-latin.ttf",
            "files/inter-latin-wght-italic.woff2": "inter-latin-italic.ttf",
            "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.ttf",
            "files/inter-latin-ext-wght-italic.woff2": "inter-latin-ext-italic.ttf",
            "files/inter-vietnamese-wght-normal.woff2": "inter-vietnamese.ttf",
            "files/inter-cyrillic-wght-normal.woff2": "inter-cyrillic.ttf",
            "files/inter-greek-wght-normal.woff2": "inter-greek.ttf",
            "LICENSE": "LICENSE",
        },
        says="Running text, in PDF",
    ),
    Package(
        name="lucide-static",
        version="1.62.0",
        integrity="WBZA/m2PvkFpMGHDtsBck5P2A9G4ehLlYu4GwwICcmEm1BvYVgj00lCDxKRWLlbMlOibLaiwdQ"
        "88G5pHkSWgwA==",
        licence="ISC, and MIT for the icons that come from Feather",
        into=STATIC / "lucide",
        files={"LICENSE": "LICENSE"},
        says="Icons, drawn into one sprite by `stack/vendor.py`",
    ),
    Package(
        name="chart.js",
        version="4.6.1",
        integrity="hJyniucsFmq//EvXYvJ6c6mahPoI3kaxdjVH8awTaJ/fDNWeSqqqArixMJWkWNN6fcYvPU3Hne"
        "SANFNYtRi61g==",
        licence="MIT",
        into=STATIC / "chart",
        files={"dist/chart.umd.min.js": "chart.min.js", "LICENSE.md": "LICENSE"},
        says="Draws the figures of the insights, on that page only",
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        integrity="FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJp"
        "Ze37OgudVGtQ==",
        licence="MPL-2.0",
        into=ROOT / "tests" / "browser" / "vendor",
        files={"axe.min.js": "axe.min.js", "LICENSE": "LICENSE"},
        says="Accessibility checks, in the browser tests only",
    ),
]


def main() -> int:
    """Write every package's files, the icon sprite and the table of licences."""
    if shutil.which("npm") is None:
        print(
            "npm is needed to fetch these files, and is not on the PATH. Nothing was changed; "
            "the committed files stay as they are.",
            file=sys.stderr,
        )
        return 1
    for package in PACKAGES:
        unpack(package, fetch(package))
        print(f"{package.name} {package.version}")
    editor_bundle.build()
    print("the editor")
    (STATIC / "README.md").write_text(table(PACKAGES))
    return 0


def fetch(package: Package) -> bytes:
    """Download one package and return its bytes, having checked them."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(  # nosec B607
            ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (tarball,) = Path(folder).glob("*.tgz")
        content = tarball.read_bytes()
    found = base64.b64encode(hashlib.sha512(content).digest()).decode()
    if found != package.integrity:
        raise SystemExit(
            f"{package.name} {package.version} is not the file that was pinned.\n"
            f"  pinned sha512-{package.integrity}\n  found  sha512-{found}"
        )
    return content


def unpack(package: Package, content: bytes) -> None:
    """Write the files of one package, with its version beside them."""
    package.into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(content)) as tarball:
        for inside, outside in package.files.items():
            data = read(tarball, inside)
            if outside.endswith(".js"):
                data = SOURCE_MAP.sub(b"", data)
            if outside.endswith(".ttf"):
                data = as_truetype(data, called=Path(outside).stem)
            (package.into / outside).write_bytes(data)
        if package.name == "lucide-static":
            (package.into / "sprite.svg").write_text(sprite(tarball))
    (package.into / "VERSION").write_text(f"{package.name} {package.version}\n")


def read(tarball: tarfile.TarFile, name: str) -> bytes:
    """Return one file of an npm package, whose paths all start with ``package/``."""
    member = tarball.extractfile(f"package/{name}")
    if member is None:
        raise SystemExit(f"{name} is not a file in this package.")
    return member.read()


def as_truetype(data: bytes, *, called: str) -> bytes:
    """Unpack a web font. Each file becomes a family, so that all its letters can be asked for.

    A slanted file stays in the family of the upright one.
    """
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = None
    for name in (1, 16):
        font["name"].setName(called.removesuffix("-italic"), name, 3, 1, 0x409)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def sprite(tarball: tarfile.TarFile) -> str:
    """Draw the icons we use into one SVG, a ``<symbol>`` each.

    Stroke, fill and line caps are left out: they come from the CSS of the page that uses the icon.
    """
    symbols = []
    for icon in ICONS.split():
        drawing = read(tarball, f"icons/{icon}.svg").decode()
        found = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        if found is None:
            raise SystemExit(f"The icon {icon} is not drawn the way we expect.")
        shapes = " ".join(line.strip() for line in found[1].split("\n") if line.strip())
        symbols.append(f'  <symbol id="{icon}" viewBox="0 0 24 24">{shapes}</symbol>')
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""])


def table(packages: list[Package]) -> str:
    """Return the README that lists what is vendored, at which version, under which licence."""
    rows = [
        f"| `{package.into.relative_to(ROOT)}` | {package.name} | {package.version} "
        f"| {package.licence} | {package.says} |"
        for package in packages
    ]
    return "\n".join(
        [
            "# Files from elsewhere",
            "",
            "Written by `./dev vendor` (`stack/vendor.py`), which pins the versions and their",
            "checksums. Change them there, run it and commit the result; do not edit these files.",
            "",
            "| folder | package | version | licence | what for |",
            "| --- | --- | --- | --- | --- |",
            *rows,
            "| `static/vendor/editor` | CodeMirror, Yjs and what they need | see `VERSION` | MIT "
            "| The editor, bundled from `stack/editor` by `stack/editor_bundle.py` |",
            "",
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
