"""Put right rows that were written wrong, in batches, while people watch how far it is.

The worked example of docs/data-repair.md, to copy and change. It needs psycopg2
and Python's standard library. What went wrong here: entries of a ledger were
written in batches, and each got the account of the first in its batch instead of
the one that its payment names.

    python repair_rows.py scope      counts the wrong rows
    python repair_rows.py copy       keeps them as they are, in a table beside
    python repair_rows.py dry-run    writes nothing, and shows what would change
    python repair_rows.py run        puts them right, and says how far it is
    python repair_rows.py verify     counts what is still wrong; exits 1 if anything is

Every command may be run again, by anybody, at any time, two at once, and after a
kill in the middle: a batch is put right, noted and committed together or not at
all, and `run` goes on with what the copy does not note as put right.

From the environment:

    DATABASE_URL         where the rows are
    GOLDSEAM_PROGRESS    https://goldseam.example/api/v1/repairs/7/progress
    GOLDSEAM_TOKEN       the token from the repair's page
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request

import psycopg2

BATCH = 50
REPORT_EVERY = 1.0
TRIES = 5

# Kept in one place and never typed twice: what is wrong, and what would be right.
WRONG = """
    SELECT entry.id, entry.account_id AS is_now, payment.account_id AS should_be
    FROM ledger_entries entry JOIN payments payment ON payment.id = entry.payment_id
    WHERE entry.account_id <> payment.account_id
"""

MAKE_COPY = """
    CREATE TABLE IF NOT EXISTS ledger_entries_before_repair (
        LIKE ledger_entries,
        should_be bigint NOT NULL,
        copied_at timestamptz NOT NULL DEFAULT now(),
        put_right_at timestamptz,
        PRIMARY KEY (id)
    )
"""

# A row that is copied already stays as it was first seen.
FILL_COPY = f"""
    INSERT INTO ledger_entries_before_repair
    SELECT entry.*, wrong.should_be
    FROM ledger_entries entry JOIN ({WRONG}) wrong USING (id)
    ON CONFLICT (id) DO NOTHING
"""  # noqa: S608  (made of constants)

NOT_IN_COPY = f"""
    SELECT count(*) FROM ({WRONG}) wrong
    WHERE NOT EXISTS (SELECT FROM ledger_entries_before_repair copy WHERE copy.id = wrong.id)
"""  # noqa: S608  (made of constants)

# Two scripts at once take different rows; a row somebody changed since the copy is left to people.
NEXT_BATCH = """
    SELECT copy.id FROM ledger_entries_before_repair copy
    JOIN ledger_entries entry ON entry.id = copy.id
    WHERE copy.put_right_at IS NULL AND entry.account_id IN (copy.account_id, copy.should_be)
    ORDER BY copy.id LIMIT %s FOR UPDATE OF copy SKIP LOCKED
"""

PUT_RIGHT = """
    UPDATE ledger_entries entry SET account_id = copy.should_be
    FROM ledger_entries_before_repair copy
    WHERE copy.id = entry.id AND entry.id = ANY(%(ids)s) AND entry.account_id = copy.account_id
"""

NOTE_IT = """
    UPDATE ledger_entries_before_repair copy SET put_right_at = now()
    FROM ledger_entries entry
    WHERE copy.id = ANY(%(ids)s) AND entry.id = copy.id AND entry.account_id = copy.should_be
"""

HOW_FAR = "SELECT count(put_right_at), count(*) FROM ledger_entries_before_repair"

NOT_AS_COPIED = """
    SELECT count(*) FROM ledger_entries_before_repair copy
    JOIN ledger_entries entry ON entry.id = copy.id
    WHERE copy.put_right_at IS NULL AND entry.account_id NOT IN (copy.account_id, copy.should_be)
"""


class Progress:
    """Says to Goldseam how far it is. Nothing that goes wrong here ever stops the repair."""

    def __init__(self, address, token):
        self.address, self.token = address, token
        self.said_at = 0.0

    def say(self, done, total, *, at_last=False):
        """Say the numbers of all rows, now and then; the last are tried hardest."""
        if not self.address or (not at_last and time.monotonic() - self.said_at < REPORT_EVERY):
            return
        self.said_at = time.monotonic()
        # Grows with every report, also of the script's next run: what is overtaken is left alone.
        numbers = {"done": done, "total": total, "sequence": time.time_ns() // 1_000_000}
        for attempt in range(TRIES if at_last else 1):
            if self._post(numbers):
                return
            time.sleep(min(2**attempt, 10) if at_last else 0)

    def _post(self, numbers):
        """Whether trying again would not help: it was taken, or refused for good."""
        request = urllib.request.Request(
            self.address,
            json.dumps(numbers).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=5):  # nosec B310
                return True
        except urllib.error.HTTPError as refused:
            words = refused.read(2000).decode(errors="replace")
            print(f"Goldseam says {refused.code}: {words}", file=sys.stderr)
            return refused.code < 500
        except OSError as error:
            print(f"Goldseam cannot be reached, the repair goes on: {error}", file=sys.stderr)
            return False


def one(database, query):
    """The first row of an answer."""
    with database, database.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


def scope(database):
    (count,) = one(database, f"SELECT count(*) FROM ({WRONG}) wrong")  # noqa: S608
    print(f"{count} rows are wrong")


def copy(database):
    with database, database.cursor() as cursor:
        cursor.execute(MAKE_COPY)
        cursor.execute(FILL_COPY)
        added = cursor.rowcount
    _done, total = one(database, HOW_FAR)
    print(f"{added} rows copied now, {total} in the copy")


def dry_run(database):
    with database, database.cursor() as cursor:
        cursor.execute(f"{WRONG} ORDER BY entry.id LIMIT 10")
        for row, is_now, should_be in cursor.fetchall():
            print(f"entry {row}: account {is_now} would become {should_be}")
    (count,) = one(database, f"SELECT count(*) FROM ({WRONG}) wrong")  # noqa: S608
    print(f"{count} rows would change")


def run(database, progress, pause):
    (uncopied,) = one(database, NOT_IN_COPY)
    if uncopied:
        sys.exit(f"{uncopied} wrong rows are not in the copy yet. Run copy first.")
    progress.say(*one(database, HOW_FAR))
    while _put_batch_right(database):
        progress.say(*one(database, HOW_FAR))
        time.sleep(pause)
    done, total = one(database, HOW_FAR)
    progress.say(done, total, at_last=True)
    print(f"{done} of {total} rows put right")
    (other,) = one(database, NOT_AS_COPIED)
    if other:
        print(f"{other} rows were changed by something else since the copy: look at them together")


def _put_batch_right(database):
    """Put one batch right and note it, together. Whether there was one."""
    with database, database.cursor() as cursor:
        cursor.execute(NEXT_BATCH, [BATCH])
        ids = [row for (row,) in cursor.fetchall()]
        cursor.execute(PUT_RIGHT, {"ids": ids})
        cursor.execute(NOTE_IT, {"ids": ids})
        return bool(ids)


def verify(database):
    (wrong,) = one(database, f"SELECT count(*) FROM ({WRONG}) wrong")  # noqa: S608
    done, total = one(database, HOW_FAR)
    print(f"{wrong} rows are still wrong; {done} of {total} in the copy are put right")
    sys.exit(1 if wrong or done < total else 0)


def main():
    parser = argparse.ArgumentParser(description="Put right rows that were written wrong.")
    parser.add_argument("command", choices=["scope", "copy", "dry-run", "run", "verify"])
    parser.add_argument("--pause", type=float, default=0.2, help="seconds between batches")
    chosen = parser.parse_args()
    database = psycopg2.connect(os.environ["DATABASE_URL"])
    address = os.environ.get("GOLDSEAM_PROGRESS", "")
    progress = Progress(address, os.environ.get("GOLDSEAM_TOKEN", ""))
    commands = {
        "scope": lambda: scope(database),
        "copy": lambda: copy(database),
        "dry-run": lambda: dry_run(database),
        "run": lambda: run(database, progress, chosen.pause),
        "verify": lambda: verify(database),
    }
    commands[chosen.command]()


if __name__ == "__main__":
    main()
