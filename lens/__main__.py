"""`python -m lens FILE…`: print where a kinder or truer wording may help."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from lens import RULES, Strength, analyse
from lens.output import Report, as_json, as_markdown, as_sarif, as_text

NEVER = "never"
STRENGTHS = {strength.name.lower(): strength for strength in Strength}
NOTHING_FOUND, FOUND, TROUBLE = 0, 1, 2


class Unreadable(Exception):
    """A file that cannot be read, with a sentence that says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the files, print what was found, and return the exit status."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.rules:
        print(as_markdown(RULES))
        return NOTHING_FOUND
    if not given.files:
        parser.error("Name at least one file, or - for what comes in.")
    known = {rule.id for rule in RULES}
    if unknown := set(given.without) - known:
        parser.error(f"There is no rule {', '.join(sorted(unknown))}. --rules shows all.")

    reports, has_trouble = [], False
    for path in given.files:
        try:
            text = _read(path)
        except Unreadable as trouble:
            print(trouble, file=sys.stderr)
            has_trouble = True
            continue
        findings = [
            one
            for one in analyse(text, names=given.names, without=given.without)
            if one.strength >= STRENGTHS[given.least]
        ]
        reports.append(Report("stdin" if path == "-" else path, text, findings))

    _print(reports, given.format)
    if has_trouble:
        return TROUBLE
    return FOUND if _is_enough(reports, given.fail_on) else NOTHING_FOUND


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lens",
        description="Find words that blame, that judge by what is known now, or that name one "
        "cause, in Markdown. Exit status: 0, or 1 where --fail-on says so, or 2 if a file cannot "
        "be read.",
    )
    parser.add_argument(
        "files", nargs="*", metavar="FILE", help="a Markdown file; - is what comes in"
    )
    parser.add_argument("--format", choices=["text", "json", "sarif"], default="text")
    parser.add_argument(
        "--names", nargs="+", action="extend", default=[], metavar="NAME", help="people involved"
    )
    parser.add_argument(
        "--without", nargs="+", action="extend", default=[], metavar="RULE", help="rules not to use"
    )
    parser.add_argument(
        "--least", choices=STRENGTHS, default="hint", help="the weakest to print (hint)"
    )
    parser.add_argument(
        "--fail-on",
        choices=[*STRENGTHS, NEVER],
        default=NEVER,
        help="from which strength on the exit status is 1 (never: the lens advises)",
    )
    parser.add_argument("--rules", action="store_true", help="print every rule as Markdown")
    return parser


def _read(path: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = error.start + 1
        raise Unreadable(
            f"{path}: This is not UTF-8; byte {where} is the first that is not."
        ) from None
    except OSError as error:
        raise Unreadable(f"{path}: This cannot be read: {error.strerror or error}.") from None


def _print(reports: Sequence[Report], form: str) -> None:
    match form:
        case "json":
            printed = as_json(reports)
        case "sarif":
            printed = as_sarif(reports, RULES)
        case _:
            printed = as_text(reports)
    if printed:
        # The same bytes wherever it runs: a console may speak less than UTF-8.
        sys.stdout.flush()
        sys.stdout.buffer.write(printed.encode("utf-8", "surrogatepass") + b"\n")
        sys.stdout.buffer.flush()


def _is_enough(reports: Sequence[Report], fail_on: str) -> bool:
    if fail_on == NEVER:
        return False
    least = STRENGTHS[fail_on]
    return any(one.strength >= least for report in reports for one in report.findings)


if __name__ == "__main__":
    sys.exit(main())
