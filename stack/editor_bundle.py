"""Bundle what the pages use of CodeMirror and Yjs into one file, as `./dev vendor` does.

`stack/editor/` names the packages, locks their checksums and says what of them is
used. npm checks what it fetches against the lock, runs no script of theirs, and
esbuild puts it into `static/vendor/editor/editor.min.js`.
"""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "stack" / "editor"
INTO = ROOT / "static" / "vendor" / "editor"
BUNDLER = "esbuild"


@dataclass(frozen=True)
class Bundled:
    """One package in the bundle, with the licence that goes with it."""

    name: str
    version: str
    licence: str
    text: str


def build() -> None:
    """Write the bundle, the licences of everything in it, and its versions."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for file in SOURCE.iterdir():
            shutil.copy(file, work)
        _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], work)
        meta = work / "meta.json"
        esbuild = str(work / "node_modules" / ".bin" / BUNDLER)
        _run(
            [
                *(esbuild, "entry.js", "--bundle", "--format=esm", "--minify"),
                *("--target=es2022", "--legal-comments=none"),
                *(f"--metafile={meta}", f"--outfile={work / 'editor.min.js'}"),
            ],
            work,
        )
        packages = _packages(work, json.loads(meta.read_text()))
        INTO.mkdir(parents=True, exist_ok=True)
        shutil.copy(work / "editor.min.js", INTO)
    (INTO / "LICENSE").write_text(_licences(packages))
    (INTO / "VERSION").write_text("".join(f"{one.name} {one.version}\n" for one in packages))


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _packages(work: Path, meta: dict[str, dict[str, object]]) -> list[Bundled]:
    """The packages that some of the bundle comes from, by name."""
    names = {_package_of(path) for path in meta["inputs"] if path.startswith("node_modules/")}
    return [_bundled(work / "node_modules" / name) for name in sorted(names)]


def _package_of(path: str) -> str:
    first, second = path.removeprefix("node_modules/").split("/")[:2]
    return f"{first}/{second}" if first.startswith("@") else first


def _bundled(folder: Path) -> Bundled:
    about = json.loads((folder / "package.json").read_text())
    text = next(folder.glob("LICEN[CS]E*")).read_text()
    return Bundled(about["name"], about["version"], about["license"], text)


def _licences(packages: list[Bundled]) -> str:
    return "\n".join(
        f"{one.name} {one.version} ({one.licence})\n\n{one.text.strip()}\n" for one in packages
    )
