"""Findings as lines to read, as JSON and as SARIF 2.1.0; the rules as a page to read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from lens.finding import Category, Finding, Strength
from lens.places import Places
from lens.rule import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Strength.HINT: "note", Strength.SUGGESTION: "note", Strength.STRONG: "warning"}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one file."""

    path: str
    text: str
    findings: Sequence[Finding]


def as_text(reports: Iterable[Report]) -> str:
    """One line a finding: `path:line:column: strength: words — why — question`."""
    lines = []
    for report in reports:
        places = Places(report.text)
        for one in report.findings:
            line, column = places.line_and_column(one.start)
            words = " ".join(one.words.split())
            lines.append(
                f"{report.path}:{line}:{column}: {one.strength.name.lower()}: "
                f"{words} — {one.why} — {one.question}"
            )
    return "\n".join(lines)


def as_json(reports: Iterable[Report]) -> str:
    """A list of findings, each with its file, its lines and its offsets in code points."""
    found = []
    for report in reports:
        places = Places(report.text)
        for one in report.findings:
            line, column = places.line_and_column(one.start)
            end_line, end_column = places.line_and_column(one.end)
            found.append(
                {
                    "path": report.path,
                    "line": line,
                    "column": column,
                    "end_line": end_line,
                    "end_column": end_column,
                    "start": one.start,
                    "end": one.end,
                    "rule": one.rule,
                    "category": one.category.value,
                    "strength": one.strength.name.lower(),
                    "words": one.words,
                    "why": one.why,
                    "question": one.question,
                    "rewording": one.rewording,
                }
            )
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_sarif(reports: Iterable[Report], rules: Sequence[Rule]) -> str:
    """A SARIF 2.1.0 log with one run, for code review tools."""
    numbers = {rule.id: number for number, rule in enumerate(rules)}
    results = [_result(report, one, numbers) for report in reports for one in report.findings]
    driver = {"name": "lens", "rules": [_description(rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "defaultEncoding": "utf-8",
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _description(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(word.title() for word in rule.id.split("-")),
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why} {rule.question}"},
        "defaultConfiguration": {"level": LEVELS[rule.strength]},
        "properties": {"category": rule.category.value, "strength": rule.strength.name.lower()},
    }


def _result(report: Report, one: Finding, numbers: dict[str, int]) -> dict[str, Any]:
    places = Places(report.text)
    line, column = places.line_and_utf16_column(one.start)
    end_line, end_column = places.line_and_utf16_column(one.end)
    region: dict[str, Any] = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "snippet": {"text": one.words},
    }
    place = {"artifactLocation": {"uri": _address(report.path)}, "region": region}
    result: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": numbers[one.rule],
        "level": LEVELS[one.strength],
        "message": {"text": f"“{' '.join(one.words.split())}”: {one.why} {one.question}"},
        "locations": [{"physicalLocation": place}],
    }
    if one.rewording is not None:
        deleted = {name: value for name, value in region.items() if name != "snippet"}
        change = {"deletedRegion": deleted, "insertedContent": {"text": one.rewording}}
        result["fixes"] = [
            {
                "description": {"text": f"Write “{one.rewording}”"},
                "artifactChanges": [
                    {"artifactLocation": place["artifactLocation"], "replacements": [change]}
                ],
            }
        ]
    return result


def _address(path: str) -> str:
    """A relative path stays one, so that a review tool finds the file in its own checkout."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())


TITLES = {
    Category.BLAME: "Blame",
    Category.HINDSIGHT: "Hindsight",
    Category.SINGLE_CAUSE: "A single cause",
}


def as_markdown(rules: Sequence[Rule]) -> str:
    """A page that shows every rule."""
    lines = [
        "# The rules of the lens",
        "",
        "Made by `python -m lens --rules`; [The lens](lens.md) says how to use it. "
        f"There are {len(rules)} rules. Found words are in bold.",
    ]
    for category, title in TITLES.items():
        lines += ["", f"## {title}"]
        for rule in rules:
            if rule.category == category:
                lines += _section(rule)
    return "\n".join(lines)


def _section(rule: Rule) -> list[str]:
    sentence, words = rule.found[0]
    return [
        "",
        f"### {rule.name}",
        "",
        f"`{rule.id}` · {rule.strength.name.lower()}",
        "",
        f"{rule.why} *{rule.question}*",
        "",
        f"- Found: {sentence.lstrip('- ').replace(words, f'**{words}**', 1)}",
        f"- Left alone: {rule.left_alone[0].lstrip('# ')}",
    ]
