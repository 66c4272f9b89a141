"""`./dev bench`: measure everything, or what `--only` names."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

PARTS = (
    "filing",
    "nudging",
    "year",
    "queries",
    "pages",
    "finding",
    "lens",
    "importing",
    "up",
    "memory",
)
ROWS = 100_000
NUDGES = 10_000_000


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for, in the order that disturbs least."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="one part; repeat for more")
    parser.add_argument(
        "--rows",
        type=int,
        action="append",
        help=f"how many incidents there are for `pages` ({ROWS:,}); repeat to compare",
    )
    parser.add_argument(
        "--nudges", type=int, default=NUDGES, help=f"how many there are for `nudging` ({NUDGES:,})"
    )
    parser.add_argument(
        "--reports", type=Path, help="a folder of incident reports, for `importing`"
    )
    parser.add_argument(
        "--examples", metavar="FILE", help="labelled sentences, one JSON object a line, for `lens`"
    )
    given = parser.parse_args(arguments)
    # A year takes half an hour, and is lived through when it is asked for.
    wanted = given.only or [
        part for part in PARTS if part != "year" and (part != "importing" or given.reports)
    ]
    if "importing" in wanted and not (given.reports and given.reports.is_dir()):
        parser.error("Say where reports to import are: --reports FOLDER.")
    # Told to stop, we tidy up as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"On {os.cpu_count()} cores, others busy with {os.getloadavg()[0]:.1f} of them.")
    if {*wanted} - {"lens", "up", "memory"}:
        if not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")):
            parser.error("Run it as ./dev bench, or set DATABASE_URL and REDIS_URL.")
        from bench.ground import own_ground

        with own_ground():
            if "year" in wanted:
                from bench.year import report

                report.measure()
            if "queries" in wanted:
                from bench import pages

                pages.measure()
            if "importing" in wanted:
                from bench import importing

                importing.measure(given.reports)
            if "filing" in wanted:
                from bench import filing

                filing.measure()
            if "nudging" in wanted:
                from bench import nudging

                nudging.measure(given.nudges)
            if "pages" in wanted:
                from bench import crowd

                crowd.measure(given.rows or [ROWS])
            if "finding" in wanted:
                from bench import finding

                finding.measure()
    if "lens" in wanted:
        from bench import lens

        lens.measure(given.examples)
    if {"up", "memory"} & {*wanted}:
        from bench import fresh_clone

        fresh_clone.measure(seconds="up" in wanted, memory="memory" in wanted)


if __name__ == "__main__":
    main()
