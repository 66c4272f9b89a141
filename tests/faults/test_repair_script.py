"""The worked example of the documents: it repairs a real table, also when it is killed half-way."""

import os
import signal
import subprocess
import sys

import psycopg2
import pytest

from incidents.domain.repair_steps import tick_step
from incidents.domain.repair_tokens import make_token
from incidents.domain.repairing import begin_repair, verify_repair
from incidents.models import Repair, RepairState
from tests.factories import IncidentFactory, UserFactory
from tests.running.process import ROOT
from tests.running.waiting import until

SCRIPT = ROOT / "docs" / "examples" / "repair_rows.py"
WRONG = 1204

# 1,300 payments of as many accounts; the entries of 1,204 in batches, with the batch's first
# account, and 96 that are right.
TABLES = """
    DROP TABLE IF EXISTS ledger_entries, payments, ledger_entries_before_repair;
    CREATE TABLE payments (id bigint PRIMARY KEY, account_id bigint NOT NULL);
    CREATE TABLE ledger_entries (
        id bigint PRIMARY KEY, payment_id bigint NOT NULL, account_id bigint NOT NULL,
        amount numeric(12, 2) NOT NULL
    );
    INSERT INTO payments SELECT n, 100000 + n FROM generate_series(1, 1300) n;
    INSERT INTO ledger_entries
    SELECT id, id, account_id + CASE WHEN id <= 1204 THEN 500000 ELSE 0 END, id * 1.25
    FROM payments;
"""


class Ledger:
    """A database of somebody's own, and the script that repairs it."""

    def __init__(self, address, progress, token):
        self.address = address
        self.env = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": address,
            "GOLDSEAM_PROGRESS": progress,
            "GOLDSEAM_TOKEN": token,
        }
        self.write(TABLES)
        self.before = self.read("SELECT * FROM ledger_entries ORDER BY id")

    def write(self, statement):
        with psycopg2.connect(self.address) as database, database.cursor() as cursor:
            cursor.execute(statement)
        database.close()

    def read(self, query):
        with psycopg2.connect(self.address) as database, database.cursor() as cursor:
            cursor.execute(query)
            rows = cursor.fetchall()
        database.close()
        return rows

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, str(SCRIPT), *words],
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *words):
        """Run the script to its end: its exit code, and what it said."""
        script = self.start(*words)
        out, err = script.communicate(timeout=120)
        assert "Traceback" not in err, err
        return script.returncode, out.strip() + err.strip()

    def wrong(self):
        [(count,)] = self.read(
            "SELECT count(*) FROM ledger_entries e JOIN payments p ON p.id = e.payment_id "
            "WHERE e.account_id <> p.account_id"
        )
        return count


@pytest.fixture
def nia(goldseam):
    return UserFactory(display_name="Nia Kamau")


@pytest.fixture
def repair(nia):
    return begin_repair(IncidentFactory(by=nia), by=nia, what_was_written="Wrong accounts.")


@pytest.fixture
def ledger(goldseam, repair, nia):
    address = goldseam.web.env["DATABASE_URL"]
    progress = f"{goldseam.url}/api/v1/repairs/{repair.pk}/progress"
    this = Ledger(address, progress, make_token(repair, by=nia))
    yield this
    this.write("DROP TABLE ledger_entries, payments, ledger_entries_before_repair")


def kill(script):
    script.send_signal(signal.SIGKILL)
    script.communicate(timeout=30)


def far(repair):
    repair.refresh_from_db()
    return repair.done


def test_it_is_killed_half_way_and_still_every_row_is_right(goldseam, ledger, repair, nia):
    samira = UserFactory(display_name="Samira Rahimi")
    assert ledger.run("scope") == (0, f"{WRONG} rows are wrong")
    tick_step(repair, by=nia, step="scope", rows=WRONG)
    assert ledger.run("copy") == (0, f"{WRONG} rows copied now, {WRONG} in the copy")
    assert ledger.run("copy") == (0, f"0 rows copied now, {WRONG} in the copy")
    _code, said = ledger.run("dry-run")
    assert said.endswith(f"{WRONG} rows would change")
    assert ledger.wrong() == WRONG
    tick_step(repair, by=samira, step="check")
    tick_step(repair, by=nia, step="run")

    with goldseam.visitor(nia).listening(f"/live/?incident={repair.incident_id}") as stream:
        script = ledger.start("run", "--pause", "0.4")
        until(lambda: far(repair) >= 150, within=60)
        stream.wait_for("repair")
        kill(script)
    assert 0 < ledger.wrong() < WRONG
    assert ledger.run("verify")[0] == 1
    assert ledger.run("run", "--pause", "0") == (0, f"{WRONG} of {WRONG} rows put right")

    assert ledger.run("verify")[0] == 0
    assert ledger.wrong() == 0
    after = ledger.read("SELECT * FROM ledger_entries ORDER BY id")
    assert after == [(n, n, 100_000 + n, amount) for n, _payment, _account, amount in ledger.before]
    copied = ledger.read(
        "SELECT id, payment_id, account_id, amount FROM ledger_entries_before_repair ORDER BY id"
    )
    assert copied == ledger.before[:WRONG]
    repair.refresh_from_db()
    assert (repair.done, repair.total, repair.percent) == (WRONG, WRONG, 100)
    assert repair.reports.last().done == WRONG
    page = goldseam.visitor(nia).get(repair.get_absolute_url()).text
    assert "1,204 of 1,204 rows put right" in page
    assert verify_repair(repair, by=samira).state == RepairState.VERIFIED


def test_two_at_once_and_a_third_run_do_no_harm(goldseam, ledger, repair):
    ledger.run("copy")

    both = [ledger.start("run", "--pause", "0.02") for _ in range(2)]
    for script in both:
        script.communicate(timeout=120)
    once_more = ledger.run("run")

    assert once_more == (0, f"{WRONG} of {WRONG} rows put right")
    assert ledger.wrong() == 0
    assert far(repair) == WRONG


def test_it_does_not_start_without_the_copy(ledger):
    ledger.run("copy")
    ledger.write("DELETE FROM ledger_entries_before_repair WHERE id <= 4")

    code, said = ledger.run("run")

    assert (code, said) == (1, "4 wrong rows are not in the copy yet. Run copy first.")
    assert ledger.wrong() == WRONG


def test_what_something_else_changed_since_is_left_to_people(ledger, repair):
    ledger.run("copy")
    ledger.write("UPDATE ledger_entries SET account_id = 7 WHERE id = 1")

    _code, said = ledger.run("run", "--pause", "0")

    assert "1 rows were changed by something else since the copy" in said
    assert ledger.read("SELECT account_id FROM ledger_entries WHERE id = 1") == [(7,)]
    assert far(repair) == WRONG - 1


def test_the_repair_goes_on_when_goldseam_does_not_answer_or_refuses(ledger, repair):
    ledger.run("copy")
    ledger.env["GOLDSEAM_TOKEN"] = "not this one"

    code, said = ledger.run("run", "--pause", "0")

    assert code == 0
    assert "Goldseam says 401" in said
    assert ledger.wrong() == 0
    assert Repair.objects.get(pk=repair.pk).done == 0
