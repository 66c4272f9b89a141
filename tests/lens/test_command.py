"""`python -m lens`: what it prints, and how it exits."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lens import RULES, analyse
from lens.__main__ import main
from lens.output import Report, as_sarif

ROOT = Path(__file__).parent.parent.parent
TEXT = "# March\n\n🎉 It was human error by `x`.\r\nThey blamed Ada.\n"


@pytest.fixture
def report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a report.md"
    path.write_bytes(TEXT.encode())
    return path.name


def run(*arguments, text=""):
    return subprocess.run(
        [sys.executable, "-m", "lens", *arguments],
        input=text.encode() if isinstance(text, str) else text,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )


def test_text_has_a_line_for_each_finding(report, capfd):
    assert main([report, "--names", "Ada"]) == 0

    rule = {rule.id: rule for rule in RULES}
    error, named = rule["human-error"], rule["blames"]
    assert capfd.readouterr().out.splitlines() == [
        f"{report}:3:10: suggestion: human error — {error.why} — {error.question}",
        f"{report}:4:6: strong: blamed Ada — {named.why} — {named.question}",
    ]


def test_words_over_two_lines_stay_on_one(tmp_path, capfd):
    path = tmp_path / "report.md"
    path.write_text("The engineer\nfailed to ask.")

    main([str(path)])

    assert ":1:1: suggestion: The engineer failed to — " in capfd.readouterr().out


def test_json_has_lines_columns_and_offsets(report, capfd):
    main([report, "--format", "json"])

    [finding] = json.loads(capfd.readouterr().out)
    start = TEXT.index("human error")
    assert finding == {
        "path": report,
        "line": 3,
        "column": 10,
        "end_line": 3,
        "end_column": 21,
        "start": start,
        "end": start + len("human error"),
        "rule": "human-error",
        "category": "blame",
        "strength": "suggestion",
        "words": "human error",
        "why": RULES[0].why,
        "question": RULES[0].question,
        "rewording": None,
    }


def test_nothing_found_is_an_empty_list_in_json_and_silence_in_text(tmp_path, capfd):
    path = tmp_path / "report.md"
    path.write_text("All is well.")

    assert main([str(path), "--format", "json"]) == 0
    assert capfd.readouterr().out == "[]\n"
    assert main([str(path)]) == 0
    assert capfd.readouterr().out == ""


def test_sarif_counts_columns_in_utf16_units_and_knows_the_rules(report, capfd):
    main([report, "--format", "sarif", "--names", "Ada"])

    log = json.loads(capfd.readouterr().out)
    [run] = log["runs"]
    assert (log["version"], run["columnKind"]) == ("2.1.0", "utf16CodeUnits")
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    first, second = run["results"]
    assert [rules[one["ruleIndex"]]["id"] for one in (first, second)] == ["human-error", "blames"]
    assert (first["level"], second["level"]) == ("note", "warning")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20report.md"
    assert place["region"] == {
        "startLine": 3,
        "startColumn": 11,
        "endLine": 3,
        "endColumn": 22,
        "snippet": {"text": "human error"},
    }


def test_sarif_offers_a_rewording_as_a_fix():
    text = "The root cause was a lock."

    log = json.loads(as_sarif([Report("x.md", text, analyse(text))], RULES))

    [fix] = log["runs"][0]["results"][0]["fixes"]
    [change] = fix["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 19},
            "insertedContent": {"text": "One contributing factor was"},
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 0),
        (["--fail-on", "never"], 0),
        (["--fail-on", "hint"], 1),
        (["--fail-on", "suggestion"], 1),
        (["--fail-on", "strong"], 0),
        (["--fail-on", "hint", "--least", "strong"], 0),
        (["--fail-on", "hint", "--without", "human-error"], 0),
        (["--fail-on", "strong", "--names", "Ada Lovelace"], 1),
    ],
)
def test_the_exit_status_says_whether_enough_was_found(report, arguments, status):
    assert main([report, *arguments]) == status


def test_the_weaker_are_not_printed_below_the_least(report, capfd):
    main([report, "--names", "Ada", "--least", "strong"])

    assert len(capfd.readouterr().out.splitlines()) == 1


def test_a_dash_reads_what_comes_in():
    done = run("-", text="It was human error.")

    assert done.stdout.decode().startswith("stdin:1:8: suggestion: human error — ")
    assert done.returncode == 0


def test_a_byte_order_mark_moves_nothing():
    assert run("-", text="\ufeffHuman error.").stdout.startswith(b"stdin:1:1: ")


def test_files_that_cannot_be_read_are_named_and_the_others_are_read(report, tmp_path, capfd):
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")

    status = main(["nowhere.md", "latin.md", ".", report, "--fail-on", "hint"])

    out, err = capfd.readouterr()
    assert status == 2
    assert out.startswith(f"{report}:3:10: ")
    missing, other, folder = err.splitlines()
    assert missing == "nowhere.md: This cannot be read: No such file or directory."
    assert other == "latin.md: This is not UTF-8; byte 4 is the first that is not."
    assert folder.startswith(".: This cannot be read: ")


@pytest.mark.parametrize(
    "arguments",
    [[], ["x.md", "--without", "typo"], ["x.md", "--format", "xml"], ["x.md", "--least"]],
)
def test_a_call_that_makes_no_sense_says_so(arguments, capfd):
    with pytest.raises(SystemExit) as exit:
        main(arguments)

    assert exit.value.code == 2
    assert "python -m lens: error: " in capfd.readouterr().err


def test_the_page_of_rules_is_current():
    page = (ROOT / "docs" / "lens-rules.md").read_text()

    assert page == run("--rules").stdout.decode(), "python -m lens --rules > docs/lens-rules.md"


def test_the_hook_runs_anywhere_and_takes_no_other_lens(tmp_path):
    (tmp_path / "lens").mkdir()
    (tmp_path / "lens" / "__init__.py").write_text("raise SystemExit('not this one')")
    (tmp_path / "x.md").write_text("It was a careless change.")

    done = subprocess.run(
        [ROOT / "lens" / "hook", "x.md", "--fail-on", "strong"],
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        check=False,
    )

    assert done.stdout.startswith(b"x.md:1:10: strong: careless")
    assert done.returncode == 1


def test_the_hook_says_which_python_it_needs(tmp_path):
    for name in ("sh", "dirname"):
        (tmp_path / name).symlink_to(shutil.which(name))

    done = subprocess.run(
        [ROOT / "lens" / "hook"], capture_output=True, env={"PATH": str(tmp_path)}, check=False
    )

    assert done.returncode == 2
    assert done.stderr == b"The lens needs Python 3.11 or newer, and none was found.\n"


@pytest.mark.parametrize("path", sorted((ROOT / "lens").rglob("*.py")), ids=lambda path: path.name)
def test_the_lens_needs_only_the_python_that_its_hook_asks_for(path):
    imported = {
        (node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name)
        for node in ast.walk(ast.parse(path.read_text(), feature_version=(3, 11)))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    roots = {name.partition(".")[0] for name in imported}
    assert roots - {"lens"} <= set(sys.stdlib_module_names)
