"""Set the document in a folder and write it to the standard output as PDF.

Run by `pdf.py` as a program of its own, with nothing of the product in it:
`python typesetting.py FOLDER`. It reads that folder and the type beside this file.
"""

import resource
import sys
from pathlib import Path

import typst

TYPE = Path(__file__).parent / "type"
MEMORY = 2 * 1024**3
SECONDS = 25


def main(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    compiler = typst.Compiler(
        root=str(folder),
        font_paths=[str(TYPE)],
        # Nothing is ever fetched: there are no packages, and nowhere to keep any.
        package_path=str(folder),
        package_cache_path=str(folder),
    )
    pdf = compiler.compile(input=str(folder / "write_up.typ"), format="pdf")
    assert isinstance(pdf, bytes)
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
